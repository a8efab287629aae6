// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/slice.h"
#include "sim/scene/world.h"
#include "sim/trace/database.h"
#include "sim/trace/diff.h"
#include "sim/trace/export.h"
#include "sim/trace/routes.h"
#include "sim/trace/story.h"
#include "tests/sim/trace/fixture.h"

#include <cstring>
#include <fstream>
#include <iterator>

/// Damaged traces: whatever a reader opens it reads, tells, explains, compares and exports without
/// an end in disorder; what it refuses it refuses in words that name the file. An input is the file
/// itself (if it begins as SQLite files do), or a list of damages done to a good trace: its first
/// octet chooses the trace (a whole one, a branch), the damage (octets of the file, or cells of its
/// tables) and the form of the export.
namespace {

using namespace sim::trace;
using namespace sim::trace::testing;
namespace fs = std::filesystem;

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
}

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, std::string_view octets) {
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(octets.data(), static_cast<std::streamsize>(octets.size()));
}

/// Some of everything.
void fill(Trace& trace) {
    Recorder& recorder = *trace.recorder;
    const Cause byFault{{CauseKind::Timeline, 1}, {CauseKind::Timeline, 1}};
    recorder.processStarted(ms(0), 0, 1, kNoCause);
    recorder.processStarted(ms(0), 1, 1, kNoCause);
    recorder.state(ms(1), 0, "role", std::string_view("leader"), kNoCause);
    trace.datagram(1, ms(2), "hello");
    trace.end(1, ms(3));
    trace.connect(1, ms(4));
    trace.segment(2, ms(5), 0, "get a\nget b\n");
    trace.end(2, ms(6));
    const Cause byMessage{{CauseKind::Packet, 1}, {CauseKind::Packet, 1}};
    const std::array fields{core::runtime::Field{"instance", std::string_view("web-2")},
                            core::runtime::Field{"age", core::Duration{5 * kMs}}};
    recorder.event(1, ms(7), 0, "lease-expired", fields, byMessage);
    recorder.spanBegan(2, ms(8), 1, "merge", {}, kNoCause);
    recorder.counter(ms(9), 0, "served", 3);
    recorder.sample(ms(9), 0, "latency", core::Duration{kMs});
    FaultRecord fault;
    fault.timeline = 1;
    fault.at = ms(600);
    fault.verb = "power-off";
    fault.text = "power-off web-2";
    fault.target = "host web-2";
    recorder.fault(fault);
    recorder.linkState(ms(600), 1, false, false, byFault);
    recorder.hostPower(ms(600), 1, false, byFault);
    trace.datagram(3, ms(700), "gone");
    trace.end(3, ms(701), Fate::LostOnLink, 0);
    recorder.digestBlock(0, ms(900), 0xabc);
}

/// The good traces.
struct Bench {
    Bench() : trace(Level::Bytes) {
        fill(trace);
        trace.done();
        trace.reader.reset();
        whole = contents(trace.path);
        Database database;
        check(database.open(trace.path, OpenAs::Create).has_value());
        const std::string digest =
            database.single("SELECT value FROM meta WHERE key = 'digest'").value_or(std::string());
        check(!digest.empty());
        check(database
                  .execute("INSERT INTO meta VALUES('record_from','500000000'),('parent','" +
                           digest + "'),('parent_file','parent.trace')")
                  .has_value());
        database.close();
        branch = contents(trace.path);
        write(trace.folder / "parent.trace", whole);
    }

    Trace trace;
    std::string whole;
    std::string branch;
};

/// A cursor over the octets of an input; zeros after its end.
struct Input {
    std::span<const std::uint8_t> octets;

    bool empty() const { return octets.empty(); }
    std::uint64_t number(std::size_t width) {
        std::uint64_t value = 0;
        for (; width > 0 && !octets.empty(); --width) {
            value = value << 8U | octets.front();
            octets = octets.subspan(1);
        }
        return value;
    }
};

std::string withOctets(std::string file, Input input) {
    while (!input.empty()) {
        const std::size_t at = input.number(3);
        file[at % file.size()] = static_cast<char>(input.number(1));
    }
    return file;
}

std::vector<std::array<std::string, 2>> columns(const Database& database) {
    std::vector<std::array<std::string, 2>> found;
    auto rows = database.prepare("SELECT s.name, c.name FROM sqlite_schema s, "
                                 "pragma_table_info(s.name) c WHERE s.type = 'table'");
    check(rows.has_value());
    while (rows->step().value_or(false)) {
        found.push_back({rows->text(0), rows->text(1)});
    }
    return found;
}

/// Each eleven octets: a column, one of its values, what it becomes.
void changeCells(const fs::path& path, Input input) {
    Database database;
    check(database.open(path, OpenAs::Create).has_value());
    check(database.execute("PRAGMA synchronous=OFF;PRAGMA journal_mode=OFF").has_value());
    const auto cells = columns(database);
    for (int edits = 0; !input.empty() && edits < 16; ++edits) {
        const auto& [table, column] = cells[input.number(1) % cells.size()];
        auto statement = database.prepare("UPDATE OR REPLACE " + table + " SET " + column +
                                          " = ?1 WHERE " + column + " IS (SELECT " + column +
                                          " FROM " + table + " LIMIT 1 OFFSET ?2)");
        check(statement.has_value());
        const std::uint64_t choice = input.number(1);
        const auto value = static_cast<std::int64_t>(input.number(8));
        const std::string text(reinterpret_cast<const char*>(&value), 8);
        statement->bind(2, static_cast<std::int64_t>(choice / 6));
        switch (choice % 6) {
        case 0:
            statement->bindNull(1);
            break;
        case 1:
            statement->bind(1, value);
            break;
        case 2:
            statement->bind(1, value >> 56);
            break;
        case 3:
            statement->bind(1, std::string_view(text));
            break;
        case 4:
            statement->bindBlob(1, core::viewOf(std::string_view(text)));
            break;
        default:
            statement->bind(1, static_cast<double>(value) / 1000);
            break;
        }
        (void)statement->run();
    }
}

