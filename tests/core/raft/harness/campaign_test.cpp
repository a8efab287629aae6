// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/harness/campaign.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace tests::raft {
namespace {

/// ./check --long sets ORRERY_LONG.
std::uint64_t seedsToRun() {
    return std::getenv("ORRERY_LONG") != nullptr ? 10'000 : 200;
}

/// What a campaign must have seen: a fault or a rare path that never came proves nothing.
constexpr const char* kRarePaths[]{
    // Faults.
    "burst", "campaign", "clock-drift", "clock-step", "crash", "crash-lost-writes", "forget-leader",
    "message-cut-off", "message-duplicated", "message-lost", "one-way-cut", "partition", "pause",
    "slow-disk", "slow-state-machine", "storm", "usurper",
    // Elections.
    "pre-vote-refused", "role-election-lost", "role-election-won", "role-higher-term",
    "role-leader-found", "role-pre-vote-won", "role-quorum-lost", "role-removed",
    "role-told-to-campaign", "transfer-given-up", "transfer-started", "vote-refused",
    // Logs, snapshots, members, reads.
    "change-proposed", "change-refused-a membership change is under way", "joint-phase",
    "lease-read", "log-truncated", "snapshot-installed", "snapshot-sent", "snapshot-taken"};

TEST(RaftCampaign, FindsNoViolationAndSeesEveryRarePath) {
    const CampaignResult campaign = runCampaign(1, seedsToRun());
    ASSERT_FALSE(campaign.violation)
        << "seed " << campaign.seed << ": " << campaign.violation->invariant << ": "
        << campaign.violation->text;
    std::cout << campaign.seeds << " seeds, " << campaign.events << " events, "
              << campaign.committed << " entries committed, " << campaign.undecided
              << " histories undecided\n";
    const auto& counts = campaign.seen.counts();
    for (const auto& [what, count] : counts) {
        std::cout << "  " << what << ": " << count << "\n";
    }
    for (const char* path : kRarePaths) {
        EXPECT_TRUE(counts.contains(path)) << path << " was never seen";
    }
    EXPECT_LE(campaign.undecided * 100, campaign.seeds) << "histories too long to be judged";
}

TEST(RaftCampaign, IsTheSameForTheSameSeed) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        Seen first;
        Seen second;
        const RunResult one = runSeed(seed, first);
        const RunResult other = runSeed(seed, second);
        EXPECT_EQ(one.events, other.events);
        EXPECT_EQ(one.committed, other.committed);
        EXPECT_EQ(first.counts(), second.counts());
    }
}

} // namespace
} // namespace tests::raft
