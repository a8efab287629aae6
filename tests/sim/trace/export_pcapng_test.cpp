// SPDX-License-Identifier: Apache-2.0
// Goal: Wireshark understands an exported capture as the trace does: every message decoded, good
// checksums, and its analysis of streams flags what the scenario lost and nothing else.
// Method: whole runs of scenarios, read by tshark, compared with the trace's rows.
#include "core/components/components.h"
#include "sim/run/run.h"
#include "sim/scenario/loader.h"
#include "sim/trace/export.h"
#include "tests/sim/trace/fixture.h"
#include "tests/sim/trace/tshark.h"

#include <fstream>
#include <set>
#include <sstream>

namespace sim::trace::testing {
namespace {

using namespace core::literals;

constexpr const char* kNeedsTshark =
    "tshark did not run; it is in packaging/packages.txt and ./check installs it";

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// A run of a scenario at a level, its capture, and what tshark says about that.
struct Captured {
    Captured(const std::string& scenario, core::Duration until) {
        const auto trace = folder / "run.trace";
        scenario::LoadOptions options;
        options.schemas = core::components::schemas();
        const auto loaded = scenario::load(scenario, options);
        EXPECT_TRUE(loaded) << (loaded ? "" : scenario::toString(loaded.error().front()));
        run::RunRequest request;
        request.until = until;
        request.traceFile = trace;
        request.level = scenario::Level::Bytes;
        EXPECT_TRUE(run::run(*loaded, request));
        reader = std::move(Reader::open(trace)).value();
        const auto done = exportPcapng(*reader, folder / "run.pcapng");
        EXPECT_TRUE(done) << (done ? "" : done.error().text);
        seen = dissect(folder / "run.pcapng");
    }

    std::size_t number(const std::string& sql) const {
        return static_cast<std::size_t>(std::stoull(single(*reader, sql)));
    }
    /// Calendar times of the segments that the query finds, as tshark writes them.
    std::set<std::string> times(const std::string& where) const {
        std::set<std::string> found;
        const auto table = reader->query("SELECT printf('%d.%09d', t / 1000000000, t % 1000000000) "
                                         "FROM (SELECT sent + (SELECT value FROM meta WHERE "
                                         "key = 'start') AS t FROM segments WHERE " +
                                         where + ")");
        for (const auto& row : table->rows) {
            found.insert(*row[0]);
        }
        return found;
    }

