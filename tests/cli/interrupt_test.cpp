// SPDX-License-Identifier: Apache-2.0
// Goal: a run that is cut short leaves a trace that opens, keeps its commits and says what it is.
// Method: signals to a run that would take minutes.
#include "sim/trace/reader.h"
#include "tests/cli/program.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace tests::cli {
namespace {

using sim::trace::Reader;
using sim::trace::RunStatus;

/// Waits, for at most a minute, until the growing trace covers two simulated seconds.
bool grows(const std::string& trace) {
    for (int i = 0; i < 600; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        const auto reader = Reader::open(trace);
        if (reader && (*reader)->summary().until.ns > 2'000'000'000) {
            return true;
        }
    }
    return false;
}

class CutShort : public ::testing::Test {
protected:
    /// A long run is hit by a signal in the middle.
    Said hitBy(int signal) {
        Program program({"run", shopScenario(), "--until", "10000s", "--trace", trace});
        EXPECT_TRUE(grows(trace));
        program.signal(signal);
        return program.wait();
    }
    std::uint64_t events() const {
        const auto reader = Reader::open(trace);
        EXPECT_TRUE(reader);
        return reader ? (*reader)->eventsAfter(0, 10'000)->size() : 0;
    }

    Folder folder;
    std::string trace = folder / "run.trace";
};

TEST_F(CutShort, ByCtrlCEndsWith130AndSaysInterrupted) {
    const Said said = hitBy(SIGINT);
    EXPECT_EQ(said.code, 130);
    EXPECT_NE(said.out.find("interrupted"), std::string::npos) << said.out;
    EXPECT_GT(events(), 10U);
    EXPECT_FALSE(std::filesystem::exists(trace + "-wal"));
    const auto reader = Reader::open(trace);
    ASSERT_TRUE(reader);
    EXPECT_EQ((*reader)->summary().status, RunStatus::Interrupted);
    const Said story = orrery({"story", trace});
    EXPECT_EQ(story.code, 0);
    EXPECT_NE(story.err.find("interrupted"), std::string::npos) << story.err;
}

TEST_F(CutShort, ByKillKeepsItsCommitsAndSaysWhichFilesBelongTogether) {
    EXPECT_EQ(hitBy(SIGKILL).code, 128 + SIGKILL);
    EXPECT_GT(events(), 10U);
    const Said story = orrery({"story", trace});
    EXPECT_EQ(story.code, 0);
    EXPECT_FALSE(story.out.empty());
    EXPECT_NE(story.err.find("incomplete"), std::string::npos) << story.err;
    EXPECT_NE(story.err.find("run.trace-wal belong together"), std::string::npos) << story.err;
}

TEST_F(CutShort, JsonSaysInterrupted) {
    Program program({"run", shopScenario(), "--until", "10000s", "--json", "--trace", trace});
    EXPECT_TRUE(grows(trace));
    program.signal(SIGTERM);
    const Said said = program.wait();
    EXPECT_EQ(said.code, 130);
    EXPECT_NE(said.out.find("\"interrupted\": true"), std::string::npos) << said.out;
}

} // namespace
} // namespace tests::cli
