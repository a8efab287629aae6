// SPDX-License-Identifier: Apache-2.0
#include "core/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace core {
namespace {

enum class Error { NotFound, Busy };

Result<int, Error> half(int number) {
    if (number % 2 != 0) {
        return Failure{Error::Busy};
    }
    return number / 2;
}

TEST(Result, HoldsAValue) {
    const auto result = half(8);
    ASSERT_TRUE(result);
    EXPECT_EQ(*result, 4);
    EXPECT_EQ(result.value(), 4);
    EXPECT_EQ(result.value_or(9), 4);
}

TEST(Result, HoldsAnError) {
    const auto result = half(7);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error(), Error::Busy);
    EXPECT_EQ(result.value_or(9), 9);
}

TEST(Result, ValueAndErrorMayHaveTheSameType) {
    const Result<std::string, std::string> value = std::string("a");
    const Result<std::string, std::string> error = Failure{std::string("a")};
    EXPECT_TRUE(value);
    EXPECT_FALSE(error);
    EXPECT_EQ(error.error(), "a");
}

TEST(Result, TakesAnErrorThatConverts) {
    const Result<int, std::string> result = Failure{"no leader"};
    EXPECT_EQ(result.error(), "no leader");
}

TEST(Result, MovesAMoveOnlyValueOut) {
    Result<std::unique_ptr<int>, Error> result = std::make_unique<int>(5);
    ASSERT_TRUE(result);
    EXPECT_EQ(**result, 5);
    const std::unique_ptr<int> owned = *std::move(result);
    EXPECT_EQ(*owned, 5);
}

TEST(Result, GivesAMoveOnlyValueOrAnotherAway) {
    Result<std::unique_ptr<int>, Error> failed = Failure{Error::NotFound};
    EXPECT_EQ(*std::move(failed).value_or(std::make_unique<int>(6)), 6);
    Result<std::unique_ptr<int>, Error> held = std::make_unique<int>(5);
    EXPECT_EQ(*std::move(held).value_or(nullptr), 5);
}

TEST(Result, MovesAnErrorOut) {
    Result<int, std::unique_ptr<int>> result = Failure{std::make_unique<int>(7)};
    const std::unique_ptr<int> owned = std::move(result).error();
    EXPECT_EQ(*owned, 7);
}

TEST(Result, ReachesMembersAndChangesTheValueInPlace) {
    Result<std::string, Error> result = std::string("ab");
    result->push_back('c');
    *result += "d";
    EXPECT_EQ(result->size(), 4u);
}

TEST(Result, WithoutAValueIsSuccessOrAnError) {
    const Result<void, Error> success;
    const Result<void, Error> failure = Failure{Error::NotFound};
    EXPECT_TRUE(success);
    ASSERT_FALSE(failure);
    EXPECT_EQ(failure.error(), Error::NotFound);
}

TEST(Result, ComparesByWhatItHolds) {
    EXPECT_EQ(half(8), half(8));
    EXPECT_NE(half(8), half(10));
    EXPECT_NE(half(8), half(7));
    EXPECT_EQ((Result<void, Error>()), (Result<void, Error>()));
    EXPECT_NE((Result<void, Error>()), (Result<void, Error>(Failure{Error::Busy})));
}

TEST(Result, TheWrongSideEndsTheProcess) {
    EXPECT_DEATH(static_cast<void>(half(7).value()), "internal error");
    EXPECT_DEATH(static_cast<void>(half(8).error()), "internal error");
    EXPECT_DEATH(static_cast<void>((Result<void, Error>().error())), "internal error");
}

} // namespace
} // namespace core
