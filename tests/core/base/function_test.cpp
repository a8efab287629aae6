// SPDX-License-Identifier: Apache-2.0
#include "core/base/function.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>

namespace core {
namespace {

/// Counts how often it lives and how often it was moved.
struct Counts {
    int alive = 0;
    int moves = 0;
};

template <std::size_t kPadding>
class Tracked {
public:
    explicit Tracked(Counts& counts) : counts_(&counts) { ++counts_->alive; }
    Tracked(Tracked&& other) noexcept : counts_(other.counts_) {
        ++counts_->alive;
        ++counts_->moves;
    }
    Tracked(const Tracked&) = delete;
    Tracked& operator=(const Tracked&) = delete;
    Tracked& operator=(Tracked&&) = delete;
    ~Tracked() { --counts_->alive; }

    int operator()(int x) const { return x + static_cast<int>(padding_.size()); }

private:
    Counts* counts_;
    std::array<char, kPadding> padding_{};
};

using Small = Tracked<8>;
using Large = Tracked<200>;
using Call = UniqueFunction<int(int)>;

TEST(UniqueFunction, IsEmptyUntilItHoldsACallable) {
    Call call;
    EXPECT_FALSE(call);
    EXPECT_FALSE(Call(nullptr));
    call = [](int x) { return x; };
    EXPECT_TRUE(call);
    call = nullptr;
    EXPECT_FALSE(call);
}

TEST(UniqueFunction, CallsSmallAndLargeCallables) {
    Counts counts;
    EXPECT_EQ(Call(Small(counts))(1), 9);
    EXPECT_EQ(Call(Large(counts))(1), 201);
    EXPECT_EQ(counts.alive, 0);
}

TEST(UniqueFunction, OwnsMoveOnlyCaptures) {
    UniqueFunction<int()> call = [owned = std::make_unique<int>(5)] { return *owned; };
    UniqueFunction<int()> moved = std::move(call);
    EXPECT_EQ(moved(), 5);
}

TEST(UniqueFunction, AMovedFromFunctionIsEmpty) {
    Counts counts;
    Call small = Small(counts);
    Call large = Large(counts);
    const Call takenSmall = std::move(small);
    const Call takenLarge = std::move(large);
    EXPECT_FALSE(small);
    EXPECT_FALSE(large);
    EXPECT_EQ(counts.alive, 2);
}

TEST(UniqueFunction, MovingALargeCallableMovesItsPointerOnly) {
    Counts counts;
    Call call = Large(counts);
    const int before = counts.moves;
    Call second = std::move(call);
    const Call third = std::move(second);
    EXPECT_EQ(counts.moves, before);
    EXPECT_EQ(counts.alive, 1);
}

TEST(UniqueFunction, DestroysWhatItHoldsExactlyOnce) {
    Counts counts;
    {
        Call call = Small(counts);
        EXPECT_EQ(counts.alive, 1);
        call = Large(counts); // replaces
        EXPECT_EQ(counts.alive, 1);
        Call other = std::move(call);
        other = nullptr;
        EXPECT_EQ(counts.alive, 0);
        call = Small(counts);
        EXPECT_EQ(counts.alive, 1);
    }
    EXPECT_EQ(counts.alive, 0);
}

TEST(UniqueFunction, SurvivesAssignmentToItself) {
    Counts counts;
    Call call = Small(counts);
    Call& same = call;
    call = std::move(same);
    EXPECT_EQ(call(0), 8);
    EXPECT_EQ(counts.alive, 1);
}

TEST(UniqueFunction, KeepsTheStateOfAMutableCallable) {
    UniqueFunction<int()> call = [n = 0]() mutable { return ++n; };
    EXPECT_EQ(call(), 1);
    EXPECT_EQ(call(), 2);
}

TEST(UniqueFunction, PassesArgumentsThrough) {
    UniqueFunction<std::size_t(std::unique_ptr<int>, std::string&, const std::string&)> call =
        [](std::unique_ptr<int> owned, std::string& out, const std::string& in) {
            out = in;
            return static_cast<std::size_t>(*owned) + in.size();
        };
    std::string out;
    EXPECT_EQ(call(std::make_unique<int>(4), out, "abc"), 7u);
    EXPECT_EQ(out, "abc");
}

TEST(UniqueFunction, DropsAResultThatNobodyAskedFor) {
    int calls = 0;
    UniqueFunction<void()> call = [&] { return ++calls; };
    call();
    EXPECT_EQ(calls, 1);
}

TEST(UniqueFunction, HoldsPlainFunctionsAndEmptyOnesStayEmpty) {
    Call call = +[](int x) { return x * 2; };
    EXPECT_EQ(call(4), 8);
    int (*none)(int) = nullptr;
    EXPECT_FALSE(Call(none));
}

TEST(UniqueFunction, CallingAnEmptyOneEndsTheProcess) {
    Call call;
    EXPECT_DEATH(call(1), "internal error");
}

} // namespace
} // namespace core
