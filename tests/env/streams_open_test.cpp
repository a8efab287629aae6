// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

#include <deque>

namespace tests::env {
namespace {

const auto kAccept = [](StreamId, const Endpoint&) { return StreamCallbacks{}; };

/// Process "a" connects to port 80 of a host at an instant.
void connectAt(EnvHarness& h, Time when, StreamLog& log, Duration timeout,
               std::string host = "b") {
    h.at(when, "a", [&h, &log, timeout, host](Env& env) {
        const auto stream =
            env.network().connect(h.endpoint(host, 80), timeout, {}, log.callbacks(h));
        ASSERT_TRUE(stream);
        log.id = *stream;
    });
}

void startListener(EnvHarness& h, int* accepted = nullptr) {
    h.start("b", "b", [accepted](Env& env) {
        ASSERT_TRUE(env.network().listen(80, {}, [accepted](StreamId, const Endpoint&) {
            if (accepted != nullptr) {
                *accepted += 1;
            }
            return StreamCallbacks{};
        }));
    });
}

void startIdle(EnvHarness& h, const std::string& name) {
    h.start(name, name, [](Env&) {});
}

} // namespace

TEST_P(Streams, S1ConnectTakesOneRoundTrip) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a", "b"});
    startListener(h);
    startIdle(h, "a");
    StreamLog log;
    connectAt(h, t(1_s), log, 5_s);
    h.runUntil(t(10_s));
    EXPECT_EQ(log.connectedAt, (Times{t(1_s + 2_ms)}));
    EXPECT_FALSE(log.end);
}

TEST_P(Streams, S2ListenerIsToldOnceWithTheClientsEndpoint) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "a", [&](Env& env) { env.network().send(pair.client.id, core::viewOf("x")); });
    h.runUntil(t(2_s));
    EXPECT_EQ(pair.accepted, 1);
    EXPECT_TRUE(pair.server.connectedAt.empty());
    EXPECT_EQ(pair.server.peer.address, h.addressOf("a"));
    EXPECT_GE(pair.server.peer.port, 49'152);
    EXPECT_EQ(pair.server.data, "x");
}

TEST_P(Streams, S3ConnectWhereNobodyListensIsRefused) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a", "b"});
    startIdle(h, "a");
    startIdle(h, "b");
    StreamLog log;
    connectAt(h, t(1_s), log, 5_s);
    h.runUntil(t(10_s));
    EXPECT_EQ(log.end, StreamEnd::Refused);
    EXPECT_EQ(log.closedAt, (Times{t(1_s + 2_ms)}));
}

TEST_P(Streams, S4ConnectToAHostOutOfReachTimesOut) {
    NEEDS(Power);
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b", "c"});
    startIdle(h, "a");
    startListener(h);
    h.start("c", "c", [](Env& env) { ASSERT_TRUE(env.network().listen(80, {}, kAccept)); });
    h.inject(t(500_ms), powerOff("b"));
    h.inject(t(500_ms), partition({{"a"}, {"c"}}));
    StreamLog dark;
    StreamLog cutOff;
    StreamLog nobody;
    connectAt(h, t(1_s), dark, 3_s);
    connectAt(h, t(1_s), cutOff, 4_s, "c");
    h.at(t(1_s), "a", [&](Env& env) {
        ASSERT_TRUE(env.network().connect({Address{0x0a0000fa}, 80}, 5_s, {}, nobody.callbacks(h)));
    });
    h.runUntil(t(1_min));
    EXPECT_EQ(dark.closedAt, (Times{t(4_s)}));
    EXPECT_EQ(cutOff.closedAt, (Times{t(5_s)}));
    EXPECT_EQ(nobody.closedAt, (Times{t(6_s)}));
    for (const StreamLog* log : {&dark, &cutOff, &nobody}) {
        EXPECT_EQ(log->end, StreamEnd::TimedOut);
    }
}