    Folder folder;
    std::unique_ptr<Reader> reader;
    Dissection seen;
};

void expectSound(const Dissection& seen) {
    constexpr int kError = 0x800000; // PI_ERROR of Wireshark's epan/proto.h
    for (const char* checksum :
         {"ip.checksum.status", "tcp.checksum.status", "udp.checksum.status"}) {
        EXPECT_EQ(seen.count(checksum), seen.count(checksum, "1")) << checksum; // 1: good
    }
    EXPECT_EQ(seen.count("_ws.malformed"), 0U);
    for (const Packet& packet : seen.packets) {
        std::istringstream severities(packet.at("_ws.expert.severity"));
        for (std::string one; std::getline(severities, one, ';');) {
            EXPECT_LT(std::stoi(one), kError) << packet.at("frame.time_epoch");
        }
    }
    EXPECT_EQ(seen.count("tcp.analysis.lost_segment"), 0U);
    EXPECT_EQ(seen.count("tcp.analysis.ack_lost_segment"), 0U);
}

void expectMessages(const Captured& captured) {
    const auto messages = [&](const std::string& which) {
        return captured.number("SELECT count(*) FROM messages m JOIN protocols p ON "
                               "p.id = m.protocol WHERE summary IS NOT NULL AND copy_of IS NULL "
                               "AND " +
                               which);
    };
    const Dissection& seen = captured.seen;
    EXPECT_GT(seen.count("http.request.method"), 100U);
    EXPECT_EQ(seen.count("http.request.method"), messages("p.name = 'http' AND direction = 0"));
    EXPECT_EQ(seen.count("http.response.code"), messages("p.name = 'http' AND direction = 1"));
    EXPECT_EQ(seen.count("dns.flags.response", "0"), messages("p.name LIKE 'dns%' AND role = 0"));
    EXPECT_EQ(seen.count("dns.flags.response", "1"), messages("p.name LIKE 'dns%' AND role = 1"));
}

bool looksRepeated(const Packet& packet) {
    for (const char* flag :
         {"retransmission", "fast_retransmission", "spurious_retransmission", "out_of_order"}) {
        if (!packet.at(std::string("tcp.analysis.") + flag).empty()) {
            return true;
        }
    }
    return false;
}

TEST(PcapngExport, ShowsEveryMessageOfTheShippedScenario) {
    const Captured captured(
        std::string(ORRERY_SOURCE_DIR) + "/scenarios/discovery/dns-ttl-vs-registry.yaml", 36_s);
    ASSERT_TRUE(captured.seen.ran) << kNeedsTshark;
    expectSound(captured.seen);
    expectMessages(captured);
    EXPECT_EQ(captured.seen.packets.front().at("frame.time_epoch").substr(0, 10), "1772442000");
    for (const Packet& packet : captured.seen.packets) {
        EXPECT_FALSE(looksRepeated(packet)) << packet.at("frame.time_epoch");
        EXPECT_EQ(packet.at("tcp.analysis.duplicate_ack"), "");
    }
    // Connects to the dead server are SYNs and nothing else.
    EXPECT_EQ(captured.seen.count("frame.comment", "unanswered"),
              captured.number("SELECT count(*) FROM connections WHERE opened IS NULL"));
}

TEST(PcapngExport, FlagsOnlyWhatTheScenarioLost) {
    const Captured captured(std::string(ORRERY_SOURCE_DIR) + "/tests/sim/trace/rough-water.yaml",
                            30_s);
    ASSERT_TRUE(captured.seen.ran) << kNeedsTshark;
    expectSound(captured.seen);
    expectMessages(captured);
    EXPECT_GT(captured.number("SELECT count(*) FROM messages m JOIN protocols p ON "
                              "p.id = m.protocol WHERE p.name = 'dns-tcp'"),
              0U);
    EXPECT_GT(captured.number("SELECT count(*) FROM messages WHERE copy_of IS NOT NULL"), 0U);
    const std::set<std::string> again = captured.times("retransmission = 1");
    std::set<std::string> flagged;
    std::set<std::string> hurt; // streams that lost something
    for (const Packet& packet : captured.seen.packets) {
        if (packet.at("frame.comment").starts_with("lost: ")) {
            hurt.insert(packet.at("tcp.stream"));
        }
    }
    for (const Packet& packet : captured.seen.packets) {
        const bool syn = packet.at("tcp.flags") == "0x0002";
        if (looksRepeated(packet) && !syn) {
            flagged.insert(packet.at("frame.time_epoch"));
        }
        if (!packet.at("tcp.analysis.duplicate_ack").empty()) {
            EXPECT_TRUE(hurt.contains(packet.at("tcp.stream"))) << packet.at("frame.time_epoch");
        }
    }
    EXPECT_GT(again.size(), 5U);
    EXPECT_EQ(flagged, again);
    // Every lost segment is marked at each packet that it was cut into.
    const std::size_t lost = captured.number(
        "SELECT sum(max(1, (octets + 1459) / 1460)) FROM segments WHERE fate IN (1,2,3,4,5,9)");
    std::size_t marked = 0;
    std::size_t acksLost = 0;
    for (const Packet& packet : captured.seen.packets) {
        const bool alone = packet.at("tcp.flags") == "0x0010" && packet.at("tcp.len") == "0";
        marked += packet.at("frame.comment").starts_with("lost: ") && !alone ? 1 : 0;
        acksLost += packet.at("frame.comment") == "lost: the data will be sent again" ? 1 : 0;
    }
    EXPECT_GT(captured.times("fate = 2").size(), 0U) << "nothing was on the link that was cut";
    EXPECT_EQ(marked, lost);
    EXPECT_GT(acksLost, 0U);
    EXPECT_GT(captured.seen.count("tcp.flags", "0x0014"), 0U); // resets of the crash, refusals
}

TEST(PcapngExport, WritesTheSameOctetsForTheSameTrace) {
    Trace trace(Level::Bytes);
    trace.datagram(1, ms(2), "hello");
    trace.end(1, ms(4));
    trace.connect(1, ms(5));
    trace.segment(2, ms(6), 0, "a line\n");
    trace.end(2, ms(7));
    const Reader& reader = trace.done();
    ASSERT_TRUE(exportPcapng(reader, trace.folder / "a.pcapng"));
    ASSERT_TRUE(exportPcapng(reader, trace.folder / "b.pcapng"));
    const std::string octets = contents(trace.folder / "a.pcapng");
    EXPECT_EQ(octets, contents(trace.folder / "b.pcapng"));
    EXPECT_NE(octets.find("Orrery, scenario two-hosts.yaml (Two hosts), seed 18364758544493064720"),
              std::string::npos);
    EXPECT_NE(octets.find("web-2"), std::string::npos);
}

TEST(PcapngExport, NeedsLevelBytesAndMakesNoFileWithout) {
    Trace trace(Level::Full);
    const Reader& reader = trace.done();
    const auto done = exportPcapng(reader, trace.folder / "run.pcapng");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, TraceErrorKind::WrongLevel);
    EXPECT_NE(done.error().text.find("--level bytes"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(trace.folder / "run.pcapng"));
}

TEST(PcapngExport, SaysWhenTheFileCannotBeWritten) {
    Trace trace(Level::Bytes);
    trace.datagram(1, ms(2), "hello");
    const Reader& reader = trace.done();
    EXPECT_EQ(exportPcapng(reader, trace.folder / "absent/run.pcapng").error().kind,
              TraceErrorKind::CannotCreate);
    EXPECT_EQ(exportPcapng(reader, "/dev/full").error().kind, TraceErrorKind::DiskFull);
}

} // namespace
} // namespace sim::trace::testing
