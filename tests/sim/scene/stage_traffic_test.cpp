// SPDX-License-Identifier: Apache-2.0
// Sections 1 and 2 of the visual language, what moves and what parts: one rule a test. The window
// is one second, so 0.2 s of screen time are half a second.
#include "tests/sim/scene/hand_made.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace sim::scene {
namespace {

using testing::HandMade;
using testing::linesWith;
using testing::seconds;
using testing::shop;
using testing::voters;
using trace::Fate;

bool shows(const std::string& text, const std::string& first, const std::string& second = {}) {
    return !linesWith(text, first, second).empty();
}

/// Where a glyph of that name is.
Point placeOf(const Picture& picture, const std::string& name) {
    for (const Shape& shape : picture.at(Layer::Traffic)) {
        const auto* glyph = std::get_if<Glyph>(&shape.geometry);
        if (glyph != nullptr && shape.name == name) {
            return glyph->at;
        }
    }
    ADD_FAILURE() << name << " is not drawn";
    return {};
}

TEST(StageMessage, ALongFlightIsAGlyphOnItsWay) {
    HandMade made(shop());
    made.flight(0, 2, 10, 14);
    const double start = placeOf(made.picture(10), "message/1").x;
    const double middle = placeOf(made.picture(12), "message/1").x;
    const double end = placeOf(made.picture(13.9), "message/1").x;
    EXPECT_LT(start, middle);
    EXPECT_LT(middle, end);
    EXPECT_NEAR(middle, 640, 40); // both links have the same latency: at the switch
    EXPECT_FALSE(shows(made.text(14.1), "message/1"));
}

TEST(StageMessage, AShortFlightIsAStreakThatFadesOverTheWindow) {
    HandMade made(shop());
    made.flight(0, 2, 10, 10.01);
    EXPECT_TRUE(shows(made.text(10.1), "glyph message/1 request", "opacity 0.90"));
    EXPECT_TRUE(shows(made.text(10.5), "glyph message/1 request", "opacity 0.50"));
    EXPECT_TRUE(shows(made.text(10.5), "line link/client-1--core/there", "stroke request"));
    EXPECT_TRUE(shows(made.text(10.5), "line link/web-1--core/back", "stroke request"));
    EXPECT_FALSE(shows(made.text(11.1), "message/1"));
}

TEST(StageMessage, RolesHaveTheirOwnGlyphs) {
    using core::wire::MessageRole;
    const std::pair<MessageRole, const char*> kRoles[] = {{MessageRole::Request, "request"},
                                                          {MessageRole::Reply, "reply"},
                                                          {MessageRole::Heartbeat, "heartbeat"},
                                                          {MessageRole::Replication, "replication"},
                                                          {MessageRole::Other, "other"}};
    for (const auto& [role, glyph] : kRoles) {
        HandMade made(shop());
        made.flight(0, 2, 10, 12).role = role;
        EXPECT_TRUE(shows(made.text(11), std::string("glyph message/1 ") + glyph + " "));
    }
}

TEST(StageMessage, ThoseThatWouldCoverEachOtherAreOneGlyphOfEachRoleWithTheirNumber) {
    HandMade made(shop());
    for (int i = 0; i < 30; ++i) {
        made.flight(0, 2, 10 + 0.002 * i, 14 + 0.002 * i).role =
            i % 2 == 0 ? core::wire::MessageRole::Heartbeat : core::wire::MessageRole::Replication;
    }
    const std::string text = made.text(11);
    EXPECT_EQ(linesWith(text, "glyph message/", "heartbeat").size(), 1U);
    EXPECT_EQ(linesWith(text, "glyph message/", "replication").size(), 1U);
    EXPECT_TRUE(shows(text, "/pile/count '×30'"));
    const Picture picture = made.picture(11);
    const Point first = placeOf(picture, "message/1");
    const Point second = placeOf(picture, "message/2");
    EXPECT_GT(std::hypot(first.x - second.x, first.y - second.y), 16); // side by side
}

TEST(StageMessage, ThoseWithRoomBetweenThemStayThemselves) {
    HandMade made(shop());
    for (int i = 0; i < 4; ++i) {
        made.flight(0, 2, 10 + 0.5 * i, 14 + 0.5 * i);
    }
    const std::string text = made.text(11.7);
    EXPECT_EQ(linesWith(text, "glyph message/", "request").size(), 4U);
    EXPECT_FALSE(shows(text, "/pile"));
}

TEST(StageMessage, MoreThanTwentyStreaksAreAFlowWithItsNumber) {
    HandMade made(shop());
    for (int i = 0; i < 20; ++i) {
        made.flight(0, 2, 10 + 0.01 * i, 10.001 + 0.01 * i);
    }
    EXPECT_FALSE(shows(made.text(10.5), "/rate"));
    EXPECT_TRUE(shows(made.text(10.5), "glyph message/20 "));
    made.flight(0, 2, 10.3, 10.301);
    const std::string text = made.text(10.5);
    EXPECT_TRUE(shows(text, "link/client-1--core/there/rate/text '21/s'"));
    EXPECT_FALSE(shows(text, "glyph message/20 "));
    EXPECT_TRUE(shows(text, "ground line link/client-1--core (", "stroke link-busy"));
}

TEST(StageMessage, WhatIsLostHasAMarkForTwoWindows) {
    HandMade made(shop());
    Flight& flight = made.flight(0, 2, 10, 10.01);
    flight.fate = Fate::HostDown;
    EXPECT_TRUE(shows(made.text(10.1), "glyph message/1/lost lost"));
    EXPECT_TRUE(shows(made.text(11.9), "glyph message/1/lost lost"));
    EXPECT_FALSE(shows(made.text(12.1), "message/1/lost"));
}

TEST(StageMessage, LossesAreCountedAndNeverFoldedIntoAFlow) {
    HandMade made(shop());
    for (int i = 0; i < 30; ++i) {
        made.flight(0, 2, 10 + 0.01 * i, 10.001 + 0.01 * i).fate = Fate::HostDown;
    }
    EXPECT_TRUE(shows(made.text(10.5), "/lost/count '×30'"));
    EXPECT_TRUE(shows(made.text(10.5), "legend/count-legend/sample '×N'"));
}

TEST(StageMessage, WhatIsLostOnALinkIsMarkedInItsMiddle) {
    HandMade made(shop());
    Flight& flight = made.flight(0, 2, 10, 10.01);
    flight.fate = Fate::LostOnLink;
    flight.lostOn = 0;
    const Picture picture = made.picture(10.1);
    const Rect link = *Stage(made.world(), made.settings).placeOf("client-1--core");
    EXPECT_NEAR(placeOf(picture, "message/1/lost").x, link.centre().x, 12);
}

TEST(StageConnect, AHangingConnectIsADashedLineWithItsSeconds) {
    HandMade made(shop());
    made.slice.attempts.push_back(
        {1, seconds(10), SimTime::max(), false, false, 0, 2, {{0x0a000003}, 80}});
    EXPECT_FALSE(shows(made.text(10.2), "connect/1"));
    const std::string text = made.text(13.2);
    EXPECT_TRUE(shows(text, "line connect/1 (", "dashed"));
    EXPECT_TRUE(shows(text, "connect/1/age/text '3.2 s'"));
}

TEST(StageConnect, ConnectsThatHangBetweenTheSameTwoAreCounted) {
    HandMade made(shop());
    for (std::uint64_t i = 1; i <= 3; ++i) {
        made.slice.attempts.push_back({i,
                                       seconds(9 + static_cast<double>(i)),
                                       SimTime::max(),
                                       false,
                                       false,
                                       0,
                                       2,
                                       {{0x0a000003}, 80}});
    }
    EXPECT_TRUE(shows(made.text(13), "/age/text '3× 3.0 s'"));
}

TEST(StageConnect, ARefusedOneBouncesOffABarAndATimedOutOneIsCrossed) {
    HandMade made(shop());
    made.slice.attempts.push_back(
        {1, seconds(10), seconds(10.01), true, false, 0, 2, {{0x0a000003}, 80}});
    made.slice.attempts.push_back(
        {2, seconds(8), seconds(10), false, true, 0, 3, {{0x0a000004}, 80}});
    const std::string text = made.text(10.5);
    EXPECT_TRUE(shows(text, "glyph connect/failed-", " refused "));
    EXPECT_TRUE(shows(text, "glyph connect/failed-", " lost "));
    EXPECT_FALSE(shows(made.text(12.5), "connect/failed-"));
}

TEST(StageConnect, AConnectToAnAddressThatMovedEndsAtItsGhost) {
    HandMade made(shop());
    made.happens().addressMoved(seconds(2), {0x0a000003}, 2, false, {});
    made.slice.attempts.push_back(
        {1, seconds(10), SimTime::max(), false, false, 0, trace::kNoIndex, {{0x0a000003}, 80}});
    const Picture picture = made.picture(12);
    const auto& traffic = picture.at(Layer::Traffic);
    const auto shape = std::find_if(traffic.begin(), traffic.end(),
                                    [](const Shape& one) { return one.name == "connect/1"; });
    ASSERT_NE(shape, traffic.end());
    const Rect web = *Stage(made.world(), made.settings).placeOf("web-1");
    EXPECT_NEAR(std::get<Line>(shape->geometry).points.back().x, web.x, 2);
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

TEST(StagePartition, LinksOfEachSideEndAtTheirOwnHub) {
    HandMade made(voters());
    made.fault(5, "partition", "partition split: kv-1 | kv-2, kv-3, app-1",
               "kv-1 | kv-2, kv-3, app-1");
    const auto endOf = [](const Picture& picture, const std::string& name) {
        for (const Shape& shape : picture.at(Layer::Ground)) {
            if (shape.name == name) {
                return std::get<Line>(shape.geometry).points.back();
            }
        }
        return Point{};
    };
    const Picture whole = made.picture(4);
    const Picture split = made.picture(6);
    EXPECT_EQ(endOf(split, "link/kv-2--core"), endOf(split, "link/kv-3--core"));
    EXPECT_EQ(endOf(split, "link/kv-2--core"), endOf(split, "link/app-1--core"));
    EXPECT_NE(endOf(split, "link/kv-1--core"), endOf(split, "link/kv-2--core"));
    EXPECT_NE(endOf(split, "link/kv-1--core"), endOf(whole, "link/kv-1--core"));
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
    ASSERT_EQ(hubs.size(), 2U);
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
    EXPECT_EQ(pieces, 2U);
}

TEST(StageLink, ACutLinkIsTwoStubsAndACross) {
    HandMade made(shop());
    made.happens().linkState(seconds(2), 2, false, false, {});
    const std::string text = made.text(3);
    EXPECT_EQ(linesWith(text, "link/web-1--core/stub", "dashed").size(), 2U);
    EXPECT_TRUE(shows(text, "glyph link/web-1--core/cut lost"));
    EXPECT_FALSE(shows(text, "line link/web-1--core ("));
}

TEST(StageLink, AOneWayCutShowsWhichWayStillPasses) {
    HandMade made(shop());
    made.happens().linkState(seconds(2), 2, false, true, {});
    const std::string text = made.text(3);
    EXPECT_TRUE(shows(text, "line link/web-1--core ("));
    EXPECT_TRUE(shows(text, "glyph link/web-1--core/passes request"));
}

TEST(StageLink, SinglePointsOfFailureAreMarkedOnDemand) {
    HandMade made(shop());
    EXPECT_FALSE(shows(made.text(1), "/single-point"));
    made.settings.singlePoints = true;
    const std::string text = made.text(1);
    EXPECT_TRUE(shows(text, "glyph host/core/single-point warning"));
    EXPECT_TRUE(shows(text, "glyph link/web-1--core/single-point warning"));
}

TEST(StageChange, IsOnePulseThatFades) {
    HandMade made(shop());
    trace::EventRow event;
    event.at = seconds(10);
    event.importance = 2;
    event.process = 2;
    made.slice.events.push_back(event);
    EXPECT_FALSE(shows(made.text(9.9), "/pulse"));
    EXPECT_TRUE(shows(made.text(10.25), "host/web-1/pulse", "opacity 0.75"));
    EXPECT_TRUE(shows(made.text(10.75), "host/web-1/pulse", "opacity 0.25"));
    EXPECT_FALSE(shows(made.text(11.1), "/pulse"));
}

TEST(StageBands, TheLegendTellsOnlyOfWhatIsThere) {
    HandMade made(shop());
    EXPECT_FALSE(shows(made.text(9), "legend/request-legend"));
    EXPECT_FALSE(shows(made.text(9), "legend/off-legend"));
    made.flight(0, 2, 10, 12);
    EXPECT_TRUE(shows(made.text(11), "legend/request-legend 'request'"));
    EXPECT_FALSE(shows(made.text(11), "legend/reply-legend"));
}

TEST(StageBands, TheLegendHasASecondLineWhereOneIsTooShort) {
    HandMade made(shop());
    using core::wire::MessageRole;
    for (const MessageRole role : {MessageRole::Request, MessageRole::Reply, MessageRole::Heartbeat,
                                   MessageRole::Replication, MessageRole::Other}) {
        made.flight(0, 2, 10, 12).role = role;
    }
    const auto linesOf = [&] {
        std::set<double> lines;
        const Picture picture = made.picture(11);
        for (const Shape& shape : picture.at(Layer::Traffic)) {
            if (shape.name.starts_with("legend/") && shape.name.ends_with("-legend")) {
                lines.insert(std::get<Label>(shape.geometry).at.y);
            }
        }
        return lines.size();
    };
    made.flight(0, 2, 10, 10.5).fate = Fate::HostDown;
    made.fault(2, "slow-disk", "slow-disk web-1 factor 10", "host web-1", 2);
    made.happens().hostPower(seconds(2), 3, false, {});
    made.settings.size = {1920, 720};
    EXPECT_EQ(linesOf(), 1U);
    made.settings.size = {640, 480};
    made.settings.textScale = 1.5;
    EXPECT_EQ(linesOf(), 2U);
}

TEST(StageBands, TheClockHasAsManyDecimalsAsThePaceNeeds) {
    HandMade made(shop());
    EXPECT_TRUE(shows(made.text(31), "clock/time '31.000 s'"));
    EXPECT_TRUE(shows(made.text(91.5), "clock/time '1:31.500'"));
    made.settings.window = {1'000};
    EXPECT_TRUE(shows(made.text(31), "clock/time '31.000000 s'"));
}

TEST(StageBands, BeforeAnyHeadlineTheTitleStandsInTheChosenLanguage) {
    HandMade made(shop());
    EXPECT_TRUE(shows(made.text(1), "caption/line 'A small world'"));
    made.settings.language = trace::Language::Chinese;
    EXPECT_TRUE(shows(made.text(1), "caption/line '一个小世界'"));
}

TEST(StageBands, EachCanBeLeftOut) {
    HandMade made(shop());
    made.settings.caption = made.settings.clock = made.settings.legend = false;
    const std::string text = made.text(1);
    EXPECT_FALSE(shows(text, "caption"));
    EXPECT_FALSE(shows(text, "clock/"));
    EXPECT_FALSE(shows(text, "legend/"));
}

TEST(Stage, NothingMovesDuringPlay) {
    HandMade made(voters());
    made.fault(5, "partition", "partition split: kv-1 | kv-2, kv-3, app-1",
               "kv-1 | kv-2, kv-3, app-1");
    made.state(0, "role", std::string("leader"), 3);
    const Picture before = made.picture(1);
    const Picture after = made.picture(6);
    for (const Shape& shape : before.at(Layer::Things)) {
        const auto& later = after.at(Layer::Things);
        const auto same = std::find_if(later.begin(), later.end(), [&](const Shape& other) {
            return other.name == shape.name;
        });
        if (shape.name.starts_with("process/") && std::holds_alternative<Box>(shape.geometry) &&
            same != later.end()) {
            EXPECT_EQ(same->geometry, shape.geometry) << shape.name;
        }
    }
}

TEST(Stage, WhatItDrawsDoesNotDependOnEarlierCalls) {
    HandMade made(voters());
    made.fault(5, "partition", "partition split: kv-1 | kv-2, kv-3, app-1",
               "kv-1 | kv-2, kv-3, app-1");
    made.flight(0, 3, 5.5, 7);
    made.slice.blockEnds.assign(1, SimTime::max());
    const Stage stage(made.world(), made.settings);
    const Picture first = stage.draw(made.slice, seconds(6), nullptr);
    stage.draw(made.slice, seconds(1), nullptr);
    EXPECT_EQ(stage.draw(made.slice, seconds(6), nullptr), first);
    EXPECT_EQ(made.picture(6), first);
}

TEST(Stage, TellsWhatIsUnderAPoint) {
    HandMade made(shop());
    made.flight(0, 2, 10, 14);
    made.slice.blockEnds.assign(1, SimTime::max());
    const Stage stage(made.world(), made.settings);
    const Picture picture = stage.draw(made.slice, seconds(11), nullptr);
    const auto message = stage.hitAt(placeOf(picture, "message/1"));
    ASSERT_TRUE(message);
    EXPECT_EQ(message->kind, Hit::Kind::Message);
    EXPECT_EQ(message->message, 1U);
    const auto process = stage.hitAt(stage.placeOf("web-2")->centre());
    ASSERT_TRUE(process);
    EXPECT_EQ(process->kind, Hit::Kind::Process);
    EXPECT_EQ(process->name, "web-2");
    EXPECT_EQ(process->host, 3U);
    const auto node = stage.hitAt(stage.placeOf("core")->centre());
    ASSERT_TRUE(node);
    EXPECT_EQ(node->kind, Hit::Kind::Host);
    const Rect line = *stage.placeOf("web-2--core");
    const auto link = stage.hitAt({line.x + line.width / 2, line.y + line.height / 2});
    ASSERT_TRUE(link);
    EXPECT_EQ(link->kind, Hit::Kind::Link);
    EXPECT_EQ(link->name, "web-2--core");
    EXPECT_FALSE(stage.hitAt({3, 3}));
}

} // namespace
} // namespace sim::scene
