// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/chain.h"

#include "core/base/time.h"
#include "sim/trace/file_check.h"
#include "sim/trace/outcome.h"

#include <algorithm>
#include <map>
#include <optional>
#include <system_error>

namespace sim::trace {
namespace {

namespace fs = std::filesystem;
using Done = core::Result<void, TraceError>;

const JoinRule kRules[] = {
    {"incarnations", "started", false, {"process", "incarnation"}},
    {"host_power", "at", false, {"id"}},
    {"link_states", "at", false, {"id"}},
    {"pauses", "at", false, {"id"}},
    {"address_moves", "at", false, {"id"}},
    {"messages", "sent", false, {"id"}},
    // The branch lists what was on its way at T again, for as long as it is.
    {"long_messages", "arrived", false, {"message"}},
    {"segments", "sent", false, {"id"}},
    {"connections", "opening", false, {"id"}},
    {"events", "at", false, {"id"}},
    {"states", "since", false, {"id"}},
    {"counters", "second", true, {"second", "process", "name"}},
    {"samples", "second", true, {"second", "process", "series"}},
    // The branch has the whole second of T, and no second is in both.
    {"traffic", "second", true, {}},
    {"link_traffic", "second", true, {"second", "link", "direction"}},
    {"faults", "at", false, {"id"}},
    {"checks", "at", false, {"id"}},
    {"digest_blocks", "until", false, {"block"}},
    {"time_index", "at", false, {"at"}},
};

/// What a trace says of itself and of the parent it needs.
struct Identity {
    std::string digest;
    std::string level;
    std::string seed;
    SimTime from;
    std::string parentDigest;
    std::string parentFile; ///< relative to the branch's folder
    std::string parentPath; ///< absolute
};

core::Result<Identity, TraceError> identityOf(const Database& database) {
    auto statement = database.prepare("SELECT key,value FROM meta");
    if (!statement) {
        return core::Failure{statement.error()};
    }
    std::map<std::string, std::string> meta;
    while (true) {
        const auto row = statement->step();
        if (!row) {
            return core::Failure{row.error()};
        }
        if (!*row) {
            break;
        }
        meta[statement->text(0)] = statement->text(1);
    }
    return Identity{meta["digest"],     meta["level"],
                    meta["seed"],       {std::strtoll(meta["record_from"].c_str(), nullptr, 10)},
                    meta["parent"],     meta["parent_file"],
                    meta["parent_path"]};
}

std::vector<fs::path> placesOf(const fs::path& branch, const Identity& identity) {
    const fs::path folder = branch.parent_path();
    std::vector<fs::path> places;
    const auto add = [&](const fs::path& place) {
        const fs::path plain = place.lexically_normal();
        if (std::find(places.begin(), places.end(), plain) == places.end()) {
            places.push_back(plain);
        }
    };
    if (!identity.parentFile.empty()) {
        add(folder / identity.parentFile);
    }
    if (!identity.parentPath.empty()) {
        add(identity.parentPath);
        add(folder / fs::path(identity.parentPath).filename());
    }
    return places;
}

/// Why a trace is not the parent that the child was branched from; empty if it is.
std::string whyNot(const Identity& candidate, const Identity& child) {
    if (candidate.digest.empty()) {
        return "it is incomplete";
    }
    if (candidate.digest != child.parentDigest) {
        return "it is another run, with the digest " + candidate.digest;
    }
    if (candidate.level != child.level) {
        return "it was recorded at level " + candidate.level + ", the branch at " + child.level;
    }
    if (candidate.from > child.from) {
        return "it starts at " + core::formatSeconds({candidate.from.ns}, 3) +
               " s, after the branch";
    }
    return {};
}

struct Found {
    ChainFile file;
    Identity identity;
};

/// The parent at this place, or why it is not there.
core::Result<Found, std::string> lookAt(const fs::path& place, const Identity& child) {
    const auto textOf = [&](const TraceError& error) {
        const std::string name = place.string() + ": ";
        return error.text.starts_with(name) ? error.text.substr(name.size()) : error.text;
    };
    if (auto checked = checkTraceFile(place); !checked) {
        return core::Failure{textOf(checked.error())};
    }
    Database database;
    const auto how = openTrace(database, place);
    if (!how) {
        return core::Failure{textOf(how.error())};
    }
    auto identity = identityOf(database);
    if (!identity) {
        return core::Failure{textOf(identity.error())};
    }
    if (std::string why = whyNot(*identity, child); !why.empty()) {
        return core::Failure{std::move(why)};
    }
    return Found{{place, *how, identity->from}, std::move(*identity)};
}

core::Result<Found, TraceError> findParent(const fs::path& branch, const Identity& child) {
    std::string looked;
    for (const fs::path& place : placesOf(branch, child)) {
        auto found = lookAt(place, child);
        if (found) {
            return std::move(*found);
        }
        looked += (looked.empty() ? "looked at " : ", and at ") + place.string() + " (" +
                  found.error() + ")";
    }
    if (looked.empty()) {
        looked = "but does not say where it was";
    }
    return core::Failure{TraceError{
        TraceErrorKind::NoParent,
        branch.string() + ": a branch from " + core::formatSeconds({child.from.ns}, 3) +
            " s on, which needs its parent, the trace with the digest " + child.parentDigest +
            "; " + looked + ". Put the parent beside the branch, or record it again there: the " +
            "same scenario, seed " + child.seed + ", level " + child.level}};
}

bool isIn(const std::vector<ChainFile>& chain, const fs::path& path) {
    return std::any_of(chain.begin(), chain.end(), [&](const ChainFile& file) {
        std::error_code ignored;
        return fs::equivalent(file.path, path, ignored);
    });
}

/// Whether the file needs rows of a parent.
bool isBranch(const Identity& identity) {
    return identity.from.ns > 0 && !identity.parentDigest.empty();
}

/// Only what the catalogue of SQLite gives as one statement is made again.
Done shadowViews(Database& database) {
    constexpr std::string_view kCreate = "CREATE VIEW";
    std::vector<std::string> views;
    auto statement = database.prepare("SELECT sql FROM main.sqlite_schema WHERE type = 'view'");
    if (!statement) {
        return core::Failure{statement.error()};
    }
    for (auto row = statement->step(); !row || *row; row = statement->step()) {
        if (!row) {
            return core::Failure{row.error()};
        }
        if (std::string sql = statement->text(0); sql.starts_with(kCreate)) {
            views.push_back("CREATE TEMP VIEW" + sql.substr(kCreate.size()));
        }
    }
    for (const std::string& sql : views) {
        auto view = database.prepare(sql);
        if (!view) {
            return core::Failure{view.error()};
        }
        if (auto made = view->run(); !made) {
            return made;
        }
    }
    return {};
}

} // namespace

std::span<const JoinRule> joinRules() {
    return kRules;
}

core::Result<OpenAs, TraceError> openTrace(Database& database, const fs::path& path) {
    if (auto checked = checkTraceFile(path); !checked) {
        return core::Failure{checked.error()};
    }
    TraceError error;
    for (const OpenAs how : {OpenAs::ReadOnly, OpenAs::ReadImmutable}) {
        auto done = database.open(path, how);
        if (done) { // opening reads nothing yet
            const auto cell = database.single("SELECT count(*) FROM meta");
            if (cell) {
                return how;
            }
            done = core::Failure{cell.error()};
        }
        database.close();
        error = done.error();
        if (error.kind == TraceErrorKind::BadQuery || error.kind == TraceErrorKind::NotATrace) {
            return core::Failure{
                TraceError{TraceErrorKind::NotATrace,
                           path.string() + ": the trace is damaged: " + error.text}};
        }
    }
    return core::Failure{error};
}

core::Result<std::vector<ChainFile>, TraceError> findChain(const Database& opened,
                                                           const ChainFile& file) {
    auto identity = identityOf(opened);
    if (!identity) {
        return core::Failure{identity.error()};
    }
    std::vector<ChainFile> chain{{file.path, file.how, identity->from}};
    while (isBranch(*identity)) {
        if (chain.size() == kMaxChain) {
            return core::Failure{
                TraceError{TraceErrorKind::NoParent,
                           file.path.string() + ": a branch of a branch of more than " +
                               std::to_string(kMaxChain) + " traces, too many to open together"}};
        }
        auto parent = findParent(chain.back().path, *identity);
        if (!parent) {
            return core::Failure{parent.error()};
        }
        if (isIn(chain, parent->file.path)) {
            return core::Failure{TraceError{TraceErrorKind::NoParent,
                                            file.path.string() + ": the branch is its own parent"}};
        }
        chain.push_back(parent->file);
        *identity = std::move(parent->identity);
    }
    chain.back().from = {};
    return chain;
}

std::string schemaOf(std::size_t file) {
    return file == 0 ? "main" : "parent" + std::to_string(file);
}

std::size_t fileAt(std::span<const ChainFile> chain, SimTime at) {
    std::size_t file = 0;
    while (file + 1 < chain.size() && at < chain[file].from) {
        ++file;
    }
    return file;
}

std::string joinedRows(std::string_view table, std::span<const ChainFile> chain,
                       std::span<const std::string> schemas) {
    const std::string name(table);
    std::string sql = "SELECT * FROM " + schemas[0] + "." + name;
    const auto rule = std::find_if(std::begin(kRules), std::end(kRules),
                                   [&](const JoinRule& known) { return known.table == table; });
    if (rule == std::end(kRules)) {
        return sql;
    }
    for (std::size_t at = 1; at < chain.size(); ++at) {
        constexpr std::int64_t kSecondNs = 1'000'000'000;
        const std::int64_t from = chain[at - 1].from.ns;
        sql += " UNION ALL SELECT * FROM " + schemas[at] + "." + name + " AS older WHERE older." +
               std::string(rule->time) + " < " +
               std::to_string(rule->inSeconds ? from / kSecondNs : from);
        for (std::size_t newer = 0; newer < at && !rule->key.empty(); ++newer) {
            sql += " AND NOT EXISTS (SELECT 1 FROM " + schemas[newer] + "." + name +
                   " AS newer WHERE ";
            std::string_view separator;
            for (const std::string_view column : rule->key) {
                sql += std::string(separator) + "newer." + std::string(column) + " = older." +
                       std::string(column);
                separator = " AND ";
            }
            sql += ")";
        }
    }
    return sql;
}

Done joinChain(Database& database, std::span<const ChainFile> chain) {
    if (chain.size() < 2) {
        return {};
    }
    std::vector<std::string> schemas{schemaOf(0)};
    for (std::size_t at = 1; at < chain.size(); ++at) {
        schemas.push_back(schemaOf(at));
        if (auto done = database.attach(chain[at].path, chain[at].how, schemas.back()); !done) {
            return done;
        }
    }
    for (const JoinRule& rule : kRules) {
        const std::string name(rule.table);
        if (auto done = database.execute("CREATE TEMP VIEW " + name + " AS " +
                                         joinedRows(name, chain, schemas));
            !done) {
            return done;
        }
    }
    return shadowViews(database);
}

} // namespace sim::trace
