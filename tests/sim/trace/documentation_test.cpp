// SPDX-License-Identifier: Apache-2.0
// Goal: docs/reference/trace.md names exactly the tables, views and columns that a trace has, and
// its example queries run and find something.
#include "tests/sim/trace/fixture.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace sim::trace::testing {
namespace {

using Columns = std::map<std::string, std::vector<std::string>>;

std::string page() {
    std::ifstream file(std::string(ORRERY_SOURCE_DIR) + "/docs/reference/trace.md");
    EXPECT_TRUE(file) << "docs/reference/trace.md is missing";
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// "### name" opens a table; "| column | ..." rows follow.
Columns documented() {
    Columns columns;
    std::istringstream lines(page());
    std::string table;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("### ")) {
            table = line.substr(4);
        } else if (line.starts_with("## ")) {
            table.clear();
        } else if (line.starts_with("| ") && !table.empty() && !line.starts_with("| column |") &&
                   !line.starts_with("| --- |")) {
            columns[table].push_back(line.substr(2, line.find(" |", 2) - 2));
        }
    }
    return columns;
}

Columns actual(const Reader& reader) {
    Columns columns;
    const auto table = reader.query("SELECT s.name, c.name FROM sqlite_schema s, "
                                    "pragma_table_info(s.name) c WHERE s.type IN ('table', "
                                    "'view') ORDER BY s.name, c.cid");
    for (const auto& row : table->rows) {
        columns[*row[0]].push_back(*row[1]);
    }
    return columns;
}

std::vector<std::string> queries() {
    std::vector<std::string> found;
    const std::string text = page();
    for (std::size_t at = text.find("```sql\n"); at != std::string::npos;
         at = text.find("```sql\n", at + 1)) {
        found.push_back(text.substr(at + 7, text.find("```", at + 7) - at - 7));
    }
    return found;
}

TEST(TracePage, DescribesEveryColumnAndNoOther) {
    Trace trace(Level::Full);
    const Columns found = actual(trace.done());
    const Columns described = documented();
    for (const auto& [table, columns] : found) {
        const auto entry = described.find(table);
        ASSERT_NE(entry, described.end()) << table << " is not documented";
        EXPECT_EQ(std::set(entry->second.begin(), entry->second.end()),
                  std::set(columns.begin(), columns.end()))
            << table;
    }
    EXPECT_EQ(found.size(), described.size());
}

TEST(TracePage, HasTenQueriesThatFindSomething) {
    Trace trace(Level::Full);
    Recorder& recorder = *trace.recorder;
    recorder.processStarted(ms(0), 0, 1, kNoCause);
    recorder.state(ms(1), 0, "role", std::string_view("leader"), kNoCause);
    trace.datagram(1, ms(2), "hello");
    trace.end(1, ms(3));
    trace.datagram(2, ms(4), "gone");
    trace.end(2, ms(5), Fate::LostOnLink, 0);
    FaultRecord fault;
    fault.timeline = 1;
    fault.at = ms(600);
    fault.verb = "power-off";
    fault.text = "power-off web-2";
    fault.target = "host web-2";
    recorder.fault(fault);
    const Cause byFault{{CauseKind::Timeline, 1}, {CauseKind::Timeline, 1}};
    recorder.hostPower(ms(600), 1, false, byFault);
    RunOutcome outcome;
    outcome.expectations = {{"bound", {}, Verdict::Holds, "0", MeasureUnit::Count, 0, 0}};
    const Reader& reader = trace.done(ms(2000), outcome);
    const auto examples = queries();
    EXPECT_EQ(examples.size(), 10U);
    for (const std::string& sql : examples) {
        const auto answer = reader.query(sql);
        ASSERT_TRUE(answer) << sql << answer.error().text;
        EXPECT_FALSE(answer->rows.empty()) << sql;
    }
}

} // namespace
} // namespace sim::trace::testing
