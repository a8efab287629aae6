// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/runs/run_request.h"

#include <QObject>

#include <memory>

/// Runs scenarios by the program `orrery` as child processes and keeps what they recorded.
namespace gui::runs {

/// A number for each call of start(); never used again.
using RunId = int;

struct RunState {
    enum class Kind { Running, Complete, Failed, Cancelled };
    Kind kind = Kind::Running;
    QString trace; ///< file, from the first moment on (it may not exist yet)
    bool fromCache = false;
    bool fromCopy = false; ///< its past was not computed again, known with the first progress
    double progress = 0;   ///< 0 to 1, of simulated time
    QString message;       ///< Failed: what happened and what to do, for people
};

class RunManager : public QObject {
    Q_OBJECT

public:
    /// `program`: path of orrery; `folder`: of the cache, made when missing; `limit` in octets.
    /// Old traces leave when the cache is larger, the one used longest ago first, never one that
    /// is held or that a kept branch continues.
    RunManager(const QString& program, const QString& folder, qint64 limit,
               QObject* parent = nullptr);
    /// Ends its children.
    ~RunManager() override;

    /// From the cache, or by a new child. changed() follows in either case, never during the call.
    RunId start(const RunRequest& request);
    /// Branches of that run, recorded as `trace`, may be asked for soon: where computing it takes
    /// long, copies of it are made in the background, once nothing else is computed. Of one run at
    /// a time; nullopt: of none.
    void expectBranches(const std::optional<RunRequest>& run, const QString& trace);
    /// The time of the latest of these copies; nullopt: there is none.
    std::optional<sim::SimTime> latestCopy() const;
    /// The child ends; what it wrote stays until it is replaced, marked as cut.
    void cancel(RunId run);
    /// REQUIRES: start() returned it.
    const RunState& state(RunId run) const;
    /// Traces that are shown must not leave the cache.
    void hold(const QString& trace);
    void release(const QString& trace);
    /// Whoever reads it found it damaged: the next start() of the same runs it again.
    void discard(const QString& trace);
    /// Hash of the effective scenario, overlay, seed, level, horizon and of the program itself;
    /// empty if the scenario cannot be read.
    QString keyOf(const RunRequest& request) const;

Q_SIGNALS:
    void changed(gui::runs::RunId run);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace gui::runs
