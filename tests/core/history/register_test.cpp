// SPDX-License-Identifier: Apache-2.0
#include "core/history/register.h"
#include "tests/core/history/histories.h"

#include <gtest/gtest.h>

#include <vector>

namespace core::history {
namespace {

using tests::cas;
using tests::erase;
using tests::get;
using tests::put;

Verdict verdictOf(const std::vector<RegisterOperation>& history) {
    return judgeRegisters(history).verdict;
}

TEST(Registers, StartWithNothing) {
    EXPECT_EQ(verdictOf({}), Verdict::Linearizable);
    EXPECT_EQ(verdictOf({get(std::nullopt, {1, 2})}), Verdict::Linearizable);
    EXPECT_EQ(verdictOf({get("a", {1, 2})}), Verdict::NotLinearizable);
}

TEST(Registers, MayShowAWriteWhileItIsUnderWay) {
    EXPECT_EQ(verdictOf({put("a", {1, 10}), get("a", {2, 3}), get("a", {4, 5})}),
              Verdict::Linearizable);
    EXPECT_EQ(verdictOf({put("a", {1, 10}), get(std::nullopt, {2, 3}), get("a", {4, 5})}),
              Verdict::Linearizable);
}

TEST(Registers, MayNotShowAStaleValue) {
    EXPECT_EQ(verdictOf({put("a", {1, 2}), put("b", {3, 4}), get("a", {5, 6})}),
              Verdict::NotLinearizable);
}

TEST(Registers, MayNotLoseAWrite) {
    EXPECT_EQ(verdictOf({put("a", {1, 2}), get(std::nullopt, {3, 4})}), Verdict::NotLinearizable);
}

TEST(Registers, MayNotGoBackBetweenReads) {
    EXPECT_EQ(verdictOf({put("a", {1, 2}), put("b", {3, 20}), get("b", {4, 5}), get("a", {6, 7})}),
              Verdict::NotLinearizable);
}

TEST(Registers, MayNotGoBackBetweenReadsOfAWriteOfUnknownOutcome) {
    EXPECT_EQ(verdictOf({put("a", {1, 2}), put("b", {3, std::nullopt}), get("b", {4, 5}),
                         get("a", {6, 7})}),
              Verdict::NotLinearizable);
}

TEST(Registers, LetOnlyOneCompareAndSetSucceed) {
    EXPECT_EQ(
        verdictOf({cas(std::nullopt, "a", true, {1, 5}), cas(std::nullopt, "b", true, {1, 5})}),
        Verdict::NotLinearizable);
    EXPECT_EQ(
        verdictOf({cas(std::nullopt, "a", true, {1, 5}), cas(std::nullopt, "b", false, {1, 5})}),
        Verdict::Linearizable);
}

TEST(Registers, DoNotRefuseACompareAndSetThatFits) {
    EXPECT_EQ(verdictOf({put("a", {1, 2}), cas("a", "b", false, {3, 4})}),
              Verdict::NotLinearizable);
}

TEST(Registers, MayDoWhatWasNotAnsweredLateOrNever) {
    EXPECT_EQ(verdictOf({put("a", {1, std::nullopt}), get(std::nullopt, {3, 4}),
                         get(std::nullopt, {5, 6}), get("a", {7, 8})}),
              Verdict::Linearizable);
    EXPECT_EQ(verdictOf({put("a", {1, std::nullopt}), get(std::nullopt, {3, 4})}),
              Verdict::Linearizable);
    EXPECT_EQ(verdictOf({get("a", {3, 4}), put("a", {5, std::nullopt})}), Verdict::NotLinearizable);
}

TEST(Registers, MayDoWhatWasNotAnsweredOnlyOnce) {
    EXPECT_EQ(verdictOf({put("a", {1, std::nullopt}), get("a", {2, 3}), put("b", {4, 5}),
                         get("b", {6, 7}), get("a", {8, 9})}),
              Verdict::NotLinearizable);
}

TEST(Registers, ShowNothingAfterADelete) {
    EXPECT_EQ(verdictOf({put("a", {1, 2}), erase({3, 4}), get(std::nullopt, {5, 6})}),
              Verdict::Linearizable);
    EXPECT_EQ(verdictOf({put("a", {1, 2}), erase({3, 4}), get("a", {5, 6})}),
              Verdict::NotLinearizable);
}

TEST(Registers, AreJudgedKeyByKey) {
    auto other = get("a", {5, 6});
    other.key = "y";
    const std::vector<RegisterOperation> history{put("a", {1, 2}), get("a", {3, 4}), other};
    const Judgement judgement = judgeRegisters(history);
    EXPECT_EQ(judgement.verdict, Verdict::NotLinearizable);
    EXPECT_EQ(judgement.key, "y");
    EXPECT_EQ(judgement.blocked, 2U);
}

TEST(Registers, OverlapWhereTheyTouch) {
    EXPECT_EQ(verdictOf({put("a", {1, 2}), get(std::nullopt, {2, 3})}), Verdict::Linearizable);
}

TEST(Registers, SayWhatNoOrderExplains) {
    const std::vector<RegisterOperation> history{put("a", {1, 2}), put("b", {3, 4}),
                                                 get("a", {5, 7}), put("c", {6, std::nullopt})};
    EXPECT_EQ(explain(judgeRegisters(history), history), "no order explains: c get x -> a [5, 7]\n"
                                                         "in order before it:\n"
                                                         "  c put x a [1, 2]\n"
                                                         "  c put x b [3, 4]\n"
                                                         "  c put x c -> ? [6, ?]\n"
                                                         "at the same time:\n"
                                                         "  c put x c -> ? [6, ?]\n");
    EXPECT_EQ(explain({}, history), "");
}

TEST(Registers, GiveUpAfterTheBudget) {
    const std::vector<RegisterOperation> history{put("a", {1, 2}), put("b", {3, 4}),
                                                 get("b", {5, 6})};
    const Judgement judgement = judgeRegisters(history, 2);
    EXPECT_EQ(judgement.verdict, Verdict::Unknown);
    EXPECT_EQ(explain(judgement, history), "undecided for key x after 3 steps\n");
}

} // namespace
} // namespace core::history
