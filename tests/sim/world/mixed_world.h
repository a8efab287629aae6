// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/sink.h"

#include <cstdint>
#include <string>

namespace sim::world::test {

struct MixedOutcome {
    std::string digest;
    std::uint64_t events = 0;    ///< of the kernel
    std::uint64_t datagrams = 0; ///< that processes received
    std::uint64_t octets = 0;    ///< that streams delivered
    std::uint64_t syncs = 0;     ///< that succeeded
};

/// Ten seconds of a small network in which a bit of everything happens: datagrams of all sizes,
/// multicast, streams, bulk, disk, cpu, drifting clocks, loss, jitter and one fault of most kinds.
/// Uses SimGrid: once a process.
MixedOutcome runMixedWorld(trace::Sink* sink);

} // namespace sim::world::test
