// SPDX-License-Identifier: Apache-2.0
#include "core/raft/election.h"
#include "core/raft/progress.h"
#include "core/raft/reads.h"
#include "core/raft/replication.h"

#include <gtest/gtest.h>

namespace core::raft {
namespace {

using namespace literals;

Configuration voters(std::set<NodeId> nodes) {
    Configuration configuration;
    configuration.voters = std::move(nodes);
    return configuration;
}

TEST(RaftProgress, ProbingSendsOneRequestWithEntries) {
    Progress progress(5, 3);
    progress.sent(0, 0);
    EXPECT_FALSE(progress.isPaused());
    progress.sent(1, 0);
    EXPECT_TRUE(progress.isPaused());
    EXPECT_EQ(progress.next(), 5U);
    progress.unpause();
    EXPECT_FALSE(progress.isPaused());
}

TEST(RaftProgress, ReplicatingSendsUntilTheWindowIsFull) {
    Progress progress(5, 2);
    progress.accepted(4);
    progress.becomeReplicate();
    progress.sent(3, 0);
    EXPECT_EQ(progress.next(), 8U);
    EXPECT_FALSE(progress.isPaused());
    progress.sent(2, 0);
    EXPECT_TRUE(progress.isPaused());
    EXPECT_TRUE(progress.accepted(7));
    EXPECT_FALSE(progress.isPaused());
    EXPECT_EQ(progress.inFlight(), 1U);
}

TEST(RaftProgress, OldAnswersMoveNothingBack) {
    Progress progress(5, 2);
    progress.accepted(6);
    EXPECT_FALSE(progress.accepted(5));
    EXPECT_EQ(progress.match(), 6U);
    progress.becomeReplicate();
    EXPECT_FALSE(progress.refused(6, 0));
    EXPECT_EQ(progress.next(), 7U);
}

TEST(RaftProgress, ARefusalOfAProbeGoesBackToTheHintButNotBehindMatch) {
    Progress progress(10, 2);
    EXPECT_FALSE(progress.refused(8, 3)) << "not the probe that is out";
    EXPECT_TRUE(progress.refused(9, 3));
    EXPECT_EQ(progress.next(), 4U);
    progress.accepted(3);
    EXPECT_TRUE(progress.refused(3, 0));
    EXPECT_EQ(progress.next(), 4U);
}

TEST(RaftProgress, AfterASnapshotProbingStartsBehindIt) {
    Progress progress(3, 2);
    progress.becomeSnapshot(20);
    EXPECT_TRUE(progress.isPaused());
    progress.becomeProbe();
    EXPECT_EQ(progress.next(), 21U);
    progress.becomeSnapshot(30);
    progress.abandonSnapshot();
    progress.becomeProbe();
    EXPECT_EQ(progress.next(), 1U);
}

TEST(RaftReplicationPart, CommitsWhatAMajorityHoldsDurably) {
    Replication replication({});
    const auto group = voters({1, 2, 3, 4, 5});
    replication.reset(group, 1, 10);
    EXPECT_EQ(replication.committed(group, 1, 10), 0U);
    replication.find(2)->accepted(7);
    replication.find(3)->accepted(9);
    EXPECT_EQ(replication.committed(group, 1, 10), 7U);
    EXPECT_EQ(replication.committed(group, 1, 5), 5U) << "the leader counts with what is durable";
}

TEST(RaftReplicationPart, QuorumIsActiveIfAMajorityAnsweredSinceTheLastLook) {
    Replication replication({});
    const auto group = voters({1, 2, 3});
    replication.reset(group, 1, 0);
    EXPECT_FALSE(replication.quorumActive(group, 1));
    replication.find(2)->recentlyActive = true;
    EXPECT_TRUE(replication.quorumActive(group, 1));
    EXPECT_FALSE(replication.quorumActive(group, 1));
}

TEST(RaftReplicationPart, ANewcomerCountsAsActiveUntilItWasAsked) {
    Replication replication({});
    replication.reset(voters({1}), 1, 5);
    replication.configure(voters({1, 2}), 1, 5);
    EXPECT_TRUE(replication.quorumActive(voters({1, 2}), 1));
    EXPECT_EQ(replication.find(2)->next(), 5U);
}

TEST(RaftElectionPart, ALaterTermForgetsTheVote) {
    Election election(3, 7, Instant{}, [] { return 1_s; });
    EXPECT_FALSE(election.mayVote(8, 3, false));
    EXPECT_TRUE(election.mayVote(7, 3, false)) << "the same answer again";
    election.becomeFollower(Instant{}, 4, kNoNode);
    EXPECT_TRUE(election.mayVote(8, 4, false));
}

TEST(RaftElectionPart, WhoHasALeaderVotesForNobodyElseInItsTerm) {
    Election election(3, kNoNode, Instant{}, [] { return 1_s; });
    election.heardLeader(Instant{}, 2);
    EXPECT_FALSE(election.mayVote(8, 3, false));
    EXPECT_TRUE(election.mayVote(8, 4, true)) << "a pre-vote for a later term binds nobody";
}

TEST(RaftElectionPart, OnlyTheFirstAnswerOfAVoterCounts) {
    Election election(0, kNoNode, Instant{}, [] { return 1_s; });
    election.becomeCandidate(Instant{}, 1);
    election.countVote(1, true);
    election.countVote(2, false);
    election.countVote(2, true);
    EXPECT_EQ(election.result(voters({1, 2, 3})), VoteResult::Pending);
    election.countVote(3, false);
    EXPECT_EQ(election.result(voters({1, 2, 3})), VoteResult::Lost);
}

TEST(RaftReadsPart, ARoundConfirmsOnlyReadsThatCameBeforeItBegan) {
    Reads reads;
    const auto group = voters({1, 2, 3});
    reads.add({1, 7}, 10);
    EXPECT_EQ(reads.startRound(Instant{}), 1U);
    reads.add({1, 8}, 11);
    reads.acknowledged(2, 1);
    const auto confirmed = reads.confirm(group, 1);
    ASSERT_EQ(confirmed.size(), 1U);
    EXPECT_EQ(confirmed[0].read.id, 7U);
    EXPECT_EQ(confirmed[0].index, 10U);
    EXPECT_TRUE(reads.hasWaiting());
}

TEST(RaftReadsPart, ALaterRoundConfirmsEarlierReadsToo) {
    Reads reads;
    reads.add({1, 7}, 10);
    reads.startRound(Instant{});
    reads.startRound(Instant{} + 1_s);
    reads.acknowledged(3, 2);
    EXPECT_EQ(reads.confirm(voters({1, 2, 3}), 1).size(), 1U);
    EXPECT_EQ(reads.confirmedSince(), Instant{} + 1_s);
}

TEST(RaftReadsPart, TheLeaseCountsFromTheRoundThatWasAnswered) {
    Reads reads;
    reads.startRound(Instant{} + 1_s);
    reads.startRound(Instant{} + 2_s);
    reads.acknowledged(2, 1);
    reads.confirm(voters({1, 2, 3}), 1);
    EXPECT_EQ(reads.confirmedSince(), Instant{} + 1_s) << "the second is on its way";
}

TEST(RaftReadsPart, ALateReadDoesNotJoinARoundThatBeganBeforeIt) {
    Reads reads;
    reads.startRound(Instant{});
    reads.add({1, 7}, 10);
    reads.acknowledged(2, 1);
    EXPECT_TRUE(reads.confirm(voters({1, 2, 3}), 1).empty());
    reads.startRound(Instant{} + 1_s);
    reads.acknowledged(3, 2);
    EXPECT_EQ(reads.confirm(voters({1, 2, 3}), 1).size(), 1U);
}

TEST(RaftReadsPart, AnswersToRoundsThatNeverBeganAreNotBelieved) {
    Reads reads;
    reads.startRound(Instant{});
    reads.acknowledged(2, 99);
    reads.confirm(voters({1, 2, 3}), 1);
    reads.startRound(Instant{} + 1_s);
    reads.add({1, 7}, 10);
    EXPECT_TRUE(reads.confirm(voters({1, 2, 3}), 1).empty());
}

} // namespace
} // namespace core::raft
