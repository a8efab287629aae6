// SPDX-License-Identifier: Apache-2.0
// Goal: what a room is told is folded, told in both languages, marked on the timeline, and given
// time to be seen together with the messages that led to it; also while the trace grows.
#include "sim/scene/storyline.h"
#include "tests/sim/trace/fixture.h"

#include <gtest/gtest.h>

namespace sim::scene {
namespace {

using namespace core::literals;
using core::runtime::Field;
using trace::Cause;
using trace::CauseKind;
using trace::Level;
using trace::testing::kNoCause;
using trace::testing::ms;
using trace::testing::Trace;

void fault(Trace& trace, std::uint64_t line, SimTime at, std::string_view verb,
           std::string_view text, std::string_view refused = "") {
    trace::FaultRecord record;
    record.timeline = line;
    record.at = at;
    record.verb = verb;
    record.text = text;
    record.target = "host web-2";
    record.host = 1;
    record.refused = refused;
    trace.recorder->fault(record);
}

Cause ofLine(std::uint64_t line) {
    return {{CauseKind::Timeline, line}, {CauseKind::Timeline, line}};
}

/// web-2 loses power at 30 s and has it again at 50 s.
void playPower(Trace& trace) {
    fault(trace, 1, ms(30'000), "power-off", "power-off web-2");
    trace.recorder->hostPower(ms(30'000), 1, false, ofLine(1));
    fault(trace, 2, ms(50'000), "power-on", "power-on web-2");
    trace.recorder->hostPower(ms(50'000), 1, true, ofLine(2));
}

/// server-1 drops an instance because of the packet.
void dropLease(Trace& trace, std::uint64_t id, SimTime at, Cause cause = kNoCause) {
    const std::array<Field, 2> fields{
        {{"instance", std::string_view("web-2")}, {"age", core::Duration{15'000'000'000}}}};
    trace.recorder->event(id, at, 0, "lease-expired", fields, cause);
}

std::shared_ptr<const Storyline> storyOf(const trace::Reader& reader) {
    auto story = Storyline::read(reader);
    EXPECT_TRUE(story) << (story ? "" : story.error().text);
    return story ? *story : nullptr;
}

std::vector<std::string> textsOf(const Storyline& story, trace::Language language) {
    std::vector<std::string> texts;
    for (const Beat& beat : story.beats()) {
        texts.push_back(beat.text(language));
    }
    return texts;
}

std::vector<Mark::Kind> kindsOf(const Storyline& story) {
    std::vector<Mark::Kind> kinds;
    for (const Mark& mark : story.marks()) {
        kinds.push_back(mark.kind);
    }
    return kinds;
}

using Texts = std::vector<std::string>;
using Kinds = std::vector<Mark::Kind>;

TEST(Storyline, TellsBothLanguages) {
    Trace trace(Level::Story);
    playPower(trace);
    const auto story = storyOf(trace.done(ms(60'000)));
    EXPECT_EQ(textsOf(*story, trace::Language::English),
              (Texts{"host web-2 loses power", "host web-2 is powered on"}));
    EXPECT_EQ(textsOf(*story, trace::Language::Chinese),
              (Texts{"主机 web-2 断电", "主机 web-2 通电"}));
    EXPECT_EQ(story->until(), ms(60'000));
}

TEST(Storyline, FoldsRepeatsIntoOneBeat) {
    Trace trace(Level::Story);
    for (std::uint64_t i = 1; i <= 200; ++i) {
        dropLease(trace, i, ms(static_cast<std::int64_t>(i) * 10));
    }
    const auto story = storyOf(trace.done(ms(60'000)));
    ASSERT_EQ(story->beats().size(), 1U);
    const Beat& beat = story->beats().front();
    EXPECT_EQ(beat.count, 200U);
    EXPECT_EQ(beat.at, ms(10));
    EXPECT_EQ(beat.until, ms(2'000));
    EXPECT_EQ(beat.kind, "lease-expired");
    EXPECT_EQ(kindsOf(*story), (Kinds{Mark::Kind::Headline}));
}

TEST(Storyline, NamesTheRowOfTheFirstOccurrence) {
    Trace trace(Level::Story);
    dropLease(trace, 1, ms(1'000));
    dropLease(trace, 2, ms(1'500));
    const trace::Reader& reader = trace.done(ms(60'000));
    const auto story = storyOf(reader);
    const auto row = reader.event(story->beats().front().event);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->kind, "lease-expired");
    EXPECT_EQ(row->at, ms(1'000));
}

TEST(Storyline, MarksFaultsAndWhatEndsThem) {
    Trace trace(Level::Story);
    playPower(trace);
    const auto story = storyOf(trace.done(ms(60'000)));
    EXPECT_EQ(kindsOf(*story), (Kinds{Mark::Kind::Fault, Mark::Kind::Headline, Mark::Kind::Repair,
                                      Mark::Kind::Headline}));
    EXPECT_EQ(story->marks()[0].en, "fault: power-off web-2");
    EXPECT_EQ(story->marks()[0].zh, "故障注入：power-off web-2");
}

TEST(Storyline, MarksALineWithManyTargetsOnce) {
    Trace trace(Level::Story);
    for (int i = 0; i < 20; ++i) {
        fault(trace, 1, ms(30'000), "set", "set rate=5/s of herd");
    }
    const auto story = storyOf(trace.done(ms(60'000)));
    EXPECT_EQ(kindsOf(*story), (Kinds{Mark::Kind::Action, Mark::Kind::Headline}));
}

TEST(Storyline, MarksRefusedFaultsAndFailedChecks) {
    Trace trace(Level::Story);
    fault(trace, 1, ms(10'000), "power-off", "power-off web-2", "web-2 has no power already");
    trace.recorder->checkFailed(ms(20'000), "one-leader", "two leaders", kNoCause);
    const auto story = storyOf(trace.done(ms(60'000)));
    EXPECT_EQ(kindsOf(*story), (Kinds{Mark::Kind::RefusedFault, Mark::Kind::FailedCheck}));
}

TEST(Storyline, MarksExpectationsThatDoNotHoldAtTheEnd) {
    Trace trace(Level::Story);
    trace::RunOutcome outcome;
    outcome.expectations.resize(2);
    outcome.expectations[0].label = {"clients wait little", "客户端等待不久"};
    outcome.expectations[0].verdict = trace::Verdict::Fails;
    outcome.expectations[1].verdict = trace::Verdict::Holds;
    const auto story = storyOf(trace.done(ms(60'000), std::move(outcome)));
    ASSERT_EQ(kindsOf(*story), (Kinds{Mark::Kind::FailedCheck}));
    EXPECT_EQ(story->marks()[0].at, ms(60'000));
    EXPECT_EQ(story->marks()[0].en, "does not hold: clients wait little");
    EXPECT_EQ(story->marks()[0].zh, "不成立：客户端等待不久");
}

TEST(Storyline, FindsTheHeadlineThatStandsAndItsNeighbours) {
    std::vector<Beat> beats(3);
    beats[0] = {ms(10), ms(10), 1, 3, 1, "a", "first", ""};
    beats[1] = {ms(20), ms(20), 1, 2, 2, "b", "a change", ""};
    beats[2] = {ms(30), ms(30), 1, 3, 3, "c", "second", ""};
    const auto story = Storyline::of(beats, {}, {}, ms(100));
    EXPECT_EQ(story->headlineAt(ms(9)), nullptr);
    EXPECT_EQ(story->headlineAt(ms(10))->en, "first");
    EXPECT_EQ(story->headlineAt(ms(29))->en, "first");
    EXPECT_EQ(story->headlineAt(ms(99))->en, "second");
    EXPECT_EQ(story->nextHeadline(ms(10))->en, "second");
    EXPECT_EQ(story->nextHeadline(ms(30)), nullptr);
    EXPECT_EQ(story->previousHeadline(ms(30))->en, "first");
    EXPECT_EQ(story->previousHeadline(ms(10)), nullptr);
}

/// Packets 1 to `count` follow each other, a millisecond each, the last one tells of the lease.
void playChain(Trace& trace, std::uint64_t count) {
    Cause cause = kNoCause;
    for (std::uint64_t packet = 1; packet <= count; ++packet) {
        const SimTime sent = ms(1'000 + static_cast<std::int64_t>(packet) * 10);
        trace.datagram(packet, sent, "ping", cause);
        trace.end(packet, sent + 1_ms);
        cause = {{CauseKind::Packet, packet}, {}};
    }
    dropLease(trace, 1, ms(1'001 + static_cast<std::int64_t>(count) * 10), cause);
}

TEST(Storyline, GivesTheMessagesBehindAHeadlineTime) {
    Trace trace(Level::Full);
    playChain(trace, 3);
    const auto story = storyOf(trace.done(ms(60'000)));
    const CalmMap& calm = story->calm();
    for (const std::int64_t sent : {1'010, 1'020, 1'030}) {
        EXPECT_GE(calm.screenAt(ms(sent + 1)) - calm.screenAt(ms(sent)), 400_ms) << sent;
    }
    EXPECT_GE(calm.screenAt(ms(60'000)) - calm.screenAt(ms(1'031)), 1500_ms);
}

TEST(Storyline, GrownEqualsReadAgain) {
    Trace trace(Level::Full);
    playChain(trace, 3);
    const trace::Reader& reader = trace.done(ms(60'000));
    const auto read = storyOf(reader);
    const auto grown = Storyline::grown(reader, *read, ms(0));
    ASSERT_TRUE(grown);
    EXPECT_EQ((*grown)->beats(), read->beats());
    EXPECT_EQ((*grown)->marks(), read->marks());
    EXPECT_EQ((*grown)->calm(), read->calm());
}

/// web-2 is dropped at 1 s, and that has been read while the run goes on. `id` was used last.
std::shared_ptr<const Storyline> storyOfFirstHeadline(Trace& trace, std::uint64_t& id) {
    dropLease(trace, 1, ms(1'000));
    auto early = Storyline::read(trace.open());
    const auto isRead = [&] { // its time is committed with it or after it
        return !(*early)->beats().empty() && (*early)->until() >= ms(1'000);
    };
    for (id = 1; early && !isRead() && id < 1'000; ++id) {
        ::usleep(10'000); // the recorder commits every 100 ms
        trace.recorder->event(id + 1, ms(1'000), 0, "routine", {}, kNoCause);
        EXPECT_TRUE(trace.reader->refresh());
        early = Storyline::grown(*trace.reader, **early, {});
    }
    EXPECT_TRUE(early && isRead());
    return early ? *early : nullptr;
}

TEST(Storyline, GrowsWithItsTrace) {
    Trace trace(Level::Story);
    std::uint64_t id = 0;
    const auto early = storyOfFirstHeadline(trace, id);
    ASSERT_EQ(early->beats().size(), 1U);
    dropLease(trace, id + 1, ms(1'500));
    playPower(trace);
    const trace::Reader& reader = trace.done(ms(60'000));
    const auto grown = Storyline::grown(reader, *early, ms(1'000));
    ASSERT_TRUE(grown);
    const auto read = storyOf(reader);
    EXPECT_EQ((*grown)->beats(), read->beats());
    EXPECT_EQ((*grown)->marks(), read->marks());
    EXPECT_EQ((*grown)->calm().screenAt(ms(1'000)), early->calm().screenAt(ms(1'000)));
    EXPECT_EQ((*grown)->until(), ms(60'000));
}

TEST(Storyline, GivesTimeToWhatMovesAfterAHeadlineWhenThatIsKnown) {
    Trace trace(Level::Full);
    std::uint64_t id = 0;
    const auto early = storyOfFirstHeadline(trace, id);
    trace.datagram(1, ms(1'090), "ping", kNoCause);
    trace.end(1, ms(1'091));
    const trace::Reader& reader = trace.done(ms(60'000));
    const auto grown = Storyline::grown(reader, *early, {});
    ASSERT_TRUE(grown);
    EXPECT_EQ((*grown)->calm(), storyOf(reader)->calm());
    const CalmMap& calm = (*grown)->calm();
    EXPECT_LE(calm.screenAt(ms(1'090)) - calm.screenAt(ms(1'000)), 510_ms);
    EXPECT_GE(calm.screenAt(ms(1'091)) - calm.screenAt(ms(1'090)), 1_s);
}

TEST(Storyline, ReadsAnotherTraceFromItsStart) {
    Trace first(Level::Story);
    dropLease(first, 1, ms(1'000));
    const auto before = storyOf(first.done(ms(60'000)));
    Trace second(Level::Story);
    playPower(second);
    const auto branch = Storyline::grown(second.done(ms(60'000)), *before, ms(20'000));
    ASSERT_TRUE(branch);
    EXPECT_EQ((*branch)->beats(), storyOf(*second.reader)->beats());
    EXPECT_EQ((*branch)->calm().screenAt(ms(20'000)), before->calm().screenAt(ms(20'000)));
}

TEST(Storyline, OutlivesItsReader) {
    auto trace = std::make_unique<Trace>(Level::Story);
    playPower(*trace);
    const auto story = storyOf(trace->done(ms(60'000)));
    const auto grown = Storyline::grown(trace->open(), *story, {}); // another reader of the file
    trace.reset();
    ASSERT_TRUE(grown);
    EXPECT_EQ((*grown)->beats(), story->beats());
}

} // namespace
} // namespace sim::scene
