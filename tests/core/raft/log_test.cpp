// SPDX-License-Identifier: Apache-2.0
#include "core/raft/log.h"

#include <gtest/gtest.h>

namespace core::raft {
namespace {

std::vector<Entry> entries(LogIndex from, std::vector<Term> terms) {
    std::vector<Entry> made;
    for (const Term term : terms) {
        made.push_back({term, from++, EntryType::Command, {}});
    }
    return made;
}

TEST(RaftLog, KnowsTheTermOfItsBase) {
    const Log log(10, 3, entries(11, {3, 4}));
    EXPECT_EQ(log.firstIndex(), 11U);
    EXPECT_EQ(log.lastIndex(), 12U);
    EXPECT_EQ(log.termAt(10), 3U);
    EXPECT_EQ(log.termAt(9), std::nullopt);
    EXPECT_EQ(log.termAt(13), std::nullopt);
    EXPECT_EQ(log.commit(), 10U);
    EXPECT_EQ(log.durable(), 12U);
}

TEST(RaftLog, MergeKeepsWhatIsThereAndReplacesConflicts) {
    Log log(0, 0, entries(1, {1, 1, 2, 2}));
    auto merged = log.merge(2, 1, entries(3, {2}));
    EXPECT_TRUE(merged.matched);
    EXPECT_EQ(merged.last, 3U);
    EXPECT_EQ(log.lastIndex(), 4U) << "an old request does not shorten the log";
    merged = log.merge(2, 1, entries(3, {3, 3}));
    EXPECT_EQ(merged.truncated, 3U);
    EXPECT_EQ(merged.oldLast, 4U);
    EXPECT_EQ(log.durable(), 2U);
    EXPECT_EQ(log.lastTerm(), 3U);
    EXPECT_FALSE(log.merge(4, 2, {}).matched);
}

TEST(RaftLog, ACommittedEntryIsNeverReplaced) {
    Log log(0, 0, entries(1, {1, 1}));
    log.commitTo(2);
    EXPECT_TRUE(log.merge(1, 1, entries(2, {2})).impossible);
    EXPECT_EQ(log.termAt(2), 1U);
}

TEST(RaftLog, AWriteThatWasOverwrittenMeanwhileMakesNothingDurable) {
    Log log(0, 0, entries(1, {1}));
    log.merge(1, 1, entries(2, {1, 1}));
    EXPECT_EQ(log.takeUnwritten(1).size(), 2U);
    log.merge(1, 1, entries(2, {2}));
    EXPECT_EQ(log.takeUnwritten(2).size(), 1U);
    // The same entry as at first comes back: what write 1 stored, write 2 will have destroyed.
    log.merge(1, 1, entries(2, {3}));
    EXPECT_EQ(log.takeUnwritten(3).size(), 1U);
    EXPECT_FALSE(log.persisted(1));
    EXPECT_FALSE(log.persisted(2));
    EXPECT_TRUE(log.persisted(3));
    EXPECT_EQ(log.durable(), 2U);
}

TEST(RaftLog, CommittedEntriesAreHandedOutOnceWhenDurable) {
    Log log;
    log.merge(0, 0, entries(1, {1, 1, 1}));
    log.commitTo(2);
    EXPECT_TRUE(log.takeCommitted(1000).empty());
    log.takeUnwritten(1);
    log.persisted(1);
    EXPECT_EQ(log.takeCommitted(1000).size(), 2U);
    EXPECT_TRUE(log.takeCommitted(1000).empty());
    log.commitTo(3);
    EXPECT_EQ(log.takeCommitted(1000).size(), 1U);
}

TEST(RaftLog, TheLaterTermIsMoreUpToDateThenTheLongerLog) {
    const Log log(0, 0, entries(1, {1, 2, 2}));
    EXPECT_TRUE(log.isUpToDate(1, 3));
    EXPECT_TRUE(log.isUpToDate(3, 2));
    EXPECT_FALSE(log.isUpToDate(2, 2));
    EXPECT_FALSE(log.isUpToDate(9, 1));
}

// The paper, figure 7: where each follower's log may meet the leader's.
TEST(RaftLog, ConflictsAreFoundByTerms) {
    const Log leader(0, 0, entries(1, {1, 1, 1, 4, 4, 5, 5, 6, 6, 6}));
    const auto meet = [&](const Log& follower) {
        const Log::Hint hint = follower.findConflict(leader.lastIndex(), leader.lastTerm());
        return leader.findConflict(hint.index, hint.term).index;
    };
    EXPECT_EQ(meet(Log(0, 0, entries(1, {1, 1, 1, 4, 4, 5, 5, 6, 6}))), 9U);       // a
    EXPECT_EQ(meet(Log(0, 0, entries(1, {1, 1, 1, 4}))), 4U);                      // b
    EXPECT_EQ(meet(Log(0, 0, entries(1, {1, 1, 1, 4, 4, 4, 4}))), 5U);             // e
    EXPECT_EQ(meet(Log(0, 0, entries(1, {1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3}))), 3U); // f
}

TEST(RaftLog, DroppingKeepsTheTermOfTheLastDropped) {
    Log log(0, 0, entries(1, {1, 2, 3}));
    log.commitTo(2);
    log.takeCommitted(1000);
    log.appliedTo(2);
    log.dropTo(2);
    EXPECT_EQ(log.firstIndex(), 3U);
    EXPECT_EQ(log.termAt(2), 2U);
    EXPECT_EQ(log.termAt(1), std::nullopt);
}

} // namespace
} // namespace core::raft
