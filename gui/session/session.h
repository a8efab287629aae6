// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/branches/branch_tree.h"
#include "gui/branches/difference.h"
#include "gui/feed/trace_feed.h"
#include "gui/runs/run_manager.h"
#include "gui/timeline/playback_clock.h"

#include <QObject>

#include <memory>
#include <optional>

/// One scenario being watched: its branches, their runs and traces, the playhead. Widgets read from
/// it and tell it what the user wants; it owns no widget.
namespace gui::session {

/// A change that was chosen and is not computed yet.
struct Pending {
    branches::OverlayLine line;
    sim::SimTime at;
};

class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(runs::RunManager& runs, QObject* parent = nullptr);
    ~Session() override;

    /// Runs the scenario (or takes it from the cache) and shows it from its opening on.
    void openScenario(const QString& path);
    /// Shows a trace as it is; changes run its embedded scenario again.
    void openTrace(const QString& path);
    QString scenarioPath() const;
    QString title(bool chinese) const;

    branches::BranchTree& branches();
    timeline::PlaybackClock& clock();
    /// Of the current branch; nullptr before anything was opened.
    feed::TraceFeed* feed() const;
    /// Of the current branch's parent; nullptr for the root.
    feed::TraceFeed* parentFeed() const;
    const branches::Difference& difference() const;
    std::optional<Pending> pending() const;
    double progress() const; ///< 0 to 1, of the run under way; 1: none

    /// A click at the time of the picture that was seen: the line acts one nanosecond later.
    void change(const branches::OverlayLine& line);
    void applyScript(const branches::Overlay& overlay);
    /// Undoes a change that is not computed yet. False: there is none.
    bool cancelPending();
    void cancelRun();
    void step(feed::StepKind kind, bool forward);
    /// The file that "save overlay" writes.
    std::string overlayFile() const;
    /// The file that "save as scenario" writes; error: what cannot be expressed, for people.
    core::Result<std::string, QString> scenarioFile() const;

signals:
    void opened();       ///< another scenario or trace
    void frameChanged(); ///< the playhead moved, or what it shows arrived
    void stateChanged(); ///< branch, pending change, progress, difference, verdicts
    void problem(const QString& message);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace gui::session
