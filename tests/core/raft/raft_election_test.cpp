// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/group.h"

#include <gtest/gtest.h>

namespace core::raft {
namespace {

using namespace literals;

bool isBetween(const Message& message, NodeId a, NodeId b) {
    return (message.from == a && message.to == b) || (message.from == b && message.to == a);
}

TEST(RaftElection, AfterATimeoutOneServerLeadsAndTheOthersFollow) {
    Group group;
    group.pass(2_s);
    EXPECT_EQ(leaderOf(group, {1, 2, 3}), 1U);
    for (const NodeId id : {1U, 2U, 3U}) {
        EXPECT_EQ(group[id].term(), 2U);
        EXPECT_EQ(group[id].leader(), 1U);
        EXPECT_EQ(group[id].log().commit(), 2U) << "the empty entry of the term";
    }
}

TEST(RaftElection, AMajorityIsNeeded) {
    Group group;
    group.lost = [](const Message& message) { return message.to != 1; };
    group.pass(5_s);
    EXPECT_EQ(leaderOf(group, {1, 2, 3}), kNoNode);
}

TEST(RaftElection, AFailedPreVoteLeavesTheTermAlone) {
    Group group;
    group.lost = [](const Message&) { return true; };
    group.pass(10_s);
    EXPECT_EQ(group[1].role(), Role::PreCandidate);
    EXPECT_EQ(group[1].term(), 1U);
}

TEST(RaftElection, WithoutPreVoteEveryAttemptTakesATerm) {
    GroupOptions options;
    options.raft.preVote = false;
    Group group(options);
    group.lost = [](const Message&) { return true; };
    group.pass(10_s);
    EXPECT_EQ(group[1].role(), Role::Candidate);
    EXPECT_GE(group[1].term(), 5U);
}

TEST(RaftElection, AServerThatWasCutOffDoesNotDeposeTheLeader) {
    Group group;
    group.elect(1);
    group.lost = [](const Message& m) { return m.from == 3 || m.to == 3; };
    group.pass(10_s);
    group.lost = {};
    group.pass(3_s);
    EXPECT_EQ(leaderOf(group, {1, 2, 3}), 1U);
    EXPECT_EQ(group[1].term(), 2U);
}

TEST(RaftElection, WithoutPreVoteAServerThatWasCutOffDeposesTheLeader) {
    GroupOptions options;
    options.raft.preVote = false;
    options.raft.checkQuorum = false;
    Group group(options);
    group.elect(1);
    group.lost = [](const Message& m) { return m.from == 3 || m.to == 3; };
    group.pass(10_s);
    group.lost = {};
    group.pass(3_s);
    EXPECT_GT(group[1].term(), 2U);
}

TEST(RaftElection, AShorterLogDoesNotWin) {
    Group group;
    group.elect(1);
    group.lost = [](const Message& m) { return m.to == 3; };
    ASSERT_TRUE(group.propose(1, "x"));
    group.settle();
    group.lost = [](const Message& m) { return m.from == 1 || m.to == 1; };
    group.pass(1_s); // both are past their timeouts: nobody refuses because of a leader
    group[3].campaign(group.now);
    group.settle();
    EXPECT_NE(leaderOf(group, {2, 3}), 3U);
    group.pass(3_s);
    EXPECT_EQ(leaderOf(group, {2, 3}), 2U);
}

TEST(RaftElection, AVoteIsGivenOnceATerm) {
    GroupOptions options;
    options.raft.preVote = false;
    Group group(options);
    group[1].campaign(group.now);
    group[3].campaign(group.now);
    group.work(1);
    group.work(3);
    EXPECT_TRUE(group.deliver([](const Message& m) { return m.from == 1 && m.to == 2; }));
    EXPECT_TRUE(group.deliver([](const Message& m) { return m.from == 3 && m.to == 2; }));
    EXPECT_EQ(group[2].votedFor(), 1U);
    group.settle();
    EXPECT_EQ(leaderOf(group, {1, 2, 3}), 1U);
}

TEST(RaftElection, AnAnswerWaitsForTheVoteToBeDurable) {
    GroupOptions options;
    options.instantDisks = false;
    options.raft.preVote = false;
    Group group(options);
    group[1].campaign(group.now);
    group.work(1);
    EXPECT_TRUE(group.queue().empty()) << "the term of the request is not durable";
    group.sync(1);
    ASSERT_EQ(group.queue().size(), 2U);
    ASSERT_TRUE(group.deliver([](const Message& m) { return m.to == 2; }));
    EXPECT_EQ(group[2].votedFor(), 1U);
    ASSERT_EQ(group.queue().size(), 1U) << "the vote is not durable: no answer";
    group.sync(2);
    EXPECT_EQ(group.queue().size(), 2U);
}

TEST(RaftElection, ALeaderWithoutAMajorityStepsDown) {
    Group group;
    group.elect(1);
    group.lost = [](const Message& m) { return m.to == 1; };
    group.pass(3_s);
    EXPECT_FALSE(group[1].isLeader());
}

TEST(RaftElection, WithoutCheckQuorumItGoesOnInItsTerm) {
    GroupOptions options;
    options.raft.checkQuorum = false;
    Group group(options);
    group.elect(1);
    group.lost = [](const Message& m) { return m.to == 1 || m.from == 1; };
    group.pass(5_s);
    EXPECT_TRUE(group[1].isLeader());
    EXPECT_NE(leaderOf(group, {1, 2, 3}), 1U) << "a newer leader exists";
}

TEST(RaftElection, ALearnerDoesNotCampaign) {
    GroupOptions options;
    options.voters = {1, 2};
    options.learners = {3};
    Group group(options);
    group.lost = [](const Message& m) { return !isBetween(m, 3, 3); };
    EXPECT_EQ(group[3].deadline(), Instant::max());
    group[3].campaign(group.now);
    EXPECT_EQ(group[3].role(), Role::Follower);
}

TEST(RaftElection, AGroupOfOneElectsItself) {
    GroupOptions options;
    options.voters = {1};
    Group group(options);
    group.pass(3_s);
    EXPECT_TRUE(group[1].isLeader());
    ASSERT_TRUE(group.propose(1, "x"));
    group.settle();
    EXPECT_EQ(group[1].log().commit(), 3U);
}

TEST(RaftElection, AMessageOfAnotherLeaderOfTheSameTermIsRefused) {
    Group group;
    group.elect(1);
    group[1].receive(group.now, {2, 1, group[1].term(), HeartbeatRequest{0, 1}});
    group.work(1);
    EXPECT_TRUE(group[1].isLeader());
    EXPECT_TRUE(std::holds_alternative<MessageRefused>(group.notices(1).back()));
}

} // namespace
} // namespace core::raft
