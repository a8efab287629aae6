// SPDX-License-Identifier: Apache-2.0
// Goal: every shipped scenario keeps its promises: its expectations hold, its digest and its story
// are the expected ones in every build, a room can follow it, and both languages are complete.
#include "core/components/components.h"
#include "sim/scenario/loader.h"
#include "tests/scenarios/shipped.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace tests::scenarios {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(ORRERY_SOURCE_DIR) / "scenarios";
constexpr const char* kHowToRewrite =
    "\nIf the change is meant: build orrery-golden, run it, read the difference, commit it.";

class ShippedScenario : public ::testing::TestWithParam<std::string> {
protected:
    std::string path() const { return (kFolder / GetParam()).string(); }
    /// The lines of the story at one importance.
    std::string story(const std::string& importance, const std::string& language) const {
        const Said said =
            say(ORRERY_PROGRAM, {"story", path(), "--importance", importance, "--lang", language});
        EXPECT_EQ(said.code, 0);
        return said.output;
    }
};

std::ptrdiff_t linesOf(const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
}

/// True if there is a letter outside ASCII: Chinese was written.
bool hasChinese(const std::string& text) {
    return std::any_of(text.begin(), text.end(),
                       [](char octet) { return static_cast<unsigned char>(octet) >= 0xe3; });
}

TEST_P(ShippedScenario, HoldsItsExpectationsAndHasTheExpectedDigest) {
    const Said said = say(ORRERY_PROGRAM, {"run", "--json", path()});
    EXPECT_EQ(said.code, 0) << said.output;
    const auto digests = readDigests(kFolder);
    const auto expected = digests.find(GetParam());
    ASSERT_NE(expected, digests.end()) << "not in scenarios/digests.txt" << kHowToRewrite;
    EXPECT_EQ(digestIn(said.output), expected->second) << kHowToRewrite;
}

TEST_P(ShippedScenario, HasItsDigestWhateverAddressesAndFreshMemoryAre) {
    const std::string expected = readDigests(kFolder)[GetParam()];
    const Said fixed = say("/usr/bin/setarch", {"-R", ORRERY_PROGRAM, "run", "--json", path()});
    EXPECT_EQ(digestIn(fixed.output), expected) << fixed.output;
    const Said perturbed =
        say("/usr/bin/env", {"MALLOC_PERTURB_=165", ORRERY_PROGRAM, "run", "--json", path()});
    EXPECT_EQ(digestIn(perturbed.output), expected) << perturbed.output;
}

TEST_P(ShippedScenario, HoldsItsExpectationsForOtherSeeds) {
    for (const char* seed : {"2", "3", "4", "5"}) {
        const Said said = say(ORRERY_PROGRAM, {"run", "--json", path(), "--seed", seed});
        EXPECT_EQ(said.code, 0) << "seed " << seed << "\n" << said.output;
    }
}

TEST_P(ShippedScenario, TellsItsGoldenStory) {
    EXPECT_EQ(story("2", "en"), contentsOf(storyOf(kFolder, GetParam()))) << kHowToRewrite;
}

TEST_P(ShippedScenario, HasAStoryThatARoomCanFollow) {
    const std::ptrdiff_t headlines = linesOf(story("3", "en"));
    EXPECT_GE(headlines, 5);
    EXPECT_LE(headlines, 15);
    EXPECT_LE(linesOf(story("2", "en")), 40);
}

TEST_P(ShippedScenario, TellsAsMuchInChinese) {
    const std::string chinese = story("2", "zh");
    EXPECT_EQ(linesOf(chinese), linesOf(story("2", "en")));
    EXPECT_TRUE(hasChinese(chinese));
    EXPECT_EQ(chinese.find("}?"), std::string::npos) << "a placeholder without a field";
}

TEST_P(ShippedScenario, IsCompleteInBothLanguages) {
    sim::scenario::LoadOptions options;
    options.schemas = core::components::schemas();
    const auto scenario = sim::scenario::load(path(), options);
    ASSERT_TRUE(scenario);
    const auto check = [](const std::string& what, const auto& text) {
        EXPECT_FALSE(text.en.empty()) << what;
        EXPECT_TRUE(hasChinese(text.zh)) << what;
    };
    check("title", scenario->title);
    check("summary", scenario->summary);
    check("lesson", scenario->lesson);
    for (const auto& measure : scenario->measures) {
        check("measure " + measure.name, measure.label);
    }
    EXPECT_FALSE(scenario->expectations.empty());
    for (const auto& expectation : scenario->expectations) {
        check("expectation " + expectation.name, expectation.label);
    }
}

INSTANTIATE_TEST_SUITE_P(All, ShippedScenario, ::testing::ValuesIn(shippedIn(kFolder)),
                         [](const auto& instance) {
                             std::string name = instance.param;
                             std::erase_if(name, [](unsigned char c) { return !std::isalnum(c); });
                             return name;
                         });

TEST(Digests, NameOnlyShippedScenarios) {
    const auto shipped = shippedIn(kFolder);
    for (const auto& [scenario, digest] : readDigests(kFolder)) {
        EXPECT_TRUE(std::binary_search(shipped.begin(), shipped.end(), scenario)) << scenario;
    }
}

/// The texts between "```LANGUAGE" and "```" in a page.
std::vector<std::string> blocksIn(const std::string& page, const std::string& language) {
    const std::string opening = "```" + language + "\n";
    std::vector<std::string> blocks;
    for (std::size_t at = page.find(opening); at != std::string::npos;) {
        const std::size_t begin = at + opening.size();
        const std::size_t end = page.find("```", begin);
        blocks.push_back(page.substr(begin, end - begin));
        at = page.find(opening, end);
    }
    return blocks;
}

TEST(FirstTutorial, HasAScenarioThatHolds) {
    const auto blocks =
        blocksIn(contentsOf(kFolder.parent_path() / "docs/tutorials/first-scenario.md"), "yaml");
    ASSERT_EQ(blocks.size(), 1U);
    const std::string path = ::testing::TempDir() + "orrery-tutorial-mine.yaml";
    std::ofstream(path) << blocks.front();
    const Said said = say(ORRERY_PROGRAM, {"run", "--json", path});
    std::filesystem::remove(path);
    EXPECT_EQ(said.code, 0) << said.output;
}

TEST(RegistryInvariants, FindALeaseThatIsShorterThanTheHeartbeats) {
    const Said said = say(
        ORRERY_PROGRAM, {"run", "--json", (kFolder / "discovery/dns-ttl-vs-registry.yaml").string(),
                         "--set", "deploy.web.lease=4s"});
    EXPECT_EQ(said.code, 1);
    const auto report = nlohmann::json::parse(said.output);
    for (const auto& expectation : report.at("expectations")) {
        if (expectation.at("name") == "only-the-silent-are-dropped") {
            EXPECT_EQ(expectation.at("verdict"), "fails");
            return;
        }
    }
    ADD_FAILURE() << said.output;
}

} // namespace
} // namespace tests::scenarios
