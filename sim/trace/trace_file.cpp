// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/trace_file.h"

#include "sim/trace/schema.h"
#include "sim/trace/sink.h"

#include <array>
#include <chrono>
#include <concepts>
#include <fstream>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace sim::trace {

extern const std::string_view kSchemaText;
extern const std::string_view kIndexText;

namespace {

namespace fs = std::filesystem;
using Done = core::Result<void, TraceError>;

constexpr std::int64_t kPageSize = 8192;

core::Failure<TraceError> cannotCreate(const fs::path& path, const std::string& why) {
    return {TraceError{TraceErrorKind::CannotCreate,
                       "cannot create the trace " + path.string() + ": " + why}};
}

/// SQLite's header: 16 octets of magic, the application id at octet 68.
bool looksLikeTrace(const fs::path& path) {
    std::array<char, 72> head{};
    std::ifstream file(path, std::ios::binary);
    file.read(head.data(), head.size());
    if (file.gcount() != static_cast<std::streamsize>(head.size())) {
        return false;
    }
    core::ByteReader reader(core::viewOf({head.data(), head.size()}));
    reader.seek(68);
    return std::string_view(head.data(), 15) == "SQLite format 3" &&
           reader.u32() == static_cast<std::uint32_t>(kApplicationId);
}

/// Runs one INSERT after another and keeps the first error.
class Inserter {
public:
    explicit Inserter(Database& database) : database_(database) {}

    template <class... Cells>
    void row(std::string_view table, const Cells&... cells) {
        if (!done_) {
            return;
        }
        std::string sql = "INSERT OR REPLACE INTO " + std::string(table) + " VALUES(";
        for (std::size_t i = 0; i < sizeof...(cells); ++i) {
            sql += i == 0 ? "?" : ",?";
        }
        auto statement = database_.prepare(sql + ")");
        if (!statement) {
            done_ = core::Failure{statement.error()};
            return;
        }
        int parameter = 0;
        (bind(*statement, ++parameter, cells), ...);
        done_ = statement->run();
    }
    const Done& done() const { return done_; }

private:
    static void bind(Statement& statement, int parameter, const std::string& text) {
        statement.bind(parameter, std::string_view(text));
    }
    static void bind(Statement& statement, int parameter, std::string_view text) {
        statement.bind(parameter, text);
    }
    static void bind(Statement& statement, int parameter, const char* text) {
        statement.bind(parameter, std::string_view(text));
    }
    static void bind(Statement& statement, int parameter, double value) {
        statement.bind(parameter, value);
    }
    template <std::integral Integer>
    static void bind(Statement& statement, int parameter, Integer value) {
        statement.bind(parameter, static_cast<std::int64_t>(value));
    }
    static void bind(Statement& statement, int parameter,
                     const std::optional<std::int64_t>& value) {
        if (value) {
            statement.bind(parameter, *value);
        } else {
            statement.bindNull(parameter);
        }
    }

