// SPDX-License-Identifier: Apache-2.0
// Goal: stories, explanations and differences say in words what happened.
#include "sim/trace/diff.h"
#include "sim/trace/story.h"
#include "tests/sim/trace/fixture.h"

namespace sim::trace::testing {
namespace {

using core::runtime::Field;

/// A host loses power, and a client retries until it gives up fourteen times.
void play(Sink& sink, int retries = 14) {
    sink.processStarted(ms(0), 0, 1, kNoCause);
    FaultRecord fault;
    fault.timeline = 1;
    fault.at = ms(30'000);
    fault.verb = "power-off";
    fault.text = "power-off web-2";
    fault.target = "host web-2";
    fault.host = 1;
    sink.fault(fault);
    const Cause byFault{{CauseKind::Timeline, 1}, {CauseKind::Timeline, 1}};
    sink.hostPower(ms(30'000), 1, false, byFault);
    sink.processEnded(ms(30'000), 1, 1, ProcessEnd::HostPowerOff, "", byFault);
    const std::array<Field, 1> fields{{{"address", core::runtime::Address{0x0a000002}}}};
    for (int i = 0; i < retries; ++i) {
        sink.event(static_cast<std::uint64_t>(i + 1), ms(31'000 + i * 1'000), 0, "gives-up", fields,
                   byFault);
    }
}

std::vector<std::string> texts(const std::vector<StoryLine>& lines, Language language) {
    std::vector<std::string> result;
    for (const StoryLine& line : lines) {
        result.push_back(toString(line, language));
    }
    return result;
}

TEST(Story, TellsHeadlinesAndFoldsRepeats) {
    Trace trace(Level::Story);
    play(*trace.recorder);
    const auto lines = storyOf(trace.done(ms(60'000)), Language::English);
    ASSERT_TRUE(lines);
    EXPECT_EQ(texts(*lines, Language::English),
              (std::vector<std::string>{
                  "[  30.000 s] host web-2 loses power",
                  "[  31.000 s] server-1 gives up on 10.0.0.2 (14 times until 44.0 s)"}));
}

TEST(Story, SpeaksChinese) {
    Trace trace(Level::Story);
    play(*trace.recorder);
    const auto lines = storyOf(trace.done(ms(60'000)), Language::Chinese);
    EXPECT_EQ(
        texts(*lines, Language::Chinese),
        (std::vector<std::string>{"[  30.000 s] 主机 web-2 断电",
                                  "[  31.000 s] server-1 放弃 10.0.0.2（共 14 次，至 44.0 s）"}));
}

TEST(Story, IsTheSameFromARunAndFromItsTrace) {
    Trace trace(Level::Full);
    play(*trace.recorder);
    const RunHeader header = world();
    StoryCollector collector(header, trace.wording, Language::English, 1);
    play(collector);
    const auto lines = storyOf(trace.done(ms(60'000)), Language::English, 1);
    EXPECT_EQ(texts(collector.lines(), Language::English), texts(*lines, Language::English));
    EXPECT_EQ(lines->size(), 5U);
}

TEST(Story, StartsANewLineAfterAPause) {
    StoryBuilder builder;
    builder.add(ms(0), 2, "x");
    builder.add(ms(10'000), 2, "x");
    builder.add(ms(20'001), 2, "x");
    ASSERT_EQ(builder.lines().size(), 2U);
    EXPECT_EQ(builder.lines()[0].count, 2U);
}

TEST(StoryHash, DependsOnWhatHappenedAndOnNothingElse) {
    StoryHasher first;
    StoryHasher same;
    StoryHasher other;
    play(first);
    play(same);
    play(other, 13);
    EXPECT_EQ(first.value(), same.value());
    EXPECT_NE(first.value(), other.value());
    EXPECT_NE(first.value(), 0U);
}

TEST(StoryHash, IgnoresCausesButNotTypes) {
    StoryHasher plain;
    StoryHasher caused;
    StoryHasher typed;
    const std::array<Field, 1> number{{{"n", std::int64_t{5}}}};
    const std::array<Field, 1> duration{{{"n", core::Duration{5}}}};
    plain.event(1, ms(1), 0, "k", number, kNoCause);
    caused.event(1, ms(1), 0, "k", number, {{CauseKind::Packet, 9}, {}});
    typed.event(1, ms(1), 0, "k", duration, kNoCause);
    EXPECT_EQ(plain.value(), caused.value());
    EXPECT_NE(plain.value(), typed.value());
}

TEST(Explain, WalksBackToTheTimeline) {
    Trace trace(Level::Story);
    play(*trace.recorder, 1);
    const Reader& reader = trace.done(ms(60'000));
    const auto row = single(reader, "SELECT id FROM v_events WHERE kind = 'gives-up'");
    const auto lines = explain(reader, *parseRowName(row), Language::English);
    ASSERT_TRUE(lines);
    EXPECT_EQ(*lines, (std::vector<std::string>{
                          "[  31.000000 s] server-1 gives up on 10.0.0.2  (event " + row + ")",
                          "[  30.000000 s] because power-off web-2 (host web-2)  (timeline 1)",
                          "It began with this line of the scenario's timeline."}));
}

TEST(Explain, SaysWhenThereIsNoSuchRow) {
    Trace trace(Level::Story);
    const auto lines = explain(trace.done(), {CauseRow::Event, 77}, Language::English);
    ASSERT_FALSE(lines);
    EXPECT_EQ(lines.error().kind, TraceErrorKind::NotFound);
    EXPECT_EQ(lines.error().text, "the trace has no event 77");
}

TEST(Explain, ReadsRowNames) {
    EXPECT_EQ(parseRowName("m12")->kind, CauseRow::Message);
    EXPECT_EQ(parseRowName("12")->kind, CauseRow::Event);
    EXPECT_EQ(parseRowName("t1")->kind, CauseRow::Timeline);
    for (const char* bad : {"", "0", "x1", "1x", "-1", "m", "99999999999999999999999"}) {
        EXPECT_FALSE(parseRowName(bad)) << bad;
    }
}

RunOutcome outcomeOf(std::uint64_t digest, std::int64_t failed) {
    RunOutcome outcome;
    outcome.digest = digest;
    outcome.measures = {{"failed", {}, MeasureUnit::Count, failed}};
    return outcome;
}

TEST(Diff, FindsTwoEqualRunsEqual) {
    Trace left(Level::Full);
    Trace right(Level::Story);
    play(*left.recorder);
    play(*right.recorder);
    const auto difference =
        compareTraces(left.done(ms(60'000), outcomeOf(5, 14)),
                      right.done(ms(60'000), outcomeOf(5, 14)), Language::English);
    ASSERT_TRUE(difference);
    EXPECT_TRUE(difference->same);
    EXPECT_EQ(toLines(*difference).front(), "same");
}

TEST(Diff, NamesWhereTwoRunsPart) {
    Trace left(Level::Full);
    Trace right(Level::Full);
    for (Trace* trace : {&left, &right}) {
        trace->recorder->digestBlock(0, ms(20), 1);
        trace->datagram(1, ms(10), "same");
        trace->end(1, ms(11));
    }
    left.datagram(2, ms(25'000), "left");
    right.datagram(2, ms(25'000), "right");
    play(*left.recorder, 2);
    play(*right.recorder, 3);
    left.recorder->digestBlock(1, ms(40'000), 2);
    right.recorder->digestBlock(1, ms(40'000), 3);
    const auto difference =
        compareTraces(left.done(ms(60'000), outcomeOf(5, 2)),
                      right.done(ms(60'000), outcomeOf(6, 3)), Language::English);
    ASSERT_TRUE(difference);
    EXPECT_FALSE(difference->same);
    EXPECT_EQ(difference->block, 1U);
    EXPECT_EQ(difference->equalUntil, ms(20));
    ASSERT_TRUE(difference->event);
    EXPECT_EQ(difference->event->at, ms(33'000));
    EXPECT_EQ(difference->event->left, "(nothing more)");
    ASSERT_TRUE(difference->message);
    EXPECT_NE(difference->message->right.find("right"), std::string::npos);
    EXPECT_FALSE(difference->headline);
    EXPECT_EQ(toLines(*difference).back(), "* failed: 2 | 3");
}

} // namespace
} // namespace sim::trace::testing
