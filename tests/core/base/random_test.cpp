// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string>

namespace core {
namespace {

using namespace literals;

TEST(RandomStream, SameKeyGivesTheSameDrawsAndAnotherKeyOthers) {
    RandomStream a(7);
    RandomStream b(7);
    RandomStream c(8);
    int equal = 0;
    for (int i = 0; i < 100; ++i) {
        const std::uint64_t draw = a.next();
        EXPECT_EQ(draw, b.next());
        equal += draw == c.next() ? 1 : 0;
    }
    EXPECT_EQ(equal, 0);
}

TEST(RandomStream, FirstDrawsNeverChange) {
    // These values are part of every expected digest: a change here is a change of format.
    // (Computed apart, from the published SplitMix64 finaliser.)
    RandomStream stream(1);
    for (const std::uint64_t expected :
         {16544888026509704621ULL, 11911214084996231950ULL, 6161015213894149711ULL}) {
        EXPECT_EQ(stream.next(), expected);
    }
}

TEST(RandomStream, BelowIsUniformWithinFourSigma) {
    RandomStream stream(42);
    constexpr int kDraws = 60'000;
    std::array<int, 6> seen{};
    for (int i = 0; i < kDraws; ++i) {
        ++seen.at(stream.below(6));
    }
    const double sigma = std::sqrt(kDraws * (1.0 / 6) * (5.0 / 6));
    for (const int count : seen) {
        EXPECT_NEAR(count, kDraws / 6.0, 4 * sigma);
    }
}

TEST(RandomStream, BetweenReachesBothEnds) {
    RandomStream stream(3);
    bool low = false;
    bool high = false;
    for (int i = 0; i < 200; ++i) {
        const std::int64_t draw = stream.between(-2, 2);
        ASSERT_GE(draw, -2);
        ASSERT_LE(draw, 2);
        low |= draw == -2;
        high |= draw == 2;
    }
    EXPECT_TRUE(low && high);
}

TEST(RandomStream, ExponentialHasItsMeanAndItsTail) {
    RandomStream stream(9);
    constexpr int kDraws = 100'000;
    double sum = 0;
    int overThreeMeans = 0;
    for (int i = 0; i < kDraws; ++i) {
        const Duration d = stream.exponential(1_s);
        ASSERT_GE(d.ns, 1);
        sum += static_cast<double>(d.ns);
        overThreeMeans += d > 3_s ? 1 : 0;
    }
    EXPECT_NEAR(sum / kDraws, 1e9, 4 * 1e9 / std::sqrt(kDraws));
    EXPECT_NEAR(overThreeMeans, kDraws * std::exp(-3.0), 4 * std::sqrt(kDraws * std::exp(-3.0)));
}

TEST(RandomStream, ExponentialIsTheLogarithmOfTheDraw) {
    RandomStream draws(11);
    RandomStream stream(11);
    for (int i = 0; i < 100'000; ++i) {
        const long double uniform = static_cast<long double>(draws.next()) / 0x1p64L;
        const long double expected = -std::log(uniform) * 1e9L;
        ASSERT_NEAR(static_cast<double>(stream.exponential(1_s).ns), static_cast<double>(expected),
                    1e9 * 0x1p-24 + 1.0);
    }
}

TEST(RandomStream, ExponentialStaysInRangeForVeryLongMeans) {
    RandomStream stream(4);
    bool atTheEnd = false;
    for (int i = 0; i < 100; ++i) {
        const Duration drawn = stream.exponential(Duration::max());
        EXPECT_GE(drawn.ns, 1);
        atTheEnd |= drawn == Duration::max();
    }
    EXPECT_TRUE(atTheEnd);
    EXPECT_EQ(stream.exponential({}), 1_ns);
}

TEST(RandomStream, ShufflesEveryOrderEquallyOften) {
    std::map<std::string, int> seen;
    RandomStream stream(5);
    constexpr int kShuffles = 24'000;
    for (int i = 0; i < kShuffles; ++i) {
        std::string order = "abcd";
        stream.shuffle(order);
        ++seen[order];
    }
    ASSERT_EQ(seen.size(), 24u);
    const double sigma = std::sqrt(kShuffles * (1.0 / 24) * (23.0 / 24));
    for (const auto& [order, count] : seen) {
        EXPECT_NEAR(count, kShuffles / 24.0, 4 * sigma) << order;
    }
}

TEST(RandomStream, BetweenCoversTheWholeRangeOfIntegers) {
    RandomStream stream(6);
    constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    int negative = 0;
    for (int i = 0; i < 1000; ++i) {
        negative += stream.between(kLeast, kMost) < 0 ? 1 : 0;
    }
    EXPECT_NEAR(negative, 500, 64);
    EXPECT_EQ(stream.between(kMost, kMost), kMost);
}

TEST(RandomStream, ChanceIsTheGivenShare) {
    RandomStream stream(8);
    int hits = 0;
    for (int i = 0; i < 30'000; ++i) {
        EXPECT_FALSE(stream.chance(0, 10));
        EXPECT_TRUE(stream.chance(10, 10));
        hits += stream.chance(1, 3) ? 1 : 0;
    }
    EXPECT_NEAR(hits, 10'000, 4 * std::sqrt(30'000 * (1.0 / 3) * (2.0 / 3)));
}

} // namespace
} // namespace core