    Database& database_;
    Done done_;
};

/// Where the parent is, seen from the branch, and its whole name; readers try both.
void writeParent(Inserter& insert, const RunHeader& header, const fs::path& branch) {
    std::error_code error;
    const fs::path parent = fs::absolute(header.parentPath, error).lexically_normal();
    const fs::path folder = fs::absolute(branch, error).lexically_normal().parent_path();
    insert.row("meta", "record_from", std::to_string(header.recordFrom.ns));
    insert.row("meta", "parent", header.parentDigest);
    insert.row("meta", "parent_file", parent.lexically_proximate(folder).string());
    insert.row("meta", "parent_path", parent.string());
}

void writeMeta(Inserter& insert, const RunHeader& header, Level level, const fs::path& path) {
    insert.row("meta", "orrery_schema", std::to_string(kSchemaVersion));
    insert.row("meta", "scenario", header.scenarioPath);
    insert.row("meta", "title_en", header.title.en);
    insert.row("meta", "title_zh", header.title.zh);
    insert.row("meta", "summary_en", header.summary.en);
    insert.row("meta", "summary_zh", header.summary.zh);
    insert.row("meta", "seed", std::to_string(header.seed));
    insert.row("meta", "start", std::to_string(header.start.ns));
    insert.row("meta", "horizon", std::to_string(header.horizon.ns));
    insert.row("meta", "fixed_horizon", header.fixedHorizon ? "1" : "0");
    insert.row("meta", "level", toString(level));
    insert.row("meta", "fidelity", header.fidelity);
    if (!header.parentDigest.empty()) {
        writeParent(insert, header, path);
    }
    insert.row("meta", "status", toString(RunStatus::Running));
    // A branch shows its parent's past before it has rows of its own.
    insert.row("meta", "simulated_until", std::to_string(header.recordFrom.ns));
}

void writeSources(Inserter& insert, const RunHeader& header) {
    std::int64_t position = 0;
    for (const SourceFile& source : header.sources) {
        insert.row("sources", position, position == 0 ? "scenario" : "include", source.name,
                   source.text);
        ++position;
    }
    for (const SourceFile& overlay : header.overlays) {
        insert.row("sources", position++, "overlay", overlay.name, overlay.text);
    }
    for (const std::string& set : header.sets) {
        insert.row("sources", position++, "set", "", set);
    }
    for (const auto& [name, value] : header.build) {
        insert.row("build", name, value);
    }
}

void writeWorld(Inserter& insert, const RunHeader& header) {
    std::int64_t id = 0;
    for (const HostEntry& host : header.hosts) {
        insert.row("hosts", id++, host.name,
                   host.isSwitch ? std::string() : core::runtime::toString(host.address),
                   host.isSwitch ? 1 : 0, host.rack, host.zone, host.poweredOn ? 1 : 0, host.x,
                   host.y);
    }
    id = 0;
    for (const LinkEntry& link : header.links) {
        insert.row("links", id++, link.name, link.from, link.to, link.latency.ns,
                   link.bitsPerSecond);
    }
    id = 0;
    for (const ProcessEntry& process : header.processes) {
        insert.row("processes", id++, process.name, process.host, process.component, process.group,
                   process.settings);
    }
}

void writeVocabulary(Inserter& insert, const Catalogue* wording) {
    for (int fate = 0; fate <= static_cast<int>(Fate::StreamGone); ++fate) {
        insert.row("fates", fate, toString(static_cast<Fate>(fate)));
    }
    for (int role = 0; role <= static_cast<int>(core::wire::MessageRole::Other); ++role) {
        insert.row("roles", role, toString(static_cast<core::wire::MessageRole>(role)));
    }
    if (wording != nullptr) {
        for (const auto& [kind, words] : wording->kinds()) {
            insert.row("wording", kind, words.importance, words.en, words.zh, words.enMany,
                       words.zhMany);
        }
    }
}

Done fill(Database& database, const RunHeader& header, Level level, const Catalogue* wording,
          std::uint64_t maxFileOctets) {
    std::string sql = layoutSql() + "PRAGMA wal_autocheckpoint=4000;";
    if (maxFileOctets > 0) {
        sql += "PRAGMA max_page_count=" +
               std::to_string(maxFileOctets / static_cast<std::uint64_t>(kPageSize) + 1) + ";";
    }
    if (auto made = database.execute(sql + "BEGIN;" + std::string(kSchemaText)); !made) {
        return made;
    }
    Inserter insert(database);
    writeMeta(insert, header, level, database.path());
    writeSources(insert, header);
    writeWorld(insert, header);
    writeVocabulary(insert, wording);
    if (!insert.done()) {
        return insert.done();
    }
    return database.execute("COMMIT;PRAGMA journal_mode=WAL;");
}

std::string hex16(std::uint64_t value) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text(16, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, value >>= 4) {
        *digit = kDigits[value & 15];
    }
    return text;
}

