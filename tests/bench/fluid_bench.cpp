// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "sim/fluid/fluid.h"
#include "tests/bench/registry.h"
#include "tests/bench/star.h"

#include <algorithm>
#include <string>

namespace bench {
namespace {

using sim::SimTime;
using sim::fluid::Fluid;
using sim::topology::Topology;

/// A star of 100 hosts in which a number of bulk flows is always under way: each completion starts
/// another between random hosts. Flows (start and completion) a second of wall time.
double flowRate(std::size_t concurrent) {
    Topology topology(star::network(100));
    Fluid fluid(topology);
    core::RandomStream random(concurrent);
    const auto startOne = [&](SimTime now) {
        const std::uint64_t from = random.below(100);
        const std::uint64_t hop = 1 + random.below(99);
        const std::int64_t octets = random.between(4'096, 1'000'000);
        const auto route = topology.route(static_cast<std::uint32_t>(1 + from),
                                          static_cast<std::uint32_t>(1 + (from + hop) % 100));
        const sim::topology::DirectedLink hops[] = {route->out, route->in};
        fluid.start(now, hops, octets);
    };
    for (std::size_t i = 0; i < concurrent; ++i) {
        startOne(SimTime{});
    }
    std::uint64_t done = 0;
    const Stopwatch watch;
    while (watch.seconds() < 1) {
        const SimTime now = fluid.nextCompletion();
        const std::size_t ended = fluid.takeCompletions(now).size();
        for (std::size_t i = 0; i < ended; ++i) {
            startOne(now);
        }
        done += ended;
    }
    return static_cast<double>(done) / watch.seconds();
}

double firstFlow(std::uint32_t hosts) {
    Topology topology(star::network(hosts));
    Fluid fluid(topology);
    const sim::topology::DirectedLink hops[] = {0, 3};
    const Stopwatch watch;
    fluid.start(SimTime{}, hops, 1'000'000);
    return watch.seconds() * 1e3;
}

} // namespace

void addFluid(Registry& registry) {
    for (const std::size_t concurrent : {1, 16, 128, 1'000}) {
        registry.add(
            {{"fluid/" + std::to_string(concurrent) + "/flows", "flows/s", Better::Higher, {}}},
            [concurrent] { return std::vector<double>{flowRate(concurrent)}; });
    }
    for (const std::uint32_t hosts : {100U, 10'000U}) {
        registry.add(
            {{"fluid/first-flow/" + std::to_string(hosts) + "-hosts", "ms", Better::Lower, {}}},
            [hosts] { return std::vector<double>{firstFlow(hosts)}; });
    }
    registry.add({{"simgrid/actors/100/messages", "messages/s", Better::Higher, {}}}, [] {
        const std::optional<double> rate = numberFrom("bench-simgrid-actors");
        return rate ? std::vector<double>{*rate} : std::vector<double>{};
    });
}

} // namespace bench
