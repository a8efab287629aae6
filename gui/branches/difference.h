// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/storyline.h"

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <vector>

/// Where two runs differ, by their stories. A story folds what happens again and again into one
/// beat with the times of the first and of the last occurrence, so the time at which two folded
/// beats part is that of an end.
namespace gui::branches {

/// A stretch in which the beats of the two are not the same.
struct Difference {
    struct Stretch {
        sim::SimTime begin;
        sim::SimTime end;
        double amount = 0; ///< share of beats that differ there: above 0, at most 1

        friend bool operator==(const Stretch&, const Stretch&) = default;
    };
    std::vector<Stretch> stretches; ///< by time; only those with a difference
    /// The first headline that one has and the other has not, or at another time.
    std::optional<sim::SimTime> firstHeadline;
    /// The same, but for those that tell of a fault or an action itself: what came of it.
    std::optional<sim::SimTime> firstConsequence;

    friend bool operator==(const Difference&, const Difference&) = default;
};

/// Up to the earlier end of the two, in `bins` stretches of the same length from `from` on.
/// Headlines are compared from the start. REQUIRES: bins > 0.
Difference compare(const sim::scene::Storyline& branch, const sim::scene::Storyline& parent,
                   sim::SimTime from, std::size_t bins = 120);

/// The two stories, as far as both are known.
struct Stories {
    std::span<const sim::scene::Beat> branch; ///< by time
    std::span<const sim::scene::Beat> parent; ///< likewise
    std::set<sim::SimTime> deeds;             ///< when faults and actions happen, in either
    sim::SimTime until;                       ///< the earlier end
};
Difference compare(const Stories& stories, sim::SimTime from, std::size_t bins);

} // namespace gui::branches
