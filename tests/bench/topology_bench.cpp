// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "sim/topology/analysis.h"
#include "sim/topology/topology.h"
#include "tests/bench/registry.h"
#include "tests/bench/star.h"

#include <string>

namespace bench {
namespace {

using sim::topology::NodeIndex;
using sim::topology::Topology;
using sim::topology::TopologySpec;

/// `leaves` switches with `perLeaf` machines each, all linked to each of `spines`. Switches first.
TopologySpec leafSpine(std::uint32_t spines, std::uint32_t leaves, std::uint32_t perLeaf) {
    TopologySpec spec;
    spec.nodes.resize(spines + leaves + leaves * perLeaf);
    const auto link = [&](NodeIndex from, NodeIndex to) {
        spec.links.emplace_back();
        spec.links.back().from = from;
        spec.links.back().to = to;
    };
    for (NodeIndex node = 0; node < spec.nodes.size(); ++node) {
        spec.nodes[node].name = "n" + std::to_string(node);
        spec.nodes[node].isSwitch = node < spines + leaves;
    }
    for (std::uint32_t leaf = 0; leaf < leaves; ++leaf) {
        for (std::uint32_t spine = 0; spine < spines; ++spine) {
            link(spines + leaf, spine);
        }
        for (std::uint32_t i = 0; i < perLeaf; ++i) {
            link(spines + leaves + leaf * perLeaf + i, spines + leaf);
        }
    }
    return spec;
}

/// Nanoseconds a route between random machines, asked for again and again.
double routeCost(Topology& topology, NodeIndex firstMachine) {
    core::RandomStream random(1);
    std::vector<std::pair<NodeIndex, NodeIndex>> pairs(1 << 16);
    const std::uint64_t machines = topology.nodeCount() - firstMachine;
    for (auto& [from, to] : pairs) {
        from = firstMachine + static_cast<NodeIndex>(random.below(machines));
        to = firstMachine + static_cast<NodeIndex>(random.below(machines));
        keep(topology.route(from, to));
    }
    constexpr int kRounds = 50;
    const Stopwatch watch;
    for (int round = 0; round < kRounds; ++round) {
        for (const auto& [from, to] : pairs) {
            const auto route = topology.route(from, to);
            keep(route->size());
        }
    }
    return watch.seconds() * 1e9 / static_cast<double>(kRounds * pairs.size());
}

std::vector<double> starRoutes(std::uint32_t hosts) {
    TopologySpec spec = star::network(hosts);
    const std::int64_t before = residentOctets();
    Topology topology(std::move(spec));
    const double cost = routeCost(topology, 1);
    const auto octets = static_cast<double>(residentOctets() - before);
    return {cost, octets / hosts};
}

/// A link between switches is cut; until every machine of a leaf knows its new way to one machine.
double reroute() {
    constexpr std::uint32_t kSpines = 8;
    constexpr std::uint32_t kLeaves = 192;
    Topology topology(leafSpine(kSpines, kLeaves, 50));
    constexpr int kRounds = 200;
    const Stopwatch watch;
    for (int round = 0; round < kRounds; ++round) {
        topology.setUp(0, round % 2 != 0);
        keep(topology.route(kSpines + kLeaves, kSpines + kLeaves + 5'000));
    }
    return watch.seconds() * 1e6 / kRounds;
}

} // namespace

void addTopology(Registry& registry) {
    for (const std::uint32_t hosts : {100U, 10'000U}) {
        const std::string name = "topology/star/" + std::to_string(hosts);
        registry.add({{name + "/route", "ns", Better::Lower, {}},
                      {name + "/memory-a-host", "octets", Better::Lower, {}}},
                     [hosts] { return starRoutes(hosts); });
    }
    registry.add({{"topology/leaf-spine/9600/route", "ns", Better::Lower, {}}}, [] {
        Topology topology(leafSpine(8, 192, 50));
        return std::vector<double>{routeCost(topology, 200)};
    });
    registry.add({{"topology/leaf-spine/9600/first-route-after-cut", "us", Better::Lower, {}}},
                 [] { return std::vector<double>{reroute()}; });
    registry.add({{"topology/leaf-spine/9600/single-points-of-failure", "ms", Better::Lower, {}}},
                 [] {
                     const Topology topology(leafSpine(8, 192, 50));
                     const Stopwatch watch;
                     keep(sim::topology::articulationPoints(topology).size());
                     keep(sim::topology::bridges(topology).size());
                     return std::vector<double>{watch.seconds() * 1e3};
                 });
}

} // namespace bench
