// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

namespace tests::env {
namespace {

/// Readings of both clocks of a host, made by a process on it.
struct Readings {
    std::vector<std::int64_t> monotonic;
    std::vector<std::int64_t> calendar; ///< less World::start
};

void idle(EnvHarness& h, const std::string& process, const std::string& host) {
    h.start(process, host, [](Env&) {});
}

void readAt(EnvHarness& h, Time when, const std::string& process, Readings& out) {
    h.at(when, process, [&out](Env& env) {
        out.monotonic.push_back(env.now().ns);
        out.calendar.push_back((env.wallClock() - World{}.start).ns);
    });
}

using Numbers = std::vector<std::int64_t>;

World drifting(std::int64_t ppb) {
    World world = worldOf({"a"});
    world.hosts[0].clockDriftPpb = ppb;
    return world;
}

} // namespace

TEST_P(Clocks, C1MonotonicClockStartsAtZeroAndAdvancesAsTrueTime) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    std::int64_t atStart = -1;
    h.start("p", "a", [&](Env& env) { atStart = env.now().ns; });
    Readings r;
    readAt(h, t(1_ns), "p", r);
    readAt(h, t(5_s), "p", r);
    h.runUntil(t(6_s));
    EXPECT_EQ(atStart, 0);
    EXPECT_EQ(r.monotonic, (Numbers{1, (5_s).ns}));
}

TEST_P(Clocks, C2MonotonicClockSurvivesARestartOfTheProcess) {
    EnvHarness& h = build({"a"});
    Numbers atStart;
    h.start("p", "a", [&](Env& env) { atStart.push_back(env.now().ns); });
    h.inject(t(3_s), crash("p"));
    h.inject(t(4_s), restart("p"));
    h.runUntil(t(5_s));
    ASSERT_EQ(atStart.size(), 2u);
    EXPECT_GE(atStart[1], (4_s).ns);
}

TEST_P(Clocks, C3MonotonicClockRestartsAtPowerOn) {
    NEEDS(Power);
    EnvHarness& h = build({"a"});
    Numbers atStart;
    h.start("p", "a", [&](Env& env) { atStart.push_back(env.now().ns); });
    h.inject(t(3_s), powerOff("a"));
    h.inject(t(4_s), powerOn("a"));
    Readings r;
    readAt(h, t(6_s), "p", r);
    h.runUntil(t(7_s));
    EXPECT_EQ(atStart, (Numbers{0, 0}));
    EXPECT_EQ(r.monotonic, (Numbers{(2_s).ns}));
}

TEST_P(Clocks, C4DriftAppliesToBothClocks) {
    NEEDS(ClockFaults);
    for (const std::int64_t ppb : {100'000, -100'000, 1}) {
        EnvHarness& h = build(drifting(ppb));
        idle(h, "p", "a");
        Readings r;
        readAt(h, t(10_s), "p", r);
        readAt(h, t(15_s + 7_ns), "p", r);
        h.runUntil(t(20_s));
        const Numbers expected{(10_s).ns + 10 * ppb, (15_s).ns + 7 + 15 * ppb};
        EXPECT_EQ(r.monotonic, expected) << ppb;
        EXPECT_EQ(r.calendar, expected) << ppb;
    }
}

