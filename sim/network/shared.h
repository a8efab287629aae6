// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/kernel/host_clock.h"
#include "sim/kernel/incarnation.h"
#include "sim/kernel/kernel.h"
#include "sim/network/addresses.h"
#include "sim/network/carrier.h"
#include "sim/trace/sink.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace sim::network {

/// What datagrams and streams share. Borrowed; outlives both.
struct Shared {
    Kernel& kernel;
    Context& context;
    Carrier& carrier;
    Addresses& addresses;
    const std::vector<HostClock*>& clocks; ///< by host; nullptr for switches
    trace::Sink* sink = nullptr;           ///< nullptr: nobody listens
    /// Segments with a payload from here on take the fluid path; 0: all packets do.
    std::int64_t bulkThreshold = 4096;
    bool cutChunks = false; ///< cut stream data at random places
    std::uint64_t seed = 0;

    /// The virtual instant at which the host's clock has advanced by `delay`.
    SimTime after(std::uint32_t host, core::Duration delay) const {
        const HostClock& clock = *clocks[host];
        return clock.whenMonotonic(clock.monotonic(kernel.now()) + delay, kernel.now());
    }
};

/// First port of the range for sockets that ask for none (RFC 6335, section 6).
inline constexpr std::uint16_t kFirstEphemeral = 49152;
inline constexpr std::uint32_t kEphemeralPorts = 65536 - kFirstEphemeral;

} // namespace sim::network
