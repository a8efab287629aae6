// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/storyline.h"

#include <optional>
#include <vector>

/// Where two runs differ, by their stories.
namespace gui::branches {

/// A stretch in which the beats of the two are not the same.
struct Difference {
    struct Stretch {
        sim::SimTime begin;
        sim::SimTime end;
        double amount = 0; ///< share of beats that differ there, 0 to 1
    };
    std::vector<Stretch> stretches;
    /// The first headline that one has and the other has not, or at another time.
    std::optional<sim::SimTime> firstHeadline;
};

/// Up to the earlier end of the two, in `bins` stretches of the same length from `from` on.
Difference compare(const sim::scene::Storyline& branch, const sim::scene::Storyline& parent,
                   sim::SimTime from, std::size_t bins = 120);

} // namespace gui::branches
