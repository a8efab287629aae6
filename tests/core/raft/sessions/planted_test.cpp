// SPDX-License-Identifier: Apache-2.0
// Goal: the checks of sessions notice the mistakes that could be made there.
#include "core/base/planted.h"
#include "tests/core/raft/sessions/campaign.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace core::raft {
namespace {

class PlantedSessions : public testing::TestWithParam<const char*> {
protected:
    ~PlantedSessions() override { plant(""); }
};

TEST_P(PlantedSessions, IsNoticed) {
    plant(GetParam());
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        SessionCampaign campaign(seed);
        campaign.run(1'000);
        if (!campaign.violation().empty()) {
            std::printf("  %-34s %s, seed %d\n", GetParam(), campaign.violation().c_str(),
                        static_cast<int>(seed));
            return;
        }
    }
    FAIL() << "nobody noticed " << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Mistakes, PlantedSessions,
                         testing::Values("forget-session-result", "session-not-in-snapshot"));

} // namespace
} // namespace core::raft
