// SPDX-License-Identifier: Apache-2.0
// Sections 1 and 2 of the visual language, what moves and what parts: one rule a test. The window
// is one second, so 0.2 s of screen time are half a second.
#include "sim/scene/layout.h"
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

TEST(StageMessage, ThoseThatWouldCoverEachOtherAreOneGlyphAndACountOfEachRole) {
    HandMade made(shop());
    for (int i = 0; i < 30; ++i) {
        made.flight(0, 2, 10 + 0.002 * i, 14 + 0.002 * i).role =
            i % 3 == 0 ? core::wire::MessageRole::Heartbeat : core::wire::MessageRole::Replication;
    }
    const std::string text = made.text(11);
    EXPECT_EQ(linesWith(text, "glyph message/").size(), 3U); // one moves, two tell of the roles
    EXPECT_TRUE(shows(text, "glyph message/2 replication")); // the weightier one
    EXPECT_TRUE(shows(text, "glyph message/1/pile/sign heartbeat"));
    EXPECT_TRUE(shows(text, "/pile/count '×10'"));
    EXPECT_TRUE(shows(text, "/pile/count '×20'"));
}

TEST(StageMessage, ACountCoversNoMachine) {
    HandMade made(shop());
    for (int i = 0; i < 30; ++i) {
        made.flight(0, 2, 10 + 0.002 * i, 14 + 0.002 * i);
    }
    const Stage stage(made.world(), made.settings);
    for (const double at : {10.1, 10.5, 12.0, 13.5, 13.95}) {
        const Picture picture = made.picture(at);
        for (const Shape& shape : picture.at(Layer::Traffic)) {
            const auto* plate = std::get_if<Box>(&shape.geometry);
            if (plate == nullptr || !shape.name.ends_with("/pile/plate")) {
                continue;
            }
            for (const char* machine : {"client-1", "registry", "web-1", "web-2"}) {
                EXPECT_FALSE(overlap(plate->rect, *stage.placeOf(machine))) << at << machine;
            }
        }
    }
}

TEST(StageMessage, NoneLiesOnTheBoxThatItLeavesOrReaches) {
    HandMade made(shop());
    made.flight(0, 2, 10, 14);
    const Stage stage(made.world(), made.settings);
    EXPECT_GT(placeOf(made.picture(10), "message/1").x, stage.placeOf("client-1")->right() + 9);
    EXPECT_LT(placeOf(made.picture(13.999), "message/1").x, stage.placeOf("web-1")->x - 9);
}

TEST(StageMessage, WhatAPartitionTakesWaitsAtItsFenceUntilItIsSentAnew) {
    HandMade made(voters());
    made.fault(5, "partition", "partition split: kv-1 | kv-2, kv-3, app-1",
               "kv-1 | kv-2, kv-3, app-1");
    made.fault(20, "heal", "heal split", "split");
    for (int i = 0; i < 3; ++i) {
        made.flight(0, 1, 10, 30);
    }
    made.flight(2, 1, 10, 30); // nothing stands in its way: it is only slow
    const Point early = placeOf(made.picture(11), "message/1");
    EXPECT_EQ(placeOf(made.picture(19), "message/1"), early);
    EXPECT_NEAR(placeOf(made.picture(29), "message/1").x, early.x, 40); // at the switch now
    EXPECT_TRUE(shows(made.text(11), "message/1/pile/text '3 held up'"));
    EXPECT_TRUE(shows(made.text(11), "legend/held-legend"));
    EXPECT_NE(placeOf(made.picture(19), "message/4"), placeOf(made.picture(11), "message/4"));
    made.settings.window = {1'000'000};
    EXPECT_GT(placeOf(made.picture(29.9995), "message/1").x, early.x + 50);
}

