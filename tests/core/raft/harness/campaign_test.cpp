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

TEST(RaftCampaign, FindsNoViolationAndSeesEveryRarePath) {
    const CampaignResult campaign = runCampaign(1, seedsToRun());
    ASSERT_FALSE(campaign.violation)
        << "seed " << campaign.seed << ": " << campaign.violation->invariant << ": "
        << campaign.violation->text;
    std::cout << campaign.seeds << " seeds, " << campaign.events << " events, "
              << campaign.committed << " entries committed, " << campaign.undecided
              << " histories undecided\n";
    for (const auto& [what, count] : campaign.seen.counts()) {
        std::cout << "  " << what << ": " << count << "\n";
    }
}

} // namespace
} // namespace tests::raft
