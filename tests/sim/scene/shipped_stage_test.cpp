// SPDX-License-Identifier: Apache-2.0
// Goal: default stages of shipped scenarios stay readable, in both languages, at every headline.
#include "sim/scene/folding.h"
#include "sim/scene/stage.h"
#include "sim/scene/still.h"
#include "tests/scenarios/shipped.h"
#include "tests/sim/scene/played.h"
#include "tests/sim/scene/sound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

namespace sim::scene {
namespace {

struct View {
    Size size;
    double textScale;
    trace::Language language;
};

const View kViews[] = {
    {{1280, 720}, 1, trace::Language::English},   {{1280, 720}, 1, trace::Language::Chinese},
    {{1280, 720}, 1.5, trace::Language::English}, {{800, 500}, 1, trace::Language::Chinese},
    {{800, 500}, 1.5, trace::Language::English},  {{1024, 768}, 1, trace::Language::English},
    {{3840, 2160}, 1, trace::Language::English}};

class ShippedStage : public ::testing::TestWithParam<std::string> {};

/// A little after each headline, when its consequences are under way.
std::vector<SimTime> timesOf(const Storyline& story) {
    std::set<SimTime> times{SimTime{}};
    for (const Beat& beat : story.beats()) {
        if (beat.importance == 3) {
            times.insert(beat.at);
            times.insert(beat.at + story.calm().pace(beat.at) * 3 / 10);
        }
    }
    std::vector<SimTime> some;
    for (const SimTime at : times) {
        some.push_back(std::min(at, story.until()));
    }
    return some;
}

TEST_P(ShippedStage, HasNothingClippedOrOverlapping) {
    const testing::Played played(GetParam());
    const auto world = World::read(*played.reader).value();
    const auto story = Storyline::read(*played.reader).value();
    auto slices = SliceReader::of(*played.reader).value();
    for (const SimTime at : timesOf(*story)) {
        StageSettings settings;
        settings.window = std::max(core::Duration{1}, story->calm().pace(at) * 2 / 5);
        const auto slice = slices.read(at, settings.window, core::Duration{}).value();
        for (const View& view : kViews) {
            settings.size = view.size;
            settings.textScale = view.textScale;
            settings.language = view.language;
            settings.scaleText = scaleText({1'000'000}, view.language);
            const Stage stage(world, settings);
            const Picture picture = stage.draw(*slice, at, story.get());
            const double least =
                std::min(view.size.height / 45, view.size.width / 80) * view.textScale;
            for (const std::string& flaw : testing::flawsOf(picture, world->header(), least)) {
                ADD_FAILURE() << view.size.width << "x" << view.size.height << " times "
                              << view.textScale << " at " << core::formatDuration(at - SimTime{})
                              << ": " << flaw;
            }
        }
        if (HasFailure()) {
            return;
        }
    }
}

TEST_P(ShippedStage, TellsInItsLegendOfEveryMarkThatItShows) {
    const testing::Played played(GetParam());
    const auto world = World::read(*played.reader).value();
    const auto story = Storyline::read(*played.reader).value();
    auto slices = SliceReader::of(*played.reader).value();
    for (const SimTime at : timesOf(*story)) {
        StageSettings settings;
        settings.window = std::max(core::Duration{1}, story->calm().pace(at) * 2 / 5);
        const auto slice = slices.read(at, settings.window, core::Duration{}).value();
        for (const auto language : {trace::Language::English, trace::Language::Chinese}) {
            settings.language = language;
            const Picture picture = Stage(world, settings).draw(*slice, at, story.get());
            for (const std::string& mark : testing::untoldOf(picture)) {
                ADD_FAILURE() << core::formatDuration(at - SimTime{}) << ": " << mark;
            }
        }
    }
}

/// Six jumps with each window, over all scenarios hundreds: from slow motion to ten and a hundred
/// times real time.
TEST_P(ShippedStage, LooksTheSameWhetherPlayedOrJumpedTo) {
    const testing::Played played(GetParam());
    const auto world = World::read(*played.reader).value();
    const auto story = Storyline::read(*played.reader).value();
    auto playing = SliceReader::of(*played.reader).value();
    auto jumping = SliceReader::of(*played.reader).value();
    std::uint64_t draw = 12345;
    for (const std::int64_t windowMs : {40, 4'000, 40'000}) {
        StageSettings settings;
        settings.window = {windowMs * 1'000'000};
        const Stage stage(world, settings);
        SimTime at;
        auto slice = playing.read(at, settings.window * 2, {1'000'000'000}).value();
        for (int jump = 0; jump < 6; ++jump) {
            draw = draw * 6364136223846793005U + 1442695040888963407U;
            at += core::Duration{static_cast<std::int64_t>((draw >> 33) % 500'000'000) *
                                 (windowMs > 40 ? 10 : 1)};
            at = std::min(at, story->until());
            while (!slice->covers(at, settings.window)) {
                const SimTime next = slice->end + core::Duration{1};
                slice = playing.read(next, settings.window * 2, {1'000'000'000}).value();
            }
            const auto fresh = jumping.read(at, settings.window, core::Duration{}).value();
            EXPECT_EQ(toText(stage.draw(*slice, at, story.get())),
                      toText(Stage(world, settings).draw(*fresh, at, story.get())))
                << windowMs;
        }
    }
}

TEST_P(ShippedStage, FoldsToAboutADozenThings) {
    const testing::Played played(GetParam());
    const auto things = fold(played.reader->summary().header, {});
    const auto large = std::count_if(things.begin(), things.end(), [](const Thing& thing) {
        return thing.kind != Thing::Kind::Switch;
    });
    EXPECT_LE(large, 12);
}

INSTANTIATE_TEST_SUITE_P(All, ShippedStage,
                         ::testing::ValuesIn(tests::scenarios::shippedIn(testing::kShippedFolder)),
                         [](const auto& instance) { return testing::testNameOf(instance.param); });

} // namespace
} // namespace sim::scene
