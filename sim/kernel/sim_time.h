// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"

namespace sim {

struct VirtualClock;
/// The simulator's own time: nanoseconds since the first instant of the scenario. No component
/// ever sees it; they see the clocks of their hosts.
using SimTime = core::TimePoint<VirtualClock>;

} // namespace sim
