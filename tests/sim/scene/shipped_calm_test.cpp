// SPDX-License-Identifier: Apache-2.0
// Goal: every shipped scenario plays in one to three minutes on the calm clock, with headlines that
// a room can read. Section 1 of the visual language.
#include "sim/scene/storyline.h"
#include "tests/scenarios/shipped.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace sim::scene {
namespace {

using namespace core::literals;
namespace fs = std::filesystem;

const fs::path kFolder = fs::path(ORRERY_SOURCE_DIR) / "scenarios";

/// The trace of one scenario, gone with it.
class Played {
public:
    explicit Played(const std::string& scenario) {
        std::string name = (fs::temp_directory_path() / "orrery-calm-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        const std::string file = (folder_ / "run.trace").string();
        const auto said = tests::scenarios::say(
            ORRERY_PROGRAM, {"run", (kFolder / scenario).string(), "--trace", file, "--quiet"});
        EXPECT_EQ(said.code, 0) << said.output;
        auto opened = trace::Reader::open(file);
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().text);
        reader = std::move(opened).value();
    }
    ~Played() {
        reader.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Played(const Played&) = delete;
    Played& operator=(const Played&) = delete;

    std::unique_ptr<trace::Reader> reader;

private:
    fs::path folder_;
};

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
    const Beat* last = nullptr;
    for (const Beat& beat : (*story)->beats()) {
        EXPECT_FALSE(beat.en.empty());
        EXPECT_FALSE(beat.zh.empty());
        if (beat.importance == 3 && last != nullptr && beat.at > last->at) {
            EXPECT_GE(calm.screenAt(beat.at) - calm.screenAt(last->at), 1500_ms) << last->en;
        }
        last = beat.importance == 3 ? &beat : last;
    }
}

INSTANTIATE_TEST_SUITE_P(All, ShippedScenario,
                         ::testing::ValuesIn(tests::scenarios::shippedIn(kFolder)),
                         [](const auto& instance) {
                             std::string name = instance.param;
                             std::erase_if(name, [](unsigned char c) { return !std::isalnum(c); });
                             return name;
                         });

} // namespace
} // namespace sim::scene
