// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "sim/topology/topology.h"

#include <string>

namespace sim::topology::testing {

inline NodeIndex addNode(TopologySpec& spec, const std::string& name, bool isSwitch) {
    NodeSpec node;
    node.name = name;
    node.isSwitch = isSwitch;
    spec.nodes.push_back(node);
    return static_cast<NodeIndex>(spec.nodes.size() - 1);
}

inline LinkIndex addLink(TopologySpec& spec, NodeIndex from, NodeIndex to,
                         std::int64_t latencyNs = 100'000,
                         std::int64_t bitsPerSecond = 1'000'000'000) {
    LinkSpec link;
    link.name = spec.nodes[from].name + "--" + spec.nodes[to].name;
    link.from = from;
    link.to = to;
    link.latency = core::Duration{latencyNs};
    link.bitsPerSecond = bitsPerSecond;
    spec.links.push_back(link);
    return static_cast<LinkIndex>(spec.links.size() - 1);
}

/// A random network for tests that compare with brute force: few latencies, so that ties are
/// common; parallel links, links between machines and machines with several links occur.
inline TopologySpec randomSpec(core::RandomStream& random) {
    TopologySpec spec;
    const auto nodes = static_cast<NodeIndex>(random.between(2, 14));
    for (NodeIndex i = 0; i < nodes; ++i) {
        addNode(spec, "n" + std::to_string(i), random.chance(1, 2));
    }
    const std::int64_t links = random.between(1, nodes * 2);
    for (std::int64_t i = 0; i < links; ++i) {
        const auto from = static_cast<NodeIndex>(random.below(nodes));
        const auto to = static_cast<NodeIndex>(random.below(nodes));
        const std::int64_t latency = random.between(1, 3);
        if (from != to) {
            addLink(spec, from, to, latency);
        }
    }
    return spec;
}

/// Changes one direction or one node.
inline void randomChange(Topology& topology, core::RandomStream& random) {
    if (topology.linkCount() > 0 && random.chance(3, 4)) {
        const auto direction = static_cast<DirectedLink>(random.below(2 * topology.linkCount()));
        const bool up = random.chance(1, 3);
        topology.setUp(direction, up);
        if (random.chance(1, 2)) {
            topology.setUp(opposite(direction), up);
        }
    } else {
        const auto node = static_cast<NodeIndex>(random.below(topology.nodeCount()));
        topology.setNodeUp(node, random.chance(1, 2));
    }
}

} // namespace sim::topology::testing
