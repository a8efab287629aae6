// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/timing.h"

#include <gtest/gtest.h>

namespace core::discovery::dns {
namespace {

using namespace literals;

TEST(DnsTiming, SerialsGoRoundAndSkipZero) {
    EXPECT_EQ(nextSerial(0xffff'ffff), 1u);
    EXPECT_EQ(compareSerials(0xffff'ffff, nextSerial(0xffff'ffff)), SerialOrder::Less);
}

TEST(DnsTiming, RemainingTimeIsRoundedUpSoThatFreshDataHasATtl) {
    EXPECT_EQ(remainingTtl(30, 29_s + 999_ms), 1u);
    EXPECT_EQ(remainingTtl(30, 1_ms), 30u);
    EXPECT_EQ(remainingTtl(30, 30_s), std::nullopt);
    EXPECT_EQ(remainingTtl(0, 0_s), std::nullopt);
}

TEST(DnsTiming, TheHighBitMeansZeroOrVeryLong) {
    EXPECT_EQ(effectiveTtl(0xffff'ffff, HighBitRule::Rfc2181), 0u);
    EXPECT_EQ(effectiveTtl(0xffff'ffff, HighBitRule::Rfc8767), 0x7fff'ffffu);
}

TEST(DnsTiming, StaleDataServesOnlyWithinItsWindow) {
    const StaleTimers timers;
    EXPECT_EQ(decideStale(30, 40_s, Authority::Down, timers), StaleDecision::Stale);
    EXPECT_EQ(decideStale(30, 30_s + timers.maxStale, Authority::Down, timers),
              StaleDecision::Failure);
}

TEST(DnsTiming, TtlTextIsBounded) {
    EXPECT_EQ(parseTtl("4294967296"), std::nullopt);
    EXPECT_EQ(parseTtl("99999999999999999999w"), std::nullopt);
    EXPECT_EQ(parseTtl("7102w"), std::nullopt);
    EXPECT_EQ(parseTtl("1H30M"), 5400u);
    EXPECT_EQ(parseTtl("-1"), std::nullopt);
}

} // namespace
} // namespace core::discovery::dns
