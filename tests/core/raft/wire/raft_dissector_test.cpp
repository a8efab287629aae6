// SPDX-License-Identifier: Apache-2.0
#include "core/raft/wire/raft_dissector.h"
#include "tests/core/raft/wire/samples.h"

#include <gtest/gtest.h>

namespace core::raft::wire {
namespace {

using core::wire::Direction;
using core::wire::FoundMessage;
using core::wire::MessageRole;

class RaftDissector : public testing::Test {
protected:
    void feed(ByteView octets, Direction direction = Direction::FromClient) {
        dissector->consume(direction, octets, found);
    }
    void feed(MessageBody body) { feed(encode(9, messageOf(std::move(body)))); }

    std::unique_ptr<core::wire::StreamDissector> dissector = dissectors().stream();
    std::vector<FoundMessage> found;
};

TEST_F(RaftDissector, FindsFramesWithTheirOctets) {
    const Bytes hello = encode(9, Hello{1, 2, Channel::Messages});
    const Bytes message = encode(9, messageOf(HeartbeatRequest{10, 7}));
    feed(hello);
    feed(ByteView(message).first(5));
    EXPECT_EQ(found.size(), 1u);
    feed(ByteView(message).subspan(5));
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].summary, "hello of 1 to 2 (messages)");
    EXPECT_EQ(found[1].summary, "heartbeat 7 (term 3), commit 10");
    EXPECT_EQ(found[1].begin, hello.size());
    EXPECT_EQ(found[1].end, hello.size() + message.size());
    EXPECT_EQ(found[1].direction, Direction::FromClient);
}

TEST_F(RaftDissector, KnowsTheRoleOfEveryMessage) {
    const std::vector<std::pair<MessageBody, MessageRole>> cases = {
        {VoteRequest{}, MessageRole::Request},         {VoteReply{}, MessageRole::Reply},
        {AppendRequest{}, MessageRole::Replication},   {AppendReply{}, MessageRole::Reply},
        {HeartbeatRequest{}, MessageRole::Heartbeat},  {HeartbeatReply{}, MessageRole::Heartbeat},
        {InstallSnapshot{}, MessageRole::Replication}, {TimeoutNow{}, MessageRole::Request},
        {ReadIndexRequest{}, MessageRole::Request},    {ReadIndexReply{}, MessageRole::Reply}};
    for (const auto& [body, role] : cases) {
        feed(body);
        EXPECT_EQ(found.back().role, role) << found.back().summary;
        EXPECT_FALSE(found.back().malformed);
    }
    EXPECT_EQ(found.size(), std::variant_size_v<MessageBody>);
}

TEST_F(RaftDissector, FollowsBothDirectionsOfASnapshotConnection) {
    feed(encode(9, chunkOf("abc", 0, 3)));
    feed(encode(9, SnapshotProgress{2, 1, 9, 4, 3, 0, 3}), Direction::FromServer);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].role, MessageRole::Replication);
    EXPECT_EQ(found[1].role, MessageRole::Reply);
    EXPECT_EQ(found[1].begin, 0u);
    EXPECT_EQ(found[1].direction, Direction::FromServer);
}

TEST_F(RaftDissector, GoesOnBehindAFrameThatIsMalformed) {
    Bytes bad = encode(9, messageOf(TimeoutNow{}));
    bad[5] = 0xff;
    feed(bad);
    feed(TimeoutNow{});
    ASSERT_EQ(found.size(), 2u);
    EXPECT_TRUE(found[0].malformed);
    EXPECT_EQ(found[0].summary, "unknown-type");
    EXPECT_EQ(found[1].summary, "campaign now (term 3)");
}

TEST_F(RaftDissector, ReportsWhatIsNotRaftOnce) {
    feed(viewOf("GET / HTTP/1.1\r\n"));
    feed(viewOf("\r\n"));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_TRUE(found[0].malformed);
    EXPECT_EQ(found[0].end, 16u);
}

TEST_F(RaftDissector, SummariesAreShort) {
    const std::uint64_t most = ~std::uint64_t{0};
    feed(encode(9, Message{most - 1, most, most, AppendRequest{most - 9, most, most, {}}}));
    feed(encode(9, Message{most - 1, most, most, AppendReply{false, most, most, most}}));
    for (const FoundMessage& message : found) {
        EXPECT_LE(message.summary.size(), 120u) << message.summary;
    }
}

} // namespace
} // namespace core::raft::wire
