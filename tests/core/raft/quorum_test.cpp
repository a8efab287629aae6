// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/raft/quorum.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace core::raft {
namespace {

Configuration joint(std::set<NodeId> incoming, std::set<NodeId> outgoing) {
    Configuration configuration;
    configuration.voters = std::move(incoming);
    configuration.outgoing = std::move(outgoing);
    return configuration;
}

TEST(Majority, IsMoreThanHalf) {
    EXPECT_EQ(majorityOf(0), 0U);
    EXPECT_EQ(majorityOf(1), 1U);
    EXPECT_EQ(majorityOf(4), 3U);
    EXPECT_EQ(majorityOf(5), 3U);
    EXPECT_EQ(toleratedFailures(4), 1U);
    EXPECT_EQ(toleratedFailures(5), 2U);
}

TEST(CommittedIndex, IsWhatAMajorityHas) {
    EXPECT_EQ(committedIndex({1, 2, 3}, {{1, 100}, {2, 101}, {3, 103}}), 101U);
    EXPECT_EQ(committedIndex({1, 2, 3}, {{1, 12}, {2, 5}}), 5U);
    EXPECT_EQ(committedIndex({1, 2, 3, 4}, {{1, 9}, {2, 8}}), 0U);
    EXPECT_EQ(committedIndex(std::set<NodeId>{}, {}), kAllCommitted);
}

TEST(CommittedIndex, DoesNotCountOthers) {
    EXPECT_EQ(committedIndex({1, 2, 3}, {{1, 7}, {8, 9}, {9, 9}}), 0U);
}

TEST(CommittedIndex, NeedsBothHalvesWhileJoint) {
    const std::map<NodeId, LogIndex> acked{{1, 10}, {2, 10}, {3, 1}, {4, 1}, {5, 1}};
    EXPECT_EQ(committedIndex(joint({1, 2, 3}, {3, 4, 5}), acked), 1U);
    EXPECT_EQ(committedIndex(joint({3, 4, 5}, {1, 2, 3}), acked), 1U);
    EXPECT_EQ(committedIndex(joint({1, 2, 3}, {}), acked), 10U);
}

TEST(CommittedIndex, IsTheLargestThatAMajorityReaches) {
    RandomStream random(11);
    for (int round = 0; round < 2'000; ++round) {
        std::set<NodeId> voters;
        std::map<NodeId, LogIndex> acked;
        const std::uint64_t size = 1 + random.below(9);
        for (NodeId node = 1; node <= size; ++node) {
            voters.insert(node);
            if (!random.chance(1, 4)) {
                acked[node] = random.below(12);
            }
        }
        LogIndex largest = 0;
        for (LogIndex index = 1; index <= 12; ++index) {
            const auto count = std::count_if(acked.begin(), acked.end(), [&](const auto& entry) {
                return entry.second >= index;
            });
            if (static_cast<std::size_t>(count) >= majorityOf(voters.size())) {
                largest = index;
            }
        }
        ASSERT_EQ(committedIndex(voters, acked), largest);
    }
}

TEST(VoteResult, IsDecidedAsSoonAsItCanBe) {
    EXPECT_EQ(voteResult({1, 2, 3}, {{1, true}}), VoteResult::Pending);
    EXPECT_EQ(voteResult({1, 2, 3}, {{1, true}, {2, true}}), VoteResult::Won);
    EXPECT_EQ(voteResult({1, 2, 3}, {{1, false}, {2, false}}), VoteResult::Lost);
    EXPECT_EQ(voteResult({1, 2}, {{1, false}}), VoteResult::Lost);
    EXPECT_EQ(voteResult(std::set<NodeId>{}, {}), VoteResult::Won);
}

TEST(VoteResult, NeedsBothHalvesWhileJoint) {
    const Configuration both = joint({1, 2, 3}, {3, 4, 5});
    EXPECT_EQ(voteResult(both, {{1, true}, {2, true}}), VoteResult::Pending);
    EXPECT_EQ(voteResult(both, {{1, true}, {2, true}, {4, true}, {5, true}}), VoteResult::Won);
    EXPECT_EQ(voteResult(both, {{1, true}, {2, true}, {4, false}, {5, false}}), VoteResult::Lost);
}

TEST(VoteResult, HasATextForEach) {
    EXPECT_EQ(toString(VoteResult::Pending), "pending");
    EXPECT_EQ(toString(VoteResult::Won), "won");
    EXPECT_EQ(toString(VoteResult::Lost), "lost");
}

} // namespace
} // namespace core::raft
