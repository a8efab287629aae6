// SPDX-License-Identifier: Apache-2.0
// Section 2 of the visual language (docs/explanation/visual-language.md), machines and what they
// believe: one rule a test.
#include "tests/sim/scene/hand_made.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>

namespace sim::scene {
namespace {

using testing::HandMade;
using testing::linesWith;
using testing::seconds;
using testing::shop;
using testing::voters;

bool shows(const std::string& text, const std::string& first, const std::string& second = {}) {
    return !linesWith(text, first, second).empty();
}

trace::Value name(const char* text) {
    return std::string(text);
}
trace::Value nanoseconds(double count) {
    return core::Duration{seconds(count).ns};
}

TEST(StageRole, ALeaderHasACrownADoubleBorderAndALetter) {
    HandMade made(voters());
    made.state(0, "role", name("leader"));
    made.state(1, "role", name("follower"));
    const std::string text = made.text(1);
    EXPECT_TRUE(shows(text, "glyph process/kv-1/crown crown"));
    EXPECT_TRUE(shows(text, "box process/kv-1/double"));
    EXPECT_TRUE(shows(text, "label process/kv-1/role/letter 'L'"));
    EXPECT_FALSE(shows(text, "process/kv-2/crown"));
    EXPECT_FALSE(shows(text, "process/kv-2/double"));
}

TEST(StageRole, ACandidateHasADashedBorderAndALetter) {
    for (const char* role : {"candidate", "pre-candidate"}) {
        HandMade made(voters());
        made.state(0, "role", name(role));
        const std::string text = made.text(1);
        EXPECT_TRUE(shows(text, "things box process/kv-1 (", "dashed"));
        EXPECT_TRUE(shows(text, "process/kv-1/role/letter 'C'"));
    }
}

TEST(StageRole, ATermHasAHueAndItsNumber) {
    HandMade made(voters());
    made.state(0, "term", std::int64_t{2});
    made.state(1, "term", std::int64_t{3});
    const std::string text = made.text(1);
    EXPECT_TRUE(shows(text, "process/kv-1/term 'term 2'"));
    EXPECT_TRUE(shows(text, "process/kv-1/hue", "fill hue-3"));
    EXPECT_TRUE(shows(text, "process/kv-2/hue", "fill hue-4"));
}

TEST(StageRole, ALeaderOfAnOlderTermIsStruckThroughAndMarked) {
    HandMade made(voters());
    for (const auto process : {0U, 1U}) {
        made.state(process, "role", name("leader"));
        made.state(process, "term", std::int64_t{2 + process});
    }
    const std::string text = made.text(1);
    EXPECT_TRUE(shows(text, "process/kv-1/crown/strike", "stroke trouble"));
    EXPECT_TRUE(shows(text, "process/kv-1/false/letter '!'"));
    EXPECT_FALSE(shows(text, "process/kv-2/crown/strike"));
    EXPECT_TRUE(shows(text, "process/kv-2/role/letter 'L'"));
}

TEST(StageRole, ALeaderOfAnotherGroupDeposesNobody) {
    auto members = voters();
    members[1].name = "jobs-1";
    HandMade made(members);
    for (const auto process : {0U, 1U}) {
        made.state(process, "role", name("leader"));
        made.state(process, "term", std::int64_t{2 + process});
    }
    EXPECT_FALSE(shows(made.text(1), "/crown/strike"));
}

TEST(StageHealth, AMachineWithoutPowerIsHatchedWithAPowerSign) {
    HandMade made(shop());
    made.happens().processEnded(seconds(2), 2, 1, trace::ProcessEnd::HostPowerOff, {}, {});
    made.happens().hostPower(seconds(2), 2, false, {});
    EXPECT_FALSE(shows(made.text(1), "host/web-1/power"));
    const std::string text = made.text(3);
    EXPECT_TRUE(shows(text, "box host/web-1 (", "fill panel-muted"));
    EXPECT_TRUE(shows(text, "box host/web-1 (", "hatch diagonal"));
    EXPECT_TRUE(shows(text, "glyph host/web-1/power power"));
    EXPECT_FALSE(shows(text, "host/web-2/power"));
}

TEST(StageHealth, ACrashedProcessIsAHollowChipInALivingMachine) {
    HandMade made(shop());
    made.happens().processEnded(seconds(2), 2, 1, trace::ProcessEnd::Crashed, {}, {});
    const std::string text = made.text(3);
    EXPECT_TRUE(shows(text, "box process/web-1 (", "fill canvas"));
    EXPECT_TRUE(shows(text, "box process/web-1 (", "stroke outline "));
    EXPECT_FALSE(shows(text, "box process/web-1 (", "dashed")); // as beliefs are
    EXPECT_TRUE(shows(text, "box host/web-1 (", "fill panel"));
    EXPECT_TRUE(shows(text, "glyph process/web-1/crashed crash", "trouble"));
    EXPECT_FALSE(shows(text, "process/web-1", "stroke trouble"));
}

TEST(StageHealth, APausedProcessHasBarsAndItsRingsStandStill) {
    HandMade made(voters());
    made.fault(2, "pause", "pause kv-1", "process kv-1", trace::kNoIndex, 0);
    made.happens().processPaused(seconds(2), 0, true, {});
    made.state(0, "election-timer", nanoseconds(4), 1);
    const std::string text = made.text(3);
    EXPECT_TRUE(shows(text, "box process/kv-1 (", "hatch bars"));
    EXPECT_TRUE(shows(text, "glyph process/kv-1/paused pause"));
    const auto ring = linesWith(text, "process/kv-1/ring/left");
    ASSERT_EQ(ring.size(), 1U);
    EXPECT_NE(ring[0].find("to 0.750"), std::string::npos) << ring[0];
    EXPECT_EQ(linesWith(made.text(4), "process/kv-1/ring/left"), ring);
}

TEST(StageRing, ATimerEmptiesFromTheTop) {
    HandMade made(voters());
    made.state(0, "election-timer", nanoseconds(4), 1);
    EXPECT_TRUE(shows(made.text(1), "arc process/kv-1/ring/left", "from 0.000 to 1.000"));
    EXPECT_TRUE(shows(made.text(3), "arc process/kv-1/ring/left", "from 0.000 to 0.500"));
    EXPECT_TRUE(shows(made.text(3), "line process/kv-1/ring/notch"));
}

TEST(StageRing, ItsLastFifthHasAnotherInk) {
    HandMade made(voters());
    made.state(0, "election-timer", nanoseconds(10), 0);
    EXPECT_TRUE(shows(made.text(7.9), "process/kv-1/ring/left", "stroke ring "));
    EXPECT_TRUE(shows(made.text(8.1), "process/kv-1/ring/last", "stroke ring-last"));
    EXPECT_FALSE(shows(made.text(11), "process/kv-1/ring/last"));
    EXPECT_TRUE(shows(made.text(11), "process/kv-1/ring/track"));
}

TEST(StageRing, ALeaseIsShownAtTheOneItIsAbout) {
    HandMade made(shop());
    made.state(1, "lease/web-1", nanoseconds(30), 20);
    EXPECT_TRUE(shows(made.text(25), "process/web-1/ring/left", "to 0.500"));
    EXPECT_FALSE(shows(made.text(25), "process/web-2/ring"));
}

TEST(StageRing, AnExpiryCountsFromTheStartOfItsMachinesClock) {
    HandMade made(shop());
    made.fault(5, "power-off", "power-off registry", "host registry", 1);
    made.happens().processEnded(seconds(5), 1, 1, trace::ProcessEnd::HostPowerOff, {}, {});
    made.happens().hostPower(seconds(5), 1, false, {});
    made.fault(10, "power-on", "power-on registry", "host registry", 1);
    made.happens().hostPower(seconds(10), 1, true, {});
    made.happens().processStarted(seconds(10), 1, 2, {});
    made.state(1, "lease/web-1", nanoseconds(30), 20); // 40 s of the run
    EXPECT_TRUE(shows(made.text(25), "process/web-1/ring/left", "to 0.750"));
}

TEST(StageRing, WhatACacheHoldsExpiresAtItsCard) {
    HandMade made(shop());
    made.state(1, "cache/web/A", name("10.0.0.3 10.0.0.4"));
    made.state(1, "cache-until/web/A", nanoseconds(60), 0);
    EXPECT_TRUE(shows(made.text(45), "process/registry/card-cache/web/A/ring/left", "to 0.250"));
}

TEST(StageBelief, ABeliefIsADashedCardWithTheLettersOfItsServers) {
    HandMade made(shop());
    made.state(0, "belief", name("10.0.0.3:80 10.0.0.4:80"));
    const std::string text = made.text(1);
    EXPECT_TRUE(shows(text, "box process/client-1/card-belief (", "dashed"));
    EXPECT_TRUE(shows(text, "process/client-1/card-belief/A/letter 'A'"));
    EXPECT_TRUE(shows(text, "process/client-1/card-belief/B/letter 'B'"));
    EXPECT_TRUE(shows(text, "label process/web-1/tag/letter 'A'"));
    EXPECT_TRUE(shows(text, "box process/web-1/tag/hue", "fill hue-1"));
    EXPECT_TRUE(shows(text, "box process/client-1/card-belief/A/hue", "fill hue-1"));
    EXPECT_FALSE(shows(text, "/strike"));
}

TEST(StageBelief, WhoeverBelievesInAMachineWithoutPowerIsStruckThroughAndMarked) {
    HandMade made(shop());
    made.happens().processEnded(seconds(2), 2, 1, trace::ProcessEnd::HostPowerOff, {}, {});
    made.happens().hostPower(seconds(2), 2, false, {});
    made.state(0, "belief", name("10.0.0.3:80 10.0.0.4:80"));
    const std::string text = made.text(3);
    EXPECT_TRUE(shows(text, "process/client-1/card-belief/A/strike", "stroke trouble"));
    EXPECT_FALSE(shows(text, "process/client-1/card-belief/B/strike"));
    EXPECT_TRUE(shows(text, "process/client-1/card-belief/false '!'"));
}

TEST(StageBelief, AStrikeHidesNoText) {
    HandMade made(shop());
    made.happens().processEnded(seconds(2), 2, 1, trace::ProcessEnd::Crashed, {}, {});
    made.state(0, "belief", name("10.0.0.3:80"));
    made.state(1, "leader", name("web-1"));
    const auto shapes = made.picture(3).at(Layer::Things);
    const auto at = [&](const std::string& wanted) {
        return std::find_if(shapes.begin(), shapes.end(),
                            [&](const Shape& shape) { return shape.name == wanted; });
    };
    // Behind the letter of a server, and over the crown beside the name of a leader.
    const auto letter = at("process/client-1/card-belief/A/letter");
    ASSERT_NE(letter, shapes.end());
    EXPECT_LT(at("process/client-1/card-belief/A/strike"), letter);
    const auto strike = at("process/registry/follows-web-1/strike");
    const auto label = at("process/registry/follows-web-1/name");
    ASSERT_NE(strike, shapes.end());
    ASSERT_NE(label, shapes.end());
    for (const Point& point : std::get<Line>(strike->geometry).points) {
        EXPECT_LT(point.x, std::get<Label>(label->geometry).at.x);
    }
}

TEST(StageBelief, AnAddressThatMovedAwayLeavesAGhostAndAFalseBelief) {
    HandMade made(shop());
    made.happens().addressMoved(seconds(2), {0x0a000003}, 2, false, {});
    made.state(0, "belief", name("10.0.0.3:80"));
    EXPECT_FALSE(shows(made.text(1), "/ghost-"));
    const std::string text = made.text(3);
    EXPECT_TRUE(shows(text, "box process/web-1/ghost-10.0.0.3 (", "dotted"));
    EXPECT_TRUE(shows(text, "process/client-1/card-belief/A/strike"));
}

TEST(StageBelief, ALeaderThatIsNoneIsAFalseBelief) {
    HandMade made(voters());
    made.state(0, "role", name("leader"));
    made.state(0, "term", std::int64_t{2});
    made.state(1, "leader", name("kv-1"));
    made.state(2, "leader", name("kv-2"));
    made.state(3, "leader", core::runtime::Endpoint{{0x0a000001}, 2379});
    const std::string text = made.text(1);
    EXPECT_TRUE(shows(text, "process/kv-2/follows-kv-1 (", "dashed"));
    EXPECT_FALSE(shows(text, "process/kv-2/follows-kv-1/strike"));
    EXPECT_TRUE(shows(text, "process/kv-3/follows-kv-2/strike"));
    EXPECT_TRUE(shows(text, "process/kv-3/follows-kv-2/false '!'"));
    EXPECT_TRUE(shows(text, "process/app-1/follows-kv-1 ("));
    EXPECT_FALSE(shows(text, "process/app-1/follows-kv-1/strike"));
}

TEST(StageBelief, AListInARegistryIsABeliefToo) {
    HandMade made(shop());
    made.happens().processEnded(seconds(2), 3, 1, trace::ProcessEnd::Crashed, {}, {});
    made.state(1, "lease/web-1", nanoseconds(30));
    made.state(1, "lease/web-2", nanoseconds(30));
    const std::string text = made.text(3);
    EXPECT_TRUE(shows(text, "process/registry/card-lease/*/A ("));
    EXPECT_TRUE(shows(text, "process/registry/card-lease/*/B/strike"));
}

TEST(StageBelief, WhatADeadProcessBelievedIsGone) {
    HandMade made(shop());
    made.happens().processEnded(seconds(2), 0, 1, trace::ProcessEnd::Crashed, {}, {});
    made.state(0, "belief", name("10.0.0.3:80"));
    EXPECT_FALSE(shows(made.text(3), "card-belief"));
}

TEST(StageBelief, WhoIsNotAmongTheMembersItKnowsIsNoMember) {
    HandMade made(voters());
    made.state(0, "members", name(""));
    made.state(1, "members", name("kv-2 kv-3"));
    made.state(2, "members", name("kv-2 (kv-3)"));
    const std::string text = made.text(1);
    EXPECT_TRUE(shows(text, "process/kv-1/outsider/text 'no member'"));
    EXPECT_FALSE(shows(text, "process/kv-2/outsider"));
    made.state(3, "members", name("kv-2 kv-3"));
    EXPECT_TRUE(shows(made.text(1), "process/app-1/outsider"));
    EXPECT_FALSE(shows(text, "process/kv-3/outsider")); // listens without a vote
    EXPECT_TRUE(shows(text, "legend/members-legend"));
}

TEST(StageBelief, WhoRunsAndHasToldNothingSaysSo) {
    HandMade made(voters());
    made.state(1, "role", name("follower"));
    EXPECT_TRUE(shows(made.text(1), "process/kv-1/blank 'starting'"));
    EXPECT_FALSE(shows(made.text(1), "process/kv-2/blank"));
    EXPECT_FALSE(shows(made.text(1), "process/app-1/blank")); // nothing is expected of it
    made.settings.language = trace::Language::Chinese;
    EXPECT_TRUE(shows(made.text(1), "process/kv-1/blank '正在启动'"));
}

TEST(StageHealth, WhoseRequestsAllFailSaysSo) {
    HandMade made(shop());
    made.slice.outcomes = {{10, 0, true}, {11, 0, false}, {12, 0, true}};
    EXPECT_FALSE(shows(made.text(11.5), "/fails")); // second 11 is not over
    const std::string text = made.text(12.5);
    EXPECT_TRUE(shows(text, "process/client-1/fails/text 'requests fail'"));
    EXPECT_TRUE(shows(text, "glyph process/client-1/fails/sign lost"));
    EXPECT_TRUE(shows(text, "legend/fails-legend"));
    EXPECT_FALSE(shows(made.text(13.5), "/fails"));
}

TEST(StageHealth, WhoAsksForNothingAnyMoreDoesNotFail) {
    HandMade made(shop());
    made.slice.outcomes = {{10, 0, false}};
    EXPECT_TRUE(shows(made.text(13.9), "/fails"));
    EXPECT_FALSE(shows(made.text(14.1), "/fails"));
}

TEST(StageRole, WhoIsPausedLeadsNobodyJustNow) {
    HandMade made(voters());
    made.state(0, "role", name("leader"));
    made.happens().processPaused(seconds(2), 0, true, {});
    EXPECT_TRUE(shows(made.text(1), "process/kv-1/crown crown", " text"));
    EXPECT_TRUE(shows(made.text(3), "process/kv-1/crown crown", "text-muted"));
}

TEST(StageTrouble, ALastingFaultIsABadgeOnItsMachine) {
    HandMade made(shop());
    made.fault(2, "slow-disk", "slow-disk web-1 factor 10", "host web-1", 2);
    const std::string text = made.text(3);
    EXPECT_TRUE(shows(text, "process/web-1/trouble-slow-disk/text 'slow disk'"));
    EXPECT_TRUE(shows(text, "glyph process/web-1/trouble-slow-disk/sign warning"));
}

TEST(StageTile, ManyOfAKindAreATileOfPipsThatOpensOnDemand) {
    std::vector<testing::Member> members;
    for (int i = 1; i <= 20; ++i) {
        members.push_back({"client-" + std::to_string(i), "http-client", 0.1, i / 21.0});
    }
    members.push_back({"web-1", "http-service", 0.9, 0.5});
    HandMade made(members);
    made.happens().processEnded(seconds(2), 3, 1, trace::ProcessEnd::HostPowerOff, {}, {});
    made.happens().hostPower(seconds(2), 3, false, {});
    const std::string text = made.text(3);
    EXPECT_TRUE(shows(text, "box tile/client ("));
    EXPECT_TRUE(shows(text, "tile/client/count '×20'"));
    EXPECT_TRUE(shows(text, "box host/client-4 (", "hatch diagonal"));
    EXPECT_FALSE(shows(text, "box host/client-5 (", "hatch"));
    const auto pip = Stage(made.world(), made.settings).placeOf("client-4");
    made.settings.opened = {"client"};
    EXPECT_TRUE(shows(made.text(3), "process/client-5/name"));
    const auto box = Stage(made.world(), made.settings).placeOf("client-4");
    ASSERT_TRUE(pip && box);
    EXPECT_GT(box->width, 2 * pip->width);
}

/// Where the sign of a thing is, by its shape; none: not drawn.
std::optional<Rect> boxNamed(const Picture& picture, const std::string& name) {
    for (const Shape& shape : picture.at(Layer::Things)) {
        const auto* box = std::get_if<Box>(&shape.geometry);
        if (box != nullptr && shape.name == name) {
            return box->rect;
        }
    }
    return std::nullopt;
}

TEST(StageTile, ASignTellsThatItOpensAndAnotherThatItCloses) {
    std::vector<testing::Member> members;
    for (int i = 1; i <= 20; ++i) {
        members.push_back({"client-" + std::to_string(i), "http-client", 0.1, i / 21.0});
    }
    HandMade made(members);
    for (const bool open : {false, true}) {
        made.settings.opened = open ? std::set<std::string>{"client"} : std::set<std::string>{};
        const Picture picture = made.picture(3);
        const auto sign = boxNamed(picture, open ? "tile/client/close" : "tile/client/open");
        ASSERT_TRUE(sign) << open;
        EXPECT_FALSE(boxNamed(picture, open ? "tile/client/open" : "tile/client/close"));
        EXPECT_TRUE(shows(toText(picture), open ? "closes-legend" : "opens-legend"));
        const auto hit = Stage(made.world(), made.settings).hitAt(sign->centre());
        ASSERT_TRUE(hit);
        EXPECT_EQ(hit->kind, Hit::Kind::Tile);
        EXPECT_EQ(hit->name, "client");
        EXPECT_EQ(hit->isOpen, open);
    }
    const Stage stage(made.world(), made.settings);
    const auto member = stage.hitAt(stage.placeOf("client-7")->centre());
    ASSERT_TRUE(member);
    EXPECT_EQ(member->name, "client-7");
    EXPECT_EQ(member->kind, Hit::Kind::Process);
}

TEST(StageTile, AMachineOfManyProcessesOpensToo) {
    HandMade made({{"herd", "http-client", 0.1, 0.5}, {"web-1", "http-service", 0.9, 0.5}}, 40);
    EXPECT_TRUE(boxNamed(made.picture(3), "host/herd/open"));
    EXPECT_FALSE(boxNamed(made.picture(3), "host/web-1/open"));
    const auto small = boxNamed(made.picture(3), "process/herd-7");
    made.settings.opened = {"herd"};
    const auto large = boxNamed(made.picture(3), "process/herd-7");
    EXPECT_TRUE(boxNamed(made.picture(3), "host/herd/close"));
    ASSERT_TRUE(small && large);
    EXPECT_GT(large->width, 1.5 * small->width);
    EXPECT_TRUE(shows(made.text(3), "label process/herd-7/number '7'"));
}

TEST(StageTile, CountsWhoBelievesWhatAndMarksThePips) {
    std::vector<testing::Member> members;
    for (int i = 1; i <= 20; ++i) {
        members.push_back({"client-" + std::to_string(i), "http-client", 0.1, i / 21.0});
    }
    members.push_back({"web-1", "http-service", 0.9, 0.5});
    HandMade made(members);
    made.happens().processEnded(seconds(2), 20, 1, trace::ProcessEnd::Crashed, {}, {});
    made.state(4, "belief", name("10.0.0.21:80"));
    made.slice.outcomes = {{2, 6, false}, {2, 7, false}};
    const std::string text = made.text(3);
    EXPECT_TRUE(shows(text, "tile/client/card-belief/A/strike"));
    EXPECT_TRUE(shows(text, "tile/client/card-belief/wrong '×1'"));
    EXPECT_TRUE(shows(text, "host/client-5/false '!'"));
    EXPECT_FALSE(shows(text, "host/client-6/false"));
    EXPECT_TRUE(shows(text, "glyph host/client-7/fails lost"));
    EXPECT_FALSE(shows(text, "host/client-5/fails"));
    EXPECT_TRUE(shows(text, "tile/client/fails/text 'requests fail ×2'"));
}

} // namespace
} // namespace sim::scene
