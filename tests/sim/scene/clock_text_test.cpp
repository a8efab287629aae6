// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/clock_text.h"

#include <gtest/gtest.h>

namespace sim::scene {
namespace {

TEST(ClockText, ChangesItsFormAtMinutesAndHours) {
    EXPECT_EQ(clockText({31'004'000'000}, 3), "31.004 s");
    EXPECT_EQ(clockText({125'004'000'000}, 3), "2:05.004");
    EXPECT_EQ(clockText({3'725'000'000'000}, 3), "1:02:05.000");
    EXPECT_EQ(clockText({3'725'000'000'000}, 0), "1:02:05");
    EXPECT_EQ(clockText({65'000'000'000}, 0), "1:05");
}

TEST(ClockText, RoundsAsTheStoryDoes) {
    EXPECT_EQ(clockText({9'687'500'000}, 3), "9.688 s");
    EXPECT_EQ(clockText({9'687'499'999}, 3), "9.687 s");
    EXPECT_EQ(clockText({31'000'000'001}, 9), "31.000000001 s");
}

TEST(ClockText, NeverSaysSixtySeconds) {
    EXPECT_EQ(clockText({59'999'900'000}, 3), "1:00.000");
    EXPECT_EQ(clockText({119'999'900'000}, 3), "2:00.000");
    EXPECT_EQ(clockText({3'599'999'900'000}, 0), "1:00:00");
}

} // namespace
} // namespace sim::scene
