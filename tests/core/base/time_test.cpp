// SPDX-License-Identifier: Apache-2.0
#include "core/base/time.h"

#include <gtest/gtest.h>

#include <limits>

namespace core {
namespace {

using namespace literals;

TEST(Duration, ParsesNumbersWithTheirUnit) {
    EXPECT_EQ(parseDuration("60s"), 60_s);
    EXPECT_EQ(parseDuration("60 s"), 60_s);
    EXPECT_EQ(parseDuration("1.5 s"), 1500_ms);
    EXPECT_EQ(parseDuration("250ms"), 250_ms);
    EXPECT_EQ(parseDuration("-2h"), -2_h);
    EXPECT_EQ(parseDuration("0.000000001s"), 1_ns);
    EXPECT_EQ(parseDuration("1d"), 24_h);
}

TEST(Duration, RefusesWhatIsNotExact) {
    for (const char* text : {"", "60", "s", "1.s", ".5s", "1  s", "60 sec", "1s ", "0.1ns",
                             "0.0000000001s", "0.00000000001s", "0.01ns", "0.00000000001min",
                             "9223372037s", "99999999999999999999s", "--1s", "1e3s"}) {
        EXPECT_EQ(parseDuration(text), std::nullopt) << text;
    }
}

TEST(Duration, AcceptsZerosBehindTheLastNanosecond) {
    EXPECT_EQ(parseDuration("1.00000000000000s"), 1_s);
    EXPECT_EQ(parseDuration("0.0000000010000s"), 1_ns);
    EXPECT_EQ(parseDuration("7.000ns"), 7_ns);
}

TEST(Duration, FormattingIsExactAndReadsBack) {
    EXPECT_EQ(formatDuration(1500_ms), "1.5s");
    EXPECT_EQ(formatDuration(250_ms), "250ms");
    EXPECT_EQ(formatDuration(-2_h), "-7200s");
    EXPECT_EQ(formatDuration({}), "0s");
    for (const std::int64_t ns : {1LL, 999LL, 1'000LL, 1'234'567LL, 60'000'000'001LL, -5LL}) {
        EXPECT_EQ(parseDuration(formatDuration({ns})), Duration{ns});
    }
}

TEST(Duration, ArithmeticStopsAtTheEndsOfItsRange) {
    constexpr Duration kMost = Duration::max();
    constexpr Duration kLeast{std::numeric_limits<std::int64_t>::min()};
    EXPECT_EQ(kMost + 1_ns, kMost);
    EXPECT_EQ(kLeast - 1_ns, kLeast);
    EXPECT_EQ(kLeast + kLeast, kLeast);
    EXPECT_EQ(kMost - kLeast, kMost);
    EXPECT_EQ(-kLeast, kMost);
    EXPECT_EQ(kMost * 2, kMost);
    EXPECT_EQ(kMost * -2, kLeast);
    EXPECT_EQ(2 * kLeast, kLeast);
    EXPECT_EQ(3_s - 5_s, -2_s);
    EXPECT_EQ(3 * 5_s, 15_s);
}

TEST(TimePoint, NeverGoesRoundTheClock) {
    constexpr Instant kLate{std::numeric_limits<std::int64_t>::max() - 5};
    EXPECT_EQ(kLate + 6_ns, Instant::max());
    EXPECT_EQ(Instant{-10} - Duration::max() - 10_s,
              Instant{std::numeric_limits<std::int64_t>::min()});
    EXPECT_EQ(Instant{7} - Instant{3}, 4_ns);
    Instant t{1};
    t += 2_ns;
    EXPECT_EQ(t, Instant{3});
}

TEST(Duration, SecondsAreRoundedHalfAwayFromZero) {
    EXPECT_EQ(formatSeconds(30_s, 3), "30.000");
    EXPECT_EQ(formatSeconds({1'500'000}, 2), "0.00");
    EXPECT_EQ(formatSeconds({5'000'000}, 2), "0.01");
    EXPECT_EQ(formatSeconds({-1'999'999'999}, 1), "-2.0");
}

} // namespace
} // namespace core
