// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

#include <numeric>

namespace tests::env {
namespace {

constexpr std::size_t kWindow = core::runtime::kDefaultWindow;

std::string pattern(std::size_t size) {
    std::string text(size, ' ');
    for (std::size_t i = 0; i < size; ++i) {
        text[i] = static_cast<char>('!' + (i * 7 + i / 251) % 90);
    }
    return text;
}

std::size_t send(Env& env, const StreamLog& log, const std::string& text) {
    return env.network().send(log.id, core::viewOf(text));
}

} // namespace

TEST_P(Streams, S15BytesArriveUnchangedInOrderInAnyChunks) {
    World world = worldOf({"a", "b"});
    world.cutChunks = can(Capability::CutChunks);
    EnvHarness& h = build(world);
    Pair pair;
    openPair(h, pair);
    const std::string big = pattern(200'000);
    std::string sent;
    h.at(t(1_s), "a", [&](Env& env) {
        for (const std::size_t size : {10, 30'000, 1, 100'000, 5'000}) {
            EXPECT_EQ(send(env, pair.client, big.substr(sent.size(), size)), size);
            sent += big.substr(sent.size(), size);
        }
    });
    h.runUntil(t(5_s));
    EXPECT_EQ(pair.server.data, sent);
    const auto& chunks = pair.server.chunks;
    EXPECT_EQ(std::accumulate(chunks.begin(), chunks.end(), std::size_t{0}), sent.size());
    EXPECT_TRUE(std::find(chunks.begin(), chunks.end(), 0u) == chunks.end());
    if (can(Capability::CutChunks)) {
        EXPECT_NE(chunks, (std::vector<std::size_t>{10, 30'000, 1, 100'000, 5'000}));
    }
}

TEST_P(Streams, S16SmallSendTakesLatencyPlusItsSizeOnTheWire) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "a", [&](Env& env) { send(env, pair.client, pattern(960)); });
    h.at(t(2_s), "b", [&](Env& env) { send(env, pair.server, pattern(60)); });
    h.runUntil(t(5_s));
    EXPECT_EQ(pair.server.dataAt, (Times{t(1_s + 1_ms + 8_us)}));
    EXPECT_EQ(pair.client.dataAt, (Times{t(2_s + 1_ms + 800_ns)}));
}

TEST_P(Streams, S17SendAcceptsNothingBeforeConnected) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    std::size_t early = 99;
    h.start("c", "a", [&](Env& env) {
        const auto stream = env.network().connect(h.endpoint("b", 80), 5_s, {}, {});
        ASSERT_TRUE(stream);
        early = env.network().send(*stream, core::viewOf("too early"));
    });
    h.runUntil(t(5_s));
    EXPECT_EQ(early, 0u);
    EXPECT_TRUE(pair.server.data.empty());
}

TEST_P(Streams, S18SendAcceptsWhatTheWindowHasRoomFor) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    const std::string text = pattern(kWindow + 50'000);
    std::vector<std::size_t> accepted;
    h.at(t(1_s), "a", [&](Env& env) {
        accepted.push_back(send(env, pair.client, text.substr(0, 100'000)));
        accepted.push_back(send(env, pair.client, text.substr(100'000)));
        accepted.push_back(send(env, pair.client, "x"));
    });
    h.at(t(3_s), "a", [&](Env& env) { accepted.push_back(send(env, pair.client, text)); });
    h.runUntil(t(2_s));
    EXPECT_EQ(pair.server.data, text.substr(0, kWindow));
    h.runUntil(t(5_s));
    EXPECT_EQ(accepted, (std::vector<std::size_t>{100'000, kWindow - 100'000, 0, kWindow}));
}

TEST_P(Streams, S19ReceiveWindowOfEitherEndSetsTheWindow) {
    EnvHarness& h = build({"a", "b"});
    StreamOptions clientOptions;
    clientOptions.receiveWindow = 1'000;
    StreamOptions serverOptions;
    serverOptions.receiveWindow = 5'000;
    Pair pair;
    openPair(h, pair, clientOptions, serverOptions);
    std::size_t toServer = 0;
    std::size_t toClient = 0;
    h.at(t(1_s), "a", [&](Env& env) { toServer = send(env, pair.client, pattern(9'000)); });
    h.at(t(1_s), "b", [&](Env& env) { toClient = send(env, pair.server, pattern(9'000)); });
    h.runUntil(t(5_s));
    EXPECT_EQ(toServer, 5'000u);
    EXPECT_EQ(toClient, 1'000u);
    EXPECT_EQ(pair.server.data, pattern(5'000));
    EXPECT_EQ(pair.client.data, pattern(1'000));
}

TEST_P(Streams, S20DrainedFollowsAShortSend) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "a", [&](Env& env) { send(env, pair.client, pattern(kWindow + 1)); });
    h.runUntil(t(5_s));
    ASSERT_EQ(pair.client.drainedAt.size(), 1u);
    EXPECT_GT(pair.client.drainedAt[0], t(1_s));
    EXPECT_LT(pair.client.drainedAt[0], t(2_s));
    std::size_t more = 0;
    h.at(t(6_s), "a", [&](Env& env) { more = send(env, pair.client, "more"); });
    h.runUntil(t(7_s));
    EXPECT_EQ(more, 4u);
}

TEST_P(Streams, S21DrainedIsNotCalledWithoutAShortSend) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "a", [&](Env& env) { send(env, pair.client, pattern(kWindow)); });
    h.at(t(3_s), "a", [&](Env& env) { send(env, pair.client, "x"); });
    h.runUntil(t(5_s));
    EXPECT_TRUE(pair.client.drainedAt.empty());
    EXPECT_EQ(pair.server.data.size(), kWindow + 1);
}

TEST_P(Streams, S22PausedReadingDeliversNothing) {
    World world = worldOf({"a", "b"});
    world.cutChunks = can(Capability::CutChunks);
    EnvHarness& h = build(world);
    std::size_t received = 0;
    int calls = 0;
    StreamLog client;
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(env.network().listen(80, {}, [&](StreamId stream, const Endpoint&) {
            StreamCallbacks c;
            c.data = [&, stream](ByteView bytes) {
                received += bytes.size();
                calls += 1;
                env.network().pauseReading(stream);
            };
            return c;
        }));
    });
    h.start("a", "a", [&](Env& env) {
        client.id = *env.network().connect(h.endpoint("b", 80), 5_s, {}, client.callbacks(h));
    });
    h.at(t(1_s), "a", [&](Env& env) {
        send(env, client, "one");
        send(env, client, pattern(20'000));
        send(env, client, "three");
    });
    h.at(t(2_s), "a", [&](Env& env) { send(env, client, "four"); });
    h.runUntil(t(5_s));
    EXPECT_EQ(calls, 1);
    EXPECT_LT(received, 20'012u);
}

TEST_P(Streams, S23SenderCanFillTheWindowAndNoMore) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "b", [&](Env& env) { env.network().pauseReading(pair.server.id); });
    std::size_t total = 0;
    for (int i = 0; i < 10; ++i) {
        h.at(t(2_s + 1_s * i), "a",
             [&](Env& env) { total += send(env, pair.client, pattern(60'000)); });
    }
    h.runUntil(t(20_s));
    EXPECT_EQ(total, kWindow);
    EXPECT_TRUE(pair.server.data.empty());
    EXPECT_TRUE(pair.client.drainedAt.empty());
}

TEST_P(Streams, S24ResumeReadingDeliversAndMakesRoom) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "b", [&](Env& env) { env.network().pauseReading(pair.server.id); });
    h.at(t(2_s), "a", [&](Env& env) { send(env, pair.client, pattern(kWindow + 1)); });
    std::size_t duringCall = 1;
    h.at(t(5_s), "b", [&](Env& env) {
        env.network().resumeReading(pair.server.id);
        duringCall = pair.server.data.size();
    });
    h.runUntil(t(4_s));
    EXPECT_TRUE(pair.client.drainedAt.empty());
    h.runUntil(t(6_s));
    EXPECT_EQ(duringCall, 0u);
    EXPECT_EQ(pair.server.data, pattern(kWindow));
    ASSERT_EQ(pair.client.drainedAt.size(), 1u);
    EXPECT_GE(pair.client.drainedAt[0], t(5_s));
}

TEST_P(Streams, S25ReaderThatDoesNotReadNeverTimesTheStreamOut) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "b", [&](Env& env) { env.network().pauseReading(pair.server.id); });
    h.at(t(2_s), "a", [&](Env& env) { send(env, pair.client, pattern(kWindow + 1)); });
    h.runUntil(t(1_h));
    EXPECT_FALSE(pair.client.end);
    EXPECT_FALSE(pair.server.end);
    h.at(t(1_h + 1_s), "b", [&](Env& env) { env.network().resumeReading(pair.server.id); });
    h.runUntil(t(2_h));
    EXPECT_EQ(pair.server.data.size(), kWindow);
}

TEST_P(Streams, S26HostOfAPausedProcessAcknowledges) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.inject(t(1_s), pause("b"));
    std::size_t accepted = 0;
    h.at(t(2_s), "a", [&](Env& env) {
        accepted += send(env, pair.client, pattern(kWindow));
        accepted += send(env, pair.client, "x");
    });
    h.runUntil(t(10_min));
    EXPECT_EQ(accepted, kWindow);
    EXPECT_FALSE(pair.client.end);
    EXPECT_TRUE(pair.server.data.empty());
    h.inject(t(11_min), resume("b"));
    h.runUntil(t(12_min));
    EXPECT_EQ(pair.server.data, pattern(kWindow));
    EXPECT_EQ(pair.client.drainedAt.size(), 1u);
}

TEST_P(Streams, S27UnknownStreamsAreIgnored) {
    EnvHarness& h = build({"a", "b"});
    Pair pair;
    openPair(h, pair);
    h.at(t(1_s), "b", [&](Env& env) { env.network().abort(pair.server.id); });
    std::size_t accepted = 0;
    h.at(t(2_s), "a", [&](Env& env) {
        core::runtime::Network& net = env.network();
        for (const StreamId id : {StreamId{}, StreamId{987'654'321}, pair.client.id}) {
            accepted += net.send(id, core::viewOf("x"));
            net.shutdown(id);
            net.pauseReading(id);
            net.resumeReading(id);
            net.abort(id);
        }
    });
    h.runUntil(t(5_s));
    EXPECT_EQ(pair.client.end, StreamEnd::Reset);
    EXPECT_EQ(accepted, 0u);
    EXPECT_EQ(pair.client.afterClosed, 0);
}

} // namespace tests::env
