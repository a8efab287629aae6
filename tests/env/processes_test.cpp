// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

#include <set>

namespace tests::env {
namespace {

using core::Failure;
using core::Result;
using core::runtime::Settings;
using core::runtime::SettingValue;

void notedAt(EnvHarness& h, Log& log, std::string what) {
    log.entries.push_back({std::move(what), h.now()});
}

} // namespace

TEST_P(Processes, P1StartIsTheFirstHandlerAndIsCalledOnce) {
    EnvHarness& h = build({"a", "b"});
    std::string order;
    SocketId socket;
    startSender(h, socket);
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(
            env.network().bind(9, "test", [&](const Endpoint&, ByteView) { order += 'd'; }));
        env.after(0_ns, [&] { order += 't'; });
        order += 's';
    });
    h.at(t(1_s), "a", [&](Env& env) {
        ASSERT_TRUE(env.network().sendTo(socket, h.endpoint("b", 9), Bytes{1}));
    });
    h.runUntil(t(2_s));
    EXPECT_EQ(order, "std");
}

TEST_P(Processes, P2RestartsCountIncarnations) {
    NEEDS(Power);
    EnvHarness& h = build({"a"});
    std::vector<std::uint32_t> seen;
    h.start("p", "a", [&](Env& env) { seen.push_back(env.self().incarnation); });
    h.inject(t(1_s), restart("p"));
    h.inject(t(2_s), crash("p"));
    h.inject(t(3_s), restart("p"));
    h.inject(t(4_s), powerOff("a"));
    h.inject(t(5_s), powerOn("a"));
    h.runUntil(t(6_s));
    EXPECT_EQ(seen, (std::vector<std::uint32_t>{1, 2, 3, 4}));
}

TEST_P(Processes, P3SelfNamesProcessHostAddressAndIncarnation) {
    EnvHarness& h = build({"a", "b"});
    core::runtime::ProcessInfo info;
    h.start("web-1", "b", [&](Env& env) { info = env.self(); });
    h.runUntil(t(1_s));
    EXPECT_EQ(info.name, "web-1");
    EXPECT_EQ(info.host, "b");
    EXPECT_EQ(info.address, h.addressOf("b"));
    EXPECT_EQ(info.incarnation, 1u);
}

TEST_P(Processes, P4HandlersNeverNest) {
    World world = worldOf({"a"});
    EnvHarness& h = build(world);
    int depth = 0;
    int deepest = 0;
    int handlers = 0;
    const auto handler = [&](auto&& body) {
        depth += 1;
        deepest = std::max(deepest, depth);
        handlers += 1;
        body();
        depth -= 1;
    };
    const auto talk = [&](Env& env, std::uint16_t own, std::uint16_t other) {
        const auto socket = env.network().bind(own, "test", [&](const Endpoint&, ByteView) {
            handler([&] { env.compute(0_ns, [&] { handler([] {}); }); });
        });
        ASSERT_TRUE(socket);
        const auto file = env.disk().open("f", OpenMode::OpenOrCreate);
        ASSERT_TRUE(file);
        handler([&] {
            for (int i = 0; i < 3; ++i) {
                ASSERT_TRUE(env.network().sendTo(*socket, h.endpoint("a", other), Bytes{1}));
                env.after(0_ns, [&] { handler([] {}); });
                env.disk().sync(*file, [&](auto) { handler([] {}); });
                env.disk().read(*file, 0, 10, [&](auto) { handler([] {}); });
            }
        });
    };
    h.start("p", "a", [&](Env& env) { talk(env, 1, 2); });
    h.start("q", "a", [&](Env& env) { talk(env, 2, 1); }, {false, 1_s, 1_ms});
    h.runUntil(t(1_s));
    EXPECT_EQ(deepest, 1);
    EXPECT_GE(handlers, 2 + 6 * 3 + 3 * 2); // the first datagrams find nobody
}

