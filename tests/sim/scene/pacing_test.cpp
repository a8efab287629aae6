// SPDX-License-Identifier: Apache-2.0
// Goal: headlines and changes are given time together with the messages that led to them and those
// that follow on them, and no time where nothing moves. Section 1 of the visual language.
#include "sim/scene/pacing.h"
#include "tests/sim/trace/fixture.h"

#include <gtest/gtest.h>

namespace sim::scene {
namespace {

using namespace core::literals;
using core::runtime::Field;
using trace::Cause;
using trace::CauseKind;
using trace::Fate;
using trace::Level;
using trace::testing::kNoCause;
using trace::testing::ms;
using trace::testing::Trace;

constexpr Cause kFirstLine{{CauseKind::Timeline, 1}, {CauseKind::Timeline, 1}};

Paced headlineAt(std::int64_t at, core::Duration flight = 1_ms) {
    Paced paced;
    paced.at = ms(at);
    paced.seen = paced.at;
    paced.flight = flight;
    return paced;
}

Paced changeAt(std::int64_t at) {
    Paced paced = headlineAt(at);
    paced.isHeadline = false;
    return paced;
}

/// What moves after it: milliseconds from begin to end.
void follow(Paced& paced, std::initializer_list<std::pair<int, int>> traffic, int seen) {
    for (const auto& [begin, end] : traffic) {
        paced.traffic.push_back({ms(begin), ms(end)});
    }
    paced.seen = ms(seen);
}

CalmMap mapOf(const std::vector<Paced>& told, std::int64_t until = 60'000) {
    return CalmMap::ofPlan(planOf(told, ms(until)), ms(until));
}

core::Duration between(const CalmMap& map, std::int64_t begin, std::int64_t end) {
    return map.screenAt(ms(end)) - map.screenAt(ms(begin));
}

void dropLease(Trace& trace, std::uint64_t id, SimTime at, Cause cause) {
    const std::array<Field, 2> fields{
        {{"instance", std::string_view("web-2")}, {"age", core::Duration{15'000'000'000}}}};
    trace.recorder->event(id, at, 0, "lease-expired", fields, cause);
}

/// A message that is a millisecond on its way.
void send(Trace& trace, std::uint64_t id, std::int64_t at, Fate fate = Fate::Delivered,
          Cause cause = kNoCause) {
    trace.datagram(id, ms(at), "ping", cause);
    trace.end(id, ms(at + 1), fate, trace::kNoIndex);
}

Paced headlineIn(const trace::Reader& reader, std::int64_t at) {
    const auto paced = headlineOf(reader, ms(at), reader.lastEvent().value());
    EXPECT_TRUE(paced) << (paced ? "" : paced.error().text);
    return paced.value();
}

TEST(Headline, HasAChainOfEightMessages) {
    Trace trace(Level::Full);
    Cause cause = kNoCause;
    for (std::uint64_t packet = 1; packet <= 30; ++packet) {
        send(trace, packet, 1'000 + static_cast<std::int64_t>(packet) * 10, Fate::Delivered, cause);
        cause = {{CauseKind::Packet, packet}, {}};
    }
    dropLease(trace, 1, ms(1'301), cause);
    const Paced paced = headlineIn(trace.done(ms(60'000)), 1'301);
    ASSERT_EQ(paced.chain.size(), kChainMessages);
    EXPECT_EQ(paced.chain.front().begin, ms(1'300));
    EXPECT_EQ(paced.chain.back().begin, ms(1'230));
    EXPECT_EQ(paced.flight, 1_ms);
    EXPECT_TRUE(paced.cost.empty());
}

TEST(Headline, SupposesTheNetworksDelayWhereNoMessagesAreTold) {
    Trace trace(Level::Story);
    dropLease(trace, 1, ms(1'000), kNoCause);
    const Paced paced = headlineIn(trace.done(ms(60'000)), 1'000);
    EXPECT_EQ(paced, headlineAt(1'000, 1_ms));
}

TEST(Headline, KeepsInMindThatARowIsNotThereYet) {
    Trace trace(Level::Story);
    const trace::Reader& reader = trace.done(ms(60'000));
    const auto paced = headlineOf(reader, ms(1'000), 99);
    ASSERT_TRUE(paced);
    EXPECT_FALSE(paced->isWhole);
}

TEST(Headline, SeesWhatMovesAfterIt) {
    Trace trace(Level::Full);
    trace.datagram(1, ms(999), "on its way", kNoCause);
    trace.end(1, ms(1'002), Fate::Delivered, trace::kNoIndex);
    dropLease(trace, 1, ms(1'000), kNoCause);
    send(trace, 2, 1'001);
    send(trace, 3, 1'040);
    send(trace, 4, 1'041);
    const Paced paced = headlineIn(trace.done(ms(60'000)), 1'000);
    EXPECT_EQ(paced.traffic,
              (std::vector<CalmStretch>{{ms(1'000), ms(1'002)}, {ms(1'040), ms(1'042)}}));
    EXPECT_EQ(paced.seen, ms(8'500));
    EXPECT_TRUE(paced.isWhole);
}

TEST(Headline, TakesNoNoteOfWhatHardlyMoves) {
    Trace trace(Level::Full);
    dropLease(trace, 1, ms(1'000), kNoCause);
    trace.datagram(1, ms(1'001), "crawls", kNoCause);
    for (std::uint64_t id = 2; id < 9; ++id) {
        send(trace, id, 1'100 + static_cast<std::int64_t>(id));
    }
    trace.end(1, ms(1'090), Fate::Delivered, trace::kNoIndex);
    const Paced paced = headlineIn(trace.done(ms(60'000)), 1'000);
    ASSERT_FALSE(paced.traffic.empty());
    EXPECT_EQ(paced.traffic.front().begin, ms(1'102));
}

TEST(Headline, OfAFaultHasTheFirstMessagesThatItCosts) {
    Trace trace(Level::Full);
    dropLease(trace, 1, ms(1'000), kFirstLine);
    for (std::uint64_t id = 1; id <= 20; ++id) {
        send(trace, id, 1'000 + static_cast<std::int64_t>(id) * 10,
             id % 2 == 0 ? Fate::HostDown : Fate::Delivered);
    }
    const Paced paced = headlineIn(trace.done(ms(60'000)), 1'000);
    ASSERT_EQ(paced.cost.size(), kCostMessages);
    EXPECT_EQ(paced.cost.front().begin, ms(1'020));
    EXPECT_EQ(paced.cost.back().begin, ms(1'080));
}

TEST(Headline, OfAFaultHasTheConnectsThatAreRefused) {
    Trace trace(Level::Full);
    dropLease(trace, 1, ms(1'000), kFirstLine);
    trace::ConnectionOpening opening;
    opening.connection = 1;
    opening.at = ms(1'100);
    opening.clientHost = 0;
    opening.serverHost = 1;
    opening.protocol = "line";
    trace.recorder->connectionOpening(opening);
    trace.recorder->connectionEnded({1, ms(1'102), core::wire::Direction::FromClient,
                                     core::runtime::StreamEnd::Refused, false, kNoCause});
    const Paced paced = headlineIn(trace.done(ms(60'000)), 1'000);
    ASSERT_EQ(paced.cost.size(), 1U);
    EXPECT_EQ(paced.cost.front().begin, ms(1'100));
    EXPECT_EQ(paced.traffic, (std::vector<CalmStretch>{{ms(1'100), ms(1'102)}}));
}

TEST(Change, SeesWhatMovesRightAfterIt) {
    Trace trace(Level::Full);
    send(trace, 1, 1'300);
    send(trace, 2, 1'700);
    const Paced paced = changeOf(trace.done(ms(60'000)), ms(1'000));
    EXPECT_EQ(paced.traffic, (std::vector<CalmStretch>{{ms(1'300), ms(1'301)}}));
    EXPECT_EQ(paced.seen, ms(1'600));
    EXPECT_FALSE(paced.isHeadline);
}

TEST(Pacing, GivesHeadlinesOfOneInstantTimeForEach) {
    const CalmMap one = mapOf({headlineAt(1'000)});
    const CalmMap both = mapOf({headlineAt(1'000), headlineAt(1'000)});
    EXPECT_GE(both.length() - one.length(), 1500_ms);
}

TEST(Pacing, LetsAHeadlineStandUntilTheNextOne) {
    EXPECT_GE(between(mapOf({headlineAt(1'000), headlineAt(1'001)}), 1'000, 1'001), 1500_ms);
}

TEST(Pacing, LetsAHeadlineStandWhereNothingMovesToo) {
    std::vector<Paced> two{headlineAt(1'000), headlineAt(1'020)};
    follow(two[0], {}, 8'000);
    follow(two[1], {}, 8'000);
    EXPECT_GE(between(mapOf(two), 1'000, 1'020), 1500_ms);
}

TEST(Pacing, GivesTheFirstMessagesAfterAHeadlineItsTime) {
    Paced headline = headlineAt(1'000);
    follow(headline, {{1'020, 1'021}, {1'050, 1'052}, {1'100, 1'101}, {1'130, 1'131}}, 8'500);
    const CalmMap map = mapOf({headline});
    EXPECT_LE(between(map, 1'000, 1'020), 510_ms);
    EXPECT_GE(between(map, 1'020, 1'021), 1_s);
    EXPECT_GE(between(map, 1'050, 1'052), 1500_ms);
    EXPECT_LE(between(map, 1'021, 1'050), 510_ms);
    EXPECT_GE(between(map, 1'000, 1'131), 4_s);
}

TEST(Pacing, DoesNotWaitForAMessageThatComesLate) {
    Paced headline = headlineAt(1'000);
    follow(headline, {{6'000, 6'001}}, 8'500);
    EXPECT_LE(between(mapOf({headline}), 1'000, 6'000), 2'010_ms);
}

TEST(Pacing, PassesWhatIsStillAfterAChangeInHalfASecond) {
    Paced change = changeAt(1'000);
    follow(change, {{1'300, 1'301}}, 1'600);
    EXPECT_LE(between(mapOf({change}), 1'000, 1'300), 510_ms);
}

TEST(Pacing, TellsChangesInAStillStretchOneByOne) {
    std::vector<Paced> told;
    for (int i = 0; i < 4; ++i) {
        told.push_back(changeAt(1'000 + i * 2));
        follow(told.back(), {}, 1'600 + i * 2);
    }
    const CalmMap map = mapOf(told);
    for (int i = 0; i < 3; ++i) {
        EXPECT_GE(between(map, 1'000 + i * 2, 1'002 + i * 2), 450_ms) << i;
        EXPECT_LE(between(map, 1'000 + i * 2, 1'002 + i * 2), 510_ms) << i;
    }
}

TEST(Pacing, GivesWhatAFaultCostsTime) {
    Paced headline = headlineAt(1'000);
    headline.cost.push_back({ms(5'000), ms(5'001), 700_ms});
    EXPECT_GE(between(mapOf({headline}), 5'000, 5'001), 700_ms);
}

TEST(Pacing, PlaysWhatFollowsAHeadlineNoFasterThanRealTime) {
    const CalmMap map = mapOf({headlineAt(1'000)});
    EXPECT_LE(map.pace(ms(4'000)), 1_s);
    EXPECT_GT(map.pace(ms(30'000)), 5_s);
}

TEST(Pacing, GoesAtTheLeastWhenThereIsTooMuchToTell) {
    std::vector<Paced> told;
    for (std::int64_t i = 1; i <= 100; ++i) {
        Paced headline = headlineAt(i * 20'000);
        for (std::int64_t flight = 0; flight < 8; ++flight) {
            const SimTime sent = ms(i * 20'000 - 10 * (flight + 1));
            headline.chain.push_back({sent, sent + 1_ms, 700_ms});
        }
        told.push_back(headline);
    }
    const CalmMap map = mapOf(told, 2'100'000);
    const core::Duration late = between(map, 1'800'000, 1'900'000);
    EXPECT_LE(late, 25_s); // five of them
    EXPECT_GE(late, 12'500_ms);
    for (const Paced& headline : told) {
        ASSERT_GE(map.screenAt(headline.at + 4_ms) - map.screenAt(headline.at), 1500_ms);
        const CalmPoint& last = headline.chain.front();
        ASSERT_GE(map.screenAt(last.end) - map.screenAt(last.begin), 400_ms);
    }
}

TEST(Attention, IsForADozenChangesBetweenTwoHeadlines) {
    Attention attention;
    int changes = 0;
    for (int i = 0; i < 1'000; ++i) {
        changes += attention.isFor(false) ? 1 : 0;
    }
    EXPECT_EQ(changes, 12);
    EXPECT_TRUE(attention.isFor(true));
    EXPECT_TRUE(attention.isFor(false));
}

TEST(Attention, IsForHeadlinesAloneWhenThereAreManyOfThem) {
    Attention attention;
    for (int i = 0; i < 21; ++i) {
        EXPECT_TRUE(attention.isFor(true));
    }
    EXPECT_FALSE(attention.isFor(false));
    EXPECT_TRUE(attention.isFor(true));
}

} // namespace
} // namespace sim::scene
