// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/storage/storage_trial.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tests::raft_storage {
namespace {

/// 1,000 schedules, 20,000 in long campaigns; fewer under sanitizers.
int schedules() {
    const char* campaign = std::getenv("ORRERY_LONG");
    return campaign != nullptr && *campaign != '\0' ? 20 * ORRERY_SCHEDULES : ORRERY_SCHEDULES;
}

TEST(RaftStorageModel, RecoversAStateThatWasAndForgetsNothingDurable) {
    Sightings seen;
    const int count = schedules();
    for (int seed = 1; seed <= count; ++seed) {
        StorageTrial trial(static_cast<std::uint64_t>(seed), seen);
        const std::string wrong = trial.run();
        ASSERT_EQ(wrong, "") << "seed " << seed;
    }
    // What the model is about did happen.
    EXPECT_GT(seen.recoveries, 5 * count);
    EXPECT_GT(seen.tornTails, count / 8);
    EXPECT_GT(seen.lostUnsynced, count);
    EXPECT_GT(seen.keptUnsynced, count / 2);
    EXPECT_GT(seen.truncations, count);
    EXPECT_GT(seen.installed, count);
    EXPECT_GT(seen.kept, count);
    EXPECT_GT(seen.overtaken, count / 20);
    EXPECT_GT(seen.diskFailures, count / 4);
    EXPECT_GT(seen.segmentsMost, 3);
    EXPECT_GT(seen.persists, 2 * seen.batches) << "Persists share syncs";
}

} // namespace
} // namespace tests::raft_storage
