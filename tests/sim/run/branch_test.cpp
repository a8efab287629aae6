// SPDX-License-Identifier: Apache-2.0
// Goal: a branch (a trace that starts at T and continues its parent) and its parent together hold
// what a recording of the whole run holds. Method: three recordings; the parent's rows before T,
// replaced by the branch's rows with the same key, plus the branch's, equal those of the whole.
#include "sim/trace/reader.h"
#include "tests/sim/run/shop.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace sim::run::testing {
namespace {

namespace fs = std::filesystem;
using trace::Reader;
using Line = std::vector<std::string>;
using Lines = std::vector<Line>;

constexpr std::int64_t kMs = 1'000'000;

struct JoinedTable {
    std::string name;
    std::string before; ///< which rows of the parent belong to the past; T and S are replaced
    std::size_t key;    ///< so many first columns tell rows apart; 0: none does
};

/// Vocabulary is all in the branch.
const std::vector<JoinedTable> kTables{
    {"kinds", "0", 1},
    {"kind_fields", "0", 2},
    {"keys", "0", 1},
    {"protocols", "0", 1},
    {"state_keys", "0", 2},
    {"incarnations", "started < T", 2},
    {"host_power", "at < T", 1},
    {"link_states", "at < T", 1},
    {"pauses", "at < T", 1},
    {"address_moves", "at < T", 1},
    {"faults", "at < T", 1},
    {"checks", "at < T", 1},
    {"messages", "sent < T", 1},
    {"long_messages", "arrived < T", 1},
    {"segments", "sent < T", 1},
    {"connections", "opening < T", 1},
    {"events", "at < T", 1},
    {"states", "since < T", 1},
    {"counters", "second < S", 3},
    {"samples", "second < S", 3},
    {"traffic", "second < S", 0},
    {"link_traffic", "second < S", 3},
    {"digest_blocks", "until < T", 1},
    {"time_index", "at < T", 1},
    {"measures", "0", 1},
    {"expectations", "0", 1},
};

Lines rowsOf(const fs::path& file, const std::string& table, const std::string& where) {
    const auto reader = Reader::open(file);
    EXPECT_TRUE(reader);
    const auto answer = (*reader)->query("SELECT * FROM " + table + " WHERE " + where);
    EXPECT_TRUE(answer) << answer.error().text;
    Lines lines;
    for (const auto& row : answer->rows) {
        Line& line = lines.emplace_back();
        for (const auto& cell : row) {
            line.push_back(cell.value_or("NULL"));
        }
    }
    return lines;
}

std::string whereOf(const JoinedTable& table, SimTime from) {
    std::string where = table.before;
    if (const std::size_t at = where.find('T'); at != std::string::npos) {
        where.replace(at, 1, std::to_string(from.ns));
    } else if (const std::size_t second = where.find('S'); second != std::string::npos) {
        where.replace(second, 1, std::to_string(from.ns / (1000 * kMs)));
    }
    return where;
}

Lines joined(const JoinedTable& table, const fs::path& parent, const fs::path& branch,
             SimTime from) {
    Lines lines = rowsOf(branch, table.name, "1");
    std::set<Line> keys;
    const auto keyOf = [&](const Line& line) {
        return Line(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(table.key));
    };
    for (const Line& line : lines) {
        keys.insert(keyOf(line));
    }
    for (const Line& line : rowsOf(parent, table.name, whereOf(table, from))) {
        if (table.key == 0 || !keys.contains(keyOf(line))) {
            lines.push_back(line);
        }
    }
    return lines;
}

std::string show(const Lines& lines) {
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 3); ++i) {
        for (const std::string& cell : lines[i]) {
            text += cell.substr(0, 40) + " | ";
        }
        text += "\n";
    }
    return text;
}

