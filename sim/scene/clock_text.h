// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/kernel/sim_time.h"

#include <string>

namespace sim::scene {

/// A time of the run as every clock writes it, on the stage, on the timeline and in the status bar:
/// "31.004 s", from a minute on "2:05.004", from an hour on "1:02:05.004". Rounded to `decimals`
/// digits (0 to 9) as the story's times are, so that all of them agree. REQUIRES: not negative.
std::string clockText(SimTime at, int decimals);

/// As many digits as a clock shows while a picture tells of so much simulated time: 3, 6 or 9.
int clockDecimals(core::Duration window);

} // namespace sim::scene