TEST_P(Processes, P5CrashDropsEveryPendingCallback) {
    EnvHarness& h = build({"a", "b"});
    int calls = 0;
    const auto called = [&] { calls += 1; };
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(env.network().listen(
            80, {}, [&](StreamId, const Endpoint&) { return StreamCallbacks{}; }));
        const auto socket = env.network().bind(9, "test", [](const Endpoint&, ByteView) {});
        ASSERT_TRUE(socket);
        env.after(999'500'000_ns, [&, socket] {
            EXPECT_TRUE(env.network().sendTo(*socket, h.endpoint("a", 9), Bytes{1}));
        });
    });
    h.start("a", "a", [&](Env& env) {
        if (env.self().incarnation > 1) {
            return;
        }
        ASSERT_TRUE(env.network().bind(9, "test", [&](const Endpoint&, ByteView) { called(); }));
        env.after(2_s, called);
        env.compute(2_s, called);
        env.after(999'500'000_ns, [&] {
            const auto file = env.disk().open("f", OpenMode::OpenOrCreate);
            ASSERT_TRUE(file);
            env.disk().sync(*file, [&](auto) { called(); });
            StreamCallbacks c;
            c.connected = called;
            c.closed = [&](StreamEnd) { called(); };
            ASSERT_TRUE(env.network().connect(h.endpoint("b", 80), 5_s, {}, std::move(c)));
        });
    });
    h.inject(t(1_s), restart("a"));
    h.runUntil(t(1_min));
    EXPECT_EQ(calls, 0);
}

TEST_P(Processes, P6ProcessObjectIsGoneBeforeTheNextIsMade) {
    struct Alive {
        int now = 0;
        int most = 0;
    };
    struct Tracked : core::runtime::Process {
        explicit Tracked(std::shared_ptr<Alive> shared) : alive(std::move(shared)) {
            alive->most = std::max(alive->most, ++alive->now);
        }
        ~Tracked() override { alive->now -= 1; }
        void start() override {}
        std::shared_ptr<Alive> alive; // the last object outlives this test's body
    };
    EnvHarness& h = build({"a"});
    const auto alive = std::make_shared<Alive>();
    h.startProcess("p", "a",
                   [alive](Env&, const Settings&) { return std::make_unique<Tracked>(alive); }, {});
    h.inject(t(2_s), crash("p"));
    h.inject(t(3_s), restart("p"));
    h.inject(t(4_s), restart("p"));
    h.runUntil(t(5_s));
    EXPECT_EQ(alive->now, 1);
    EXPECT_EQ(alive->most, 1);
}

TEST_P(Processes, P7PortsOfAnEndedIncarnationAreFreeAtOnce) {
    EnvHarness& h = build({"a"});
    int bound = 0;
    int listening = 0;
    h.start("p", "a", [&](Env& env) {
        bound += env.network().bind(7, "test", [](const Endpoint&, ByteView) {}) ? 1 : 0;
        listening +=
            env.network().listen(7, {}, [](StreamId, const Endpoint&) { return StreamCallbacks{}; })
                ? 1
                : 0;
    });
    h.inject(t(1_s), restart("p"));
    h.runUntil(t(2_s));
    EXPECT_EQ(bound, 2);
    EXPECT_EQ(listening, 2);
}

TEST_P(Processes, P8IdsOfAnEarlierIncarnationMeanNothing) {
    EnvHarness& h = build({"a"});
    CallId oldTimer;
    SocketId oldSocket;
    FileId oldFile;
    std::set<std::uint64_t> timers;
    std::set<std::uint64_t> sockets;
    std::set<std::uint64_t> files;
    int fired = 0;
    h.start("p", "a", [&](Env& env) {
        const bool first = env.self().incarnation == 1;
        const CallId timer = env.after(5_s, [&] { fired += 1; });
        const auto socket = env.network().bind(0, "test", [](const Endpoint&, ByteView) {});
        const auto file = env.disk().open("f", OpenMode::OpenOrCreate);
        ASSERT_TRUE(socket && file);
        timers.insert(timer.value);
        sockets.insert(socket->value);
        files.insert(file->value);
        if (first) {
            oldTimer = timer;
            oldSocket = *socket;
            oldFile = *file;
            return;
        }
        env.cancel(oldTimer);
        env.network().close(oldSocket);
        env.disk().close(oldFile);
        EXPECT_FALSE(env.disk().size(oldFile));
        EXPECT_FALSE(env.network().localEndpoint(oldSocket));
        EXPECT_TRUE(env.disk().size(*file));
        EXPECT_TRUE(env.network().localEndpoint(*socket));
    });
    h.inject(t(1_s), restart("p"));
    h.inject(t(2_s), restart("p"));
    h.runUntil(t(10_s));
    EXPECT_EQ(fired, 1);
    EXPECT_EQ(timers.size(), 3u);
    EXPECT_EQ(sockets.size(), 3u);
    EXPECT_EQ(files.size(), 3u);
}

