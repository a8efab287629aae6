// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/transfer_time.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace sim::topology {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

TEST(TransferTime, IsRoundedUpToWholeNanoseconds) {
    EXPECT_EQ(transferTime(0, 1'000).ns, 0);
    EXPECT_EQ(transferTime(200, 1'000'000'000).ns, 1'600);
    EXPECT_EQ(transferTime(1, 3'000'000'000).ns, 3); // 2.67
    EXPECT_EQ(transferTime(1, 8'000'000'000).ns, 1);
    EXPECT_EQ(transferTime(1, 8'000'000'001).ns, 1);
    EXPECT_EQ(transferTime(1, 7'999'999'999).ns, 2);
}

TEST(TransferTime, IsTheSameOnBothSidesOfTheSwitchToWideArithmetic) {
    // 2^63 / 8e9 is 1,152,921,504.6: from the next octet on the product no longer fits 64 bits.
    EXPECT_EQ(transferTime(1'152'921'504, 1'000'000'000).ns, 9'223'372'032);
    EXPECT_EQ(transferTime(1'152'921'505, 1'000'000'000).ns, 9'223'372'040);
    EXPECT_EQ(transferTime(1'152'921'504, 7).ns, 1'317'624'576'000'000'000);
    EXPECT_EQ(transferTime(1'152'921'505, 7).ns, 1'317'624'577'142'857'143);
}

TEST(TransferTime, SaturatesInsteadOfOverflowing) {
    EXPECT_EQ(transferTime(kMost, 1), core::Duration::max());
    EXPECT_EQ(transferTime(2'000'000'000, 1), core::Duration::max());
    EXPECT_EQ(transferTime(1, kMost).ns, 1);
    EXPECT_EQ(transferTime(kMost, kMost).ns, 8'000'000'000);
}

} // namespace
} // namespace sim::topology
