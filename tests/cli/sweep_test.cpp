// SPDX-License-Identifier: Apache-2.0
// Goal: a sweep is the same rows as single runs, in the same order however many run at a time.
#include "tests/cli/program.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

namespace tests::cli {
namespace {

std::string contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> cellsOf(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream stream(line);
    for (std::string cell; std::getline(stream, cell, ',');) {
        cells.push_back(cell.ends_with('\r') ? cell.substr(0, cell.size() - 1) : cell);
    }
    return cells;
}

/// A sweep over the shop's first seconds, with more words.
Said sweep(Words words) {
    words.insert(words.begin(), {"sweep", shopScenario(), "--until", "3s"});
    return orrery(words);
}

TEST(Sweep, HasARowForEverySeedAndValueWithTheDigestOfThatRun) {
    const Folder folder;
    const Said said =
        sweep({"--seeds", "3..4", "--vary", "deploy.ns.ttl=1s,2s", "--csv", folder / "sweep.csv"});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(said.err, "");
    const std::vector<std::string> lines = linesOf(contents(folder / "sweep.csv"));
    ASSERT_EQ(lines.size(), 5U);
    EXPECT_EQ(lines[0], "seed,deploy.ns.ttl,failed,stale_ns,digest,verdict,failing\r");
    const std::vector<std::string> last = cellsOf(lines[4]);
    EXPECT_EQ(last[0], "4");
    EXPECT_EQ(last[1], "2s");
    EXPECT_EQ(orrery({"run", shopScenario(), "--until", "3s", "--seed", "4", "--quiet"}).out,
              "digest: " + last[4] + "\n");
    EXPECT_NE(said.out.find(last[4]), std::string::npos);
    EXPECT_NE(said.out.find("2 of 2 runs hold"), std::string::npos) << said.out;
}

TEST(Sweep, PrintsTheSameHoweverManyRunAtATime) {
    const Words words{"--seeds", "1..5", "--jobs"};
    Words one = words;
    one.emplace_back("1");
    Words four = words;
    four.emplace_back("4");
    EXPECT_EQ(sweep(one).out, sweep(four).out);
}

TEST(Sweep, EndsWithOneWhenAnExpectationFailsSomewhere) {
    const Said said = orrery({"sweep", shopScenario(), "--seeds", "1..2", "--vary",
                              "expect.stale-is-bounded.at-most=1 ms,100 s"});
    EXPECT_EQ(said.code, 1);
    EXPECT_NE(said.out.find("FAILS: stale-is-bounded"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find("0 of 2 runs hold"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find("2 of 2 runs hold"), std::string::npos) << said.out;
}

void refused(const Words& words, std::string_view part) {
    const Said said = sweep(words);
    EXPECT_EQ(said.code, 2);
    EXPECT_EQ(said.out, "");
    EXPECT_EQ(linesOf(said.err).size(), 1U) << said.err;
    EXPECT_NE(said.err.find(part), std::string::npos) << said.err;
}

TEST(Sweep, RefusesWhatIsNoPlanInOneLine) {
    refused({"--seeds", "a..b"}, "1..20");
    refused({"--seeds", "5..1"}, "smaller seed first");
    refused({"--seeds", "1..99999999"}, "100000");
    refused({"--seeds", "1", "--vary", "deploy.ns.ttl"}, "deploy.ns.ttl=5s,30s");
    refused({"--seeds", "1", "--vary", "deploy.ns.tttl=1s,2s"}, "'ttl'");
    refused({"--seeds", "1", "--vary", "deploy.ns.ttl=1s,soon"}, "soon");
}

TEST(Sweep, CannotWriteItsFileSaysSoBeforeItRuns) {
    const Folder folder;
    const Said said = sweep({"--seeds", "1..2", "--csv", folder / "absent/sweep.csv"});
    EXPECT_EQ(said.code, 3);
    EXPECT_EQ(said.out, "");
    EXPECT_EQ(linesOf(said.err).size(), 1U) << said.err;
}

TEST(Sweep, StopsAtCtrlCWithTheRowsItHas) {
    Program program({"sweep", shopScenario(), "--seeds", "1..2000", "--jobs", "1"});
    std::this_thread::sleep_for(std::chrono::seconds(2));
    program.signal(SIGINT);
    const Said said = program.wait();
    EXPECT_EQ(said.code, 130);
    EXPECT_GT(linesOf(said.out).size(), 2U);
    EXPECT_LT(linesOf(said.out).size(), 1000U);
}

} // namespace
} // namespace tests::cli
