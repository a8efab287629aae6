// SPDX-License-Identifier: Apache-2.0
#include "sim/run/wording.h"
#include "sim/trace/report.h"
#include "tests/sim/run/shop.h"

#include <gtest/gtest.h>

#include <algorithm>

// Goal: a switch is switched off and on by a line of the timeline, and while it is off it is what
// it should be: a single point of failure.
namespace sim::run::testing {
namespace {

/// What had passed the switch arrives: the uplink takes 2 ms.
constexpr core::Duration kPast{3'000'000};

constexpr SimTime at(std::int64_t seconds) {
    return SimTime{seconds * 1'000'000'000};
}

std::size_t delivered(const Heard& heard, SimTime from, SimTime to) {
    return static_cast<std::size_t>(
        std::count_if(heard.reports.begin(), heard.reports.end(), [&](const OneReport& one) {
            return one.what == "delivered" && one.at > from && one.at < to;
        }));
}

TEST(Switches, WithoutPowerPassNothingOn) {
    const Heard heard = hear(
        shop("extends: shop.yaml\ntimeline:\n  - {at: 5 s, power-off: core, for: 3 s}\n"), at(12));
    EXPECT_TRUE(heard.report.refusals.empty());
    EXPECT_EQ(heard.count("hostPower"), 4U); // web-3 off, core off, spare on, core on
    EXPECT_GT(delivered(heard, at(4), at(5)), 0U);
    EXPECT_EQ(delivered(heard, at(5) + kPast, at(8)), 0U);
    EXPECT_GT(delivered(heard, at(8), at(12)), 0U);
}

TEST(Switches, OffTheWayOfAMessageConcernItNot) {
    const Heard heard =
        hear(shop("extends: shop.yaml\ntimeline:\n  - {at: 5 s, power-off: edge}\n"), at(8));
    EXPECT_TRUE(heard.report.refusals.empty());
    EXPECT_GT(delivered(heard, at(6), at(8)), 0U);
}

TEST(Switches, AreNotCalledHostsInTheStory) {
    const auto wording = loadWording();
    ASSERT_TRUE(wording);
    const trace::Emitter core{{}, "core", {}};
    const auto told = [&](bool on, trace::Language language) {
        return wording->format(trace::reportHostPower(0, true, on).kind, core, {}, language);
    };
    EXPECT_EQ(told(false, trace::Language::English),
              "switch core loses power: nothing passes through it");
    EXPECT_EQ(told(true, trace::Language::Chinese), "交换机 core 通电");
}

} // namespace
} // namespace sim::run::testing