TEST_P(Clocks, C5ChangeOfDriftActsFromItsMomentOn) {
    NEEDS(ClockFaults);
    EnvHarness& h = build(drifting(1'000'000));
    idle(h, "p", "a");
    h.inject(t(10_s), driftClock("a", -500'000));
    Readings r;
    readAt(h, t(10_s), "p", r);
    readAt(h, t(12_s), "p", r);
    h.runUntil(t(20_s));
    const Numbers expected{(10_s + 10_ms).ns, (12_s + 10_ms - 1_ms).ns};
    EXPECT_EQ(r.monotonic, expected);
    EXPECT_EQ(r.calendar, expected);
}

TEST_P(Clocks, C6ClocksStandStillWhileAHandlerRuns) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    idle(h, "p", "a");
    bool same = false;
    h.at(t(1_s), "p", [&](Env& env) {
        const auto now = env.now();
        const auto wall = env.wallClock();
        for (int i = 0; i < 1000; ++i) {
            env.observer().count("work");
        }
        same = env.now() == now && env.wallClock() == wall;
    });
    h.runUntil(t(2_s));
    EXPECT_TRUE(same);
}

TEST_P(Clocks, C7CalendarIsTrueTimePlusSkew) {
    NEEDS(ClockFaults);
    World world = worldOf({"a", "b"});
    world.hosts[0].clockSkew = 250_ms;
    world.hosts[1].clockSkew = -(3_s);
    EnvHarness& h = build(world);
    idle(h, "p", "a");
    idle(h, "q", "b");
    Readings r;
    readAt(h, t(10_s), "p", r);
    readAt(h, t(10_s), "q", r);
    h.runUntil(t(11_s));
    EXPECT_EQ(r.calendar, (Numbers{(10_s + 250_ms).ns, (7_s).ns}));
}

TEST_P(Clocks, C8StepMovesTheCalendar) {
    NEEDS(ClockFaults);
    EnvHarness& h = build({"a"});
    idle(h, "p", "a");
    h.inject(t(1_s), stepClock("a", 1_h));
    h.inject(t(3_s), stepClock("a", -(2_h)));
    Readings r;
    readAt(h, t(2_s), "p", r);
    readAt(h, t(4_s), "p", r);
    h.runUntil(t(5_s));
    EXPECT_EQ(r.calendar, (Numbers{(2_s + 1_h).ns, (4_s - 1_h).ns}));
}

TEST_P(Clocks, C9SkewSetsTheErrorOfTheCalendar) {
    NEEDS(ClockFaults);
    World world = drifting(2'000'000);
    world.hosts[0].clockSkew = 5_s;
    EnvHarness& h = build(world);
    idle(h, "p", "a");
    h.inject(t(10_s), skewClock("a", 700_ms));
    Readings r;
    readAt(h, t(10_s), "p", r);
    readAt(h, t(20_s), "p", r);
    h.runUntil(t(21_s));
    EXPECT_EQ(r.calendar, (Numbers{(10_s + 700_ms).ns, (20_s + 700_ms + 20_ms).ns}));
}

TEST_P(Clocks, C10SkewAndStepsLeaveNowAndTimersAlone) {
    NEEDS(ClockFaults);
    EnvHarness& h = build({"a"});
    Times fired;
    h.start("p", "a", [&](Env& env) { env.after(10_s, [&] { fired.push_back(h.now()); }); });
    h.inject(t(1_s), stepClock("a", 1_h));
    h.inject(t(2_s), skewClock("a", -(1_h)));
    Readings r;
    readAt(h, t(3_s), "p", r);
    h.runUntil(t(1_min));
    EXPECT_EQ(r.monotonic, (Numbers{(3_s).ns}));
    EXPECT_EQ(fired, (Times{t(10_s)}));
}

TEST_P(Clocks, C11CalendarGoesOnWithoutPower) {
    NEEDS(Power);
    World world = worldOf({"a"});
    world.hosts[0].clockSkew = 2_s;
    EnvHarness& h = build(world);
    idle(h, "p", "a");
    h.inject(t(5_s), powerOff("a"));
    h.inject(t(50_s), powerOn("a"));
    Readings r;
    readAt(h, t(60_s), "p", r);
    h.runUntil(t(61_s));
    EXPECT_EQ(r.calendar, (Numbers{(62_s).ns}));
}

TEST_P(Timers, T1TimerFiresWhenItsDelayHasPassed) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    Times fired;
    h.start("p", "a", [&](Env& env) {
        for (const Duration d : {1_ns, 3_s, 1_h}) {
            env.after(d, [&] { fired.push_back(h.now()); });
        }
    });
    h.runUntil(t(2_h));
    EXPECT_EQ(fired, (Times{t(1_ns), t(3_s), t(1_h)}));
}

TEST_P(Timers, T2TimerNeverFiresDuringTheCallThatSetsIt) {
    EnvHarness& h = build({"a"});
    int fired = 0;
    int firedDuringCall = 0;
    h.start("p", "a", [&](Env& env) {
        for (const Duration d : {0_ns, -(1_s), 1_ns}) {
            env.after(d, [&] { fired += 1; });
            firedDuringCall += fired;
        }
    });
    h.runUntil(t(1_s));
    EXPECT_EQ(firedDuringCall, 0);
    EXPECT_EQ(fired, 3);
}

TEST_P(Timers, T3TimerFiresOnce) {
    EnvHarness& h = build({"a"});
    int fired = 0;
    h.start("p", "a", [&](Env& env) { env.after(1_ms, [&] { fired += 1; }); });
    h.runUntil(t(10_s));
    EXPECT_EQ(fired, 1);
}

