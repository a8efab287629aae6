// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/chain.h"
#include "sim/trace/export.h"
#include "sim/trace/trace_file.h"

#include <system_error>
#include <vector>

namespace sim::trace {

extern const std::string_view kSchemaText;
extern const std::string_view kIndexText;

namespace {

namespace fs = std::filesystem;
using Done = core::Result<void, TraceError>;

/// What makes a file a branch; the whole is none.
constexpr std::string_view kNoBranch =
    "DELETE FROM meta WHERE key IN ('record_from','parent','parent_file','parent_path')";

Done checkTarget(const Reader& reader, const fs::path& file) {
    for (const fs::path& source : reader.files()) {
        std::error_code ignored;
        if (fs::equivalent(source, file, ignored)) {
            return core::Failure{TraceError{TraceErrorKind::CannotCreate,
                                            "cannot create the trace " + file.string() +
                                                ": it is one of the files that are read for it"}};
        }
    }
    return checkRoom(file);
}

core::Result<std::vector<std::string>, TraceError> tablesOf(const Database& database) {
    auto statement = database.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'");
    if (!statement) {
        return core::Failure{statement.error()};
    }
    std::vector<std::string> tables;
    while (true) {
        const auto row = statement->step();
        if (!row) {
            return core::Failure{row.error()};
        }
        if (!*row) {
            return tables;
        }
        tables.push_back(statement->text(0));
    }
}

Done copyRows(Database& whole, const std::vector<ChainFile>& chain) {
    std::vector<std::string> schemas;
    for (const ChainFile& file : chain) {
        schemas.push_back("part" + std::to_string(schemas.size()));
        if (auto attached = whole.attach(file.path, file.how, schemas.back()); !attached) {
            return attached;
        }
    }
    const auto tables = tablesOf(whole);
    if (!tables) {
        return core::Failure{tables.error()};
    }
    if (auto begun = whole.execute("BEGIN"); !begun) {
        return begun;
    }
    for (const std::string& table : *tables) {
        const std::string sql = "INSERT INTO main." + table + " SELECT * FROM (" +
                                joinedRows(table, chain, schemas) + ") ORDER BY 1, 2";
        if (auto copied = whole.execute(sql); !copied) {
            return copied;
        }
    }
    return whole.execute(std::string(kNoBranch) + ";" + std::string(kIndexText) + "COMMIT");
}

Done writeWhole(const fs::path& path, const std::vector<ChainFile>& chain) {
    const FileSizeSignalGuard guard;
    Database whole;
    if (auto opened = whole.open(path, OpenAs::Create); !opened) {
        return core::Failure{TraceError{TraceErrorKind::CannotCreate,
                                        "cannot create the trace " + opened.error().text}};
    }
    const std::string make =
        layoutSql() + "PRAGMA journal_mode=OFF;BEGIN;" + std::string(kSchemaText) + "COMMIT";
    if (auto made = whole.execute(make); !made) {
        return made;
    }
    return copyRows(whole, chain);
}

} // namespace

Done exportTrace(const Reader& reader, const fs::path& file) {
    if (auto free = checkTarget(reader, file); !free) {
        return free;
    }
    Database opened;
    const auto how = openTrace(opened, reader.path());
    if (!how) {
        return core::Failure{how.error()};
    }
    const auto chain = findChain(opened, {reader.path(), *how, {}});
    if (!chain) {
        return core::Failure{chain.error()};
    }
    const fs::path unfinished = file.string() + ".unfinished";
    auto done = makeRoom(unfinished);
    if (done) {
        done = writeWhole(unfinished, *chain);
    }
    if (done) {
        done = makeRoom(file);
    }
    std::error_code error;
    if (done) {
        fs::rename(unfinished, file, error);
        if (error) {
            done = core::Failure{
                TraceError{TraceErrorKind::CannotCreate,
                           "cannot create the trace " + file.string() + ": " + error.message()}};
        }
    }
    if (!done) {
        fs::remove(unfinished, error);
    }
    return done;
}

} // namespace sim::trace
