// SPDX-License-Identifier: Apache-2.0
#include "sim/checks/raft_checks.h"

#include <gtest/gtest.h>

namespace sim::checks {
namespace {

using core::runtime::Field;

/// Three servers telling of themselves; each call is one event later.
class Told {
public:
    Told() : check_(makeRaftSafety({0, 1, 2}, {{"a"}, {"b"}, {"c"}})) {}

    Told& entry(const char* kind, trace::ProcessIndex who, std::int64_t index, std::int64_t term,
                std::int64_t chain) {
        const Field fields[]{{"index", index}, {"term", term}, {"chain", chain}};
        ++id_;
        check_->event(static_cast<std::uint64_t>(id_), {id_ * 1'000'000'000}, who, kind, fields,
                      {});
        return *this;
    }
    Told& appended(trace::ProcessIndex who, std::int64_t index, std::int64_t term,
                   std::int64_t chain) {
        return entry("entry-appended", who, index, term, chain);
    }
    Told& applied(trace::ProcessIndex who, std::int64_t index, std::int64_t term,
                  std::int64_t chain) {
        return entry("entry-applied", who, index, term, chain);
    }
    Told& elected(trace::ProcessIndex who, std::int64_t term) {
        return entry("leader-elected", who, 0, term, 0);
    }
    Told& state(trace::ProcessIndex who, const char* key, core::runtime::FieldValue value) {
        ++id_;
        check_->state({id_ * 1'000'000'000}, who, key, value, {});
        return *this;
    }
    Told& started(trace::ProcessIndex who) {
        ++id_;
        check_->processStarted({id_ * 1'000'000'000}, who, 2, {});
        return *this;
    }
    const std::string& violation() const { return check_->violation(); }

private:
    std::unique_ptr<Check> check_;
    std::int64_t id_ = 0;
};

Told healthy() {
    Told told;
    told.elected(0, 2).appended(0, 2, 2, 20).appended(1, 2, 2, 20).appended(2, 2, 2, 20);
    told.applied(0, 2, 2, 20).applied(1, 2, 2, 20);
    return told;
}

TEST(RaftSafety, HoldsForAGroupThatKeepsToTheRules) {
    Told told = healthy();
    told.appended(0, 3, 2, 30).elected(1, 3).appended(1, 3, 3, 31).appended(0, 3, 3, 31);
    told.applied(1, 3, 3, 31).applied(0, 3, 3, 31).entry("snapshot-installed", 2, 3, 3, 31);
    for (const char* key : {"log-last", "commit", "applied"}) { // while it is being written
        told.state(2, key, std::int64_t{3});
    }
    told.elected(2, 4).started(0).applied(0, 2, 2, 20);
    EXPECT_EQ(told.violation(), "");
}

TEST(RaftSafety, NoticesTwoLeadersOfATerm) {
    EXPECT_EQ(healthy().elected(2, 2).violation(),
              "at 7.000000 s c leads in term 2 beside another leader");
}

TEST(RaftSafety, NoticesLogsThatDoNotMatch) {
    EXPECT_EQ(healthy().appended(0, 3, 2, 30).appended(1, 3, 2, 39).violation(),
              "at 8.000000 s b has another log up to entry 3 of term 2 than another server");
}

TEST(RaftSafety, NoticesALeaderWithoutWhatWasApplied) {
    Told told = healthy();
    told.appended(0, 3, 2, 30).applied(0, 3, 2, 30).elected(2, 3);
    EXPECT_EQ(told.violation(),
              "at 9.000000 s c leads in term 3 without entry 3 of term 2, which was applied");
}

TEST(RaftSafety, NoticesServersThatApplyDifferentEntries) {
    EXPECT_EQ(healthy().applied(2, 2, 1, 25).violation(),
              "at 7.000000 s c applied entry 2 of term 1 where another server applied entry 2 of "
              "term 2");
}

TEST(RaftSafety, NoticesAnEntryThatIsAppliedTwiceOrLeftOut) {
    EXPECT_NE(healthy().applied(0, 2, 2, 20).violation(), "");
    EXPECT_NE(healthy().appended(0, 3, 2, 30).applied(0, 4, 2, 40).violation(), "");
}

TEST(RaftSafety, NoticesASnapshotOfAnotherLog) {
    EXPECT_NE(healthy().entry("snapshot-installed", 2, 2, 2, 29).violation(), "");
}

TEST(RaftSafety, NoticesTermsAndCommitIndexesThatGoBack) {
    EXPECT_EQ(healthy().state(0, "term", 3L).state(0, "term", 2L).violation(),
              "at 8.000000 s a went back from term 3 to 2");
    Told told = healthy();
    told.state(0, "log-last", 5L).state(0, "commit", 5L).started(0);
    told.state(0, "log-last", 5L).state(0, "commit", 4L);
    EXPECT_EQ(told.violation(), "") << "a restarted server may have to learn it anew";
    EXPECT_NE(told.state(0, "commit", 3L).violation(), "");
}

TEST(RaftSafety, NoticesASecondVoteInATerm) {
    Told told = healthy();
    told.state(0, "term", 3L).state(0, "vote", "b").state(0, "term", 4L).state(0, "vote", "c");
    EXPECT_EQ(told.violation(), "");
    EXPECT_NE(told.state(0, "vote", "b").violation(), "");
}

TEST(RaftSafety, NoticesATermThatADiskForgot) {
    Told told = healthy();
    told.state(0, "term", 3L).state(0, "durable-term", 3L).started(0).state(0, "term", 2L);
    EXPECT_EQ(told.violation(), "");
    EXPECT_NE(told.state(0, "durable-term", 2L).violation(), "");
}

TEST(RaftSafety, NoticesWhatIsAppliedBeforeItIsCommittedAndDurable) {
    Told told = healthy();
    told.state(0, "log-last", 5L).state(0, "durable-index", 4L).state(0, "commit", 5L);
    EXPECT_EQ(told.state(0, "applied", 4L).violation(), "");
    EXPECT_NE(told.state(0, "applied", 5L).violation(), "");
    EXPECT_NE(healthy().state(0, "log-last", 3L).state(0, "commit", 4L).violation(), "");
}

TEST(RaftSafety, IgnoresOtherGroups) {
    EXPECT_EQ(healthy().elected(7, 2).state(7, "term", 3L).state(7, "term", 2L).violation(), "");
}

} // namespace
} // namespace sim::checks
