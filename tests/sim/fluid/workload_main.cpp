// SPDX-License-Identifier: Apache-2.0
#include "core/base/hash.h"
#include "tests/sim/fluid/workload.h"

#include <cstdio>

/// Prints a hash of when 3,000 random flows end: processes compare it.
int main() {
    using namespace sim;
    core::RandomStream random(5);
    constexpr int kLinks = 12;
    const topology::Topology topology = fluid::testing::unevenChain(random, kLinks);
    const auto plan = fluid::testing::randomFlows(random, kLinks, 3'000, SimTime{},
                                                  core::Duration{60'000'000'000}, true);
    fluid::Fluid fluid(topology);
    std::uint64_t hash = 0;
    for (const SimTime end : fluid::testing::runPlan(fluid, plan)) {
        hash = core::combine64(hash, static_cast<std::uint64_t>(end.ns));
    }
    std::printf("ends %016llx\n", static_cast<unsigned long long>(hash));
    return 0;
}