TEST_P(Timers, T4NoDelayMeansAfterAllThatIsDueNow) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    Log log;
    const auto note = [&](std::string what) {
        return [&log, &h, what] { log.entries.push_back({what, h.now()}); };
    };
    h.start("p", "a", [&](Env& env) {
        env.after(1_s, [&, note] {
            env.after(0_ns, note("none"));
            env.after(-(5_s), note("negative"));
            note("handler")();
        });
        env.after(1_s, note("due"));
    });
    h.runUntil(t(2_s));
    EXPECT_EQ(log.words(), (Words{"handler", "due", "none", "negative"}));
    EXPECT_EQ(log.times(), Times(4, t(1_s)));
}

TEST_P(Timers, T5TimersOfOneInstantFireInTheOrderOfTheirCalls) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    std::string order;
    h.start("p", "a", [&](Env& env) {
        env.after(2_s, [&] { order += '1'; });
        env.after(1_s, [&] { env.after(1_s, [&] { order += '3'; }); });
        env.after(2_s, [&] { order += '2'; });
    });
    h.runUntil(t(3_s));
    EXPECT_EQ(order, "123");
}

TEST_P(Timers, T6TimersFollowTheDriftOfTheClock) {
    NEEDS(ClockFaults);
    World world = worldOf({"a", "b"});
    world.hosts[0].clockDriftPpb = 100'000;
    world.hosts[1].clockDriftPpb = -200'000'000;
    EnvHarness& h = build(world);
    Times fired;
    h.start("p", "a", [&](Env& env) { env.after(10_s + 1_ms, [&] { fired.push_back(h.now()); }); });
    h.start("q", "b", [&](Env& env) { env.after(10_s, [&] { fired.push_back(h.now()); }); });
    h.runUntil(t(20_s));
    // C4 rounds towards zero, so the slow clock shows 10 s one nanosecond before 12.5 s.
    EXPECT_EQ(fired, (Times{t(10_s), t(12_s + 500_ms - 1_ns)}));
}

TEST_P(Timers, T7ChangeOfDriftMovesPendingTimers) {
    NEEDS(ClockFaults);
    EnvHarness& h = build({"a"});
    Times fired;
    h.start("p", "a", [&](Env& env) {
        env.after(1_s, [&] { fired.push_back(h.now()); });
        env.after(3_s, [&] { fired.push_back(h.now()); });
    });
    h.inject(t(500_ms), driftClock("a", 250'000'000));
    h.inject(t(1500_ms), driftClock("a", 0));
    h.runUntil(t(5_s));
    // 0.5 s at rate 1, then 1.25 s in one second at rate 1.25, the rest at rate 1.
    EXPECT_EQ(fired, (Times{t(900_ms), t(2750_ms)}));
}

/// T5 over a change of drift: the timers are armed anew, in an order of nobody's making.
TEST_P(Timers, AChangeOfDriftKeepsTheOrderOfTimersThatAreDueTogether) {
    NEEDS(ClockFaults);
    EnvHarness& h = build({"a"});
    std::string order;
    h.start("p", "a", [&](Env& env) {
        const CallId first = env.after(1_s, [] {});
        const CallId second = env.after(1_s, [] {});
        const CallId third = env.after(1_s, [] {});
        env.cancel(first); // their places are given out again, last one first
        env.cancel(second);
        env.cancel(third);
        env.after(10_s, [&] { order += 'a'; });
        env.after(10_s, [&] { order += 'b'; });
        env.after(10_s, [&] { order += 'c'; });
    });
    h.inject(t(5_s), driftClock("a", 100'000));
    h.runUntil(t(20_s));
    EXPECT_EQ(order, "abc");
}

TEST_P(Timers, T8TimerBeyondTheRangeOfTheClockNeverFires) {
    World world = worldOf({"a"});
    world.hosts[0].clockDriftPpb = can(Capability::ClockFaults) ? -300'000'000 : 0;
    EnvHarness& h = build(world);
    int fired = 0;
    int next = 0;
    h.start("p", "a", [&](Env& env) {
        env.after(1_s, [&] {
            env.after(Duration::max(), [&] { fired += 1; });
            env.after(Duration::max() - 1_s, [&] { fired += 1; });
            env.after(1_s, [&] { next += 1; });
        });
    });
    h.runUntil(t(10_s));
    EXPECT_EQ(fired, 0);
    EXPECT_EQ(next, 1);
}

} // namespace tests::env
