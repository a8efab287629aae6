// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

namespace tests::env {
namespace {

World withCores(std::int64_t cores) {
    World world = worldOf({"a"});
    world.hosts[0].cores = cores;
    return world;
}

/// Starts a process on host "a" that asks for all this work at once.
void startWork(EnvHarness& h, const std::string& process, std::vector<Duration> work, Log& log) {
    h.start(process, "a", [&h, &log, process, work](Env& env) {
        for (const Duration d : work) {
            env.compute(d, [&h, &log, process] { log.entries.push_back({process, h.now()}); });
        }
    });
}

} // namespace

TEST_P(Cpu, U1ComputeCallsBackWhenTheWorkIsDone) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    Log log;
    startWork(h, "p", {70_ms}, log);
    h.runUntil(t(1_s));
    EXPECT_EQ(log.times(), (Times{t(70_ms)}));
}

TEST_P(Cpu, U2ComputeNeverCallsBackDuringTheCall) {
    EnvHarness& h = build({"a"});
    int done = 0;
    int duringCall = 0;
    h.start("p", "a", [&](Env& env) {
        env.compute(0_ns, [&] { done += 1; });
        duringCall = done;
    });
    h.runUntil(t(1_s));
    EXPECT_EQ(duringCall, 0);
    EXPECT_EQ(done, 1);
}

TEST_P(Cpu, U3CoresServeAllProcessesInTheOrderOfTheCalls) {
    NEEDS(ExactTimes);
    EnvHarness& h = build(withCores(1));
    Log log;
    startWork(h, "p", {10_ms, 20_ms}, log);
    startWork(h, "q", {5_ms}, log);
    h.runUntil(t(1_s));
    EXPECT_EQ(log.words(), (Words{"p", "p", "q"}));
    EXPECT_EQ(log.times(), (Times{t(10_ms), t(30_ms), t(35_ms)}));
}

TEST_P(Cpu, U4SeveralCoresWorkSideBySide) {
    NEEDS(CpuFaults);
    EnvHarness& h = build(withCores(2));
    Log log;
    startWork(h, "p", {30_ms, 10_ms, 15_ms}, log);
    h.runUntil(t(1_s));
    EXPECT_EQ(log.times(), (Times{t(10_ms), t(25_ms), t(30_ms)}));
}

TEST_P(Cpu, U5OtherHandlersRunWhileItComputes) {
    EnvHarness& h = build({"a"});
    std::string order;
    h.start("p", "a", [&](Env& env) {
        env.compute(1_s, [&] { order += "done"; });
        env.after(500_ms, [&] { order += "timer,"; });
    });
    h.runUntil(t(2_s));
    EXPECT_EQ(order, "timer,done");
}

TEST_P(Cpu, U6SlowCpuStretchesWorkThatStartsLater) {
    NEEDS(CpuFaults);
    EnvHarness& h = build(withCores(1));
    Log log;
    startWork(h, "p", {100_ms, 100_ms, 100_ms}, log);
    h.inject(t(50_ms), slowCpu("a", 300));
    h.inject(t(150_ms), slowCpu("a", 100));
    h.runUntil(t(1_s));
    EXPECT_EQ(log.times(), (Times{t(100_ms), t(400_ms), t(500_ms)}));
}

TEST_P(Cpu, U7CrashFreesTheCores) {
    NEEDS(CpuFaults);
    EnvHarness& h = build(withCores(1));
    Log log;
    startWork(h, "p", {10_s, 10_s}, log);
    startWork(h, "q", {1_s}, log);
    h.inject(t(2_s), crash("p"));
    h.runUntil(t(1_min));
    EXPECT_EQ(log.words(), (Words{"q"}));
    EXPECT_EQ(log.times(), (Times{t(3_s)}));
}

TEST_P(Cpu, U8DriftDoesNotChangeHowLongWorkTakes) {
    NEEDS(ClockFaults);
    World world = withCores(1);
    world.hosts[0].clockDriftPpb = 100'000'000;
    EnvHarness& h = build(world);
    Log log;
    startWork(h, "p", {1_s}, log);
    h.runUntil(t(3_s));
    EXPECT_EQ(log.times(), (Times{t(1_s)}));
}

} // namespace tests::env
