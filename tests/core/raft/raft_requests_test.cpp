// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/group.h"

#include <gtest/gtest.h>

namespace core::raft {
namespace {

using namespace literals;

TEST(RaftMembership, AServerIsAddedAndCatchesUp) {
    Group group;
    group.elect(1);
    ASSERT_TRUE(group.propose(1, "x"));
    group.settle();
    group.add(4);
    ASSERT_TRUE(group.change(1, "v4"));
    group.settle();
    group.pass(500_ms);
    EXPECT_TRUE(group[1].configuration().isVoter(4));
    EXPECT_EQ(group[4].log().commit(), group[1].log().commit());
    EXPECT_TRUE(group[4].configuration().isVoter(4));
}

TEST(RaftMembership, TwoChangesGoThroughJointConsensusByThemselves) {
    Group group;
    group.elect(1);
    group.add(4);
    ASSERT_TRUE(group.change(1, "r2 v4"));
    group.settle();
    group.pass(1_s);
    EXPECT_EQ(toString(group[1].configuration()), "voters=(1 3 4)");
    EXPECT_EQ(toString(group[4].configuration()), "voters=(1 3 4)");
    EXPECT_EQ(group[1].log().commit(), 4U) << "enter and leave are an entry each";
}

TEST(RaftMembership, WhileJointBothMajoritiesAreNeeded) {
    GroupOptions options;
    options.raft.checkQuorum = false;
    Group group(options);
    group.elect(1);
    ASSERT_TRUE(group.change(1, "r2 r3 v4 v5", Transition::JointExplicit));
    group.settle();
    ASSERT_TRUE(group[1].configuration().isJoint());
    ASSERT_TRUE(group.propose(1, "x"));
    group.settle();
    EXPECT_EQ(group[1].log().commit(), 3U) << "4 and 5 do not answer";
    group.add(4);
    group.pass(1_s);
    EXPECT_EQ(group[1].log().commit(), 4U);
}

TEST(RaftMembership, OneChangeAtATime) {
    Group group;
    group.elect(1);
    ASSERT_TRUE(group.change(1, "v4"));
    const auto second = group.change(1, "v5");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error(), ProposeError::ChangePending);
}

TEST(RaftMembership, ImpossibleChangesAreRefused) {
    GroupOptions options;
    options.voters = {1};
    Group group(options);
    group.elect(1);
    EXPECT_EQ(group.change(1, "r1").error(), ProposeError::BadChange);
    EXPECT_EQ(group.change(1, "").error(), ProposeError::BadChange) << "not joint";
}

TEST(RaftMembership, ARemovedLeaderStepsDownAndTheOthersGoOn) {
    Group group;
    group.elect(1);
    ASSERT_TRUE(group.change(1, "r1"));
    group.settle();
    EXPECT_FALSE(group[1].isLeader());
    group.pass(5_s);
    EXPECT_NE(leaderOf(group, {2, 3}), kNoNode);
    EXPECT_EQ(group[1].deadline(), Instant::max()) << "it does not campaign";
}

TEST(RaftMembership, ALearnerFollowsWithoutAVote) {
    Group group;
    group.elect(1);
    group.add(4);
    ASSERT_TRUE(group.change(1, "l4"));
    group.pass(500_ms);
    EXPECT_EQ(group[4].log().commit(), group[1].log().commit());
    group.lost = [](const Message& m) { return m.from == 2 || m.from == 3; };
    const LogIndex before = group[1].log().commit();
    ASSERT_TRUE(group.propose(1, "x"));
    group.settle();
    EXPECT_EQ(group[1].log().commit(), before);
}

TEST(RaftTransfer, TheTargetLeadsAtOnce) {
    Group group;
    group.elect(1);
    ASSERT_TRUE(group[1].transferLeadership(group.now, 3));
    EXPECT_EQ(group.propose(1, "x").error(), ProposeError::Transferring);
    group.settle();
    EXPECT_EQ(leaderOf(group, {1, 2, 3}), 3U);
}

TEST(RaftTransfer, TheTargetCatchesUpFirst) {
    Group group;
    group.elect(1);
    group.lost = [](const Message& m) { return m.to == 3; };
    ASSERT_TRUE(group.propose(1, "x"));
    group.settle();
    group.lost = {};
    ASSERT_TRUE(group[1].transferLeadership(group.now, 3));
    group.pass(500_ms);
    EXPECT_EQ(leaderOf(group, {1, 2, 3}), 3U);
    EXPECT_EQ(group[3].log().at(3).data, bytesOf("x"));
}

TEST(RaftTransfer, IsGivenUpWhenTheTargetIsSilent) {
    Group group;
    group.elect(1);
    group.lost = [](const Message& m) { return m.to == 3; };
    ASSERT_TRUE(group[1].transferLeadership(group.now, 3));
    group.pass(1500_ms);
    EXPECT_TRUE(group[1].isLeader());
    EXPECT_EQ(group[1].transferTarget(), kNoNode);
    EXPECT_TRUE(group.propose(1, "x"));
}

TEST(RaftTransfer, OnlyToAVoter) {
    GroupOptions options;
    options.learners = {4};
    Group group(options);
    group.elect(1);
    EXPECT_EQ(group[1].transferLeadership(group.now, 4).error(), ProposeError::BadChange);
    EXPECT_EQ(group[1].transferLeadership(group.now, 9).error(), ProposeError::BadChange);
    EXPECT_EQ(group[2].transferLeadership(group.now, 3).error(), ProposeError::NotLeader);
}

TEST(RaftReads, WaitForARoundThatAMajorityAnswers) {
    Group group;
    group.elect(1);
    ASSERT_TRUE(group.propose(1, "x"));
    group.settle();
    group[1].requestRead(group.now, 7);
    group.work(1);
    EXPECT_TRUE(group.reads(1).empty());
    group.settle();
    EXPECT_EQ(group.reads(1), (std::vector<ReadAnswer>{{7, 3, true}}));
}

TEST(RaftReads, ADeposedLeaderAnswersNone) {
    Group group;
    group.elect(1);
    group.lost = [](const Message& m) { return m.from == 1 || m.to == 1; };
    group.pass(3_s);
    group[1].requestRead(group.now, 7);
    group.settle();
    group.lost = {};
    group.pass(1_s);
    ASSERT_EQ(group.reads(1).size(), 1U);
    EXPECT_FALSE(group.reads(1)[0].granted);
}

TEST(RaftReads, AFollowerAsksTheLeader) {
    Group group;
    group.elect(1);
    group[3].requestRead(group.now, 9);
    group.settle();
    EXPECT_EQ(group.reads(3), (std::vector<ReadAnswer>{{9, 2, true}}));
}

TEST(RaftReads, ReadsOfOneMomentShareARound) {
    Group group;
    group.elect(1);
    for (std::uint64_t id = 1; id <= 100; ++id) {
        group[1].requestRead(group.now, id);
    }
    group.work(1);
    EXPECT_EQ(group.queue().size(), 2U) << "the first read's round; the others share the next";
    group.settle();
    EXPECT_EQ(group.reads(1).size(), 100U);
}

TEST(RaftReads, WaitForTheFirstCommitOfTheTerm) {
    Group group;
    group[1].campaign(group.now);
    group.lost = [](const Message& m) { return std::holds_alternative<AppendReply>(m.body); };
    group.settle();
    ASSERT_TRUE(group[1].isLeader());
    group[1].requestRead(group.now, 7);
    group.settle();
    EXPECT_TRUE(group.reads(1).empty());
    group.lost = {};
    group.pass(300_ms);
    EXPECT_EQ(group.reads(1), (std::vector<ReadAnswer>{{7, 2, true}}));
}

TEST(RaftReads, ALeaseAnswersAtOnceAndEnds) {
    GroupOptions options;
    options.raft.leaseReads = true;
    options.raft.leaseDriftPpm = 100'000;
    Group group(options);
    group.elect(1);
    group.pass(200_ms);
    EXPECT_EQ(group[1].leaseEnd(), group.now + 900_ms);
    group[1].requestRead(group.now, 7);
    group.work(1);
    EXPECT_EQ(group.reads(1).size(), 1U);
    group.lost = [](const Message&) { return true; };
    group.now += 900_ms;
    group[1].requestRead(group.now, 8);
    group.work(1);
    EXPECT_EQ(group.reads(1).size(), 1U);
}

TEST(RaftReads, ATransferEndsTheLeaseForTheTerm) {
    GroupOptions options;
    options.raft.leaseReads = true;
    Group group(options);
    group.elect(1);
    group.pass(200_ms);
    group.lost = [](const Message& m) { return std::holds_alternative<TimeoutNow>(m.body); };
    ASSERT_TRUE(group[1].transferLeadership(group.now, 3));
    group.pass(2_s);
    ASSERT_TRUE(group[1].isLeader());
    EXPECT_EQ(group[1].leaseEnd(), Instant{}) << "the lost order may still arrive";
}

TEST(RaftReads, WithLeasesARestartedServerVotesForNobodyAtFirst) {
    RaftOptions options;
    options.id = 2;
    options.leaseReads = true;
    Configuration configuration;
    configuration.voters = {1, 2, 3};
    Raft raft(options, {{3, kNoNode, 0}, {0, 0, configuration}, {}}, Instant{},
              [] { return 1500_ms; });
    const Message ask{1, 2, 4, VoteRequest{false, false, 10, 3}};
    raft.receive(Instant{} + 999_ms, ask);
    EXPECT_EQ(raft.votedFor(), kNoNode);
    raft.receive(Instant{} + 1000_ms, ask);
    EXPECT_EQ(raft.votedFor(), 1U);
}

} // namespace
} // namespace core::raft
