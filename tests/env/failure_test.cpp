// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

namespace tests::env {

TEST_P(Failures, E1HandlerRunsToItsEndAfterFail) {
    EnvHarness& h = build({"a"});
    bool reachedEnd = false;
    h.start("p", "a", [&](Env& env) {
        env.fail("gave up");
        reachedEnd = env.now() == env.now();
    });
    h.runUntil(t(1_s));
    EXPECT_TRUE(reachedEnd);
}

TEST_P(Failures, E2WhatTheHandlerDidStaysDone) {
    EnvHarness& h = build({"a", "b"});
    Log log;
    startReceiver(h, "b", "b", 9, log);
    std::uint64_t size = 0;
    h.start("a", "a", [&](Env& env) {
        const auto file = env.disk().open("f", OpenMode::OpenOrCreate);
        ASSERT_TRUE(file);
        if (env.self().incarnation > 1) {
            size = env.disk().size(*file).value_or(0U);
            return;
        }
        env.after(1_s, [&, file] {
            const auto socket = env.network().bind(0, "test", [](const Endpoint&, ByteView) {});
            ASSERT_TRUE(socket);
            ASSERT_TRUE(env.network().sendTo(*socket, h.endpoint("b", 9), core::bytesOf("before")));
            env.fail("gave up");
            ASSERT_TRUE(env.network().sendTo(*socket, h.endpoint("b", 9), core::bytesOf("after")));
            ASSERT_TRUE(env.disk().append(*file, core::viewOf("12345")));
        });
    });
    h.inject(t(2_s), restart("a"));
    h.runUntil(t(3_s));
    EXPECT_EQ(log.words(), (Words{"before", "after"}));
    EXPECT_EQ(size, 5u);
}

TEST_P(Failures, E3NoCallbackRunsAfterTheFailingHandler) {
    EnvHarness& h = build({"a"});
    int fired = 0;
    h.start("p", "a", [&](Env& env) {
        env.after(1_s, [&] { fired += 1; });
        env.fail("gave up");
        env.after(0_ns, [&] { fired += 1; });
        env.compute(0_ns, [&] { fired += 1; });
    });
    h.runUntil(t(10_s));
    EXPECT_EQ(fired, 0);
}

/// E3 for what would come to a stream right behind: each callback is a handler of its own.
TEST_P(Failures, AStreamsNextChunkDoesNotComeAfterFail) {
    World world = worldOf({"a", "b"});
    world.cutChunks = true;
    EnvHarness& h = build(world);
    int told = 0;
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(env.network().listen(80, {}, [&](StreamId, const Endpoint&) {
            StreamCallbacks calls;
            calls.data = [&](ByteView) {
                told += 1;
                env.fail("gave up");
            };
            calls.peerShutdown = [&] { told += 100; };
            calls.closed = [&](StreamEnd) { told += 10'000; };
            return calls;
        }));
    });
    StreamLog client;
    h.start("a", "a", [&](Env& env) {
        client.id = *env.network().connect(h.endpoint("b", 80), 5_s, {}, client.callbacks(h));
        env.after(1_s, [&] {
            EXPECT_EQ(env.network().send(client.id, Bytes(1'000)), 1'000U);
            EXPECT_EQ(env.network().send(client.id, Bytes(1'000)), 1'000U);
            env.network().shutdown(client.id);
        });
    });
    h.inject(t(500_ms), pause("b"));
    h.inject(t(2_s), resume("b"));
    h.runUntil(t(10_s));
    EXPECT_EQ(told, 1);
}

TEST_P(Failures, E4ToOthersFailIsACrash) {
    EnvHarness& h = build({"a", "b"});
    std::vector<std::uint32_t> incarnations;
    StartOptions options;
    options.restartOnFailure = true;
    h.start(
        "b", "b",
        [&](Env& env) {
            incarnations.push_back(env.self().incarnation);
            ASSERT_TRUE(env.network().listen(
                80, {}, [](StreamId, const Endpoint&) { return StreamCallbacks{}; }));
            if (env.self().incarnation == 1) {
                env.after(1_s, [&env] { env.fail("gave up"); });
            }
        },
        options);
    StreamLog client;
    h.start("a", "a", [&](Env& env) {
        ASSERT_TRUE(env.network().connect(h.endpoint("b", 80), 5_s, {}, client.callbacks(h)));
    });
    h.runUntil(t(10_s));
    EXPECT_EQ(client.end, StreamEnd::Reset);
    EXPECT_EQ(incarnations, (std::vector<std::uint32_t>{1, 2}));
}

TEST_P(Cancellation, X1CancelledTimerDoesNotFireEvenIfDueNow) {
    EnvHarness& h = build({"a"});
    int fired = 0;
    CallId second;
    h.start("p", "a", [&](Env& env) {
        const CallId early = env.after(1_s, [&] { fired += 100; });
        env.cancel(early);
        env.after(2_s, [&] { env.cancel(second); });
        second = env.after(2_s, [&] { fired += 10; });
        env.after(2_s, [&] { fired += 1; });
    });
    h.runUntil(t(3_s));
    EXPECT_EQ(fired, 1);
}

TEST_P(Cancellation, X2CancellingSuppressesDiskAndCpuCallbacks) {
    EnvHarness& h = build({"a"});
    int called = 0;
    h.start("p", "a", [&](Env& env) {
        const auto file = env.disk().open("f", OpenMode::CreateNew);
        ASSERT_TRUE(file);
        ASSERT_TRUE(env.disk().append(*file, core::viewOf("x")));
        env.cancel(env.disk().read(*file, 0, 1, [&](auto) { called += 1; }));
        env.cancel(env.disk().sync(*file, [&](auto) { called += 1; }));
        env.cancel(env.disk().syncDir([&](auto) { called += 1; }));
        env.cancel(env.compute(1_s, [&] { called += 1; }));
        env.cancel(env.disk().read(FileId{999}, 0, 1, [&](auto) { called += 1; }));
    });
    h.runUntil(t(10_s));
    EXPECT_EQ(called, 0);
}

TEST_P(Cancellation, X3CancelledSyncStillMakesDurable) {
    NEEDS(Power);
    World world = worldOf({"a"});
    world.hosts[0].unsynced = UnsyncedFate::Lost;
    EnvHarness& h = build(world);
    std::uint64_t size = 0;
    h.start("p", "a", [&](Env& env) {
        const auto file = env.disk().open("f", OpenMode::OpenOrCreate);
        ASSERT_TRUE(file);
        if (env.self().incarnation == 2) {
            size = env.disk().size(*file).value_or(0U);
            return;
        }
        ASSERT_TRUE(env.disk().append(*file, core::viewOf("1234")));
        env.cancel(env.disk().syncDir([](auto) {}));
        env.cancel(env.disk().sync(*file, [](auto) {}));
    });
    h.inject(t(1_s), powerOff("a"));
    h.inject(t(2_s), powerOn("a"));
    h.runUntil(t(3_s));
    EXPECT_EQ(size, 4u);
}

TEST_P(Cancellation, X4CancelledComputationOccupiesItsCore) {
    NEEDS(CpuFaults);
    EnvHarness& h = build({"a"});
    Times done;
    h.start("p", "a", [&](Env& env) {
        const CallId first = env.compute(5_s, [] {});
        env.compute(1_s, [&] { done.push_back(h.now()); });
        env.after(2_s, [&env, first] { env.cancel(first); });
    });
    h.runUntil(t(10_s));
    EXPECT_EQ(done, (Times{t(6_s)}));
}

TEST_P(Cancellation, X5CancellingTheUnknownIsIgnored) {
    EnvHarness& h = build({"a"});
    std::string order;
    CallId self;
    h.start("p", "a", [&](Env& env) {
        env.cancel(CallId{});
        env.cancel(CallId{987'654'321});
        self = env.after(1_s, [&] {
            order += 'a';
            env.cancel(self);
            env.after(1_s, [&] { order += 'b'; });
            env.cancel(self);
        });
        const CallId dropped = env.after(1_s, [&] { order += 'x'; });
        env.cancel(dropped);
        env.cancel(dropped);
    });
    h.runUntil(t(5_s));
    EXPECT_EQ(order, "ab");
}

TEST_P(Cancellation, X6WhatWaitedForTheResumeCanBeCancelled) {
    EnvHarness& h = build({"a"});
    std::string order;
    CallId later;
    CallId computation;
    CallId sync;
    h.start("p", "a", [&](Env& env) {
        env.after(2_s, [&] {
            order += 'a';
            env.cancel(later);
            env.cancel(computation);
            env.cancel(sync);
        });
        later = env.after(3_s, [&] { order += 'x'; });
        computation = env.compute(3_s, [&] { order += 'y'; });
        env.after(900_ms, [&] {
            for (int i = 0; i < 1'000; ++i) { // busy until after the pause has begun
                env.disk().syncDir([](auto) {});
            }
            sync = env.disk().syncDir([&](auto) { order += 'z'; });
        });
        env.after(4_s, [&] { order += 'b'; });
    });
    h.inject(t(1_s), pause("p"));
    h.inject(t(10_s), resume("p"));
    h.runUntil(t(20_s));
    EXPECT_EQ(order, "ab");
}

} // namespace tests::env
