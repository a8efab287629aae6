// SPDX-License-Identifier: Apache-2.0
// Goal: a branch that goes on from a copy of a resident is the branch that computes its past, row
// by row; where no copy can, the program computes the past itself and the result is the same; and
// nothing is left behind, however clients, copies and residents end. Method: the real program,
// shipped scenarios, random changes at random times, every table of both files; processes are ended
// at every stage.
#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/base/time.h"
#include "sim/trace/reader.h"
#include "tests/cli/program.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace tests::cli {
namespace {

namespace fs = std::filesystem;
using core::RandomStream;
using sim::trace::Reader;
using sim::trace::RunStatus;

constexpr std::int64_t kSecond = 1'000'000'000;

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

template <class Condition>
bool waitFor(const Condition& condition) {
    for (int i = 0; i < 1200; ++i) {
        if (condition()) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
}

/// Processes with that word among their arguments.
std::vector<pid_t> processesWith(const std::string& word) {
    std::vector<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") == std::string::npos &&
            ('\0' + contents(entry.path() / "cmdline")).find('\0' + word + '\0') !=
                std::string::npos) {
            found.push_back(std::stoi(name));
        }
    }
    return found;
}

/// The first table in which the files of two traces differ, and how; empty: they are the same.
/// The files themselves, without their parents.
std::string differenceOf(const std::string& one, const std::string& other) {
    const auto left = Reader::open(one);
    const auto right = Reader::open(other);
    if (!left || !right) {
        return (left ? right : left).error().text;
    }
    const auto tables =
        (*left)->query("SELECT name FROM main.sqlite_schema WHERE type='table' ORDER BY name");
    std::size_t rows = 0;
    for (const auto& table : tables->rows) {
        const std::string all = "SELECT * FROM main." + *table[0];
        const auto here = (*left)->query(all);
        const auto there = (*right)->query(all);
        if (!here || !there || here->rows != there->rows) {
            std::string text = *table[0] + ":";
            for (std::size_t i = 0; here && there && i < here->rows.size(); ++i) {
                if (i >= there->rows.size() || here->rows[i] != there->rows[i]) {
                    for (const auto& cell : here->rows[i]) {
                        text += " " + cell.value_or("NULL").substr(0, 40);
                    }
                    break;
                }
            }
            return text;
        }
        rows += here->rows.size();
    }
    return rows > 100 ? "" : "there is hardly anything in them";
}

class Checkpoints : public ::testing::Test {
protected:
    std::string file(const std::string& name) const { return folder_ / name; }
    std::string socket() const { return file("copies"); }
    std::string parent() const { return file("parent.trace"); }