class BranchedTrace : public ::testing::Test {
protected:
    BranchedTrace() {
        std::string name = (fs::temp_directory_path() / "orrery-branch-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
    }
    ~BranchedTrace() override {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    fs::path file(const std::string& name) const { return folder_ / (name + ".trace"); }

    core::Result<RunReport, RunError> record(const std::string& name,
                                             const scenario::Scenario& scenario,
                                             std::optional<SimTime> from = {}) {
        RunRequest request;
        request.until = core::Duration{10'000 * kMs};
        request.level = level_;
        request.traceFile = file(name);
        if (from) {
            request.branch = trace::branchOf(file("parent"), *from).value();
        }
        return run(scenario, request);
    }

    /// Records parent, branch and whole, and compares.
    void prove(const std::string& overlay, SimTime from) {
        ASSERT_TRUE(record("parent", shop()));
        ASSERT_TRUE(record("whole", shop(overlay)));
        const auto branch = record("branch", shop(overlay), from);
        ASSERT_TRUE(branch) << branch.error().text;
        for (const JoinedTable& table : kTables) {
            Lines expected = rowsOf(file("whole"), table.name, "1");
            Lines found = joined(table, file("parent"), file("branch"), from);
            std::sort(expected.begin(), expected.end());
            std::sort(found.begin(), found.end());
            Lines missing;
            Lines surplus;
            std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                                std::back_inserter(missing));
            std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(),
                                std::back_inserter(surplus));
            EXPECT_TRUE(missing.empty()) << table.name << " lacks\n" << show(missing);
            EXPECT_TRUE(surplus.empty()) << table.name << " has\n" << show(surplus);
        }
        EXPECT_LT(rowsOf(file("branch"), "events", "1").size(),
                  rowsOf(file("whole"), "events", "1").size());
    }

    scenario::Level level_ = scenario::Level::Full;

private:
    fs::path folder_;
};

std::string overlayAt(std::int64_t ns) {
    const std::string at = std::to_string(ns);
    return "extends: shop.yaml\ntimeline:\n  - {at: " + at +
           " ns, power-off: web-1, for: 2 s}\n  - {at: " + at +
           " ns, loss: uplink, rate: 20 %, for: 1 s}\n  - {at: " + at +
           " ns, pause: resolver, for: 1 s}\n";
}

TEST_F(BranchedTrace, OfTheSameRunAddsUpToTheWhole) {
    prove("", {4'000 * kMs});
}

TEST_F(BranchedTrace, OfAnotherFutureAddsUpToTheWhole) {
    prove(overlayAt(5'333'333'333), {5'333'333'333});
}

TEST_F(BranchedTrace, InTheMiddleOfPauseCutAndPartitionAddsUpToTheWhole) {
    const std::string trouble = "extends: shop.yaml\ntimeline:\n"
                                "  - {at: 3 s, pause: ns, for: 2 s}\n"
                                "  - {at: 3 s, cut: web-1, for: 3 s}\n"
                                "  - {at: 3 s, partition: {name: p, groups: [[web], [lookers]]}}\n"
                                "  - {at: 8100 ms, heal: p}\n";
    prove(trouble, {2'999'999'999});
}

TEST_F(BranchedTrace, WithEveryOctetAddsUpToTheWhole) {
    level_ = scenario::Level::Bytes;
    prove(overlayAt(6'000'000'001), {6'000'000'001});
}

TEST_F(BranchedTrace, WithTheStoryOnlyAddsUpToTheWhole) {
    level_ = scenario::Level::Story;
    prove(overlayAt(7'000 * kMs), {7'000 * kMs});
}

TEST_F(BranchedTrace, AtTheFirstInstantIsTheWhole) {
    ASSERT_TRUE(record("parent", shop()));
    const auto branch = record("branch", shop(), SimTime{0});
    ASSERT_TRUE(branch);
    EXPECT_EQ(rowsOf(file("branch"), "messages", "1"), rowsOf(file("parent"), "messages", "1"));
}

TEST_F(BranchedTrace, NamesItsParentAndItsBegin) {
    const auto parent = record("parent", shop());
    ASSERT_TRUE(parent);
    ASSERT_TRUE(record("branch", shop(), SimTime{4'000 * kMs}));
    const auto reader = Reader::open(file("branch"));
    ASSERT_TRUE(reader);
    EXPECT_EQ((*reader)->summary().header.parentDigest, parent->digest);
    EXPECT_EQ((*reader)->summary().header.recordFrom.ns, 4'000 * kMs);
    EXPECT_EQ((*reader)->summary().digest, parent->digest);
}

TEST_F(BranchedTrace, MayBeTheParentOfAnother) {
    ASSERT_TRUE(record("root", shop()));
    fs::rename(file("root"), file("parent"));
    ASSERT_TRUE(record("branch", shop(), SimTime{3'000 * kMs}));
    fs::rename(file("branch"), file("parent"));
    const auto second = record("branch", shop(overlayAt(6'000 * kMs)), SimTime{6'000 * kMs});
    EXPECT_TRUE(second) << second.error().text;
    const auto wrong = record("wrong", shop(overlayAt(5'000 * kMs)), SimTime{6'000 * kMs});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().kind, RunErrorKind::Parent);
}

TEST_F(BranchedTrace, OfARunThatDiffersBeforeIsRefusedAndLeavesNoFile) {
    ASSERT_TRUE(record("parent", shop()));
    const auto wrong = record("branch", shop(overlayAt(3'900 * kMs)), SimTime{4'000 * kMs});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().kind, RunErrorKind::Parent);
    EXPECT_NE(wrong.error().text.find("is not this run's parent"), std::string::npos)
        << wrong.error().text;
    EXPECT_FALSE(fs::exists(file("branch")));
    EXPECT_FALSE(fs::exists(file("branch").string() + "-wal"));
}

TEST_F(BranchedTrace, OfAnotherSeedOrLevelIsRefused) {
    ASSERT_TRUE(record("parent", shop()));
    scenario::Scenario other = shop();
    other.seed = 12;
    EXPECT_FALSE(record("branch", other, SimTime{1 * kMs}));
    level_ = scenario::Level::Bytes;
    const auto wrong = record("branch", shop(), SimTime{1'000 * kMs});
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().text.find("full"), std::string::npos) << wrong.error().text;
}

TEST_F(BranchedTrace, BeyondItsParentsEndIsRefused) {
    ASSERT_TRUE(record("parent", shop()));
    const auto branch = trace::branchOf(file("parent"), {11'000 * kMs});
    ASSERT_FALSE(branch);
    EXPECT_NE(branch.error().text.find("ends at 10"), std::string::npos) << branch.error().text;
}

} // namespace
} // namespace sim::run::testing
