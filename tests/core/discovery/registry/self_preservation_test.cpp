// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/self_preservation.h"

#include <gtest/gtest.h>

namespace core::discovery::registry {
namespace {

using namespace literals;

/// A registry with Eureka's figures whose instances have sent `renewals` in the last minute.
SelfPreservation eureka(int instances, int renewals) {
    SelfPreservation preservation({true, 60_s, 30_s, 85});
    for (int i = 0; i < instances; ++i) {
        preservation.instanceAdded();
    }
    for (int i = 0; i < renewals; ++i) {
        preservation.renewed();
    }
    preservation.closeWindow();
    return preservation;
}

TEST(SelfPreservation, TenClientsNeedMoreThanSeventeenRenewalsAMinute) {
    EXPECT_EQ(eureka(10, 20).threshold(), 17);
    EXPECT_TRUE(eureka(10, 18).evictionAllowed()) << "one crash is evicted";
    EXPECT_FALSE(eureka(10, 16).evictionAllowed()) << "two freeze the list";
}

TEST(SelfPreservation, OneCrashFreezesSmallRegistries) {
    for (int instances = 1; instances <= 6; ++instances) {
        EXPECT_FALSE(eureka(instances, 2 * (instances - 1)).evictionAllowed()) << instances;
    }
    EXPECT_TRUE(eureka(7, 12).evictionAllowed());
}

TEST(SelfPreservation, EvictsNothingBeforeAnybodyIsExpected) {
    EXPECT_FALSE(eureka(0, 0).evictionAllowed());
}

TEST(SelfPreservation, CountsOnlyTheLastWholeWindow) {
    SelfPreservation preservation = eureka(10, 20);
    preservation.renewed();
    EXPECT_EQ(preservation.renewalsOfLastWindow(), 20);
    preservation.closeWindow();
    EXPECT_EQ(preservation.renewalsOfLastWindow(), 1);
    EXPECT_FALSE(preservation.evictionAllowed());
}

TEST(SelfPreservation, AlwaysAllowsEvictionWhenOff) {
    SelfPreservation preservation({false, 60_s, 30_s, 85});
    EXPECT_TRUE(preservation.evictionAllowed());
}

TEST(SelfPreservation, RoundsOnlyTheWholeProductDown) {
    SelfPreservation preservation({true, 15_s, 4_s, 85});
    preservation.instanceAdded();
    EXPECT_EQ(preservation.threshold(), 3) << "int(1 x 3.75 x 0.85)";
    SelfPreservation large({true, 24_h, 1_ms, 100});
    for (int i = 0; i < 1'000'000; ++i) {
        large.instanceAdded();
    }
    EXPECT_EQ(large.threshold(), 86'400'000'000'000);
}

} // namespace
} // namespace core::discovery::registry
