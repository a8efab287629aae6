// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/interaction/script.h"
#include "tests/core/raft/interaction/theatre.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

/// The interaction scripts of etcd-io/raft (Apache-2.0), read from the folder
/// vectors/cron/raft_interaction below ORRERY_EXTRA_DATA.
namespace tests::raft {
namespace {

namespace fs = std::filesystem;

/// Scripts that cannot apply to this Raft, with the reason.
struct Exception {
    const char* script;
    const char* why;
};
constexpr Exception kExceptions[]{
    {"async_storage_writes_append_aba_race",
     "it delivers requests for votes before the candidate's term is on its disk; here they wait"},
    {"confchange_disable_validation",
     "there is no switch that lets a second membership change into the log before the first is "
     "applied"},
};

std::vector<fs::path> scripts() {
    std::vector<fs::path> found;
    const char* extra = std::getenv("ORRERY_EXTRA_DATA");
    const fs::path folder =
        fs::path(extra == nullptr ? "" : extra) / "vectors" / "cron" / "raft_interaction";
    if (extra != nullptr && *extra != '\0' && fs::is_directory(folder)) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.path().extension() == ".txt") {
                found.push_back(entry.path());
            }
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

TEST(RaftInteraction, AgreesWithTheScriptsOfEtcd) {
    const std::vector<fs::path> all = scripts();
    if (all.empty()) {
        std::cout << "ORRERY_EXTRA_DATA names no interaction scripts: nothing was compared\n";
    }
    for (const fs::path& path : all) {
        const std::string name = path.stem().string();
        const auto exception =
            std::find_if(std::begin(kExceptions), std::end(kExceptions),
                         [&](const Exception& known) { return name == known.script; });
        if (exception != std::end(kExceptions)) {
            std::cout << "  " << name << ": not played: " << exception->why << "\n";
            continue;
        }
        std::ifstream stream(path);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        Theatre theatre;
        for (const std::string& difference : theatre.play(parseScript(text))) {
            ADD_FAILURE() << name << ": " << difference;
        }
        std::cout << "  " << name << ": " << theatre.compared() << " facts compared\n";
        EXPECT_GT(theatre.compared(), 0) << name;
    }
}

TEST(RaftInteraction, NoticesADifference) {
    const std::string script = "add-nodes 1 voters=(1) index=2\n----\nok\n\ncampaign 1\n----\n"
                               "ok\n\nstabilize\n----\n> 1 handling Ready\n"
                               "  Lead:1 State:StateLeader\n  HardState Term:1 Vote:1 Commit:";
    EXPECT_EQ(Theatre().play(parseScript(script + "3\n")), std::vector<std::string>{});
    EXPECT_EQ(Theatre().play(parseScript(script + "4\n")),
              std::vector<std::string>{"line 9: server 1's commit is 3, expected 4"});
}

} // namespace
} // namespace tests::raft
