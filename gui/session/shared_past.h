// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/session/takes.h"
#include "sim/scene/calm_map.h"

#include <memory>
#include <optional>
#include <vector>

/// Runs that share a past share the calm clock of it, so that nothing that was seen plays
/// differently in a branch: up to the change the map is that of the other run to the nanosecond,
/// from there on its own.
namespace gui::session {

class SharedPast {
public:
    using Map = std::shared_ptr<const sim::scene::CalmMap>;

    /// Forgets everything. REQUIRES: before the takes go.
    void clear() { runs_.clear(); }
    /// Another run, or one that was added before. It shares the longest past that one of the
    /// others has in common with it.
    void add(const Take& take);
    /// Of a run that was added, as far as its trace is read: the same pointer until something is
    /// new. What was read of a run whose feed is closed stays. nullptr: nothing is read yet; who
    /// shares its past goes by the run before it.
    Map mapOf(const Take& take);

private:
    struct Run {
        const Take* take = nullptr;
        std::optional<std::size_t> past;   ///< index of the run that has the same one
        std::optional<sim::SimTime> until; ///< to there; nullopt: to its end
        std::shared_ptr<const sim::scene::Storyline> story;
        Map shared; ///< what `map` was made of: the other run's
        Map map;
    };

    std::optional<std::size_t> indexOf(const Take& take) const;
    Map mapOf(Run& run);

    std::vector<Run> runs_; ///< each after the one that it shares its past with
};

} // namespace gui::session
