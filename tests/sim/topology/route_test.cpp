// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/topology.h"
#include "tests/sim/topology/networks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace sim::topology {
namespace {

using testing::addLink;
using testing::addNode;

std::vector<DirectedLink> hops(const std::optional<Route>& route) {
    std::vector<DirectedLink> result;
    if (route) {
        route->forEach([&](DirectedLink hop) { result.push_back(hop); });
        EXPECT_EQ(result.size(), route->size());
        for (std::size_t i = 0; i < result.size(); ++i) {
            EXPECT_EQ(result[i], (*route)[i]);
        }
    }
    return result;
}

/// What the header promises, by Floyd-Warshall over whole paths: compare latency, then hops, then
/// the links read backwards. nullopt: no way.
class BruteForce {
public:
    explicit BruteForce(const Topology& topology)
        : size_(topology.nodeCount()), best_(size_ * size_) {
        for (DirectedLink d = 0; d < 2 * topology.linkCount(); ++d) {
            if (usable(topology, d)) {
                offer(topology.source(d), topology.target(d),
                      Path{topology.latency(d).ns, std::vector<DirectedLink>{d}});
            }
        }
        for (NodeIndex via = 0; via < size_; ++via) {
            const bool passes = topology.spec().nodes[via].isSwitch && topology.isNodeUp(via);
            for (NodeIndex from = 0; passes && from < size_; ++from) {
                for (NodeIndex to = 0; to < size_; ++to) {
                    join(from, via, to);
                }
            }
        }
    }

    std::optional<std::vector<DirectedLink>> path(NodeIndex from, NodeIndex to) const {
        const std::optional<Path>& found = best_[from * size_ + to];
        return found ? std::optional(found->links) : std::nullopt;
    }

private:
    struct Path {
        std::int64_t latency = 0;
        std::vector<DirectedLink> links;
    };

    static bool usable(const Topology& topology, DirectedLink d) {
        const auto alive = [&](NodeIndex n) {
            return !topology.spec().nodes[n].isSwitch || topology.isNodeUp(n);
        };
        return topology.isUp(d) && alive(topology.source(d)) && alive(topology.target(d));
    }
    static bool better(const Path& a, const Path& b) {
        if (a.latency != b.latency) {
            return a.latency < b.latency;
        }
        if (a.links.size() != b.links.size()) {
            return a.links.size() < b.links.size();
        }
        return std::lexicographical_compare(a.links.rbegin(), a.links.rend(), b.links.rbegin(),
                                            b.links.rend());
    }
    void offer(NodeIndex from, NodeIndex to, Path path) {
        std::optional<Path>& best = best_[from * size_ + to];
        if (!best || better(path, *best)) {
            best = std::move(path);
        }
    }
    void join(NodeIndex from, NodeIndex via, NodeIndex to) {
        const std::optional<Path>& first = best_[from * size_ + via];
        const std::optional<Path>& second = best_[via * size_ + to];
        if (from == to || from == via || via == to || !first || !second) {
            return;
        }
        Path joined = *first;
        joined.latency += second->latency;
        joined.links.insert(joined.links.end(), second->links.begin(), second->links.end());
        offer(from, to, std::move(joined));
    }

    std::size_t size_;
    std::vector<std::optional<Path>> best_;
};

void expectAllRoutesAsByBruteForce(Topology& topology, const std::string& label) {
    const BruteForce oracle(topology);
    for (NodeIndex from = 0; from < topology.nodeCount(); ++from) {
        for (NodeIndex to = 0; to < topology.nodeCount(); ++to) {
            if (from == to) {
                continue;
            }
            const std::optional<Route> route = topology.route(from, to);
            const auto expected = oracle.path(from, to);
            ASSERT_EQ(route.has_value(), expected.has_value()) << label << from << "->" << to;
            if (route) {
                ASSERT_EQ(hops(route), *expected) << label << from << "->" << to;
            }
        }
    }
}

TEST(Route, EqualsBruteForceOnFiveHundredRandomNetworksWithCuts) {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        core::RandomStream random(seed);
        Topology topology(testing::randomSpec(random));
        for (int change = 0; change < 8; ++change) {
            const std::string label =
                "seed " + std::to_string(seed) + " change " + std::to_string(change) + ": ";
            expectAllRoutesAsByBruteForce(topology, label);
            if (HasFatalFailure()) {
                return;
            }
            testing::randomChange(topology, random);
        }
    }
}

/// Two machines on each of two leaf switches, which two spines connect.
struct TwoTier {
    TwoTier() {
        for (const char* name : {"spine-1", "spine-2", "leaf-1", "leaf-2"}) {
            addNode(spec, name, true);
        }
        for (const char* name : {"a", "b", "c", "d"}) {
            addNode(spec, name, false);
        }
        for (const NodeIndex leaf : {leaf1, leaf2}) {
            addLink(spec, leaf, spine1);
            addLink(spec, leaf, spine2);
        }
        addLink(spec, a, leaf1);
        addLink(spec, b, leaf1);
        addLink(spec, c, leaf2);
        addLink(spec, d, leaf2);
    }
    TopologySpec spec;
    NodeIndex spine1 = 0, spine2 = 1, leaf1 = 2, leaf2 = 3, a = 4, b = 5, c = 6, d = 7;
};

