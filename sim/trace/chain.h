// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/database.h"
#include "sim/trace/sink.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// A branch together with the traces it continues. A branch starts at a time T of its parent's run
/// with all that is open then, and its row ids continue the parent's. The whole run is: the
/// branch's rows, and of the parent's rows those from before T that the branch does not replace.
/// This file is the only place that knows the rule of each table. The parent may be a branch too.
///
/// The rule is carried out by SQLite: the parents are attached, and temporary views, which shadow
/// tables of the same name, hold the joined rows. So any query sees the whole run, and each part
/// of a view is searched by the indexes of its file.
namespace sim::trace {

/// How a table of a parent enters the whole. Tables without a rule are the branch's alone: it
/// repeats the header and the vocabulary, and outcomes are its own.
struct JoinRule {
    std::string_view table;
    std::string_view time;             ///< the parent's rows with this column before T belong to it
    bool inSeconds = false;            ///< that column counts whole seconds
    std::vector<std::string_view> key; ///< a row of the branch replaces the one with the same key
};
std::span<const JoinRule> joinRules();

/// More files than this cannot be opened as one: SQLite attaches ten at most.
inline constexpr std::size_t kMaxChain = 10;

struct ChainFile {
    std::filesystem::path path;
    OpenAs how = OpenAs::ReadOnly;
    SimTime from; ///< where it starts; 0 for the last of a chain
};

/// Opens a trace for reading, also on media that cannot be written. Errors: as checkTraceFile, and
/// NotATrace for a damaged file.
core::Result<OpenAs, TraceError> openTrace(Database& database, const std::filesystem::path& path);

/// The file itself, its parent, the parent's parent, ... as far as rows come from them. A parent is
/// looked for where the branch says, relative to the branch and then by its absolute name, and by
/// its bare name beside the branch. `opened` is the file's database. Errors: NoParent if one is
/// absent or is not the trace that was branched from, with where it was looked for.
core::Result<std::vector<ChainFile>, TraceError> findChain(const Database& opened,
                                                           const ChainFile& file);

/// Attaches the parents to the database of the first file and lets every table and view that is
/// named without a schema mean the whole run. Errors: NotATrace, Io.
core::Result<void, TraceError> joinChain(Database& database, std::span<const ChainFile> chain);

/// The name under which joinChain attaches a file of the chain: "main", "parent1", ...
std::string schemaOf(std::size_t file);

/// Which file of the chain tells of a time: it holds what was before its beginning and still
/// mattered then, and what happened from there to the beginning of the file before it.
std::size_t fileAt(std::span<const ChainFile> chain, SimTime at);

/// The SELECT over the whole run's rows of a table. `schemas` are the names under which the files
/// of the chain are attached.
std::string joinedRows(std::string_view table, std::span<const ChainFile> chain,
                       std::span<const std::string> schemas);

} // namespace sim::trace