TEST(StageMessage, WhatIsForAMachineWithoutPowerWaitsAtItsDoor) {
    HandMade made(shop());
    made.happens().hostPower(seconds(2), 2, false, {});
    made.flight(0, 2, 10, 30);
    const Point early = placeOf(made.picture(11), "message/1");
    EXPECT_EQ(placeOf(made.picture(29), "message/1"), early);
    EXPECT_GT(early.x, 900);
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
    EXPECT_TRUE(shows(made.text(10.5), "/lost/count '30 lost'"));
    made.settings.language = trace::Language::Chinese;
    EXPECT_TRUE(shows(made.text(10.5), "/lost/count '丢失 30 个'"));
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
    EXPECT_TRUE(shows(text, "connect/1/age/text 'waiting 3.2 s'"));
}

TEST(StageConnect, OneThatCouldNotBeAnsweredYetIsNoAlarm) {
    HandMade made(shop());
    made.settings.window = {1'000'000}; // links take 1 ms, a round trip 4 ms
    made.slice.attempts.push_back(
        {1, seconds(10), SimTime::max(), false, false, 0, 2, {{0x0a000003}, 80}});
    const std::string early = made.text(10.011);
    EXPECT_TRUE(shows(early, "line connect/1 (", "dotted"));
    EXPECT_FALSE(shows(early, "connect/1", "stroke trouble"));
    EXPECT_FALSE(shows(early, "connect/1/age"));
    EXPECT_TRUE(shows(early, "legend/opening-legend"));
    EXPECT_TRUE(shows(made.text(10.013), "line connect/1 (", "dashed"));
    EXPECT_TRUE(shows(made.text(10.013), "connect/1/age"));
}

TEST(StageConnect, OneIsAlarmingWhileWhatItIsForCannotBeReached) {
    HandMade made(shop());
    made.happens().hostPower(seconds(12), 2, false, {});
    made.slice.attempts.push_back(
        {1, seconds(10), SimTime::max(), false, false, 0, 2, {{0x0a000003}, 80}});
    const std::string late = made.text(11);
    EXPECT_TRUE(shows(late, "line connect/1 (", "dashed"));
    EXPECT_FALSE(shows(late, "connect/1", "trouble"));
    EXPECT_TRUE(shows(late, "legend/late-legend"));
    const std::string alarm = made.text(13);
    EXPECT_TRUE(shows(alarm, "line connect/1 (", "stroke trouble"));
    EXPECT_TRUE(shows(alarm, "legend/hanging-legend"));
    EXPECT_FALSE(shows(alarm, "legend/late-legend"));
}

TEST(StageConnect, AnArrowheadShowsForWhomItWaits) {
    HandMade made(shop());
    made.slice.attempts.push_back(
        {1, seconds(10), SimTime::max(), false, false, 0, 2, {{0x0a000003}, 80}});
    const Rect web = *Stage(made.world(), made.settings).placeOf("web-1");
    EXPECT_NEAR(placeOf(made.picture(13), "connect/1/head").x, web.x, 30);
}

TEST(StageConnect, ALaneIsDrawnOnceHoweverManyWaitOnIt) {
    HandMade made(shop());
    for (const trace::HostIndex to : {2U, 3U}) {
        made.slice.attempts.push_back(
            {to, seconds(10), SimTime::max(), false, false, 0, to, {{0x0a000001 + to}, 80}});
    }
    std::size_t pieces = 0;
    const Picture picture = made.picture(13);
    for (const Shape& shape : picture.at(Layer::Traffic)) {
        const auto* line = std::get_if<Line>(&shape.geometry);
        if (line != nullptr && shape.name.starts_with("connect/")) {
            pieces += line->points.size() / 2;
        }
    }
    EXPECT_EQ(pieces, 3U); // from the client, to each server
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
    EXPECT_TRUE(shows(made.text(13), "/age/text '3 waiting 3.0 s'"));
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
    EXPECT_TRUE(shows(made.text(10.25), "host/web-1/pulse", "opacity 0.82"));
    EXPECT_TRUE(shows(made.text(10.75), "host/web-1/pulse", "opacity 0.4"));
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
