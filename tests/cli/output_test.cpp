// SPDX-License-Identifier: Apache-2.0
// Goal: scripts can rely on what is printed: JSON schemas, the digest line, no bar and no colour in
// a pipe.
#include "tests/cli/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <regex>

namespace tests::cli {
namespace {

using nlohmann::json;

json parsed(const Said& said) {
    json value = json::parse(said.out, nullptr, false);
    EXPECT_FALSE(value.is_discarded()) << said.out;
    return value;
}

TEST(RunJson, HasDigestSeedMeasuresAndExpectations) {
    const Said said = orrery({"run", shopScenario(), "--json"});
    EXPECT_EQ(said.code, 0);
    EXPECT_EQ(said.err, "");
    const json run = parsed(said);
    EXPECT_TRUE(std::regex_match(run.at("digest").get<std::string>(), std::regex("[0-9a-f]{16}")));
    EXPECT_EQ(run.at("seed"), 11);
    EXPECT_EQ(run.at("interrupted"), false);
    EXPECT_EQ(run.at("simulated_ns"), 20'000'000'000);
    ASSERT_EQ(run.at("measures").size(), 2U);
    const json& stale = run["measures"][1];
    EXPECT_EQ(stale.at("name"), "stale");
    EXPECT_EQ(stale.at("unit"), "time");
    EXPECT_TRUE(stale.at("value").is_number_integer());
    ASSERT_EQ(run.at("expectations").size(), 2U);
    const json& bound = run["expectations"][0];
    EXPECT_EQ(bound.at("name"), "stale-is-bounded");
    EXPECT_EQ(bound.at("verdict"), "holds");
    EXPECT_EQ(bound.at("bound"), 7'000'000'000);
}

TEST(RunJson, ShowsTheSeedOfTheCommandLine) {
    EXPECT_EQ(
        parsed(orrery({"run", shopScenario(), "--json", "--until", "1s", "--seed", "99"}))["seed"],
        99);
}

TEST(ListJson, HasPathTopicAndTitleOfFilesThatExist) {
    const Said said = orrery({"list", "--json"});
    EXPECT_EQ(said.code, 0);
    EXPECT_EQ(said.err, "");
    const json list = parsed(said);
    ASSERT_FALSE(list.empty());
    for (const json& entry : list) {
        EXPECT_TRUE(std::filesystem::exists(entry.at("path").get<std::string>()));
        EXPECT_FALSE(entry.at("topic").get<std::string>().empty());
        EXPECT_FALSE(entry.at("title").get<std::string>().empty());
    }
}

TEST(Quiet, PrintsTheDigestLineOnly) {
    const Said said = orrery({"run", shopScenario(), "--until", "2s", "--quiet"});
    EXPECT_EQ(said.code, 0);
    EXPECT_EQ(said.err, "");
    EXPECT_TRUE(std::regex_match(said.out, std::regex("digest: [0-9a-f]{16}\n"))) << said.out;
}

TEST(Progress, IsALineForEachPercentWhereNoTerminalIs) {
    const Said said = orrery({"run", shopScenario(), "--until", "2s", "--quiet", "--progress"});
    EXPECT_EQ(said.code, 0);
    const std::vector<std::string> lines = linesOf(said.err);
    ASSERT_GE(lines.size(), 100U);
    ASSERT_LE(lines.size(), 101U);
    EXPECT_EQ(lines.at(50), "50 %, 1.0 s of 2.0 s");
    EXPECT_EQ(lines.back(), "100 %, 2.0 s of 2.0 s");
    EXPECT_EQ(linesOf(said.out).size(), 1U);
}

TEST(Pipe, GetsNeitherColourNorProgress) {
    const Said said = orrery({"run", shopScenario()});
    EXPECT_EQ(said.code, 0);
    EXPECT_EQ(said.err, "");
    EXPECT_EQ(said.out.find('\x1b'), std::string::npos);
    EXPECT_EQ(said.out.find('\r'), std::string::npos);
    EXPECT_TRUE(linesOf(said.out).back().starts_with("digest: "));
}

TEST(FailedExpectation, IsExitCodeOne) {
    const Said said =
        orrery({"run", shopScenario(), "--set", "expect.stale-is-bounded.at-most=1 ms"});
    EXPECT_EQ(said.code, 1);
    EXPECT_NE(said.out.find("FAILS"), std::string::npos) << said.out;
}

TEST(Until, OfZeroRunsNothingAndSaysSo) {
    const Said said = orrery({"run", shopScenario(), "--until", "0s", "--json"});
    EXPECT_LE(said.code, 1);
    EXPECT_EQ(parsed(said).at("simulated_ns"), 0);
}

TEST(Until, BeyondTheDurationRunsOn) {
    const Said said = orrery({"run", shopScenario(), "--until", "25s", "--json"});
    EXPECT_EQ(parsed(said).at("simulated_ns"), 25'000'000'000);
}

TEST(RepeatableOption, LeavesTheWordAfterItsValueAlone) {
    EXPECT_EQ(orrery({"run", "--set", "deploy.ns.ttl=1s", shopScenario(), "--until", "1s"}).code,
              0);
}

TEST(Digest, IsTheSameAtEveryLevelAndWithATrace) {
    const Folder folder;
    const std::string plain = orrery({"run", shopScenario(), "--quiet"}).out;
    for (const char* level : {"story", "full", "bytes"}) {
        EXPECT_EQ(orrery({"run", shopScenario(), "--quiet", "--level", level, "--trace",
                          folder / "run.trace"})
                      .out,
                  plain)
            << level;
    }
    EXPECT_NE(orrery({"run", shopScenario(), "--quiet", "--seed", "12"}).out, plain);
}

TEST(Verify, SaysSame) {
    const Said said = orrery({"verify", shopScenario(), "--runs", "3"});
    EXPECT_EQ(said.code, 0);
    EXPECT_TRUE(std::regex_match(said.out, std::regex("same: 3 runs, digest: [0-9a-f]{16}\n")))
        << said.out;
}

TEST(Story, OfScenarioAndOfTraceAreTheSame) {
    const Folder folder;
    const std::string trace = folder / "run.trace";
    ASSERT_EQ(orrery({"run", shopScenario(), "--trace", trace}).code, 0);
    for (const char* language : {"en", "zh"}) {
        const Said direct = orrery({"story", shopScenario(), "--lang", language});
        EXPECT_EQ(direct.code, 0);
        EXPECT_GE(linesOf(direct.out).size(), 3U);
        EXPECT_EQ(orrery({"story", trace, "--lang", language}).out, direct.out);
    }
}

} // namespace
} // namespace tests::cli
