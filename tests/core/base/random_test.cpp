// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

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

} // namespace
} // namespace core
