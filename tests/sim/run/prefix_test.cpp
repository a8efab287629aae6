// SPDX-License-Identifier: Apache-2.0
// Goal: what happens before a time T depends on nothing that is said about T or later, neither on
// the timeline nor on the horizon nor on who listens; recordings may therefore branch at T.
// Method: a sink that hashes every report in order and remembers the hash after each; two runs
// are compared over the reports before T, and the first that differs is shown.
#include "core/base/hash.h"
#include "core/base/random.h"
#include "sim/run/run.h"
#include "sim/scenario/loader.h"
#include "tests/sim/run/shop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace sim::run::testing {
namespace {

using core::RandomStream;

constexpr std::int64_t kMs = 1'000'000;

/// Overlay lines that may happen to the shop at `at`, one of them chosen by `random`.
std::string randomLine(RandomStream& random, SimTime at) {
    static const std::vector<std::string> kLines{
        "crash: web-1",
        "crash: registry, for: 2 s",
        "restart: web-2",
        "pause: ns, for: 1500 ms",
        "pause: shoppers-2, for: 300 ms",
        "power-off: web-2, for: 3 s",
        "power-off: registry-host",
        "cut: uplink, for: 1 s",
        "cut: uplink, one-way: true, for: 2 s",
        "cut: web-1, for: 2 s",
        "partition: {name: split, groups: [[web], [lookers]]}, for: 2 s",
        "delay: uplink, by: 20 ms, jitter: 5 ms",
        "loss: uplink, rate: 20 %, for: 4 s",
        "loss: web-1, rate: 5 %",
        "duplicate: resolver-host, rate: 10 %",
        "reorder: uplink, rate: 10 %, by: 4 ms",
        "slow-cpu: names, factor: 4",
        "slow-disk: registry-host, factor: 3",
        "skew-clock: web-1, by: -3 s",
        "step-clock: lookers, by: 1 h",
        "drift-clock: web-2, by: 80 ppm",
        "action: set-record, of: ns, with: {name: web.shop.test., values: [web-1]}",
        "set: {ttl: 1 s}, of: ns",
    };
    const std::string& what = kLines[random.below(kLines.size())];
    return "  - {at: " + std::to_string(at.ns) + " ns, " + what + "}\n";
}

std::string randomOverlay(RandomStream& random, SimTime from) {
    std::string text = "extends: shop.yaml\ntimeline:\n";
    const std::uint64_t lines = 1 + random.below(4);
    SimTime at = from;
    for (std::uint64_t i = 0; i < lines; ++i) {
        text += randomLine(random, at);
        at.ns += random.between(0, 900 * kMs);
    }
    return text;
}

TEST(Prefix, StaysAsItWasUnderAHundredRandomOverlays) {
    const Heard base = hear(shop(), {8'000 * kMs});
    ASSERT_GT(base.reports.size(), 10'000U);
    ASSERT_GT(base.count("digestBlock"), 5U);
    ASSERT_GT(base.count("lost"), 5U);
    RandomStream random(core::hash64("overlays"));
    int changed = 0;
    for (int round = 0; round < 100; ++round) {
        const SimTime from{random.between(100 * kMs, 7'000 * kMs)};
        const std::string overlay = randomOverlay(random, from);
        const SimTime until{from.ns + 1'000 * kMs};
        const Heard with = hear(shop(overlay), {until.ns});
        ASSERT_EQ(with.firstDifference(base, from), "") << overlay;
        changed += with.firstDifference(base, until).empty() ? 0 : 1;
    }
    EXPECT_GT(changed, 70) << "the overlays do too little to prove anything";
}

TEST(Prefix, StaysAsItWasWhenTheLinkHadNoLossBefore) {
    const std::string quiet = "extends: shop.yaml\nset: {topology.links.uplink.loss: 0 %}\n";
    const Heard base = hear(shop(quiet), {6'000 * kMs});
    const std::string lossy = quiet + "timeline:\n  - {at: 3 s, loss: uplink, rate: 30 %}\n"
                                      "  - {at: 3 s, duplicate: web-1, rate: 30 %}\n";
    const Heard with = hear(shop(lossy), {6'000 * kMs});
    EXPECT_EQ(with.firstDifference(base, {3'000 * kMs}), "");
    EXPECT_GT(with.count("lost"), 10U);
}

TEST(Prefix, StaysAsItWasWithALongerHorizon) {
    const Heard brief = hear(shop(), {3'333 * kMs});
    const Heard longer = hear(shop(), {6'000 * kMs});
    EXPECT_EQ(longer.firstDifference(brief, {3'333 * kMs}), "");
    EXPECT_LT(brief.reports.size(), longer.reports.size());
}

TEST(Prefix, StaysAsItWasWithMoreTimelineBeyondTheHorizon) {
    const std::string later = "extends: shop.yaml\ntimeline:\n  - {at: 15 s, crash: web-1}\n";
    EXPECT_EQ(hear(shop(later), {5'000 * kMs}).report.digest,
              hear(shop(), {5'000 * kMs}).report.digest);
}

TEST(Digest, IsTheSameWithoutAnyListener) {
    RunRequest silent;
    silent.until = core::Duration{7'000 * kMs};
    silent.level = scenario::Level::Off;
    const auto report = run(shop(), silent);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->digest, hear(shop(), {7'000 * kMs}).report.digest);
}

TEST(Digest, DependsOnSeedAndTimeline) {
    const std::string plain = hear(shop(), {6'000 * kMs}).report.digest;
    scenario::Scenario other = shop();
    other.seed = 12;
    EXPECT_NE(hear(other, {6'000 * kMs}).report.digest, plain);
    EXPECT_NE(hear(shop("extends: shop.yaml\ntimeline:\n  - {at: 5900 ms, crash: web-1}\n"),
                   {6'000 * kMs})
                  .report.digest,
              plain);
}

} // namespace
} // namespace sim::run::testing