    void record(const std::string& scenario) {
        scenario_ = scenario;
        ASSERT_LT(orrery({"run", scenario, "--trace", parent(), "--level", level_}).code, 2);
        const auto reader = Reader::open(parent());
        ASSERT_TRUE(reader);
        end_ = (*reader)->summary().until.ns;
    }
    /// Until the copy just before the end is there, or the first.
    std::unique_ptr<Program> resident(const Words& more = {}, bool whole = true,
                                      int megabytes = 8192) {
        const std::string log = folder_.write("log", "");
        Words words{"resident", "--socket", socket(), scenario_, "--level", level_, "--megabytes"};
        words.push_back(std::to_string(megabytes)); // the sanitizers' builds need more
        words.insert(words.end(), more.begin(), more.end());
        auto program = std::make_unique<Program>(words, Surroundings{{}, log, 0});
        const std::string last = std::to_string(end_ - 1) + "\n";
        EXPECT_TRUE(waitFor([&] {
            const std::string text = contents(log);
            return whole ? text.find(last) != std::string::npos : !text.empty();
        }));
        return program;
    }
    std::string overlay(const std::string& name, const std::string& lines) const {
        return folder_.write(name, "extends: " + scenario_ + "\n" + lines);
    }
    Words branchWords(const std::string& trace, std::int64_t from, const Words& more) const {
        Words words{"run",       scenario_,       "--level",
                    level_,      "--record-from", std::to_string(from) + "ns",
                    "--parent",  parent(),        "--trace",
                    file(trace), "--progress"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }
    Words there(Words words) const {
        words.insert(words.end(), {"--from-checkpoints", socket()});
        return words;
    }
    /// Branches both ways; whether a copy went on.
    bool expectTheSame(std::int64_t from, const Words& more) {
        const Said copied = orrery(there(branchWords("copied.trace", from, more)));
        const Said plain = orrery(branchWords("plain.trace", from, more));
        EXPECT_EQ(copied.code, plain.code) << copied.err;
        EXPECT_EQ(copied.out, plain.out);
        EXPECT_NE(plain.out.find("digest: "), std::string::npos) << plain.err;
        EXPECT_EQ(differenceOf(file("copied.trace"), file("plain.trace")), "");
        said_.clear();
        for (const std::string& line : linesOf(copied.err)) {
            said_ = line.starts_with("from ") ? line : said_; // among those of the progress
        }
        return said_.starts_with("from a copy at ");
    }
    bool nobodyIsLeft() const {
        return waitFor([&] { return processesWith(socket()).empty(); });
    }

    Folder folder_;
    std::string scenario_;
    std::string level_ = "full";
    std::string said_; ///< where from the last branch that asked was computed
    std::int64_t end_ = 0;
};

/// Changes that fit into every scenario, given names of machines, processes and links.
std::string randomLines(RandomStream& random, const Reader& reader, std::int64_t at) {
    const auto pick = [&](const std::string& question) {
        const auto answer = reader.query(question);
        return *answer->rows[random.below(answer->rows.size())][0];
    };
    const std::string host = pick("SELECT name FROM hosts WHERE NOT is_switch");
    const std::string process = pick("SELECT name FROM processes");
    const std::string link = pick("SELECT name FROM links");
    const std::vector<std::string> kinds{"power-off: " + host + ", for: 2 s",
                                         "crash: " + process,
                                         "pause: " + process + ", for: 1 s",
                                         "cut: " + link + ", for: 2 s",
                                         "loss: " + link + ", rate: 20 %",
                                         "duplicate: " + link + ", rate: 10 %",
                                         "delay: " + link + ", by: 7 ms, jitter: 5 ms",
                                         "drift-clock: " + host + ", by: 80 ppm",
                                         "slow-disk: " + host + ", factor: 3"};
    std::string lines;
    for (std::uint64_t i = 0; i < 1 + random.below(3); ++i) {
        lines +=
            "  - {at: " + std::to_string(at) + " ns, " + kinds[random.below(kinds.size())] + "}\n";
        at += random.between(0, kSecond);
    }
    return lines;
}

struct Case {
    std::string name;
    std::string scenario;
    std::string level = "full";
};

class CheckpointsOfAShippedScenario : public Checkpoints,
                                      public ::testing::WithParamInterface<Case> {};

TEST_P(CheckpointsOfAShippedScenario, GiveEveryBranchAsIfItsPastHadBeenComputed) {
    level_ = GetParam().level;
    record(ORRERY_SOURCE_DIR "/scenarios/" + GetParam().scenario);
    const auto keeper = resident();
    const auto reader = Reader::open(parent());
    RandomStream random(core::hash64(GetParam().name));
    for (int round = 0; round < 5; ++round) {
        const std::int64_t at = random.between(end_ / 8, end_ - 1);
        const std::string lines = randomLines(random, **reader, at);
        const std::string with = overlay("with.yaml", "timeline:\n" + lines);
        const std::int64_t from = at - static_cast<std::int64_t>(random.below(2));
        EXPECT_TRUE(expectTheSame(from, {"--with", with})) << said_ << "\n" << lines;
    }
    const std::int64_t beyond = end_ + 3 * kSecond;
    EXPECT_TRUE(expectTheSame(end_, {"--until", std::to_string(beyond) + "ns"})) << said_;
    EXPECT_EQ(said_, "from a copy at " + core::formatSeconds({end_ - 1}, 3) + " s");
}

INSTANTIATE_TEST_SUITE_P(All, CheckpointsOfAShippedScenario,
                         ::testing::Values(Case{"dns", "discovery/dns-ttl-vs-registry.yaml"},
                                           Case{"fluid", "network/congested-link.yaml"},
                                           Case{"bytes", "network/congested-link.yaml", "bytes"},
                                           Case{"story", "network/partition-registry.yaml",
                                                "story"},
                                           Case{"registry", "network/partition-registry.yaml"},
                                           Case{"disk", "raft/disk-loses-writes.yaml"},
                                           Case{"snapshot", "raft/snapshot-slow-follower.yaml"},
                                           Case{"membership", "raft/membership-change.yaml"},
                                           Case{"moments", "raft/old-term-entries.yaml"},
                                           Case{"drift", "raft/lease-drift.yaml"}),
                         [](const auto& shipped) { return shipped.param.name; });

class CheckpointsOfTheShop : public Checkpoints {
protected:
    void SetUp() override { record(shopScenario()); }
};

TEST_F(CheckpointsOfTheShop, AreComparedByWhatTellsANanosecondApart) {
    const auto at = [&](const std::string& name, std::int64_t ns) {
        const std::string line = "timeline: [{at: " + std::to_string(ns) + " ns, crash: web-1}]\n";
        const Said said =
            orrery(branchWords(name, 9 * kSecond, {"--with", overlay(name + ".yaml", line)}));
        EXPECT_LT(said.code, 2) << said.err;
        return file(name);
    };
    const std::string one = at("one", 10 * kSecond);
    EXPECT_NE(differenceOf(one, at("other", 10 * kSecond + 1)), "");
}

TEST_F(CheckpointsOfTheShop, ServeBranchesOfBranches) {
    const std::string first =
        "timeline:\n  - {at: 9 s, loss: uplink, rate: 30 %, for: 4 s}\n"
        "  - {after: {event: attempt-failed, nth: 3, wait: 5 s}, crash: ns}\n";
    const std::string both = first + "  - {at: 15 s, power-off: web-1}\n";
    const std::string other = first + "  - {at: 12 s, power-off: web-2}\n";
    const std::string with = overlay("first.yaml", first);
    ASSERT_LT(orrery({"run", scenario_, "--with", with, "--trace", parent()}).code, 2);
    const auto keeper = resident({"--with", with});
    EXPECT_TRUE(expectTheSame(15 * kSecond, {"--with", overlay("both.yaml", both)})) << said_;
    EXPECT_TRUE(expectTheSame(12 * kSecond, {"--with", overlay("other.yaml", other)})) << said_;
}

TEST_F(CheckpointsOfTheShop, OfABranchServeItsParentAndItsSisters) {
    const std::string lines = "timeline:\n  - {at: 9 s, crash: web-1}\n";
    const auto keeper = resident({"--with", overlay("first.yaml", lines)});
    EXPECT_TRUE(expectTheSame(8 * kSecond, {})) << said_;
    const std::string sister = "timeline:\n  - {at: 8 s, crash: web-2}\n";
    EXPECT_TRUE(expectTheSame(8 * kSecond, {"--with", overlay("sister.yaml", sister)})) << said_;
    // The copies from 9 s on know a crash that this one has not: an earlier one goes on.
    EXPECT_TRUE(expectTheSame(15 * kSecond, {})) << said_;
    EXPECT_LT(said_, "from a copy at 9");
}

TEST_F(CheckpointsOfTheShop, AreNoneForAnotherPast) {
    const auto keeper = resident();
    const auto refused = [&](const Words& more, const std::string& part) {
        const Said said = orrery(there(branchWords("wrong.trace", 15 * kSecond, more)));
        const Said plain = orrery(branchWords("plain.trace", 15 * kSecond, more));
        EXPECT_EQ(said.code, plain.code) << said.err;
        EXPECT_EQ(said.out, plain.out);
        EXPECT_TRUE(linesOf(said.err).front().starts_with("from the start: ")) << said.err;
        EXPECT_NE(said.err.find(part), std::string::npos) << said.err;
    };
    refused({"--seed", "5"}, "not this run's parent");
    refused({"--set", "deploy.ns.ttl=1s"}, "another scenario");
    refused({"--with", overlay("early.yaml", "timeline: [{at: 1 s, crash: web-1}]\n")},
            "no copy before that time");
    refused({"--with", overlay("bad.yaml", "timeline: [{at: 16 s, crash: nobody}]\n")},
            "not understood");
    refused({"--with", overlay("waits.yaml", "timeline: [{after: {event: attempt-failed}, "
                                             "crash: web-1}]\n")},
            "no copy before that time");          // for it counts from the start
    EXPECT_FALSE(expectTheSame(1 * kSecond, {})); // before the first copy
    level_ = "bytes";
    refused({}, "level");
}

TEST_F(CheckpointsOfTheShop, AreOfOneBuildOnly) {
    const auto keeper = resident();
    const std::string copy = file("orrery");
    fs::copy_file(ORRERY_PROGRAM, copy);
    const Said said =
        orrery(there(branchWords("copied.trace", 15 * kSecond, {})), {{}, {}, 0, copy});
    EXPECT_LT(said.code, 2) << said.err;
    EXPECT_NE(said.err.find("of another build"), std::string::npos) << said.err;
}

TEST_F(CheckpointsOfTheShop, ThatAreNotThereCostNothing) {
    EXPECT_FALSE(expectTheSame(15 * kSecond, {}));
    folder_.write("copies", "no socket");
    EXPECT_FALSE(expectTheSame(15 * kSecond, {}));
}

TEST_F(CheckpointsOfTheShop, ServeSeveralAtOnceAndWhileTheyAreMade) {
    const auto keeper = resident({"--until", "400s"}, false);
    std::vector<std::unique_ptr<Program>> all;
    for (int i = 0; i < 6; ++i) {
        all.push_back(std::make_unique<Program>(
            there(branchWords("at-once-" + std::to_string(i), (14 + i % 3) * kSecond, {}))));
    }
    for (int i = 0; i < 6; ++i) {
        const Said said = all[static_cast<std::size_t>(i)]->wait();
        EXPECT_LT(said.code, 2) << said.err;
        const std::string name = "alone-" + std::to_string(i);
        orrery(branchWords(name, (14 + i % 3) * kSecond, {}));
        EXPECT_EQ(differenceOf(file("at-once-" + std::to_string(i)), file(name)), "");
    }
}

TEST_F(CheckpointsOfTheShop, StandInForRunsThatEndAsTheyWould) {
    const auto keeper = resident();
    const auto begin = [&](const std::string& name) {
        auto program = std::make_unique<Program>(
            there(branchWords(name, 15 * kSecond, {"--until", "100000s"})));
        EXPECT_TRUE(waitFor([&] {
            const auto reader = Reader::open(file(name));
            return reader && (*reader)->summary().until.ns > 16 * kSecond;
        }));
        return program;
    };
    const auto statusOf = [&](const std::string& name) {
        const auto reader = Reader::open(file(name));
        return reader ? (*reader)->summary().status : RunStatus::Complete;
    };
    const std::size_t before = processesWith(socket()).size();
    auto stopped = begin("stopped");
    stopped->signal(SIGTERM);
    EXPECT_EQ(stopped->wait().code, 130);
    EXPECT_EQ(statusOf("stopped"), RunStatus::Interrupted);

    auto killed = begin("killed");
    killed.reset();
    EXPECT_TRUE(waitFor([&] { return processesWith(socket()).size() == before; }));
    EXPECT_EQ(statusOf("killed"), RunStatus::Running);

    auto bereft = begin("bereft");
    for (const pid_t process : processesWith(socket())) {
        if (std::distance(fs::directory_iterator("/proc/" + std::to_string(process) + "/task"),
                          {}) > 1) {
            ::kill(process, SIGKILL); // the only one with a recorder
        }
    }
    const Said said = bereft->wait();
    EXPECT_EQ(said.code, 3);
    EXPECT_NE(said.err.find("ended unexpectedly"), std::string::npos) << said.err;
    EXPECT_TRUE(expectTheSame(15 * kSecond, {})) << said_; // the copies are still there
}

TEST_F(CheckpointsOfTheShop, EndWithTheirKeeperHoweverItEnds) {
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGKILL}) {
        auto keeper = resident({}, signal != SIGHUP);
        EXPECT_GT(processesWith(socket()).size(), 2U);
        keeper->signal(signal);
        const Said said = keeper->wait();
        EXPECT_EQ(said.code, signal == SIGKILL ? 128 + SIGKILL : 0);
        EXPECT_TRUE(nobodyIsLeft()) << signal;
        EXPECT_EQ(fs::exists(socket()), signal == SIGKILL);
        EXPECT_FALSE(expectTheSame(15 * kSecond, {})) << signal;
    }
}

