// SPDX-License-Identifier: Apache-2.0
// Goal: every shipped scenario plays in one to three minutes on the calm clock, with headlines that
// a room can read and always something that moves; also after a fault at any time, whose past
// plays as before. Section 1 of the visual language.
#include "sim/scene/pacing.h"
#include "sim/scene/storyline.h"
#include "tests/scenarios/shipped.h"
#include "tests/sim/scene/played.h"
#include "tests/sim/scene/watched.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sim::scene {
namespace {

using namespace core::literals;
using testing::Glance;
using testing::Played;

/// A headline as long as it stands, messages of its chain, and no more than 2 s without anything.
void expectReadable(const trace::Reader& reader, const Storyline& story) {
    const CalmMap& calm = story.calm();
    const Beat* last = nullptr;
    for (const Beat& beat : story.beats()) {
        if (beat.importance < 3) {
            continue;
        }
        if (last != nullptr && beat.at > last->at) {
            EXPECT_GE(calm.screenAt(beat.at) - calm.screenAt(last->at), 1500_ms) << last->en;
        }
        const auto paced = headlineOf(reader, beat.at, beat.event);
        ASSERT_TRUE(paced);
        for (std::size_t i = 0; i < std::min<std::size_t>(2, paced->chain.size()); ++i) {
            const CalmPoint& flight = paced->chain[i];
            EXPECT_GE(calm.screenAt(flight.end) - calm.screenAt(flight.begin), 400_ms) << beat.en;
        }
        last = &beat;
    }
    const auto glances = testing::watch(reader, calm, 0_s, calm.length());
    EXPECT_LE(testing::longestStill(glances), 2_s);
}

class ShippedScenario : public ::testing::TestWithParam<std::string> {};

TEST_P(ShippedScenario, PlaysInOneToThreeMinutes) {
    const Played played(GetParam());
    const auto story = Storyline::read(*played.reader);
    ASSERT_TRUE(story) << story.error().text;
    const CalmMap& calm = (*story)->calm();
    const auto headlines = std::count_if((*story)->beats().begin(), (*story)->beats().end(),
                                         [](const Beat& beat) { return beat.importance == 3; });
    std::printf("%-45s %6s s in %5s s of screen, %2td headlines\n", GetParam().c_str(),
                core::formatSeconds((*story)->until() - SimTime{}, 1).c_str(),
                core::formatSeconds(calm.length(), 1).c_str(), headlines);
    EXPECT_GE(calm.length(), 60_s);
    EXPECT_LE(calm.length(), 180_s);
    EXPECT_GE(headlines, 5);
    EXPECT_LE(headlines, 20);
    for (const Beat& beat : (*story)->beats()) {
        EXPECT_FALSE(beat.en.empty());
        EXPECT_FALSE(beat.zh.empty());
    }
    expectReadable(*played.reader, **story);
}

INSTANTIATE_TEST_SUITE_P(All, ShippedScenario,
                         ::testing::ValuesIn(tests::scenarios::shippedIn(testing::kShippedFolder)),
                         [](const auto& instance) { return testing::testNameOf(instance.param); });

} // namespace
} // namespace sim::scene