TEST_P(Streams, S5ExactlyOneOutcomeFollowsNeverDuringTheCall) {
    EnvHarness& h = build({"a", "b"});
    startListener(h);
    int duringCall = 0;
    StreamLog good;
    StreamLog refused;
    StreamLog own;
    h.start("a", "a", [&](Env& env) {
        env.after(1_s, [&] {
            core::runtime::Network& net = env.network();
            ASSERT_TRUE(net.connect(h.endpoint("b", 80), 2_s, {}, good.callbacks(h)));
            ASSERT_TRUE(net.connect(h.endpoint("b", 81), 2_s, {}, refused.callbacks(h)));
            ASSERT_TRUE(net.connect(h.endpoint("a", 81), 2_s, {}, own.callbacks(h)));
            for (const StreamLog* log : {&good, &refused, &own}) {
                duringCall += static_cast<int>(log->connectedAt.size() + log->closedAt.size());
            }
        });
    });
    h.runUntil(t(10_s));
    EXPECT_EQ(duringCall, 0);
    EXPECT_EQ(good.connectedAt.size(), 1u);
    EXPECT_EQ(good.closedAt.size(), 0u);
    for (const StreamLog* log : {&refused, &own}) {
        EXPECT_EQ(log->connectedAt.size(), 0u);
        EXPECT_EQ(log->closedAt.size(), 1u);
    }
}

TEST_P(Streams, S6AbortBeforeTheOutcomeSilencesIt) {
    EnvHarness& h = build({"a", "b"});
    startListener(h);
    StreamLog good;
    StreamLog refused;
    h.start("a", "a", [&](Env& env) {
        core::runtime::Network& net = env.network();
        const auto first = net.connect(h.endpoint("b", 80), 2_s, {}, good.callbacks(h));
        const auto second = net.connect(h.endpoint("b", 81), 2_s, {}, refused.callbacks(h));
        ASSERT_TRUE(first && second);
        net.abort(*first);
        net.abort(*second);
    });
    h.runUntil(t(10_s));
    for (const StreamLog* log : {&good, &refused}) {
        EXPECT_TRUE(log->connectedAt.empty());
        EXPECT_TRUE(log->closedAt.empty());
    }
}

TEST_P(Streams, S7ConnectSucceedsIfTheNetworkHealsInTime) {
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b"});
    int accepted = 0;
    startListener(h, &accepted);
    startIdle(h, "a");
    h.inject(t(500_ms), partition({{"a"}, {"b"}}));
    StreamLog log;
    connectAt(h, t(1_s), log, 20_s);
    h.inject(t(3_s), heal());
    h.runUntil(t(1_min));
    ASSERT_EQ(log.connectedAt.size(), 1u);
    EXPECT_GT(log.connectedAt[0], t(3_s));
    EXPECT_LT(log.connectedAt[0], t(10_s));
    EXPECT_EQ(accepted, 1);
}

TEST_P(Streams, S8ConnectionNeedsBothDirections) {
    NEEDS(NetworkFaults);
    for (const bool forward : {true, false}) {
        EnvHarness& h = build({"a", "b"});
        startListener(h);
        startIdle(h, "a");
        using Groups = std::vector<std::vector<std::string>>;
        h.inject(t(500_ms), partition(forward ? Groups{{"a"}, {"b"}} : Groups{{"b"}, {"a"}}, true));
        StreamLog log;
        connectAt(h, t(1_s), log, 3_s);
        h.runUntil(t(1_min));
        EXPECT_TRUE(log.connectedAt.empty());
        EXPECT_EQ(log.end, StreamEnd::TimedOut);
    }
}

TEST_P(Streams, S9ConnectionToTheOwnHostCrossesNoLink) {
    World world = worldOf({"a", "b"});
    world.link.lossPerMillion = can(Capability::NetworkFaults) ? 1'000'000 : 0;
    EnvHarness& h = build(world);
    StreamLog client;
    StreamLog server;
    h.start("p", "a", [&](Env& env) {
        ASSERT_TRUE(env.network().listen(80, {}, [&](StreamId stream, const Endpoint&) {
            server.id = stream;
            return server.callbacks(h);
        }));
    });
    h.start("a", "a", [&](Env& env) {
        client.id = *env.network().connect(h.endpoint("a", 80), 5_s, {}, client.callbacks(h));
    });
    h.at(t(1_s), "a", [&](Env& env) {
        EXPECT_EQ(env.network().send(client.id, core::viewOf("hello")), 5u);
    });
    h.at(t(1_s), "p", [&](Env& env) {
        EXPECT_EQ(env.network().send(server.id, core::viewOf("welcome")), 7u);
    });
    h.runUntil(t(2_s));
    EXPECT_EQ(server.data, "hello");
    EXPECT_EQ(client.data, "welcome");
}

TEST_P(Streams, S10HostAcceptsForAPausedProcess) {
    EnvHarness& h = build({"a", "b"});
    int accepted = 0;
    startListener(h, &accepted);
    startIdle(h, "a");
    h.inject(t(500_ms), pause("b"));
    StreamLog log;
    connectAt(h, t(1_s), log, 5_s);
    h.runUntil(t(3_s));
    ASSERT_EQ(log.connectedAt.size(), 1u);
    EXPECT_LT(log.connectedAt[0], t(2_s));
    EXPECT_EQ(accepted, 0);
    h.inject(t(4_s), resume("b"));
    h.runUntil(t(5_s));
    EXPECT_EQ(accepted, 1);
    EXPECT_FALSE(log.end);
}