TEST_P(Processes, P9CrashedProcessStaysDownUntilStarted) {
    EnvHarness& h = build({"a"});
    Times started;
    h.start("p", "a", [&](Env&) { started.push_back(h.now()); });
    h.inject(t(1_s), crash("p"));
    h.runUntil(t(1_h));
    EXPECT_EQ(started.size(), 1u);
    h.inject(t(1_h + 1_s), restart("p"));
    h.runUntil(t(2_h));
    EXPECT_EQ(started.size(), 2u);
}

TEST_P(Processes, P10RestartPolicyStartsItAfterItsDelay) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    Times started;
    StartOptions options;
    options.restartOnFailure = true;
    options.restartDelay = 3_s;
    h.start(
        "p", "a", [&](Env&) { started.push_back(h.now()); }, options);
    h.inject(t(1_s), crash("p"));
    h.inject(t(10_s), crash("p"));
    h.runUntil(t(1_min));
    EXPECT_EQ(started, (Times{t(0_s), t(4_s), t(13_s)}));
}

TEST_P(Processes, P11PowerOnStartsTheProcessesAfterTheirStartDelay) {
    NEEDS(Power);
    EnvHarness& h = build({"a"});
    Log log;
    StartOptions late;
    late.startDelay = 2_s;
    h.start(
        "late", "a", [&](Env&) { notedAt(h, log, "late"); }, late);
    h.start("soon", "a", [&](Env&) { notedAt(h, log, "soon"); });
    h.inject(t(10_s), powerOff("a"));
    h.inject(t(20_s), powerOn("a"));
    h.runUntil(t(30_s));
    EXPECT_EQ(log.words(), (Words{"soon", "late", "soon", "late"}));
    EXPECT_EQ(log.times(), (Times{t(0_s), t(2_s), t(20_s), t(22_s)}));
}

TEST_P(Processes, P12NoHandlerOfAPausedProcessRuns) {
    EnvHarness& h = build({"a", "b"});
    Times handled;
    const auto handle = [&] { handled.push_back(h.now()); };
    SocketId socket;
    startSender(h, socket);
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(env.network().bind(9, "test", [&](const Endpoint&, ByteView) { handle(); }));
        env.after(2_s, handle);
        env.after(1500_ms, [&] { handle(); });
        env.compute(3_s, handle);
    });
    h.at(t(2_s), "a", [&](Env& env) {
        ASSERT_TRUE(env.network().sendTo(socket, h.endpoint("b", 9), Bytes{1}));
    });
    h.inject(t(1_s), pause("b"));
    h.runUntil(t(10_s));
    EXPECT_TRUE(handled.empty());
    h.inject(t(11_s), resume("b"));
    h.runUntil(t(12_s));
    EXPECT_EQ(handled.size(), 4u);
}

TEST_P(Processes, P13WhatFellDueRunsAtTheResumeInTheOrderItWasDue) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    Log log;
    h.start("p", "a", [&](Env& env) {
        env.after(4_s, [&] { notedAt(h, log, "4s"); });
        env.after(2_s, [&] { notedAt(h, log, "2s"); });
        env.compute(3_s, [&] { notedAt(h, log, "cpu at 3s"); });
        env.after(6_s, [&] { notedAt(h, log, "6s"); });
    });
    h.inject(t(1_s), pause("p"));
    h.inject(t(5_s), resume("p"));
    h.runUntil(t(10_s));
    EXPECT_EQ(log.words(), (Words{"2s", "cpu at 3s", "4s", "6s"}));
    EXPECT_EQ(log.times(), (Times{t(5_s), t(5_s), t(5_s), t(6_s)}));
}

