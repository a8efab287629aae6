// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/analysis.h"
#include "tests/sim/topology/networks.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sim::topology {
namespace {

using testing::addLink;
using testing::addNode;

/// Pairs of powered machines that reach each other, found by walking: the definition, without
/// Boost and without cleverness.
std::set<std::pair<NodeIndex, NodeIndex>>
meetingPairs(const Topology& topology, NodeIndex without = kNone, LinkIndex withoutLink = kNone) {
    const auto& spec = topology.spec();
    std::set<std::pair<NodeIndex, NodeIndex>> pairs;
    for (NodeIndex start = 0; start < topology.nodeCount(); ++start) {
        if (spec.nodes[start].isSwitch || !topology.isNodeUp(start)) {
            continue;
        }
        std::set<NodeIndex> seen{start};
        std::vector<NodeIndex> open{start};
        while (!open.empty()) {
            const NodeIndex at = open.back();
            open.pop_back();
            if (at != start && !spec.nodes[at].isSwitch) {
                continue; // machines do not forward
            }
            for (LinkIndex link = 0; link < topology.linkCount(); ++link) {
                const auto [from, to] = std::pair(spec.links[link].from, spec.links[link].to);
                const NodeIndex next = from == at ? to : from;
                const bool touches = from == at || to == at;
                if (touches && link != withoutLink && next != without &&
                    topology.isUp(forward(link)) && topology.isUp(backward(link)) &&
                    topology.isNodeUp(next) && seen.insert(next).second) {
                    open.push_back(next);
                }
            }
        }
        for (const NodeIndex end : seen) {
            if (end > start && !spec.nodes[end].isSwitch) {
                pairs.emplace(start, end);
            }
        }
    }
    return pairs;
}

std::vector<NodeIndex> articulationPointsByRemoval(const Topology& topology) {
    std::vector<NodeIndex> result;
    for (NodeIndex node = 0; node < topology.nodeCount(); ++node) {
        std::set<std::pair<NodeIndex, NodeIndex>> expected;
        for (const auto& pair : meetingPairs(topology)) {
            if (pair.first != node && pair.second != node) {
                expected.insert(pair);
            }
        }
        std::set<std::pair<NodeIndex, NodeIndex>> left;
        for (const auto& pair : meetingPairs(topology, node)) {
            if (pair.first != node && pair.second != node) {
                left.insert(pair);
            }
        }
        if (left != expected) {
            result.push_back(node);
        }
    }
    return result;
}

std::vector<LinkIndex> bridgesByRemoval(const Topology& topology) {
    std::vector<LinkIndex> result;
    for (LinkIndex link = 0; link < topology.linkCount(); ++link) {
        if (meetingPairs(topology, kNone, link) != meetingPairs(topology)) {
            result.push_back(link);
        }
    }
    return result;
}

TEST(Analysis, AgreesWithRemovingEveryPartOfFiveHundredRandomNetworks) {
    std::size_t points = 0;
    std::size_t links = 0;
    for (std::uint64_t seed = 1'000; seed < 1'500; ++seed) {
        core::RandomStream random(seed);
        Topology topology(testing::randomSpec(random));
        for (int change = 0; change < 4; ++change) {
            const auto expectedPoints = articulationPointsByRemoval(topology);
            const auto expectedLinks = bridgesByRemoval(topology);
            ASSERT_EQ(articulationPoints(topology), expectedPoints) << seed << " " << change;
            ASSERT_EQ(bridges(topology), expectedLinks) << seed << " " << change;
            points += expectedPoints.size();
            links += expectedLinks.size();
            testing::randomChange(topology, random);
        }
    }
    EXPECT_GT(points, 500U);
    EXPECT_GT(links, 500U);
}

TEST(Analysis, InAStarTheSwitchAndEveryLinkAreSinglePointsOfFailure) {
    TopologySpec spec;
    const NodeIndex hub = addNode(spec, "hub", true);
    for (int i = 0; i < 3; ++i) {
        addLink(spec, addNode(spec, "m" + std::to_string(i), false), hub);
    }
    const Topology topology(spec);
    EXPECT_EQ(articulationPoints(topology), std::vector<NodeIndex>{hub});
    EXPECT_EQ(bridges(topology), (std::vector<LinkIndex>{0, 1, 2}));
}

/// Two switches without a link between them; every machine has a link to both.
TEST(Analysis, InTwoIndependentPlanesNothingIsASinglePointOfFailure) {
    TopologySpec spec;
    const NodeIndex red = addNode(spec, "red", true);
    const NodeIndex blue = addNode(spec, "blue", true);
    for (int i = 0; i < 3; ++i) {
        const NodeIndex machine = addNode(spec, "m" + std::to_string(i), false);
        addLink(spec, machine, red);
        addLink(spec, machine, blue);
    }
    Topology topology(spec);
    EXPECT_TRUE(articulationPoints(topology).empty());
    EXPECT_TRUE(bridges(topology).empty());
    topology.setNodeUp(red, false);
    EXPECT_EQ(articulationPoints(topology), std::vector<NodeIndex>{blue});
    EXPECT_EQ(bridges(topology), (std::vector<LinkIndex>{1, 3, 5}));
}

TEST(Analysis, AMachineBetweenTwoSwitchesDoesNotHideTheSwitchThatForwards) {
    TopologySpec spec;
    const NodeIndex left = addNode(spec, "left", true);
    const NodeIndex middle = addNode(spec, "middle", true);
    const NodeIndex right = addNode(spec, "right", true);
    addLink(spec, left, middle);
    addLink(spec, middle, right);
    const NodeIndex both = addNode(spec, "both", false);
    addLink(spec, both, left);
    addLink(spec, both, right);
    addLink(spec, addNode(spec, "a", false), left);
    addLink(spec, addNode(spec, "b", false), right);
    const Topology topology(spec);
    EXPECT_EQ(articulationPoints(topology), (std::vector<NodeIndex>{left, middle, right}));
    EXPECT_EQ(bridges(topology), (std::vector<LinkIndex>{0, 1, 4, 5}));
}

TEST(Components, AreNumberedInOrderOfTheirFirstNode) {
    TopologySpec spec;
    for (int i = 0; i < 6; ++i) {
        addNode(spec, "n" + std::to_string(i), i < 4);
    }
    addLink(spec, 0, 2);
    addLink(spec, 1, 3);
    addLink(spec, 4, 0);
    addLink(spec, 5, 1);
    Topology topology(spec);
    EXPECT_EQ(components(topology), (std::vector<std::uint32_t>{0, 1, 0, 1, 0, 1}));
    topology.setUp(backward(2), false); // one direction is enough: no answer comes back
    EXPECT_EQ(components(topology), (std::vector<std::uint32_t>{0, 1, 0, 1, 2, 1}));
    topology.setNodeUp(0, false);
    EXPECT_EQ(components(topology), (std::vector<std::uint32_t>{kNone, 0, 1, 0, 2, 0}));
}

} // namespace
} // namespace sim::topology
