// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/checks/checks.h"

/// The invariants of registries (core/discovery/registry): what leases promise as long as nothing
/// is wrong (Gray and Cheriton, "Leases", SOSP 1989). They read the registries' own words, the
/// events `registered`, `deregistered` and `lease-expired` and the states `lease/ID`, where an ID
/// is the name of a process, and compare them with what the simulator knows.
namespace sim::checks {

/// No lease expires whose owner has run without a pause since it was last heard, while no
/// partition, cut or other trouble of the network was there and no operator meddled. It fails for
/// a lease shorter than the heartbeats, for clocks that drift apart, and for a registry too slow to
/// hear: these are what it is there to find.
std::unique_ptr<Check> makeNoLivingInstanceEvicted(std::vector<trace::ProcessIndex> registries,
                                                   std::vector<ProcessPlace> all);

/// What was removed (deregistered, expired, forgotten) is not listed again by a late heartbeat or
/// a delta, only by a registration; and who has signed off is not registered by anything late.
std::unique_ptr<Check> makeNoInstanceResurrected(std::vector<trace::ProcessIndex> registries,
                                                 std::vector<ProcessPlace> all);

} // namespace sim::checks