TEST_P(Processes, P14WorkThatWasBegunGoesOnDuringAPause) {
    NEEDS(Power);
    World world = worldOf({"a"});
    world.hosts[0].unsynced = UnsyncedFate::Lost;
    EnvHarness& h = build(world);
    bool answered = false;
    std::string content;
    h.start("p", "a", [&](Env& env) {
        const auto file = env.disk().open("f", OpenMode::OpenOrCreate);
        ASSERT_TRUE(file);
        if (env.self().incarnation == 1) {
            ASSERT_TRUE(env.disk().append(*file, core::viewOf("kept")));
            env.disk().syncDir([](auto) {});
            env.disk().sync(*file, [&](auto) { answered = true; });
            return;
        }
        env.disk().read(*file, 0, 100, [&](auto bytes) {
            ASSERT_TRUE(bytes);
            content = core::textOf(*bytes);
        });
    });
    h.inject(t(1_ns), pause("p"));
    h.inject(t(1_s), powerOff("a"));
    h.inject(t(2_s), powerOn("a"));
    h.runUntil(t(3_s));
    EXPECT_FALSE(answered);
    EXPECT_EQ(content, "kept");
}

TEST_P(Processes, P15CrashDuringAPauseDropsWhatWaited) {
    EnvHarness& h = build({"a"});
    int fired = 0;
    h.start("p", "a", [&](Env& env) {
        if (env.self().incarnation == 1) {
            env.after(2_s, [&] { fired += 1; });
        }
    });
    h.inject(t(1_s), pause("p"));
    h.inject(t(3_s), crash("p"));
    h.inject(t(4_s), restart("p"));
    h.runUntil(t(10_s));
    EXPECT_EQ(fired, 0);
}

TEST_P(Processes, P16ActionRunsAsAHandlerAheadOfItsInstant) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    Log log;
    Script script;
    script.start = [&](Env& env) { env.after(2_s, [&] { notedAt(h, log, "timer"); }); };
    script.action = [&](Env& env, std::string_view name,
                        const Settings&) -> Result<void, std::string> {
        notedAt(h, log, std::string(name));
        env.after(1_s, [&] { notedAt(h, log, "after"); });
        return {};
    };
    h.start("p", "a", script);
    h.inject(t(2_s), action("p", "publish"));
    h.runUntil(t(10_s));
    EXPECT_EQ(log.words(), (Words{"publish", "timer", "after"}));
    EXPECT_EQ(log.times(), (Times{t(2_s), t(2_s), t(3_s)}));
    EXPECT_TRUE(h.refusals().empty());
}

TEST_P(Processes, P17ActionForAPausedOrDeadProcessIsRefused) {
    EnvHarness& h = build({"a"});
    int ran = 0;
    h.start("p", "a", [](Env&) {});
    h.inject(t(1_s), pause("p"));
    h.at(t(2_s), "p", [&](Env&) { ran += 1; });
    h.inject(t(3_s), resume("p"));
    h.inject(t(4_s), crash("p"));
    h.at(t(5_s), "p", [&](Env&) { ran += 1; });
    h.runUntil(t(10_s));
    EXPECT_EQ(ran, 0);
    EXPECT_EQ(h.refusals().size(), 2u);
}

TEST_P(Processes, P18ErrorOfAnActionIsReportedAsRefused) {
    EnvHarness& h = build({"a"});
    Script script;
    script.action = [](Env&, std::string_view, const Settings&) -> Result<void, std::string> {
        return Failure{std::string("not the leader")};
    };
    h.start("p", "a", script);
    h.inject(t(1_s), action("p", "scale"));
    h.runUntil(t(2_s));
    ASSERT_EQ(h.refusals().size(), 1u);
    EXPECT_NE(h.refusals()[0].find("not the leader"), std::string::npos) << h.refusals()[0];
}

TEST_P(Processes, P19ChangedSettingReachesTheProcess) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    Log log;
    Script script;
    script.setting = [&](Env&, std::string_view name, const SettingValue& value) {
        notedAt(h, log, std::string(name) + "=" + std::to_string(std::get<Duration>(value).ns));
    };
    h.start("p", "a", script);
    h.inject(t(1_s), changeSetting("p", "ttl", 30_ns));
    h.runUntil(t(2_s));
    EXPECT_EQ(log.words(), (Words{"ttl=30"}));
    EXPECT_EQ(log.times(), (Times{t(1_s)}));
}

} // namespace tests::env
