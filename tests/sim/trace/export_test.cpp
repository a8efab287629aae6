// SPDX-License-Identifier: Apache-2.0
// Goal: other programs can read what is exported.
#include "sim/trace/export.h"
#include "tests/sim/trace/fixture.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <set>
#include <sstream>

namespace sim::trace::testing {
namespace {

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(CsvExport, QuotesWhatNeedsIt) {
    Trace trace(Level::Full);
    trace.datagram(1, ms(2), "a \"quoted\", text\nin two lines");
    trace.end(1, ms(4));
    const auto file = trace.folder / "messages.csv";
    ASSERT_TRUE(exportCsv(trace.done(), file));
    EXPECT_EQ(contents(file),
              "id,sent_s,arrived_s,took_ms,fate,from_process,to_process,from_host,to_host,"
              "protocol,role,octets,summary,malformed,connection,retransmits,lost_on,cause\r\n"
              "1,0.002,0.004,2.0,delivered,server-1,server-2,web-1,web-2,echo,heartbeat,29,"
              "\"a \"\"quoted\"\", text\nin two lines\",0,,,,\r\n");
}

TEST(CsvExport, TakesAnyQueryAndRefusesOthers) {
    Trace trace(Level::Story);
    trace.recorder->event(1, ms(1), 0, "tick", {}, kNoCause);
    const Reader& reader = trace.done();
    const auto file = trace.folder / "out.csv";
    ASSERT_TRUE(exportCsv(reader, file, "SELECT kind FROM v_events"));
    EXPECT_EQ(contents(file), "kind\r\ntick\r\n");
    EXPECT_EQ(exportCsv(reader, file, "DROP TABLE meta").error().kind, TraceErrorKind::BadQuery);
    EXPECT_EQ(contents(file), "kind\r\ntick\r\n") << "a refused query leaves the file alone";
}

TEST(CsvExport, SaysWhenTheFileCannotBeWritten) {
    Trace trace(Level::Story);
    const Reader& reader = trace.done();
    EXPECT_EQ(exportCsv(reader, trace.folder / "absent/out.csv").error().kind,
              TraceErrorKind::CannotCreate);
    EXPECT_EQ(exportCsv(reader, "/dev/full").error().kind, TraceErrorKind::DiskFull);
}

TEST(PerfettoExport, HoldsTracksSpansInstantsArrowsAndCounters) {
    Trace trace(Level::Full);
    trace.recorder->event(1, ms(1), 0, "tick \"x\"", {}, kNoCause);
    trace.recorder->spanBegan(2, ms(2), 0, "merge", {}, kNoCause);
    trace.recorder->spanBegan(3, ms(3), 0, "merge", {}, kNoCause);
    trace.recorder->spanEnded(2, ms(5), false);
    trace.recorder->counter(ms(6), 0, "requests", 7);
    trace.datagram(1, SimTime{7'000'001}, "hello");
    trace.end(1, ms(8));
    trace.datagram(2, ms(9), "lost");
    trace.end(2, ms(10), Fate::LostOnLink, 0);
    const auto file = trace.folder / "run.json";
    ASSERT_TRUE(exportPerfetto(trace.done(), file));
    const auto json = nlohmann::json::parse(contents(file));
    std::multiset<std::string> phases;
    for (const auto& event : json.at("traceEvents")) {
        phases.insert(event.at("ph").get<std::string>());
        if (event.at("ph") == "s") {
            EXPECT_DOUBLE_EQ(event.at("ts").get<double>(), 7000.001);
            EXPECT_EQ(event.at("pid"), 1);
        }
        if (event.at("ph") == "f") {
            EXPECT_EQ(event.at("tid"), 2);
        }
    }
    EXPECT_EQ(phases.count("i"), 1U);
    EXPECT_EQ(phases.count("b"), 2U);
    EXPECT_EQ(phases.count("e"), 2U); // the open one ends with the trace
    EXPECT_EQ(phases.count("s"), 1U);
    EXPECT_EQ(phases.count("f"), 1U);
    EXPECT_EQ(phases.count("X"), 3U); // two ends of one message, one of the lost one
    EXPECT_EQ(phases.count("C"), 1U);
    EXPECT_EQ(phases.count("M"), 6U);
}

} // namespace
} // namespace sim::trace::testing
