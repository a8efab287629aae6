// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

#include <algorithm>

namespace tests::env {
namespace {

using core::runtime::EventKind;
using core::runtime::SpanId;

constexpr EventKind kStarted{"test-started"};
constexpr EventKind kStep{"test-step"};
constexpr EventKind kWork{"test-work"};

std::vector<Observed> pick(const EnvHarness& h, Observed::What what) {
    std::vector<Observed> found;
    const auto& all = h.observed();
    std::copy_if(all.begin(), all.end(), std::back_inserter(found),
                 [what](const Observed& o) { return o.what == what; });
    return found;
}

std::vector<Observed> eventsOf(const EnvHarness& h, std::string_view kind) {
    std::vector<Observed> found = pick(h, Observed::What::Event);
    std::erase_if(found, [kind](const Observed& o) { return o.name != kind; });
    return found;
}

} // namespace

TEST_P(Observers, O1StateIsReportedWhenSetAndWhenCleared) {
    EnvHarness& h = build({"a"});
    h.start("p", "a", [](Env& env) {
        env.observer().state("role", std::string_view("leader"));
        env.observer().state("term", std::int64_t{7});
        env.after(2_s, [&env] { env.observer().clearState("role"); });
    });
    h.runUntil(t(3_s));
    const auto states = pick(h, Observed::What::State);
    ASSERT_EQ(states.size(), 2u);
    EXPECT_EQ(states[0].process, "p");
    EXPECT_EQ(states[0].name + "=" + states[0].value, "role=leader");
    EXPECT_EQ(states[1].name + "=" + states[1].value, "term=7");
    const auto cleared = pick(h, Observed::What::StateCleared);
    ASSERT_EQ(cleared.size(), 1u);
    EXPECT_EQ(cleared[0].name, "role");
    EXPECT_GE(cleared[0].at, t(2_s));
}

TEST_P(Observers, O2EventIsReportedAtItsInstantWithItsFields) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    h.start("p", "a", [](Env& env) {
        env.after(1500_ms, [&env] {
            env.observer().event(kStep, {{"name", std::string_view("x")},
                                         {"count", std::int64_t{-3}},
                                         {"peer", Address{0x0a000001}}});
        });
    });
    h.runUntil(t(2_s));
    const auto events = eventsOf(h, "test-step");
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].at, t(1500_ms));
    EXPECT_EQ(events[0].process, "p");
    const std::vector<std::pair<std::string, std::string>> fields{
        {"name", "x"}, {"count", "-3"}, {"peer", "10.0.0.1"}};
    EXPECT_EQ(events[0].fields, fields);
}

TEST_P(Observers, O3SpanIsReportedAtBothEnds) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    h.start("p", "a", [](Env& env) {
        const SpanId span = env.observer().beginSpan(kWork, {{"size", std::int64_t{5}}});
        env.after(2_s, [&env, span] { env.observer().endSpan(span); });
    });
    h.runUntil(t(3_s));
    const auto began = pick(h, Observed::What::SpanBegan);
    const auto ended = pick(h, Observed::What::SpanEnded);
    ASSERT_EQ(began.size(), 1u);
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(began[0].name, "test-work");
    EXPECT_EQ(began[0].at, t(0_s));
    EXPECT_EQ(ended[0].at, t(2_s));
    EXPECT_EQ(ended[0].id, began[0].id);
}

TEST_P(Observers, O4OpenSpanIsCutWhereItsIncarnationEnds) {
    EnvHarness& h = build({"a"});
    h.start("p", "a", [](Env& env) { env.observer().beginSpan(kWork); });
    h.inject(t(2_s), crash("p"));
    h.runUntil(t(3_s));
    const auto began = pick(h, Observed::What::SpanBegan);
    const auto ended = pick(h, Observed::What::SpanCut);
    ASSERT_EQ(began.size(), 1u);
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended[0].id, began[0].id);
    EXPECT_GE(ended[0].at, t(2_s));
}

TEST_P(Observers, O5CountersAddUpOverRestarts) {
    EnvHarness& h = build({"a"});
    h.start("p", "a", [](Env& env) {
        env.observer().count("requests");
        env.observer().count("requests", 4);
    });
    h.inject(t(1_s), restart("p"));
    h.runUntil(t(2_s));
    std::vector<std::int64_t> totals;
    for (const Observed& o : pick(h, Observed::What::Counter)) {
        EXPECT_EQ(o.process + "/" + o.name, "p/requests");
        totals.push_back(o.number);
    }
    EXPECT_EQ(totals, (std::vector<std::int64_t>{1, 5, 6, 10}));
}

