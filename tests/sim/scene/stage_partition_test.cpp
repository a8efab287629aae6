// SPDX-License-Identifier: Apache-2.0
// Partitions in the visual language: sides, fences, gates, hubs. One rule a test.
#include "tests/sim/scene/hand_made.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace sim::scene {
namespace {

using testing::HandMade;
using testing::linesWith;
using testing::seconds;
using testing::voters;

bool shows(const std::string& text, const std::string& first, const std::string& second = {}) {
    return !linesWith(text, first, second).empty();
}

TEST(StagePartition, SidesAreHatchedAndNumberedWithAFenceBetween) {
    HandMade made(voters());
    made.fault(5, "partition", "partition split: kv-1 | kv-2, kv-3, app-1",
               "kv-1 | kv-2, kv-3, app-1");
    EXPECT_FALSE(shows(made.text(4), "partition/"));
    const std::string text = made.text(6);
    EXPECT_TRUE(shows(text, "partition/1/around-kv-1 (", "hatch diagonal"));
    EXPECT_TRUE(shows(text, "partition/2/around-kv-2 (", "hatch bars"));
    EXPECT_TRUE(shows(text, "partition/2/around-app-1 (", "hatch bars"));
    EXPECT_TRUE(shows(text, "line partition/fence-1 (", "stroke fence"));
}

/// Where links end and fences begin and end.
std::pair<Point, Point> lineOf(const Picture& picture, const std::string& name) {
    for (const Shape& shape : picture.at(Layer::Ground)) {
        if (shape.name == name) {
            const auto& points = std::get<Line>(shape.geometry).points;
            return {points.front(), points.back()};
        }
    }
    return {};
}

TEST(StagePartition, LinksOfNeighboursOfASideEndAtTheirOwnHub) {
    HandMade made(voters());
    made.fault(5, "partition", "partition split: kv-1 | kv-2, kv-3, app-1",
               "kv-1 | kv-2, kv-3, app-1");
    const auto endOf = [](const Picture& picture, const std::string& name) {
        return lineOf(picture, name).second;
    };
    const Picture whole = made.picture(4);
    const Picture split = made.picture(6);
    EXPECT_EQ(endOf(split, "link/kv-2--core"), endOf(split, "link/kv-3--core"));
    EXPECT_NE(endOf(split, "link/kv-1--core"), endOf(split, "link/kv-2--core"));
    EXPECT_NE(endOf(split, "link/kv-1--core"), endOf(whole, "link/kv-1--core"));
    EXPECT_NE(endOf(split, "link/app-1--core"), endOf(split, "link/kv-2--core"));
    EXPECT_TRUE(shows(toText(split), "partition/2/hub/number '2'"));
}

double sideOf(Point a, Point b, Point p) {
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

TEST(StagePartition, AFenceCrossesNoLink) {
    for (const char* split :
         {"kv-1 | kv-2, kv-3, app-1", "kv-2 | kv-1, kv-3, app-1", "kv-3 | kv-1, kv-2, app-1",
          "kv-2 | kv-1, kv-3", "kv-1, app-1 | kv-2, kv-3", "kv-1, kv-3 | kv-2, app-1"}) {
        HandMade made(voters());
        made.fault(5, "partition", std::string("partition split: ") + split, split);
        const Picture picture = made.picture(6);
        std::size_t fences = 0;
        for (int fence = 1; fence < 9; ++fence) {
            const auto [from, to] = lineOf(picture, "partition/fence-" + std::to_string(fence));
            if (from == to) {
                break;
            }
            ++fences;
            for (const char* member : {"kv-1", "kv-2", "kv-3", "app-1"}) {
                const auto [a, b] = lineOf(picture, std::string("link/") + member + "--core");
                const bool crosses = sideOf(from, to, a) * sideOf(from, to, b) < 0 &&
                                     sideOf(a, b, from) * sideOf(a, b, to) < 0;
                EXPECT_FALSE(crosses) << split << ": " << fence << " over " << member;
            }
        }
        EXPECT_GE(fences, 1U) << split;
    }
}

TEST(StagePartition, WhoIsOnNoSideSaysThatItReachesAll) {
    HandMade made(voters());
    made.fault(5, "partition", "partition split: kv-1 | kv-2, kv-3", "kv-1 | kv-2, kv-3");
    const std::string text = made.text(6);
    EXPECT_TRUE(shows(text, "partition/all/of-app-1/number '1 2'"));
    EXPECT_TRUE(shows(text, "legend/neutral-legend"));
    EXPECT_FALSE(shows(text, "partition/all/of-kv"));
    EXPECT_FALSE(shows(text, "around-app-1"));
}

TEST(StagePartition, ThreeSidesHaveThreeTextures) {
    HandMade made(voters());
    made.fault(5, "partition", "partition split: kv-1 | kv-2 | kv-3", "kv-1 | kv-2 | kv-3");
    const std::string text = made.text(6);
    EXPECT_TRUE(shows(text, "partition/1/around-kv-1 (", "hatch diagonal"));
    EXPECT_TRUE(shows(text, "partition/2/around-kv-2 (", "hatch bars"));
    EXPECT_TRUE(shows(text, "partition/3/around-kv-3 (", "dotted"));
}

TEST(StagePartition, SeveralPartitionsMakeAsManySidesAsCannotTalk) {
    HandMade made(voters());
    made.fault(5, "partition", "partition a: kv-1 | kv-2, kv-3, app-1", "kv-1 | kv-2, kv-3, app-1");
    made.fault(6, "partition", "partition b: kv-2 | kv-3, app-1", "kv-2 | kv-3, app-1");
    const std::string text = made.text(7);
    EXPECT_TRUE(shows(text, "partition/1/around-kv-1"));
    EXPECT_TRUE(shows(text, "partition/2/around-kv-2"));
    EXPECT_TRUE(shows(text, "partition/3/around-kv-3"));
    EXPECT_TRUE(shows(text, "partition/3/around-app-1"));
}

TEST(StagePartition, AOneWayPartitionIsAGate) {
    HandMade made(voters());
    made.fault(5, "partition", "partition deaf: kv-1, kv-2 | kv-3 one-way", "kv-1, kv-2 -> kv-3");
    const std::string text = made.text(6);
    EXPECT_TRUE(shows(text, "glyph partition/fence-1/open request"));
    EXPECT_TRUE(shows(text, "line partition/fence-1/shut/strike (", "stroke trouble"));
    EXPECT_TRUE(shows(text, "line partition/fence-1 (", "dashed"));
}

TEST(StagePartition, ArrowsAcrossAGatePointToWhoStillHears) {
    for (const bool turned : {false, true}) {
        HandMade made(voters());
        made.fault(5, "partition", "partition deaf: one-way",
                   turned ? "kv-3 -> kv-1, kv-2" : "kv-1, kv-2 -> kv-3");
        const Picture picture = made.picture(6);
        std::size_t arrows = 0;
        for (const Shape& shape : picture.at(Layer::Ground)) {
            const auto* glyph = std::get_if<Glyph>(&shape.geometry);
            if (glyph == nullptr || !shape.name.ends_with("/through")) {
                continue;
            }
            ++arrows;
            // kv-3 is the lowest: who is deaf to the others is still heard above.
            const bool upwards = glyph->turn > 32;
            EXPECT_EQ(upwards, !turned) << glyph->turn;
        }
        EXPECT_EQ(arrows, 3U);
    }
}

TEST(StagePartition, AGateTellsByNumbersWhichWayPasses) {
    for (const bool turned : {false, true}) {
        HandMade made(voters());
        made.fault(5, "partition", "partition deaf: one-way",
                   turned ? "kv-3 -> kv-1, kv-2" : "kv-1, kv-2 -> kv-3");
        const std::string text = made.text(6);
        EXPECT_TRUE(shows(text, "fence-1/open/from/number", turned ? "'1'" : "'2'"));
        EXPECT_TRUE(shows(text, "fence-1/open/to/number", turned ? "'2'" : "'1'"));
        EXPECT_TRUE(shows(text, "fence-1/shut/from/number", turned ? "'2'" : "'1'"));
    }
}

TEST(StagePartition, BadgesAndNamesStandAboveTheLinks) {
    HandMade made(voters());
    made.fault(5, "partition", "partition split: kv-1 | kv-2, kv-3, app-1",
               "kv-1 | kv-2, kv-3, app-1");
    made.flight(0, 1, 5.9, 5.91);
    made.slice.attempts.push_back(
        {7, seconds(5), SimTime::max(), false, false, 0, 1, {{0x0a000002}, 80}});
    const auto shapes = made.picture(6).at(Layer::Traffic);
    const auto lastOf = [&](const std::string& start) {
        std::size_t last = 0;
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            last = shapes[i].name.starts_with(start) ? i : last;
        }
        return last;
    };
    for (const char* above : {"partition/1/hub/halo", "partition/2/hub/halo", "host/core/name"}) {
        EXPECT_GT(lastOf(above), lastOf("message/")) << above;
        EXPECT_GT(lastOf(above), lastOf("connect/")) << above;
    }
}

TEST(StagePartition, AWaitingConnectDoesNotRunThroughABadge) {
    HandMade made(voters());
    made.fault(5, "partition", "partition split: kv-1 | kv-2, kv-3, app-1",
               "kv-1 | kv-2, kv-3, app-1");
    made.slice.attempts.push_back(
        {7, seconds(5), SimTime::max(), false, false, 0, 1, {{0x0a000002}, 80}});
    const auto shapes = made.picture(6).at(Layer::Traffic);
    std::vector<Point> hubs;
    for (const Shape& shape : shapes) {
        if (shape.name.ends_with("/hub")) {
            hubs.push_back(std::get<Ellipse>(shape.geometry).rect.centre());
        }
    }
    ASSERT_EQ(hubs.size(), 3U);
    std::size_t pieces = 0;
    for (const Shape& shape : shapes) {
        if (shape.name != "connect/7") {
            continue;
        }
        ++pieces;
        const auto& points = std::get<Line>(shape.geometry).points;
        ASSERT_EQ(points.size(), 2U);
        for (int i = 0; i <= 100; ++i) {
            const double x = points[0].x + (points[1].x - points[0].x) * i / 100;
            const double y = points[0].y + (points[1].y - points[0].y) * i / 100;
            for (const Point& hub : hubs) {
                EXPECT_GT(std::hypot(hub.x - x, hub.y - y), 16 * 0.72);
            }
        }
    }
    EXPECT_EQ(pieces, 1U); // it ends at the fence
}

TEST(StagePartition, AConnectEndsWhereItStopsIt) {
    const auto headOf = [](const std::string& sides) {
        HandMade made(voters());
        made.fault(5, "partition", "partition split: " + sides, sides);
        made.slice.attempts.push_back(
            {7, seconds(5), SimTime::max(), false, false, 0, 1, {{0x0a000002}, 80}});
        const Picture picture = made.picture(6);
        for (const Shape& shape : picture.at(Layer::Traffic)) {
            if (shape.name == "connect/7/head") {
                return std::get<Glyph>(shape.geometry).at;
            }
        }
        return Point{};
    };
    HandMade made(voters());
    const Stage stage(made.world(), made.settings);
    const Rect target = *stage.placeOf("kv-2");
    const Rect core = *stage.placeOf("core");
    const auto apart = [](Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); };
    const Point stopped = headOf("kv-1 | kv-2, kv-3, app-1");
    EXPECT_LT(apart(stopped, core.centre()), apart(stopped, target.centre()));
    const Point through = headOf("kv-1, kv-2 | kv-3, app-1");
    EXPECT_GT(apart(through, core.centre()), apart(through, target.centre()));
}

} // namespace
} // namespace sim::scene