TEST_F(CheckpointsOfTheShop, LeaveAClientItsRunWhenTheKeeperEnds) {
    auto keeper = resident();
    Program client(there(branchWords("long.trace", 15 * kSecond, {"--until", "60s"})));
    EXPECT_TRUE(waitFor([&] { return fs::exists(file("long.trace")); }));
    keeper->signal(SIGKILL);
    EXPECT_LT(client.wait().code, 2);
    orrery(branchWords("plain.trace", 15 * kSecond, {"--until", "60s"}));
    EXPECT_EQ(differenceOf(file("long.trace"), file("plain.trace")), "");
    EXPECT_TRUE(nobodyIsLeft());
}

TEST_F(CheckpointsOfTheShop, ServeThoseThatStillLive) {
    const auto keeper = resident();
    std::vector<pid_t> all = processesWith(socket());
    std::sort(all.begin(), all.end());
    ASSERT_GT(all.size(), 10U);
    ::kill(all[1], SIGKILL); // the one that computes, now the last copy
    for (std::size_t i = all.size() - 5; i < all.size(); ++i) {
        ::kill(all[i], SIGKILL);
    }
    EXPECT_TRUE(expectTheSame(19 * kSecond, {})) << said_;
    EXPECT_LT(said_, "from a copy at 15");
}

