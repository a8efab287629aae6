// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

namespace tests::env {
namespace {

std::size_t send(Env& env, const StreamLog& log, const std::string& text) {
    return env.network().send(log.id, core::viewOf(text));
}

} // namespace

TEST_P(Streams, S28ShutdownDeliversEverythingThenTellsThePeerOnce) {
    World world = worldOf({"a", "b"});
    world.cutChunks = can(Capability::CutChunks);
    EnvHarness& h = build(world);
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "a", [&](Env& env) {
        EXPECT_EQ(send(env, pair.client, std::string(100'000, 'x')), 100'000u);
        EXPECT_EQ(send(env, pair.client, "end"), 3u);
        env.network().shutdown(pair.client.id);
    });
    h.runUntil(t(1_min));
    EXPECT_EQ(pair.server.data, std::string(100'000, 'x') + "end");
    ASSERT_EQ(pair.server.shutdownAt.size(), 1u);
    EXPECT_GE(pair.server.shutdownAt[0], pair.server.dataAt.back());
    EXPECT_FALSE(pair.server.end);
}

TEST_P(Streams, S29NothingIsAcceptedAfterShutdown) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    std::size_t accepted = 0;
    h.at(t(1_s), "a", [&](Env& env) {
        env.network().shutdown(pair.client.id);
        accepted += send(env, pair.client, "late");
        env.network().shutdown(pair.client.id);
    });
    h.at(t(2_s), "a", [&](Env& env) {
        accepted += send(env, pair.client, "later");
        env.network().shutdown(pair.client.id);
    });
    h.runUntil(t(5_s));
    EXPECT_EQ(accepted, 0u);
    EXPECT_TRUE(pair.server.data.empty());
    EXPECT_EQ(pair.server.shutdownAt.size(), 1u);
}

TEST_P(Streams, S30OtherDirectionStaysOpenAfterAShutdown) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "a", [&](Env& env) {
        send(env, pair.client, "question");
        env.network().shutdown(pair.client.id);
    });
    h.at(t(100_s), "b", [&](Env& env) { EXPECT_EQ(send(env, pair.server, "answer"), 6u); });
    h.runUntil(t(101_s));
    EXPECT_EQ(pair.server.data, "question");
    EXPECT_EQ(pair.client.data, "answer");
    EXPECT_FALSE(pair.client.end);
    EXPECT_FALSE(pair.server.end);
}

TEST_P(Streams, S31BothShutDownsFinishTheStream) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "a", [&](Env& env) {
        send(env, pair.client, "bye");
        env.network().shutdown(pair.client.id);
    });
    h.at(t(2_s), "b", [&](Env& env) {
        send(env, pair.server, "good bye");
        env.network().shutdown(pair.server.id);
    });
    h.runUntil(t(1_min));
    for (const StreamLog* log : {&pair.client, &pair.server}) {
        EXPECT_EQ(log->end, StreamEnd::Finished);
        EXPECT_EQ(log->closedAt.size(), 1u);
        EXPECT_EQ(log->shutdownAt.size(), 1u);
        EXPECT_GE(log->closedAt.at(0), t(2_s));
        EXPECT_LT(log->closedAt.at(0), t(3_s));
    }
    EXPECT_EQ(pair.server.data, "bye");
    EXPECT_EQ(pair.client.data, "good bye");
}

TEST_P(Streams, S32EndOfTheStreamWaitsBehindUnreadBytes) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "b", [&](Env& env) {
        env.network().pauseReading(pair.server.id);
        env.network().shutdown(pair.server.id);
    });
    h.at(t(2_s), "a", [&](Env& env) {
        send(env, pair.client, "unread");
        env.network().shutdown(pair.client.id);
    });
    h.runUntil(t(1_min));
    EXPECT_TRUE(pair.server.shutdownAt.empty());
    EXPECT_FALSE(pair.server.end);
    h.at(t(2_min), "b", [&](Env& env) { env.network().resumeReading(pair.server.id); });
    h.runUntil(t(3_min));
    EXPECT_EQ(pair.server.data, "unread");
    EXPECT_EQ(pair.server.shutdownAt.size(), 1u);
    EXPECT_EQ(pair.server.end, StreamEnd::Finished);
    EXPECT_EQ(pair.client.end, StreamEnd::Finished);
}

TEST_P(Streams, S33NothingFollowsClosed) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "a", [&](Env& env) {
        env.network().pauseReading(pair.client.id);
        send(env, pair.client, std::string(400'000, 'x'));
    });
    h.at(t(1_s), "b", [&](Env& env) {
        env.network().pauseReading(pair.server.id);
        send(env, pair.server, "hello");
    });
    h.at(t(2_s), "b", [&](Env& env) { env.network().abort(pair.server.id); });
    h.at(t(3_s), "a", [&](Env& env) {
        env.network().resumeReading(pair.client.id);
        env.network().shutdown(pair.client.id);
        env.network().abort(pair.client.id);
    });
    h.runUntil(t(1_min));
    EXPECT_EQ(pair.client.end, StreamEnd::Reset);
    EXPECT_EQ(pair.client.closedAt.size(), 1u);
    EXPECT_EQ(pair.client.afterClosed, 0);
}

TEST_P(Streams, S34AbortResetsThePeerOneLatencyLater) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "a", [&](Env& env) { env.network().abort(pair.client.id); });
    h.runUntil(t(2_s));
    EXPECT_EQ(pair.server.end, StreamEnd::Reset);
    EXPECT_EQ(pair.server.closedAt, (Times{t(1_s + 1_ms + 320_ns)}));
}

TEST_P(Streams, S35AbortSilencesOurEnd) {
    EnvHarness& h = build({"a", "b"});
    int calls = 0;
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(env.network().listen(80, {}, [&](StreamId stream, const Endpoint&) {
            StreamCallbacks c;
            c.data = [&, stream](ByteView) {
                calls += 1;
                env.network().abort(stream);
            };
            c.peerShutdown = [&] { calls += 10; };
            c.closed = [&](StreamEnd) { calls += 100; };
            return c;
        }));
    });
    StreamLog client;
    h.start("a", "a", [&](Env& env) {
        client.id = *env.network().connect(h.endpoint("b", 80), 5_s, {}, client.callbacks(h));
    });
    h.at(t(1_s), "a", [&](Env& env) {
        send(env, client, "one");
        send(env, client, "two");
        env.network().shutdown(client.id);
    });
    h.runUntil(t(1_min));
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(client.end, StreamEnd::Reset);
}

TEST_P(Streams, S36UndeliveredBytesAreLostWithTheReset) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "b", [&](Env& env) { env.network().pauseReading(pair.server.id); });
    h.at(t(2_s), "a", [&](Env& env) { send(env, pair.client, "unread"); });
    h.at(t(3_s), "a", [&](Env& env) { env.network().abort(pair.client.id); });
    h.at(t(4_s), "b", [&](Env& env) { env.network().resumeReading(pair.server.id); });
    h.runUntil(t(5_s));
    EXPECT_EQ(pair.server.end, StreamEnd::Reset);
    EXPECT_LT(pair.server.closedAt.at(0), t(4_s));
    EXPECT_TRUE(pair.server.data.empty());
}

TEST_P(Streams, S37CrashResetsTheStreamsOfTheProcess) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.inject(t(3_s), crash("b"));
    h.runUntil(t(10_s));
    EXPECT_EQ(pair.client.end, StreamEnd::Reset);
    EXPECT_EQ(pair.client.closedAt, (Times{t(3_s + 1_ms + 320_ns)}));
    EXPECT_TRUE(pair.server.closedAt.empty());
}

} // namespace tests::env