TEST(Route, LeadsOverTheAccessLinksAndTheSharedCore) {
    TwoTier net;
    Topology topology(net.spec);
    const std::optional<Route> route = topology.route(net.a, net.c);
    ASSERT_TRUE(route);
    EXPECT_EQ(hops(route),
              (std::vector<DirectedLink>{forward(4), forward(0), backward(2), backward(6)}));
    EXPECT_EQ(topology.latency(*route), core::Duration{400'000});
    EXPECT_EQ(topology.narrowest(*route), 1'000'000'000);
}

TEST(Route, BetweenMachinesOfOneSwitchHasNoCore) {
    TwoTier net;
    Topology topology(net.spec);
    EXPECT_EQ(hops(topology.route(net.a, net.b)),
              (std::vector<DirectedLink>{forward(4), backward(5)}));
}

TEST(Route, GoesAroundACutWhenThereIsAnotherWay) {
    TwoTier net;
    Topology topology(net.spec);
    topology.setUp(forward(0), false);
    EXPECT_EQ(hops(topology.route(net.a, net.c)),
              (std::vector<DirectedLink>{forward(4), forward(1), backward(3), backward(6)}));
    // Only one direction is cut: the answer still comes by the first spine.
    EXPECT_EQ(hops(topology.route(net.c, net.a)),
              (std::vector<DirectedLink>{forward(6), forward(2), backward(0), backward(4)}));
    topology.setUp(forward(0), true);
    EXPECT_EQ(hops(topology.route(net.a, net.c))[1], forward(0));
}

TEST(Route, AvoidsASwitchWithoutPower) {
    TwoTier net;
    Topology topology(net.spec);
    topology.setNodeUp(net.spine1, false);
    EXPECT_EQ(hops(topology.route(net.a, net.c))[1], forward(1));
    EXPECT_FALSE(topology.route(net.a, net.spine1));
    topology.setNodeUp(net.leaf2, false);
    EXPECT_FALSE(topology.route(net.a, net.c));
    EXPECT_FALSE(topology.route(net.c, net.d));
}

TEST(Route, ToAMachineWithoutPowerStaysBecauseTheSenderCannotKnow) {
    TwoTier net;
    Topology topology(net.spec);
    topology.setNodeUp(net.c, false);
    EXPECT_EQ(hops(topology.route(net.a, net.c)).size(), 4U);
}

TEST(Route, OfASingleLinkMachineEndsWithItsAccessLink) {
    TwoTier net;
    Topology topology(net.spec);
    topology.setUp(backward(4), false);
    EXPECT_FALSE(topology.route(net.b, net.a));
    EXPECT_TRUE(topology.route(net.a, net.b));
    EXPECT_TRUE(topology.route(net.b, net.c));
}

TEST(Route, NeverPassesThroughAMachine) {
    TopologySpec spec;
    const NodeIndex left = addNode(spec, "left", false);
    const NodeIndex middle = addNode(spec, "middle", false);
    const NodeIndex right = addNode(spec, "right", false);
    addLink(spec, left, middle);
    addLink(spec, middle, right);
    Topology topology(spec);
    EXPECT_EQ(hops(topology.route(left, middle)), std::vector<DirectedLink>{forward(0)});
    EXPECT_EQ(hops(topology.route(right, middle)), std::vector<DirectedLink>{backward(1)});
    EXPECT_FALSE(topology.route(left, right));
}

TEST(Route, ToItselfIsEmpty) {
    TwoTier net;
    Topology topology(net.spec);
    const std::optional<Route> route = topology.route(net.a, net.a);
    ASSERT_TRUE(route);
    EXPECT_TRUE(route->empty());
    EXPECT_EQ(topology.latency(*route), core::Duration{});
}

TEST(Route, OverLinksThatTakeCenturiesIsTheFastestStill) {
    constexpr std::int64_t century = 3'155'760'000'000'000'000;
    TopologySpec spec;
    const NodeIndex a = addNode(spec, "a", false);
    const NodeIndex b = addNode(spec, "b", false);
    std::vector<NodeIndex> switches;
    for (int i = 0; i < 5; ++i) {
        switches.push_back(addNode(spec, "s" + std::to_string(i), true));
    }
    addLink(spec, a, switches[0], century);
    addLink(spec, b, switches[4], century);
    for (std::size_t i = 0; i < 4; ++i) { // four centuries: more than the clock has
        addLink(spec, switches[i], switches[i + 1], century);
    }
    addLink(spec, switches[0], switches[4], century / 2 * 5);
    Topology topology(spec);
    EXPECT_EQ(hops(topology.route(a, b)),
              (std::vector<DirectedLink>{forward(0), forward(6), backward(1)}));
}

TEST(Route, PathsStayValidWhileMoreAreAskedFor) {
    TopologySpec spec;
    for (int i = 0; i < 120; ++i) {
        addNode(spec, "s" + std::to_string(i), true);
        if (i > 0) {
            addLink(spec, i - 1, i);
        }
    }
    Topology topology(spec);
    const std::optional<Route> first = topology.route(0, 119);
    const std::vector<DirectedLink> before = hops(first);
    ASSERT_EQ(before.size(), 119U);
    for (NodeIndex from = 0; from < 120; ++from) {
        for (NodeIndex to = 0; to < 120; ++to) {
            EXPECT_EQ(hops(topology.route(from, to)).size(), from < to ? to - from : from - to);
        }
    }
    EXPECT_EQ(hops(first), before);
}

TEST(Epoch, CountsOnlyRealChanges) {
    TwoTier net;
    Topology topology(net.spec);
    const std::uint64_t start = topology.epoch();
    topology.setUp(forward(0), true);
    topology.setNodeUp(net.a, true);
    EXPECT_EQ(topology.epoch(), start);
    topology.setUp(forward(0), false);
    topology.setUp(forward(4), false);
    topology.setNodeUp(net.a, false);
    EXPECT_EQ(topology.epoch(), start + 3);
}

} // namespace
} // namespace sim::topology
