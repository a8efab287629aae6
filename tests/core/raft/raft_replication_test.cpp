// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/group.h"

#include <gtest/gtest.h>

#include <string>

namespace core::raft {
namespace {

using namespace literals;

TEST(RaftReplication, ACommittedCommandIsAppliedEverywhere) {
    Group group;
    group.elect(1);
    const auto at = group.propose(1, "x");
    ASSERT_TRUE(at);
    group.settle();
    for (const NodeId id : {1U, 2U, 3U}) {
        ASSERT_EQ(group.applied(id).size(), 2U);
        EXPECT_EQ(group.applied(id).back().data, bytesOf("x"));
        EXPECT_EQ(group.applied(id).back().index, at->index);
    }
}

TEST(RaftReplication, OnlyTheLeaderAcceptsCommands) {
    Group group;
    group.elect(1);
    const auto at = group.propose(2, "x");
    ASSERT_FALSE(at);
    EXPECT_EQ(at.error(), ProposeError::NotLeader);
}

TEST(RaftReplication, CommandsOfOneMomentShareARequest) {
    Group group;
    group.elect(1);
    for (int i = 0; i < 10; ++i) {
        ASSERT_TRUE(group.propose(1, std::to_string(i)));
    }
    group.work(1);
    ASSERT_EQ(group.queue().size(), 2U);
    EXPECT_EQ(std::get<AppendRequest>(group.queue().front().body).entries.size(), 10U);
}

TEST(RaftReplication, RequestsHoldNoMoreThanTheOptionsSay) {
    GroupOptions options;
    options.raft.entriesPerRequest = 4;
    options.raft.octetsPerRequest = 10;
    Group group(options);
    group.elect(1);
    for (const char* command :
         {"123456", "12345", "123", "1234567890123", "1", "2", "3", "4", "5"}) {
        ASSERT_TRUE(group.propose(1, command));
    }
    group.work(1);
    std::vector<std::size_t> sizes;
    for (const Message& message : group.queue()) {
        if (message.to == 2) {
            sizes.push_back(std::get<AppendRequest>(message.body).entries.size());
        }
    }
    EXPECT_EQ(sizes, (std::vector<std::size_t>{1, 2, 1, 4, 1}));
}

TEST(RaftReplication, TheWindowLimitsWhatIsUnanswered) {
    GroupOptions options;
    options.raft.entriesPerRequest = 1;
    options.raft.requestsInFlight = 3;
    Group group(options);
    group.elect(1);
    for (int i = 0; i < 10; ++i) {
        ASSERT_TRUE(group.propose(1, "x"));
    }
    group.work(1);
    EXPECT_EQ(group.queue().size(), 6U);
    EXPECT_TRUE(group[1].replication().find(2)->isPaused());
    group.settle();
    EXPECT_EQ(group[2].log().commit(), 12U);
}

TEST(RaftReplication, AMajorityOfDurableCopiesCommits) {
    GroupOptions options;
    options.instantDisks = false;
    Group group(options);
    group[1].campaign(group.now);
    const auto everything = [&] {
        for (int i = 0; i < 10; ++i) {
            group.settle();
            group.sync(1);
            group.sync(2);
        }
    };
    everything();
    ASSERT_TRUE(group[1].isLeader());
    ASSERT_TRUE(group.propose(1, "x"));
    group.settle();
    group.sync(2);
    group.settle();
    EXPECT_EQ(group[1].log().commit(), 2U) << "the leader's own copy is not durable";
    group.sync(1);
    group.settle();
    EXPECT_EQ(group[1].log().commit(), 3U);
}

TEST(RaftReplication, ALostRequestIsSentAgainAfterAHeartbeat) {
    Group group;
    group.elect(1);
    group.lost = [](const Message& m) { return m.to == 3; };
    ASSERT_TRUE(group.propose(1, "x"));
    group.settle();
    group.lost = {};
    group.pass(500_ms);
    EXPECT_EQ(group[3].log().commit(), 3U);
}

TEST(RaftReplication, EntriesThatTheNewLeaderLacksAreGivenUp) {
    Group group;
    group.elect(1);
    group.lost = [](const Message& m) { return m.from == 1 || m.to == 1; };
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(group.propose(1, "lost"));
    }
    group.pass(5_s);
    const NodeId leader = leaderOf(group, {2, 3});
    ASSERT_NE(leader, kNoNode);
    ASSERT_TRUE(group.propose(leader, "kept"));
    group.settle();
    group.lost = {};
    group.pass(3_s);
    EXPECT_EQ(group[1].log().lastIndex(), group[leader].log().lastIndex());
    EXPECT_EQ(group.applied(1).back().data, bytesOf("kept"));
    bool truncated = false;
    for (const Notice& notice : group.notices(1)) {
        truncated = truncated || std::holds_alternative<LogTruncated>(notice);
    }
    EXPECT_TRUE(truncated);
}

// The paper, figure 8: an entry of an earlier term on a majority is not yet committed.
TEST(RaftReplication, AnOldTermsEntryIsNotCommittedByCounting) {
    GroupOptions options;
    options.raft.checkQuorum = false;
    options.raft.preVote = false;
    Group group(options);
    group.elect(1);
    group.lost = [](const Message& m) { return m.from == 1 && m.to == 3; };
    ASSERT_TRUE(group.propose(1, "old"));
    group.work(1);
    group.deliver([](const Message& m) { return m.to == 2; });
    group.drop([](const Message&) { return true; });
    ASSERT_EQ(group[2].log().lastIndex(), 3U);
    // 2 leads term 3; its own entry reaches nobody, but the old one reaches 3.
    group[2].campaign(group.now);
    group.lost = [](const Message& m) {
        const auto* append = std::get_if<AppendRequest>(&m.body);
        return m.from == 1 || m.to == 1 ||
               (append != nullptr && !append->entries.empty() && append->entries.back().term == 3);
    };
    group.settle();
    ASSERT_TRUE(group[2].isLeader());
    group[3].receive(group.now, {2, 3, 3, AppendRequest{2, 2, 2, {group[2].log().at(3)}}});
    group.settle();
    ASSERT_EQ(group[2].replication().find(3)->match(), 3U);
    EXPECT_EQ(group[2].log().commit(), 2U);
}

TEST(RaftReplication, WhoIsTooFarBehindGetsASnapshot) {
    Group group;
    group.elect(1);
    group.lost = [](const Message& m) { return m.to == 3; };
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(group.propose(1, "x"));
        group.settle();
    }
    group.compact(1);
    EXPECT_EQ(group[1].log().firstIndex(), 23U);
    group.lost = {};
    group.pass(1_s);
    EXPECT_EQ(group[3].log().commit(), 22U);
    EXPECT_EQ(group[3].snapshot().index, 22U);
    EXPECT_EQ(group[1].replication().find(3)->state(), ProgressState::Replicate);
}

