// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/client/address_health.h"
#include "core/discovery/client/picker.h"

#include <gtest/gtest.h>

#include <map>

namespace core::discovery::client {
namespace {

using namespace literals;
using runtime::Endpoint;

const Addresses kThree{{{1}, 80}, {{2}, 80}, {{3}, 80}};

TEST(Picker, RoundRobinTakesTurnsFromARandomStart) {
    std::map<std::uint32_t, int> starts;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        RandomStream random(seed);
        const auto picker = makePicker("round-robin");
        const Endpoint first = picker->pick(kThree, {}, random);
        ++starts[first.address.value];
        Endpoint before = first;
        for (int i = 0; i < 6; ++i) {
            const Endpoint next = picker->pick(kThree, {}, random);
            EXPECT_EQ(next.address.value, before.address.value % 3 + 1);
            before = next;
        }
    }
    EXPECT_EQ(starts.size(), 3u);
}

TEST(Picker, RandomReachesEverybodyAboutAsOften) {
    RandomStream random(1);
    const auto picker = makePicker("random");
    std::map<std::uint32_t, int> picks;
    for (int i = 0; i < 3'000; ++i) {
        ++picks[picker->pick(kThree, {}, random).address.value];
    }
    for (const auto& [address, count] : picks) {
        EXPECT_GT(count, 900) << address;
    }
}

TEST(Picker, AvoidsWhatWasTriedWhileThereIsAnother) {
    RandomStream random(1);
    for (const char* name : {"round-robin", "random", "first"}) {
        const auto picker = makePicker(name);
        for (int i = 0; i < 20; ++i) {
            EXPECT_EQ(picker->pick(kThree, {kThree[0], kThree[2]}, random), kThree[1]) << name;
        }
        picker->pick(kThree, kThree, random);
    }
    EXPECT_EQ(makePicker("first")->pick(kThree, {}, random), kThree[0]);
    EXPECT_EQ(makePicker("best"), nullptr);
}

TEST(AddressHealth, TellsTheFirstFailureRecoveryAndGivingUp) {
    AddressHealth health;
    EXPECT_TRUE(health.noteFailure(kThree[0], Instant{5}));
    EXPECT_FALSE(health.noteFailure(kThree[0], Instant{6}));
    EXPECT_TRUE(health.noteFailure(kThree[1], Instant{7}));
    EXPECT_FALSE(health.noteSuccess(kThree[2]));
    const auto over = health.noteSuccess(kThree[0]);
    ASSERT_TRUE(over);
    EXPECT_EQ(over->since, Instant{5});
    EXPECT_EQ(over->failures, 2);
    EXPECT_TRUE(health.noteFailure(kThree[0], Instant{8})) << "a new trouble";
    const auto given = health.giveUpOutside({kThree[0]});
    ASSERT_EQ(given.size(), 1u);
    EXPECT_EQ(given[0].address, kThree[1]);
    EXPECT_TRUE(health.giveUpOutside({kThree[0]}).empty());
}

} // namespace
} // namespace core::discovery::client