TEST_F(CheckpointsOfTheShop, GetFewerWhenTheyMayTakeNoMemory) {
    const auto plenty = resident();
    EXPECT_GT(processesWith(socket()).size(), 10U);
    plenty->signal(SIGTERM);
    EXPECT_TRUE(nobodyIsLeft());
    const auto keeper = resident({}, true, 1);
    EXPECT_TRUE(waitFor([&] { return processesWith(socket()).size() < 7; }));
    EXPECT_GT(processesWith(socket()).size(), 2U);
    EXPECT_TRUE(expectTheSame(19 * kSecond, {})) << said_;
    EXPECT_TRUE(expectTheSame(20 * kSecond, {})) << said_;
}

TEST_F(CheckpointsOfTheShop, FreeTheirPlaceThoughNobodyReadsWhatTheyTell) {
    std::unique_ptr<Program> deaf = std::make_unique<Program>(
        Words{"resident", "--socket", socket(), scenario_, "--until", "300s"});
    deaf->closeOutput();
    ASSERT_TRUE(waitFor([&] { return processesWith(socket()).size() > 5; }));
    deaf->signal(SIGTERM);
    EXPECT_EQ(deaf->wait().code, 0);
    EXPECT_FALSE(fs::exists(socket()));
    EXPECT_TRUE(nobodyIsLeft());
}

TEST_F(CheckpointsOfTheShop, NeedAPlaceForTheirSocket) {
    folder_.write("copies", "a file of somebody's");
    const Said said = orrery({"resident", "--socket", socket(), scenario_});
    EXPECT_EQ(said.code, 3);
    EXPECT_NE(said.err.find("is there already"), std::string::npos) << said.err;
    EXPECT_EQ(contents(socket()), "a file of somebody's");
}

} // namespace
} // namespace tests::cli