TEST(RaftReplication, ASnapshotThatDidNotArriveIsSentAgain) {
    Group group;
    group.elect(1);
    group.lost = [](const Message& m) { return m.to == 3; };
    ASSERT_TRUE(group.propose(1, "x"));
    group.settle();
    group.compact(1);
    group.lost = [](const Message& m) { return std::holds_alternative<InstallSnapshot>(m.body); };
    group.pass(300_ms);
    ASSERT_EQ(group[1].replication().find(3)->state(), ProgressState::Snapshot);
    group.lost = {};
    group[1].snapshotSent(group.now, 3, false);
    group.pass(300_ms);
    EXPECT_EQ(group[3].log().commit(), 3U);
}

TEST(RaftReplication, CommandsAreRefusedWhileTooMuchWaits) {
    GroupOptions options;
    options.raft.uncommittedOctets = 10;
    Group group(options);
    group.elect(1);
    EXPECT_TRUE(group.propose(1, "more than ten octets")) << "alone it is let in";
    const auto refused = group.propose(1, "x");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), ProposeError::TooMuchWaiting);
    group.settle();
    EXPECT_TRUE(group.propose(1, "x"));
}

TEST(RaftReplication, SpoiltRequestsAreRefusedAndChangeNothing) {
    Group group;
    group.elect(1);
    const Term term = group[2].term();
    const auto entry = [](Term t, LogIndex i) { return Entry{t, i, EntryType::Command, {}}; };
    const std::vector<MessageBody> spoilt{
        AppendRequest{2, 2, 2, {entry(2, 4)}},
        AppendRequest{2, 2, 2, {entry(2, 3), entry(2, 3)}},
        AppendRequest{2, 2, 2, {entry(3, 3), entry(2, 4)}},
        AppendRequest{1, 1, 2, {entry(9, 2)}},
        AppendRequest{~LogIndex{0}, 2, 2, {}},
        InstallSnapshot{{~LogIndex{0}, 2, {}}},
    };
    for (const MessageBody& body : spoilt) {
        group[2].receive(group.now, {1, 2, term, body});
        group.work(2);
        EXPECT_EQ(group[2].log().lastIndex(), 2U);
        EXPECT_EQ(group[2].log().commit(), 2U);
    }
}

} // namespace
} // namespace core::raft
