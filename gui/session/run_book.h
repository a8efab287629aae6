// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/branches/overlay.h"

#include <QString>

#include <optional>
#include <vector>

/// Which traces there are of a scenario, and which of them a new run may continue: the common past
/// need not be recorded again.
namespace gui::session {

/// A run that has reached its end.
struct KnownRun {
    branches::Overlay overlay;
    sim::SimTime end; ///< its horizon
    int files = 1;    ///< how many traces hang together: itself, its parent, ...
    QString trace;
};

/// Continue this trace from there on.
struct Continuation {
    sim::SimTime from;
    QString trace;
    int files = 1; ///< that will hang together then
};

/// Until when two overlays do the same: one nanosecond before the first line that only one of them
/// has. nullopt: always. Something else than timed lines that differs counts from the start.
std::optional<sim::SimTime> sameUntil(const branches::Overlay& a, const branches::Overlay& b);

/// The run that shares the longest past with `overlay`, of equal ones that of the fewest files;
/// nullopt: none shares any. Whether its chain may grow still is for RunManager to say.
std::optional<Continuation> continuationFor(const branches::Overlay& overlay,
                                            const std::vector<KnownRun>& runs);

} // namespace gui::session
