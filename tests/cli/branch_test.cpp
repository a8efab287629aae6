// SPDX-License-Identifier: Apache-2.0
// Goal: whatever the program tells of a branch, or of a branch of a branch, is what it tells of a
// recording of the whole run. Method: each shipped scenario with changes at the edge where the
// branch begins; every reading command and every form of export, octet by octet.
#include "tests/cli/program.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace tests::cli {
namespace {

namespace fs = std::filesystem;

struct Case {
    std::string name;
    std::string scenario;
    std::string first;  ///< where the branch begins, at its change
    std::string change; ///< a line of the timeline
    std::string second; ///< where the branch of the branch begins, at its change
    std::string more;
};

const Case kCases[] = {
    {"dns", "discovery/dns-ttl-vs-registry.yaml", "30s", "power-off: web-1", "45s", "cut: web-2"},
    {"congestion", "network/congested-link.yaml", "20s", "loss: office--dc, rate: 2 %, for: 9 s",
     "56s", "delay: office--dc, by: 40 ms, for: 5 s"},
    {"partition", "network/partition-registry.yaml", "28s", "pause: plain-web-1, for: 20 s", "65s",
     "crash: careful-web-1"},
};

std::string contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    return {std::istreambuf_iterator<char>(file), {}};
}

class BranchOfAShippedScenario : public ::testing::TestWithParam<Case> {
protected:
    std::string scenario() const {
        return std::string(ORRERY_SOURCE_DIR "/scenarios/") + GetParam().scenario;
    }
    std::string trace(const std::string& name) const { return folder_ / (name + ".trace"); }

    std::string overlay(const std::string& name, const std::string& lines) const {
        return folder_.write(name, "extends: " + scenario() + "\ntimeline:\n" + lines);
    }
    void record(const std::string& name, const Words& more) const {
        Words words{"run", scenario(), "--quiet", "--level", "bytes", "--trace", trace(name)};
        words.insert(words.end(), more.begin(), more.end());
        const Said said = orrery(words);
        ASSERT_LT(said.code, 2) << said.err; // an expectation may fail of a change
    }
    void expectTheSame(const std::string& branch, const std::string& whole) const {
        for (const Words& asked :
             {Words{"story", "@", "--importance", "1"}, Words{"story", "@", "--lang", "zh"},
              Words{"explain", "@", "1"}, Words{"explain", "@", "150"},
              Words{"explain", "@", "m2000"}, Words{"explain", "@", "m20000"}}) {
            Words here = asked;
            Words there = asked;
            here[1] = trace(branch);
            there[1] = trace(whole);
            const Said said = orrery(here);
            EXPECT_EQ(said.code, 0) << said.err;
            EXPECT_FALSE(said.out.empty());
            EXPECT_EQ(said.out, orrery(there).out);
        }
        for (const std::string ending : {".csv", ".json", ".pcapng"}) {
            const std::string here = folder_ / (branch + ending);
            const std::string there = folder_ / (whole + ending);
            ASSERT_EQ(orrery({"export", trace(branch), "--to", here}).code, 0);
            ASSERT_EQ(orrery({"export", trace(whole), "--to", there}).code, 0);
            EXPECT_GT(fs::file_size(there), 1'000'000U);
            EXPECT_TRUE(contents(here) == contents(there)) << branch << ending;
        }
        const Said same = orrery({"diff", trace(branch), trace(whole)});
        EXPECT_EQ(same.code, 0) << same.out;
    }

    Folder folder_;
};

TEST_P(BranchOfAShippedScenario, TellsWhatTheWholeTells) {
    const Case& the = GetParam();
    const std::string line = "  - {at: " + the.first + ", " + the.change + "}\n";
    const std::string next = "  - {at: " + the.second + ", " + the.more + "}\n";
    const std::string first = overlay("first.yaml", line);
    const std::string both = overlay("both.yaml", line + next);
    record("parent", {});
    record("branch", {"--with", first, "--record-from", the.first, "--parent", trace("parent")});
    record("second", {"--with", both, "--record-from", the.second, "--parent", trace("branch")});
    record("whole", {"--with", both});
    EXPECT_EQ(orrery({"diff", trace("second"), trace("parent")}).code, 1);
    expectTheSame("second", "whole");

    ASSERT_EQ(orrery({"export", trace("second"), "--to", trace("written")}).code, 0);
    fs::remove(trace("parent"));
    fs::remove(trace("branch"));
    expectTheSame("written", "whole");
    const Said lost = orrery({"story", trace("second")});
    EXPECT_EQ(lost.code, 2);
    EXPECT_EQ(linesOf(lost.err).size(), 1U) << lost.err;
    EXPECT_NE(lost.err.find("needs its parent"), std::string::npos) << lost.err;
}

INSTANTIATE_TEST_SUITE_P(Shipped, BranchOfAShippedScenario, ::testing::ValuesIn(kCases),
                         [](const auto& shipped) { return shipped.param.name; });

} // namespace
} // namespace tests::cli
