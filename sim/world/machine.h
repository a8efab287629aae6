// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/world/sim_env.h"
#include "sim/world/world.h"

#include <memory>
#include <string>
#include <vector>

/// The parts a World is made of; only sim/world includes this.
namespace sim::world {

/// One host with power or without.
struct World::Machine {
    Machine(Kernel& kernel, const topology::NodeSpec& spec, core::WallTime start,
            std::uint64_t diskSeed)
        : clock(start, spec.clockSkew, spec.clockDriftPpb), cpu(kernel, spec.cores),
          disk(kernel, spec, diskSeed), name(spec.name), address(spec.address) {}

    HostClock clock;
    Server cpu;
    storage::HostDisk disk;
    std::string name;
    core::runtime::Address address;
    storage::UnsyncedFate unsynced = storage::UnsyncedFate::Random;
    std::vector<std::uint32_t> processes; ///< that live here, by index
};

/// An incarnation with its Env and its code. The code goes first when this is destroyed.
struct World::Running {
    Running(Context& context, FailureListener& listener, std::uint32_t process, std::uint32_t host,
            std::uint32_t number)
        : incarnation(context, listener, process, host, number) {}

    Incarnation incarnation;
    std::unique_ptr<SimEnv> env;
    std::unique_ptr<core::runtime::Process> code;
};

/// A process over all its incarnations.
struct World::Program {
    ProcessPlan plan;
    std::uint32_t incarnations = 0;
    std::unique_ptr<Running> running; ///< nullptr while it is down
    EventHandle pendingStart;
    trace::Cause startCause; ///< of the pending start
    std::string role;
    ProcessTotals totals;
};

} // namespace sim::world
