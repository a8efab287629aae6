// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/runs/run_request.h"

#include <QObject>
#include <QProcess>
#include <QString>
#include <QTimer>

#include <optional>

/// The child process `orrery resident`: computes a run in the background and keeps copies of it, so
/// that branches need not compute their past again (docs/decisions/0009). Nothing depends on it:
/// where it has no fitting copy, or is gone, a branch computes its past itself.
namespace gui::runs {

class Resident : public QObject {
    Q_OBJECT

public:
    /// Its socket and the overlay lie in `folder`.
    Resident(QString program, QString folder, QObject* parent = nullptr);
    /// Ends it, with all copies.
    ~Resident() override;

    /// Serves branches of that run from now on, and of no other; nullopt: of none. It starts a
    /// while after the last call, when `mayStart` was said.
    void serve(const std::optional<RunRequest>& run);
    /// Not while a run is recorded that somebody waits for.
    void mayStart(bool may);
    /// What a branch is to be given as --from-checkpoints; empty while there is none.
    QString socket() const;
    /// The time of the latest copy so far; nullopt: there is none.
    std::optional<sim::SimTime> latestCopy() const { return latest_; }

private:
    void start();
    void stop();
    void readCopies();

    QString program_;
    QString folder_;
    QString socket_;  ///< of the process that there is
    QString overlay_; ///< its file
    std::optional<RunRequest> wanted_;
    std::optional<RunRequest> served_; ///< since start()
    bool may_ = true;
    std::optional<sim::SimTime> latest_;
    QProcess* process_ = nullptr; ///< those that are told to end delete themselves
    QTimer calm_; ///< branches are looked at one after the other; only where one stays is worth it
};

} // namespace gui::runs
