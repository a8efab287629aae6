// SPDX-License-Identifier: Apache-2.0
// Goal: a branch (a trace that starts at T and continues its parent) and its parent together hold
// what a recording of the whole run holds. Method: every table of a branch, as the reader joins it
// with its parents, equals that of another recording of the whole run.
#include "sim/trace/export.h"
#include "sim/trace/reader.h"
#include "tests/sim/run/shop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace sim::run::testing {
namespace {

namespace fs = std::filesystem;
using trace::Reader;
using Line = std::vector<std::string>;
using Lines = std::vector<Line>;

constexpr std::int64_t kMs = 1'000'000;

/// The tables of a trace, in their order.
std::vector<std::string> tablesOf(const Reader& reader) {
    std::vector<std::string> tables;
    const auto answer =
        reader.query("SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name");
    EXPECT_TRUE(answer);
    for (const auto& row : answer->rows) {
        tables.push_back(row[0].value());
    }
    EXPECT_GT(tables.size(), 30U);
    return tables;
}

Lines rowsOf(const Reader& reader, const std::string& table) {
    const auto answer = reader.query("SELECT * FROM " + table);
    EXPECT_TRUE(answer) << answer.error().text;
    Lines lines;
    for (const auto& row : answer->rows) {
        Line& line = lines.emplace_back();
        for (const auto& cell : row) {
            line.push_back(cell.value_or("NULL"));
        }
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// Rows of `of` that `other` has not.
Lines without(const Lines& of, const Lines& other) {
    Lines rest;
    std::set_difference(of.begin(), of.end(), other.begin(), other.end(), std::back_inserter(rest));
    return rest;
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
                                             std::optional<SimTime> from = {},
                                             const std::string& parent = "parent") {
        RunRequest request;
        request.until = core::Duration{10'000 * kMs};
        request.level = level_;
        request.traceFile = file(name);
        if (from) {
            request.branch = trace::branchOf(file(parent), *from).value();
        }
        return run(scenario, request);
    }

    /// That two traces hold the same run. A branch tells in `meta` that it is one, and names as
    /// its sources what it was made from.
    void expectEqual(const std::string& branch, const std::string& whole) {
        const auto found = Reader::open(file(branch));
        const auto expected = Reader::open(file(whole));
        ASSERT_TRUE(found) << found.error().text;
        ASSERT_TRUE(expected) << expected.error().text;
        for (const std::string& table : tablesOf(**expected)) {
            if (table == "meta") {
                continue;
            }
            const Lines here = rowsOf(**found, table);
            const Lines there = rowsOf(**expected, table);
            EXPECT_EQ(show(without(there, here)), "") << branch << ": " << table << " lacks";
            EXPECT_EQ(show(without(here, there)), "") << branch << ": " << table << " has";
            EXPECT_EQ(here.size(), there.size()) << branch << ": " << table;
        }
        const std::string meta = "(SELECT * FROM meta WHERE key NOT LIKE 'parent%' AND "
                                 "key <> 'record_from')";
        EXPECT_EQ(rowsOf(**found, meta), rowsOf(**expected, meta));
    }

    /// That the questions about a time get the same answers, around each edge and elsewhere.
    void expectEqualAnswers(const std::string& branch, const std::string& whole) {
        const auto left = Reader::open(file(branch));
        const auto right = Reader::open(file(whole));
        ASSERT_TRUE(left && right);
        EXPECT_EQ(toldIn(**left), toldIn(**right));
        EXPECT_GT(toldIn(**left).size(), 10U);
        EXPECT_EQ((*left)->lastEvent().value(), (*right)->lastEvent().value());
        EXPECT_EQ(std::to_string((*left)->lastEvent().value()),
                  rowsOf(**right, "(SELECT max(id) FROM events)").front().front());
        std::vector<std::int64_t> times{0, 1, 2'999'999'999, 3'000'000'000, 3'000'000'001};
        for (std::int64_t at = 137 * kMs; at < 10'000 * kMs; at += 271 * kMs) {
            times.push_back(at);
        }
        for (std::int64_t at = 5'999'999'999; at <= 6'000'000'002; ++at) {
            times.push_back(at);
        }
        std::size_t found = 0;
        for (const std::int64_t at : times) {
            const Lines answers = answersAt(**left, {at});
            EXPECT_EQ(answers, answersAt(**right, {at})) << at;
            found += answers.size();
        }
        EXPECT_GT(found, times.size() * 10);
    }

    /// Events of a story, page by page.
    static Lines toldIn(const Reader& reader) {
        Lines lines;
        for (std::uint64_t last = 0;;) {
            const auto page = reader.toldAfter(last, 7);
            EXPECT_TRUE(page);
            if (!page || page->empty()) {
                return lines;
            }
            for (const trace::EventRow& row : *page) {
                lines.push_back({std::to_string(row.id), std::to_string(row.importance), row.kind});
                EXPECT_TRUE(row.importance > 1 || row.kind.starts_with("fault-")) << row.kind;
            }
            last = page->back().id;
        }
    }

    static Lines answersAt(const Reader& reader, SimTime at) {
        const SimTime end{at.ns + 16 * kMs};
        Lines lines;
        const auto addMessage = [&](const trace::MessageRow& row) {
            lines.push_back({"message", std::to_string(row.id), reader.describe(row),
                             std::to_string(row.arrived.value_or(SimTime{-1}).ns)});
        };
        const auto addEvent = [&](const trace::EventRow& row) {
            lines.push_back({"event", std::to_string(row.id), std::to_string(row.at.ns),
                             reader.describe(row, trace::Language::English)});
        };
        const auto messages = reader.messagesIn(at, end);
        const auto events = reader.eventsIn(at, end);
        const auto spans = reader.spansIn(at, end);
        const auto states = reader.stateAt(at);
        EXPECT_TRUE(messages && events && spans && states);
        std::for_each(messages->begin(), messages->end(), addMessage);
        std::for_each(events->begin(), events->end(), addEvent);
        std::for_each(spans->begin(), spans->end(), addEvent);
        for (const trace::StateRow& row : *states) {
            lines.push_back({"state", std::to_string(row.process), row.key,
                             std::to_string(row.since.ns),
                             trace::valueText(row.value, trace::Language::English)});
        }
        for (const auto& row : {reader.nextHeadline(at), reader.previousHeadline(at)}) {
            if (row.value()) {
                addEvent(*row.value());
            }
        }
        return lines;
    }

    /// Records parent, branch and whole, and compares, also when the branch is written as a whole.
    void prove(const std::string& overlay, SimTime from) {
        ASSERT_TRUE(record("parent", shop()));
        ASSERT_TRUE(record("whole", shop(overlay)));
        const auto branch = record("branch", shop(overlay), from);
        ASSERT_TRUE(branch) << branch.error().text;
        expectEqual("branch", "whole");
        const auto reader = Reader::open(file("branch"));
        ASSERT_TRUE(reader);
        EXPECT_LT(rowsOf(**reader, "main.events").size(), rowsOf(**reader, "events").size());
        const auto written = trace::exportTrace(**reader, file("written"));
        ASSERT_TRUE(written) << written.error().text;
        fs::remove(file("parent"));
        expectEqual("written", "whole");
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
    fs::remove(file("parent")); // nothing of it is needed
    ASSERT_TRUE(record("whole", shop()));
    expectEqual("branch", "whole");
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
    const std::string first = overlayAt(3'000 * kMs);
    const std::string second =
        first + "  - {at: 6000000001 ns, cut: web-2, for: 1 s}\n  - {at: 8 s, crash: web-1}\n";
    ASSERT_TRUE(record("parent", shop()));
    ASSERT_TRUE(record("child", shop(first), SimTime{3'000 * kMs}));
    ASSERT_TRUE(record("grandchild", shop(second), SimTime{6'000 * kMs}, "child"));
    ASSERT_TRUE(record("whole", shop(second)));
    expectEqual("grandchild", "whole");
    expectEqualAnswers("grandchild", "whole");
    const auto reader = Reader::open(file("grandchild"));
    EXPECT_EQ((*reader)->files(), (std::vector{file("grandchild"), file("child"), file("parent")}));
    const auto wrong = record("wrong", shop(overlayAt(5'000 * kMs)), SimTime{6'000 * kMs}, "child");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().kind, RunErrorKind::Parent);
}

TEST_F(BranchedTrace, FromTheTimeOfItsParentsBranchAddsUpToTheWhole) {
    const SimTime from{3'000 * kMs};
    ASSERT_TRUE(record("parent", shop()));
    ASSERT_TRUE(record("child", shop(), from));
    ASSERT_TRUE(record("grandchild", shop(overlayAt(from.ns)), from, "child"));
    ASSERT_TRUE(record("whole", shop(overlayAt(from.ns))));
    expectEqual("grandchild", "whole");
}

TEST_F(BranchedTrace, AsksItsQuestionsByTheIndexesOfEveryFile) {
    ASSERT_TRUE(record("parent", shop()));
    ASSERT_TRUE(record("child", shop(), SimTime{3'000 * kMs}));
    ASSERT_TRUE(record("grandchild", shop(), SimTime{6'000 * kMs}, "child"));
    const auto reader = Reader::open(file("grandchild"));
    ASSERT_TRUE(reader);
    for (const std::string question :
         {"SELECT * FROM messages WHERE id = 7", "SELECT * FROM v_messages WHERE id = 7",
          "SELECT * FROM messages WHERE id > 7 ORDER BY id LIMIT 9",
          "SELECT (SELECT message FROM (SELECT at, message FROM time_index WHERE at <= 7 "
          "ORDER BY at DESC LIMIT 1))",
          "SELECT * FROM events WHERE importance = 3 AND at > 7 ORDER BY at, id LIMIT 1",
          "SELECT since, id FROM states WHERE process = 1 AND key = 2 AND since <= 7 "
          "ORDER BY since DESC, id DESC LIMIT 1"}) {
        const auto plan = (*reader)->query("EXPLAIN QUERY PLAN " + question);
        ASSERT_TRUE(plan) << plan.error().text;
        std::size_t searches = 0;
        for (const auto& step : plan->rows) {
            const std::string& text = step.at(3).value();
            EXPECT_FALSE(text.starts_with("SCAN") && text.find("subquery") == std::string::npos &&
                         text != "SCAN CONSTANT ROW")
                << question << ": " << text;
            EXPECT_EQ(text.find("TEMP B-TREE"), std::string::npos) << question << ": " << text;
            searches += text.starts_with("SEARCH") ? 1 : 0;
        }
        EXPECT_GE(searches, 3U) << question;
    }
}

TEST_F(BranchedTrace, FindsItsParentByEveryNameOfIt) {
    ASSERT_TRUE(record("parent", shop()));
    ASSERT_TRUE(record("branch", shop(), SimTime{4'000 * kMs}));
    const fs::path other = file("branch").parent_path() / "other";
    fs::create_directory(other);
    fs::rename(file("branch"), other / "branch.trace"); // by its absolute name
    EXPECT_TRUE(Reader::open(other / "branch.trace"));
    fs::rename(file("parent"), other / "parent.trace"); // beside the branch
    EXPECT_TRUE(Reader::open(other / "branch.trace"));
    fs::rename(other, file("elsewhere")); // both moved
    const auto moved = Reader::open(file("elsewhere") / "branch.trace");
    ASSERT_TRUE(moved) << moved.error().text;
    EXPECT_EQ((*moved)->files().at(1), file("elsewhere") / "parent.trace");
}

TEST_F(BranchedTrace, SaysWhereItLookedForItsParent) {
    ASSERT_TRUE(record("parent", shop()));
    ASSERT_TRUE(record("branch", shop(), SimTime{4'000 * kMs}));
    const auto refused = [&](const std::string& part) {
        const auto reader = Reader::open(file("branch"));
        ASSERT_FALSE(reader);
        EXPECT_EQ(reader.error().kind, trace::TraceErrorKind::NoParent);
        for (const std::string& text : {file("branch").string(), std::string("from 4.000 s on"),
                                        file("parent").string(), part, std::string("seed 11")}) {
            EXPECT_NE(reader.error().text.find(text), std::string::npos) << reader.error().text;
        }
        EXPECT_EQ(reader.error().text.find('\n'), std::string::npos);
    };
    fs::rename(file("parent"), file("gone"));
    refused("there is no such file");
    std::ofstream(file("parent")) << "no trace at all";
    refused("this is not a trace of Orrery");
    fs::remove(file("parent"));
    ASSERT_TRUE(record("parent", shop(overlayAt(2'000 * kMs))));
    refused("it is another run");
    level_ = scenario::Level::Story;
    ASSERT_TRUE(record("parent", shop()));
    refused("it was recorded at level story, the branch at full");
    level_ = scenario::Level::Full;
    fs::rename(file("gone"), file("parent"));
    EXPECT_TRUE(Reader::open(file("branch")));
}

TEST_F(BranchedTrace, OfTenFilesIsTheLongestThatOpensAndSaysSo) {
    level_ = scenario::Level::Story;
    ASSERT_TRUE(record("1", shop()));
    for (int number = 2; number <= 10; ++number) {
        const std::string parent = std::to_string(number - 1);
        ASSERT_TRUE(record(std::to_string(number), shop(), SimTime{number * 500 * kMs}, parent));
    }
    const auto tooLong = trace::branchOf(file("10"), {6'000 * kMs});
    ASSERT_FALSE(tooLong);
    EXPECT_NE(tooLong.error().text.find("orrery export"), std::string::npos);
    expectEqual("10", "1");
    const auto longest = Reader::open(file("10"));
    ASSERT_TRUE(longest);
    ASSERT_TRUE(trace::exportTrace(**longest, file("whole"))); // as advised
    ASSERT_TRUE(record("11", shop(), SimTime{6'000 * kMs}, "whole"));
    expectEqual("11", "1");
}

TEST_F(BranchedTrace, IsNeverWrittenAsAWholeOverItsParent) {
    ASSERT_TRUE(record("parent", shop()));
    ASSERT_TRUE(record("branch", shop(), SimTime{4'000 * kMs}));
    const auto reader = Reader::open(file("branch"));
    ASSERT_TRUE(reader);
    for (const std::string name : {"branch", "parent"}) {
        const auto written = trace::exportTrace(**reader, file(name));
        ASSERT_FALSE(written);
        EXPECT_EQ(written.error().kind, trace::TraceErrorKind::CannotCreate);
    }
    EXPECT_TRUE(Reader::open(file("branch")));
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
