// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/layout.h"
#include "tests/sim/topology/networks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace sim::topology {
namespace {

using testing::addLink;
using testing::addNode;

struct Drawn {
    TopologySpec spec;
    std::vector<LayoutHint> hints;

    NodeIndex add(bool isSwitch, int column = 1) {
        hints.push_back({column, static_cast<std::int64_t>(hints.size())});
        return addNode(spec, "n" + std::to_string(hints.size()), isSwitch);
    }
    void addMachines(int count, NodeIndex home, int column) {
        for (int i = 0; i < count; ++i) {
            addLink(spec, add(false, column), home);
        }
    }
};

Drawn star() {
    Drawn drawn;
    const NodeIndex hub = drawn.add(true);
    drawn.addMachines(40, hub, 0);
    drawn.addMachines(2, hub, 1);
    drawn.addMachines(6, hub, 2);
    return drawn;
}

Drawn leafSpine() {
    Drawn drawn;
    const NodeIndex spines[] = {drawn.add(true), drawn.add(true)};
    for (int leaf = 0; leaf < 4; ++leaf) {
        const NodeIndex node = drawn.add(true);
        for (const NodeIndex spine : spines) {
            addLink(drawn.spec, node, spine);
        }
        drawn.addMachines(5 + 4 * leaf, node, 2 - leaf % 3);
    }
    return drawn;
}

Drawn linkedSwitches(int count, int machines) {
    Drawn drawn;
    for (int i = 0; i < count; ++i) {
        drawn.add(true);
    }
    for (int i = 0; i < count - (count == 2 ? 1 : 0); ++i) {
        addLink(drawn.spec, i, (i + 1) % count);
    }
    for (int i = 0; i < count; ++i) {
        drawn.addMachines(machines, i, i % 2 == 0 ? 2 : 0);
    }
    return drawn;
}

/// Readable: inside the picture, nothing on top of anything else.
void expectReadable(const Drawn& drawn, double apart) {
    const std::vector<Position> positions = layout(drawn.spec, drawn.hints);
    ASSERT_EQ(positions.size(), drawn.spec.nodes.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
        EXPECT_GE(std::min(positions[i].x, positions[i].y), 0.02) << i;
        EXPECT_LE(std::max(positions[i].x, positions[i].y), 0.98) << i;
        for (std::size_t j = 0; j < i; ++j) {
            const double distance =
                std::hypot(positions[i].x - positions[j].x, positions[i].y - positions[j].y);
            EXPECT_GE(distance, apart) << i << " and " << j;
        }
    }
}

TEST(Layout, OfStarsTiersRingsAndPairsHasNothingOnTopOfAnother) {
    expectReadable(star(), 0.045);
    expectReadable(leafSpine(), 0.03);
    expectReadable(linkedSwitches(2, 10), 0.045);
    expectReadable(linkedSwitches(5, 6), 0.045);
    Drawn plain = star();
    plain.hints.clear();
    expectReadable(plain, 0.045);
}

TEST(Layout, PutsClientsLeftServersRightAndTheSwitchInTheMiddle) {
    const Drawn drawn = star();
    const std::vector<Position> positions = layout(drawn.spec, drawn.hints);
    EXPECT_EQ(positions[0], (Position{0.5, 0.5}));
    for (std::size_t i = 1; i < positions.size(); ++i) {
        const int column = drawn.hints[i].column;
        EXPECT_LT(positions[i].x, column == 0 ? 0.36 : column == 1 ? 0.65 : 0.98) << i;
        EXPECT_GT(positions[i].x, column == 0 ? 0.02 : column == 1 ? 0.35 : 0.64) << i;
    }
}

TEST(Layout, PutsSpinesAboveLeavesAboveMachines) {
    const Drawn drawn = leafSpine();
    const std::vector<Position> positions = layout(drawn.spec, drawn.hints);
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const bool spine = i < 2;
        const bool leaf = !spine && drawn.spec.nodes[i].isSwitch;
        EXPECT_EQ(positions[i].y < 0.2, spine) << i;
        EXPECT_EQ(positions[i].y > 0.5, !spine && !leaf) << i;
    }
}

TEST(Layout, TurnsTheSideOfTheClientsToTheLeft) {
    const Drawn drawn = linkedSwitches(2, 10); // the clients hang on the second switch
    const std::vector<Position> positions = layout(drawn.spec, drawn.hints);
    EXPECT_LT(positions[1].x, positions[0].x);
}

TEST(Layout, KeepsGivenPositions) {
    Drawn drawn = star();
    drawn.spec.nodes[3].x = 0.123456;
    drawn.spec.nodes[3].y = 0.9;
    const std::vector<Position> positions = layout(drawn.spec, drawn.hints);
    EXPECT_EQ(positions[3], (Position{0.123456, 0.9}));
    EXPECT_EQ(positions[4], layout(star().spec, star().hints)[4]);
}

TEST(Layout, DrawsAnyNetworkTheSameWayTwice) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        core::RandomStream random(seed);
        const TopologySpec spec = testing::randomSpec(random);
        const std::vector<Position> positions = layout(spec, {});
        EXPECT_EQ(positions, layout(spec, {}));
        for (const Position& position : positions) {
            EXPECT_TRUE(position.x >= 0.02 && position.x <= 0.98) << seed;
            EXPECT_TRUE(position.y >= 0.02 && position.y <= 0.98) << seed;
        }
    }
}

TEST(Layout, OfAnEmptyNetworkIsEmpty) {
    EXPECT_TRUE(layout(TopologySpec{}, {}).empty());
}

} // namespace
} // namespace sim::topology
