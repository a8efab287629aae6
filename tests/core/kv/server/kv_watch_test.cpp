// SPDX-License-Identifier: Apache-2.0
#include "tests/core/kv/server/kv_server_fixture.h"

namespace core::kv {
namespace {

using namespace literals;

class KvWatchTest : public KvServerTest {
protected:
    int put(const std::string& key, const std::string& value) {
        return ask("PUT", "/kv/" + key, R"({"value":")" + value + R"("})");
    }
    /// A change made behind the HTTP interface, as by another member's client.
    void apply(const Command& command) {
        group().machine->apply(++group().applied, raft::encodeWithoutSession(encode(command)));
        world.run(10_ms);
    }
};

TEST_F(KvWatchTest, AWatchIsAnsweredWithTheNextChange) {
    startServer();
    put("a", "1");
    send(requestOf("GET", "/kv/a?wait=30s&since=2"));
    world.run(5_s);
    EXPECT_FALSE(response.has_value());
    apply(Put{"b", "x", kNoLease, Always{}});
    EXPECT_FALSE(response.has_value()) << "another key";
    apply(Put{"a", "2", kNoLease, Always{}});
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(answer()["revision"], 4);
    ASSERT_EQ(answer()["events"].size(), 1u);
    EXPECT_EQ(answer()["events"][0]["type"], "put");
    EXPECT_EQ(answer()["events"][0]["value"], "2");
}

TEST_F(KvWatchTest, AWatcherThatIsBehindIsAnsweredAtOnce) {
    startServer();
    put("a/1", "1");
    put("b", "1");
    ask("DELETE", "/kv/a/1");
    EXPECT_EQ(ask("GET", "/kv/?prefix=a/&wait=30s&since=1"), 200);
    ASSERT_EQ(answer()["events"].size(), 2u);
    EXPECT_EQ(answer()["events"][1],
              Json::parse(R"({"type":"delete","key":"a/1","mod-revision":4})"));
    EXPECT_EQ(answer()["revision"], 4);
}

TEST_F(KvWatchTest, AKeyThatBeginsAlikeIsNotWatched) {
    startServer();
    send(requestOf("GET", "/kv/a?wait=30s"));
    world.run(10_ms);
    apply(Put{"ab", "x", kNoLease, Always{}});
    EXPECT_FALSE(response.has_value());
}

TEST_F(KvWatchTest, AWatchWithoutAChangeEndsEmptyAndGoesOnFromThere) {
    startServer();
    put("b", "1");
    send(requestOf("GET", "/kv/a?wait=2s&since=1"));
    world.run(3_s);
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 200);
    EXPECT_TRUE(answer()["events"].empty());
    EXPECT_EQ(answer()["revision"], 2);
}

TEST_F(KvWatchTest, AWatchFromBeforeTheHistoryIsGone) {
    startServer();
    put("a", "1");
    put("a", "2");
    apply(Compact{3});
    EXPECT_EQ(ask("GET", "/kv/a?wait=30s&since=1"), 410);
    EXPECT_EQ(error(), "compacted");
    EXPECT_EQ(answer()["compact-revision"], 3);
    EXPECT_EQ(events("kv-watch-compacted"), 1u);
}

TEST_F(KvWatchTest, AWatcherOfAQuietKeyOutlivesCompaction) {
    startServer();
    send(requestOf("GET", "/kv/a?wait=60s&since=1"));
    world.run(10_ms);
    for (int i = 0; i < 3; ++i) {
        apply(Put{"b", "x", kNoLease, Always{}});
    }
    apply(Compact{4});
    EXPECT_FALSE(response.has_value());
    apply(Put{"a", "x", kNoLease, Always{}});
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 200);
}

TEST_F(KvWatchTest, FollowersAnswerWatchesToo) {
    startServer();
    group().setLeads(false, 2);
    send(requestOf("GET", "/kv/a?wait=30s"));
    world.run(10_ms);
    apply(Put{"a", "1", kNoLease, Always{}});
    EXPECT_EQ(response->status, 200);
}

TEST_F(KvWatchTest, TheLeaderCompactsALongHistory) {
    startServer({{"history-events", std::int64_t{8}}});
    for (int i = 0; i < 11; ++i) {
        put("a", "x");
    }
    EXPECT_EQ(events("kv-compacted"), 1u);
    EXPECT_EQ(ask("GET", "/kv/a?wait=1s&since=4"), 200);
    EXPECT_EQ(answer()["events"].size(), 8u);
    EXPECT_EQ(ask("GET", "/kv/a?wait=1s&since=3"), 410);
}

TEST_F(KvWatchTest, AWatcherWhoLeavesIsForgotten) {
    startServer();
    const auto id = client.call(endpoint, requestOf("GET", "/kv/a?wait=30s"), {1_s, 60_s},
                                [](const auto&) { FAIL(); });
    world.run(10_ms);
    client.cancel(id);
    world.run(10_ms);
    apply(Put{"a", "1", kNoLease, Always{}});
    EXPECT_LE(world.runUntilIdle(100_s), 80_s) << "nothing but the idle connection's end";
}

TEST_F(KvWatchTest, AChangeBehindManyOfKeysThatBeginAlikeIsFoundAtOnce) {
    startServer();
    for (std::size_t i = 0; i < 2 * kMostWatchedEvents; ++i) {
        apply(Put{"ab", "x", kNoLease, Always{}});
    }
    apply(Put{"a", "1", kNoLease, Always{}});
    EXPECT_EQ(ask("GET", "/kv/a?wait=30s&since=1"), 200);
    ASSERT_EQ(answer()["events"].size(), 1u);
    EXPECT_EQ(answer()["events"][0]["value"], "1");
}

} // namespace
} // namespace core::kv
