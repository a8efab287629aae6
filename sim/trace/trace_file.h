// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/catalogue.h"
#include "sim/trace/database.h"
#include "sim/trace/header.h"
#include "sim/trace/outcome.h"

#include <memory>
#include <string>

/// The first and the last pages of a trace file's life, for the recorder: making it with its
/// header, and closing it with outcome and indexes.
namespace sim::trace {

/// Makes the file (an old trace of that name goes, anything else stays) with schema, header and
/// wording committed, in WAL mode. Errors: CannotCreate, DiskFull, Io.
core::Result<std::unique_ptr<Database>, TraceError>
createTraceFile(const std::filesystem::path& path, const RunHeader& header, Level level,
                const Catalogue* wording, std::uint64_t maxFileOctets);

/// Writes the outcome and the indexes and leaves WAL mode if no reader is connected. Errors:
/// DiskFull, Io.
core::Result<void, TraceError> completeTraceFile(Database& database, const RunOutcome& outcome);

/// Whether a trace may be made there: the folder can be written, and the name is free or an old
/// trace's. Error: CannotCreate.
core::Result<void, TraceError> checkRoom(const std::filesystem::path& path);
/// Removes the old trace of that name, if there is one. Error: CannotCreate.
core::Result<void, TraceError> makeRoom(const std::filesystem::path& path);
/// The settings of a new file, for before its tables are made.
std::string layoutSql();

} // namespace sim::trace