TEST_P(Observers, O6SampleIsReportedWithItsValue) {
    EnvHarness& h = build({"a"});
    h.start("p", "a", [](Env& env) { env.observer().sample("latency", 12_ms); });
    h.runUntil(t(1_s));
    const auto samples = pick(h, Observed::What::Sample);
    ASSERT_EQ(samples.size(), 1u);
    EXPECT_EQ(samples[0].process + "/" + samples[0].name, "p/latency");
    EXPECT_EQ(samples[0].number, (12_ms).ns);
}

TEST_P(Observers, O7ReportsCarryTheirCause) {
    NEEDS(Causes);
    EnvHarness& h = build({"a", "b"});
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(env.network().bind(9, "test", [&env](const Endpoint&, ByteView) {
            env.after(1_s, [&env] { env.observer().event(kWork); });
            env.observer().event(kStep);
        }));
    });
    h.start("a", "a", [&](Env&) {});
    h.at(t(1_s), "a", [&](Env& env) {
        env.observer().event(kStarted);
        const auto socket = env.network().bind(0, "test", [](const Endpoint&, ByteView) {});
        ASSERT_TRUE(socket);
        ASSERT_TRUE(env.network().sendTo(*socket, h.endpoint("b", 9), Bytes{1}));
    });
    h.runUntil(t(5_s));
    const auto started = eventsOf(h, "test-started");
    const auto received = eventsOf(h, "test-step");
    const auto timer = eventsOf(h, "test-work");
    ASSERT_EQ(started.size(), 1u);
    ASSERT_EQ(received.size(), 1u);
    ASSERT_EQ(timer.size(), 1u);
    EXPECT_EQ(started[0].cause, Observed::Cause::Timeline);
    EXPECT_EQ(received[0].cause, Observed::Cause::Packet);
    EXPECT_EQ(timer[0].cause, Observed::Cause::Packet);
    EXPECT_EQ(timer[0].causeId, received[0].causeId);
}

/// O7 for starts: what brought an incarnation about is why it does what it does first.
TEST_P(Observers, AStartCarriesTheCauseOfWhateverBroughtItAbout) {
    NEEDS(Causes);
    EnvHarness& h = build({"a"});
    StartOptions options;
    options.restartOnFailure = true;
    h.start(
        "a", "a",
        [](Env& env) {
            env.observer().event(kStarted);
            if (env.self().incarnation == 3) {
                env.after(1_s, [&env] { env.fail("gave up"); });
            }
        },
        options);
    h.inject(t(1_s), restart("a"));
    h.inject(t(2_s), powerOff("a"));
    h.inject(t(3_s), powerOn("a"));
    h.runUntil(t(10_s));
    const auto starts = eventsOf(h, "test-started");
    ASSERT_EQ(starts.size(), 4u);
    EXPECT_EQ(starts[0].cause, Observed::Cause::None);
    EXPECT_EQ(starts[1].cause, Observed::Cause::Timeline);
    EXPECT_EQ(starts[1].causeId, 1u);
    EXPECT_EQ(starts[2].cause, Observed::Cause::Timeline);
    EXPECT_EQ(starts[2].causeId, 3u);
    EXPECT_EQ(starts[3].cause, Observed::Cause::Event); // the timer that failed was set after it
    EXPECT_EQ(starts[3].causeId, starts[2].id);
}

/// O7 for the ends of streams.
TEST_P(Observers, TheEndOfAStreamCarriesItsCause) {
    NEEDS(Causes);
    EnvHarness& h = build({"a", "b"});
    const auto calls = [](Env& env, std::function<void()> onShutdown) {
        StreamCallbacks told;
        told.peerShutdown = std::move(onShutdown);
        told.closed = [&env](StreamEnd) { env.observer().event(kWork); };
        return told;
    };
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(env.network().listen(80, {}, [&](StreamId stream, const Endpoint&) {
            return calls(env, [&env, stream] { env.network().shutdown(stream); });
        }));
    });
    StreamId kept;
    h.start("a", "a", [&](Env& env) {
        const auto done = env.network().connect(h.endpoint("b", 80), 5_s, {}, calls(env, [] {}));
        kept = *env.network().connect(h.endpoint("b", 80), 5_s, {}, calls(env, [] {}));
        env.after(1_s, [&env, stream = *done] { env.network().shutdown(stream); });
    });
    h.inject(t(2_s), powerOff("b"));
    h.inject(t(3_s), powerOn("b"));
    h.at(t(4_s), "a", [&](Env& env) { env.network().send(kept, core::viewOf("x")); });
    h.runUntil(t(10_s));
    const auto ends = eventsOf(h, "test-work");
    ASSERT_EQ(ends.size(), 3u);
    EXPECT_EQ(ends[0].cause, Observed::Cause::Packet);
    EXPECT_EQ(ends[1].cause, Observed::Cause::Packet);
    EXPECT_EQ(ends[2].process, "a");
    EXPECT_EQ(ends[2].cause, Observed::Cause::Packet); // answered with a reset
}

} // namespace tests::env
