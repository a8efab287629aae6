// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/header.h"
#include "sim/world/world.h"

#include <cstdint>

/// The star of star.h on Orrery: one process a host, with everything that a real run has between
/// the process and the link (Env, sockets, addresses, causes, digest).
namespace bench::star {

/// Counts what arrives and stops the kernel at a number.
struct Progress {
    sim::Kernel& kernel;
    std::uint64_t received = 0;
    std::uint64_t stopAt = 0;

    void count() {
        if (++received == stopAt) {
            kernel.stop();
        }
    }
};

class StarWorld {
public:
    /// With `talking` false every process binds its port and then waits for ever.
    StarWorld(std::uint32_t hosts, bool talking, sim::trace::Sink* sink);

    /// Runs until `messages` more have arrived.
    void run(std::uint64_t messages);
    sim::Kernel& kernel() { return kernel_; }

private:
    sim::Kernel kernel_;
    sim::topology::Topology topology_;
    sim::world::World world_;
    Progress progress_{kernel_};
};

/// What a recorder has to know of the star.
sim::trace::RunHeader headerOf(std::uint32_t hosts);

} // namespace bench::star
