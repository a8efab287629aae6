// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/calm_map.h"
#include "sim/trace/reader.h"

#include <cstddef>
#include <vector>

/// What somebody sees who watches a run on the calm clock, glance by glance.
namespace sim::scene::testing {

/// The stage at one moment of screen time, as visibleAt shows it with the window of 0.4 s.
struct Glance {
    core::Duration screen;
    SimTime at;
    core::Duration pace;     ///< simulated, in a second of screen time
    std::size_t moving = 0;  ///< messages on their way, not more than eight seconds of screen long
    std::size_t streaks = 0; ///< messages that have arrived just now
    std::size_t losses = 0;  ///< messages and connects that failed just now
    std::size_t hanging = 0; ///< connects and messages that wait for long
    std::size_t changes = 0; ///< pulses: events of importance 2 and 3 just now

    bool anything() const { return moving + streaks + losses + changes > 0; }
};

inline constexpr core::Duration kGlance{100'000'000};

/// Screen time [from, to), a glance each 0.1 s.
std::vector<Glance> watch(const trace::Reader& reader, const CalmMap& calm, core::Duration from,
                          core::Duration to);

/// The longest screen time without anything.
core::Duration longestStill(const std::vector<Glance>& glances);

} // namespace sim::scene::testing