void writeOutcome(Inserter& insert, const RunOutcome& outcome) {
    std::int64_t position = 0;
    for (const MeasureResult& measure : outcome.measures) {
        insert.row("measures", position++, measure.name, measure.label.en, measure.label.zh,
                   toString(measure.unit), measure.value);
    }
    position = 0;
    for (const ExpectationResult& expectation : outcome.expectations) {
        insert.row("expectations", position++, expectation.name, expectation.label.en,
                   expectation.label.zh, toString(expectation.verdict), expectation.text,
                   toString(expectation.unit), expectation.value, expectation.bound);
    }
    insert.row("meta", "digest", hex16(outcome.digest));
    insert.row("meta", "story_hash", hex16(outcome.storyHash));
    insert.row("meta", "simulated_until", std::to_string(outcome.end.ns));
    insert.row("meta", "status",
               toString(outcome.interrupted ? RunStatus::Interrupted : RunStatus::Complete));
}

/// A reader that is connected keeps the file in WAL mode; the last reader to close leaves it.
void leaveWal(Database& database) {
    for (int attempt = 0; attempt < 5; ++attempt) {
        const auto mode = database.single("PRAGMA journal_mode=DELETE");
        if (mode && *mode == "delete") {
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

} // namespace

core::Result<void, TraceError> checkRoom(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
        const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
        if (!fs::is_directory(folder, error)) {
            return cannotCreate(path, "there is no folder " + folder.string());
        }
        if (::access(folder.c_str(), W_OK) != 0) {
            return cannotCreate(path, "no permission to write in " + folder.string());
        }
    } else if (status.type() == fs::file_type::none) {
        return cannotCreate(path, error.message());
    } else if (status.type() == fs::file_type::directory) {
        return cannotCreate(path, "a folder has that name");
    } else if (status.type() != fs::file_type::regular) {
        return cannotCreate(path, "it is no regular file");
    } else if (fs::file_size(path, error) > 0 && !looksLikeTrace(path)) {
        return cannotCreate(path, "a file that is no trace has that name; it was left alone");
    } else if (::access(path.c_str(), W_OK) != 0) {
        return cannotCreate(path, "the old file is read-only");
    }
    return {};
}

core::Result<void, TraceError> makeRoom(const fs::path& path) {
    if (auto checked = checkRoom(path); !checked) {
        return checked;
    }
    std::error_code error;
    for (const char* suffix : {"-wal", "-shm", "-journal", ""}) {
        fs::remove(path.string() + suffix, error);
        if (error) {
            return cannotCreate(path, error.message());
        }
    }
    return {};
}

std::string layoutSql() {
    return "PRAGMA page_size=" + std::to_string(kPageSize) +
           ";PRAGMA application_id=" + std::to_string(kApplicationId) +
           ";PRAGMA user_version=" + std::to_string(kSchemaVersion) +
           ";PRAGMA cache_size=-65536;PRAGMA synchronous=OFF;";
}

core::Result<std::unique_ptr<Database>, TraceError>
createTraceFile(const fs::path& path, const RunHeader& header, Level level,
                const Catalogue* wording, std::uint64_t maxFileOctets) {
    const FileSizeSignalGuard guard;
    if (auto room = makeRoom(path); !room) {
        return core::Failure{room.error()};
    }
    auto database = std::make_unique<Database>();
    if (auto opened = database->open(path, OpenAs::Create); !opened) {
        return core::Failure{TraceError{TraceErrorKind::CannotCreate,
                                        "cannot create the trace " + opened.error().text}};
    }
    if (auto filled = fill(*database, header, level, wording, maxFileOctets); !filled) {
        return core::Failure{filled.error()};
    }
    return database;
}

Done completeTraceFile(Database& database, const RunOutcome& outcome) {
    const FileSizeSignalGuard guard;
    if (auto indexed = database.execute("BEGIN;" + std::string(kIndexText)); !indexed) {
        static_cast<void>(database.execute("ROLLBACK").has_value());
        return indexed;
    }
    Inserter insert(database);
    writeOutcome(insert, outcome);
    if (!insert.done()) {
        static_cast<void>(database.execute("ROLLBACK").has_value());
        return insert.done();
    }
    if (auto committed = database.execute("COMMIT"); !committed) {
        return committed;
    }
    static_cast<void>(database.execute("PRAGMA busy_timeout=0").has_value());
    leaveWal(database);
    return {};
}

} // namespace sim::trace
