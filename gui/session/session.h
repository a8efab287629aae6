// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/branches/branch_tree.h"
#include "gui/branches/difference.h"
#include "gui/feed/trace_feed.h"
#include "gui/runs/run_manager.h"
#include "gui/timeline/playback_clock.h"
#include "sim/scenario/model.h"

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

struct Take;

class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(runs::RunManager& runs, QObject* parent = nullptr);
    ~Session() override;

    /// Runs the scenario (or takes it from the cache) and shows it from `at` on; nullopt: from its
    /// opening on.
    void openScenario(const QString& path, std::optional<sim::SimTime> at = std::nullopt);
    /// Shows a trace as it is; changes run its embedded scenario again, which is unpacked below
    /// `folder`.
    void openTrace(const QString& path, const QString& folder,
                   std::optional<sim::SimTime> at = std::nullopt);
    QString scenarioPath() const;
    /// nullptr: a trace is shown, or nothing.
    const sim::scenario::Scenario* scenario() const;
    QString title(bool chinese) const;

    branches::BranchTree& branches();
    timeline::PlaybackClock& clock();
    /// What is to be seen now; nullptr before anything was opened. While the current branch is not
    /// computed as far as the playhead, another run with the same past: the clock's edge is where
    /// the two part.
    feed::TraceFeed* feed() const;
    /// Why the open trace cannot be changed; empty: it can.
    QString whyReadOnly() const;
    /// Of the current branch's parent; nullptr for the root.
    feed::TraceFeed* parentFeed() const;
    const branches::Difference& difference() const;
    std::optional<Pending> pending() const;
    double progress() const; ///< 0 to 1, of the run under way; 1: none

    /// A click at the time of the picture that was seen: the line acts one nanosecond later.
    void change(const branches::OverlayLine& line);
    void applyScript(const branches::Overlay& overlay);
    /// While it is so, slices of the parent's run are read at the playhead too.
    void lookAtParent(bool looks);
    /// Real time has passed while playing. A timer calls it; tests may.
    void tick(core::Duration real);
    /// Undoes a change that is not computed yet. False: there is none.
    bool cancelPending();
    void cancelRun();
    void step(feed::StepKind kind, bool forward);
    /// The text of the file that "save overlay" writes to `path`.
    std::string overlayFile(const QString& path) const;
    /// The file that "save as scenario" writes; error: what cannot be expressed, for people.
    core::Result<std::string, QString> scenarioFile() const;

Q_SIGNALS:
    void opened();       ///< another scenario or trace
    void frameChanged(); ///< the playhead moved, or what it shows arrived
    void stateChanged(); ///< branch, pending change, progress, difference, verdicts
    /// In whole sentences, for people: what is so and what to do.
    void problem(const QString& message);
    /// The playhead stands where that message is sent, by step().
    void steppedTo(const gui::feed::FoundMessage& message);

private:
    struct Parts;

    void begin(std::optional<sim::SimTime> at);
    void adoptScenario();
    void show();
    void refresh();
    void findOpening();
    void findStart();
    void compare();
    void follow();
    void drive(bool playing);
    void goOn();
    void onTake(const Take& take);
    void onFailure(const Take& take, const QString& message);

    std::unique_ptr<Parts> parts_;
};

} // namespace gui::session
