// SPDX-License-Identifier: Apache-2.0
#include "core/base/time.h"

#include <gtest/gtest.h>

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
    for (const char* text :
         {"", "60", "s", "1.s", ".5s", "1  s", "60 sec", "1s ", "0.1ns", "0.0000000001s",
          "9223372037s", "99999999999999999999s", "--1s", "1e3s"}) {
        EXPECT_EQ(parseDuration(text), std::nullopt) << text;
    }
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

TEST(Duration, SecondsAreRoundedHalfAwayFromZero) {
    EXPECT_EQ(formatSeconds(30_s, 3), "30.000");
    EXPECT_EQ(formatSeconds({1'500'000}, 2), "0.00");
    EXPECT_EQ(formatSeconds({5'000'000}, 2), "0.01");
    EXPECT_EQ(formatSeconds({-1'999'999'999}, 1), "-2.0");
}

} // namespace
} // namespace core