TEST_P(Streams, S11BacklogOfAPausedProcessHolds128) {
    EnvHarness& h = build({"a", "b"});
    int accepted = 0;
    startListener(h, &accepted);
    startIdle(h, "a");
    h.inject(t(500_ms), pause("b"));
    std::deque<StreamLog> logs(130);
    h.at(t(1_s), "a", [&](Env& env) {
        for (StreamLog& log : logs) {
            ASSERT_TRUE(env.network().connect(h.endpoint("b", 80), 5_s, {}, log.callbacks(h)));
        }
    });
    h.runUntil(t(30_s));
    int connected = 0;
    int full = 0;
    for (const StreamLog& log : logs) {
        connected += static_cast<int>(log.connectedAt.size());
        full += log.end == StreamEnd::BacklogFull && log.closedAt[0] >= t(6_s) ? 1 : 0;
    }
    EXPECT_EQ(connected, 128);
    EXPECT_EQ(full, 2);
    h.inject(t(31_s), resume("b"));
    h.runUntil(t(32_s));
    EXPECT_EQ(accepted, 128);
}

TEST_P(Streams, S12ClosedListenerRefusesButItsStreamsLiveOn) {
    EnvHarness& h = build({"a", "b"});
    core::runtime::ListenerId listener;
    StreamLog server;
    h.start("b", "b", [&](Env& env) {
        listener = *env.network().listen(80, {}, [&](StreamId stream, const Endpoint&) {
            server.id = stream;
            return server.callbacks(h);
        });
    });
    startIdle(h, "a");
    StreamLog first;
    StreamLog second;
    connectAt(h, t(1_s), first, 5_s);
    h.at(t(2_s), "b", [&](Env& env) {
        env.network().closeListener(listener);
        env.network().closeListener(listener);
    });
    connectAt(h, t(3_s), second, 5_s);
    h.at(t(4_s), "a", [&](Env& env) {
        EXPECT_EQ(env.network().send(first.id, core::viewOf("still")), 5u);
    });
    h.runUntil(t(10_s));
    EXPECT_EQ(second.end, StreamEnd::Refused);
    EXPECT_FALSE(first.end);
    EXPECT_EQ(server.data, "still");
}

TEST_P(Streams, S13PortOfTheHostCanBeListenedAtOnce) {
    EnvHarness& h = build({"a"});
    std::optional<NetworkError> error;
    bool freed = false;
    h.start("p", "a", [&](Env& env) {
        const auto listener = env.network().listen(80, {}, kAccept);
        ASSERT_TRUE(listener);
        env.after(2_s, [&env, listener] { env.network().closeListener(*listener); });
    });
    h.start("q", "a", [&](Env& env) {
        const auto taken = env.network().listen(80, {}, kAccept);
        ASSERT_FALSE(taken);
        error = taken.error();
        env.after(3_s, [&] { freed = env.network().listen(80, {}, kAccept).has_value(); });
    });
    h.runUntil(t(5_s));
    EXPECT_EQ(error, NetworkError::PortInUse);
    EXPECT_TRUE(freed);
}

TEST_P(Streams, S14AcceptingSideMaySendAndAbortInTheListenersCallback) {
    EnvHarness& h = build({"a", "b"});
    bool greet = true;
    StreamLog server;
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(env.network().listen(80, {}, [&](StreamId stream, const Endpoint&) {
            if (greet) {
                EXPECT_EQ(env.network().send(stream, core::viewOf("220 ready")), 9u);
            } else {
                env.network().abort(stream);
            }
            greet = false;
            return server.callbacks(h);
        }));
    });
    startIdle(h, "a");
    StreamLog first;
    StreamLog second;
    connectAt(h, t(1_s), first, 5_s);
    connectAt(h, t(2_s), second, 5_s);
    h.runUntil(t(10_s));
    EXPECT_EQ(first.data, "220 ready");
    ASSERT_EQ(first.connectedAt.size(), 1u);
    EXPECT_GE(first.dataAt.at(0), first.connectedAt[0]);
    EXPECT_EQ(second.end, StreamEnd::Reset);
    EXPECT_TRUE(server.closedAt.empty());
}

} // namespace tests::env