void explainAll(const Reader& reader) {
    for (const CauseRow kind : {CauseRow::Message, CauseRow::Event, CauseRow::Timeline}) {
        for (std::uint64_t id = 1; id <= 4; ++id) {
            (void)explain(reader, {kind, id}, Language::English);
        }
    }
}

/// One form for each input: files cost the most.
void exportOne(const Reader& reader, const fs::path& folder, std::uint64_t form) {
    const auto done = form == 0   ? exportCsv(reader, folder / "out.csv")
                      : form == 1 ? exportPerfetto(reader, folder / "out.json")
                      : form == 2 ? exportPcapng(reader, folder / "out.pcapng")
                                  : exportTrace(reader, folder / "out.trace");
    check(done || !done.error().text.empty());
}

void readAll(const Reader& reader) {
    (void)reader.notice();
    for (const std::int64_t at : {-1, 5, 500, 2'000}) {
        (void)reader.messagesIn(ms(at), ms(at + 16));
        (void)reader.eventsIn(ms(at), ms(at + 16));
        (void)reader.spansIn(ms(at), ms(at + 16));
        (void)reader.stateAt(ms(at));
        (void)reader.nextHeadline(ms(at));
        (void)reader.previousHeadline(ms(at));
    }
    (void)reader.faults();
    (void)reader.counters();
    (void)reader.measures();
    (void)reader.expectations();
    for (const Language language : {Language::English, Language::Chinese}) {
        (void)storyOf(reader, language, 1);
    }
    explainAll(reader);
    auto routes = Routes::of(reader);
    const auto messages = reader.messagesAfter(0, 100);
    for (std::size_t i = 0; routes && messages && i < messages->size(); ++i) {
        (void)routes->of((*messages)[i]);
    }
    (void)compareTraces(reader, reader, Language::English);
}

/// What the stage is drawn from: whatever is damaged, no index leads outside the header.
void drawAll(const Reader& reader) {
    const auto world = sim::scene::World::read(reader);
    auto slices = sim::scene::SliceReader::of(reader);
    check(world || !world.error().text.empty());
    check(slices || !slices.error().text.empty());
    const auto fits = [](std::uint32_t index, std::size_t count) {
        return index < count || index == kNoIndex;
    };
    const RunHeader& header = reader.summary().header;
    for (const std::int64_t at : {-1, 5, 500, 650, 2'000}) {
        for (std::uint32_t i = 0; world && i < 4; ++i) {
            (void)(*world)->conditionOf(i, ms(at));
            (void)(*world)->conditionOfLink(i, ms(at));
            (void)(*world)->isPowered(i, ms(at));
            (void)(*world)->hostOf({0x0a000001 + i}, ms(at));
        }
        if (world) {
            (void)(*world)->partitionsAt(ms(at));
            (void)(*world)->epochAt(ms(at));
            for (const auto& trouble : (*world)->troublesAt(ms(at))) {
                check(fits(trouble.host, header.hosts.size()));
                check(fits(trouble.link, header.links.size()));
            }
        }
        if (!slices) {
            continue;
        }
        constexpr core::Duration kWindow{50 * kMs};
        const auto slice = slices->read(ms(at), kWindow, kWindow * 4, 100);
        if (!slice) {
            check(!slice.error().text.empty());
            continue;
        }
        for (const sim::scene::Flight* flight : visibleAt(**slice, ms(at), kWindow).flights) {
            check(fits(flight->from, header.hosts.size()));
            check(fits(flight->to, header.hosts.size()));
            check(fits(flight->lostOn, header.links.size()));
            check(flight->route < (*slice)->routes.size());
        }
        for (const sim::scene::StateSpan& state : (*slice)->states) {
            check(state.process < header.processes.size());
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Bench kBench;
    const fs::path& folder = kBench.trace.folder.path();
    const fs::path path = folder / "damaged.trace";
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    std::uint64_t choice = size;
    if (octets.starts_with("SQLite format 3")) {
        write(path, octets);
    } else {
        Input input{{data, size}};
        choice = input.number(1);
        const std::string& good = choice % 2 == 0 ? kBench.whole : kBench.branch;
        const bool cells = choice / 2 % 2 == 0;
        write(path, cells ? good : withOctets(good, input));
        if (cells) {
            changeCells(path, input);
        }
    }
    const auto reader = Reader::open(path);
    if (reader) {
        readAll(**reader);
        drawAll(**reader);
        exportOne(**reader, folder, choice / 4 % 4);
    } else {
        check(reader.error().text.find("damaged.trace") != std::string::npos);
    }
    for (const char* suffix : {"-wal", "-shm", "-journal"}) {
        fs::remove(path.string() + suffix);
    }
    return 0;
}
