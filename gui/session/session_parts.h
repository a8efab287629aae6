// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/session/session.h"
#include "gui/session/shared_past.h"
#include "gui/session/takes.h"
#include "sim/scenario/loader.h"

#include <QElapsedTimer>
#include <QTimer>

#include <map>
#include <vector>

/// What the sources of Session share; nobody else includes this.
namespace gui::session {

struct Session::Parts {
    explicit Parts(runs::RunManager& manager) : takes(manager) {}

    Takes takes;
    SharedPast pasts; ///< of the takes
    branches::BranchTree tree;
    /// By scenario file: what was made of those that were open before.
    std::map<QString, std::vector<branches::Branch>> keptBranches;
    timeline::PlaybackClock clock;
    QTimer timer;
    QElapsedTimer elapsed;
    std::optional<sim::scenario::Scenario> scenario;
    QString unpackFolder; ///< of an opened trace
    QString readOnly;
    Take* shown = nullptr;             ///< what is drawn
    Take* wanted = nullptr;            ///< the current branch, as soon as it is there
    Take* original = nullptr;          ///< the parent of the current branch
    std::optional<sim::SimTime> until; ///< a horizon beyond the scenario's
    std::optional<sim::SimTime> back;  ///< where the playhead goes once the wanted run is there
    std::optional<Pending> pending;
    branches::Difference difference;
    bool atOpening = false;
    std::optional<sim::SimTime> start; ///< where it opens, if it was asked for
    bool looksAtParent = false;
    std::shared_ptr<const sim::scene::Storyline> compared; ///< the story that `difference` is of
};

/// The first complaint in a sentence, and how many more there are.
QString complaintsText(const std::vector<sim::scenario::Diagnostic>& complaints);

/// A scenario from the disk.
sim::scenario::Loaded loadScenario(const QString& path);

} // namespace gui::session
