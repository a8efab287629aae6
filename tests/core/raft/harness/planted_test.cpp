// SPDX-License-Identifier: Apache-2.0
#include "core/base/planted.h"
#include "tests/core/raft/harness/campaign.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

/// Every mistake that can be switched on in the pure core must be noticed by the campaign. A
/// campaign that overlooks one would overlook the same mistake made by accident.
namespace tests::raft {
namespace {

struct Mistake {
    const char* name;
    const char* what;
};

constexpr Mistake kMistakes[]{
    {"accepts-without-matching", "appends entries though the one before them has another term"},
    {"acknowledges-before-sync", "says that entries are durable while they are being written"},
    {"applies-before-commit", "applies what is durable here and not committed"},
    {"applies-before-sync", "applies what is committed and not durable here"},
    {"asks-for-votes-before-sync", "asks for votes in a term that is not on disk"},
    {"campaigns-with-unapplied-change", "campaigns with members of the past"},
    {"changes-two-voters-in-one-step", "takes a change of several voters without a joint phase"},
    {"commits-old-terms-by-counting", "counts copies of an earlier term's entry (figure 8)"},
    {"counts-learners", "learners count for commitment"},
    {"forgets-snapshot-on-disk", "does not write an installed snapshot"},
    {"forgets-term-on-disk", "does not write the term"},
    {"forgets-vote-on-disk", "does not write the vote"},
    {"heartbeat-commits-beyond-match", "a heartbeat tells more of the commit index than matches"},
    {"installs-older-snapshots", "a snapshot replaces a log that has committed more"},
    {"joint-asks-one-majority", "the outgoing half has no say while joint"},
    {"keeps-match-of-earlier-term", "a new leader trusts what followers had when it led before"},
    {"leader-counts-unsynced", "the leader counts itself for what it has not written"},
    {"lease-during-transfer", "keeps the lease though it told another to campaign"},
    {"lease-without-drift-bound", "trusts a lease as if all clocks ran alike"},
    {"own-vote-before-sync", "counts its own vote before that is on disk"},
    {"pre-votes-count-as-votes", "a late pre-vote elects"},
    {"pre-votes-for-any-log", "grants a pre-vote to a log that could not win"},
    {"reads-before-first-commit", "a new leader answers reads before it knows what is committed"},
    {"reads-without-round", "answers reads without asking whether it still leads"},
    {"restart-forgets-lease", "votes right after a restart though a leader holds a lease"},
    {"second-change-while-pending", "begins a change before the last one is applied"},
    {"snapshot-durable-at-once", "claims to have a snapshot that is still being written"},
    {"truncates-what-matches", "cuts off what lies behind a request that matches"},
    {"votes-before-sync", "sends a vote that is not on disk"},
    {"votes-for-any-log", "votes for candidates whose log is behind"},
    {"votes-twice", "votes for whoever asks"},
};

constexpr std::uint64_t kMostSeeds = 6'000;

/// What a child process found; the mistake may well end it by an assertion.
std::string campaignInChild(const char* mistake) {
    int ends[2];
    if (pipe(ends) != 0) {
        return "no pipe";
    }
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        std::freopen("/dev/null", "w", stderr);
        core::plant(mistake);
        const CampaignResult campaign = runCampaign(1, kMostSeeds);
        std::ostringstream line;
        if (campaign.violation) {
            line << campaign.violation->invariant << " after " << campaign.seeds << " seeds, "
                 << campaign.events << " events";
        }
        const std::string text = line.str();
        const bool written = write(ends[1], text.data(), text.size()) >= 0;
        _exit(written ? 0 : 1);
    }
    close(ends[1]);
    std::string found;
    char buffer[256];
    for (ssize_t got = read(ends[0], buffer, sizeof buffer); got > 0;
         got = read(ends[0], buffer, sizeof buffer)) {
        found.append(buffer, static_cast<std::size_t>(got));
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? "an assertion of the code itself" : found;
}

class PlantedRaft : public testing::TestWithParam<Mistake> {};

TEST_P(PlantedRaft, IsNoticed) {
    const auto begin = std::chrono::steady_clock::now();
    const std::string found = campaignInChild(GetParam().name);
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begin);
    EXPECT_FALSE(found.empty()) << GetParam().name << ": " << GetParam().what;
    std::printf("  %-34s %s, %lld ms\n", GetParam().name, found.c_str(),
                static_cast<long long>(passed.count()));
    std::fflush(stdout);
}

std::string nameOf(const testing::TestParamInfo<Mistake>& info) {
    std::string name;
    bool upper = true;
    for (const char* letter = info.param.name; *letter != '\0'; ++letter) {
        if (*letter == '-') {
            upper = true;
        } else {
            name += upper ? static_cast<char>(*letter - 'a' + 'A') : *letter;
            upper = false;
        }
    }
    return name;
}

INSTANTIATE_TEST_SUITE_P(Pure, PlantedRaft, testing::ValuesIn(kMistakes), nameOf);

/// The mistakes that the sources of the pure core can make are those of the table.
TEST(PlantedRaft, HasEveryMistakeOfTheSources) {
    std::set<std::string> inTable;
    for (const Mistake& mistake : kMistakes) {
        inTable.insert(mistake.name);
    }
    std::set<std::string> inSources;
    static const std::regex kPlanted(R"re(planted\("([a-z-]+)"\))re");
    for (const char* file :
         {"configuration", "election", "log", "persistence", "progress", "quorum", "raft",
          "raft_election", "raft_replication", "raft_requests", "reads", "replication"}) {
        std::ifstream stream(std::string(ORRERY_SOURCE_DIR "/core/raft/") + file + ".cpp");
        ASSERT_TRUE(stream) << file;
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        for (std::sregex_iterator at(text.begin(), text.end(), kPlanted), end; at != end; ++at) {
            inSources.insert((*at)[1]);
        }
    }
    EXPECT_EQ(inTable, inSources);
}

} // namespace
} // namespace tests::raft
