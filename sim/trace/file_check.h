// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/error.h"

#include <filesystem>

/// A look at a file before SQLite opens it, so that whatever is no trace gets a clear sentence.
namespace sim::trace {

/// Errors: CannotOpen (absent, a folder, no permission), NotATrace (empty, truncated, something
/// else), NewerSchema.
core::Result<void, TraceError> checkTraceFile(const std::filesystem::path& path);

/// Whether commits of the trace are still in the file beside it.
bool hasWal(const std::filesystem::path& path);

/// Leaves WAL mode if nobody else has the file open; else, and on media that cannot be written,
/// nothing happens.
void leaveWalIfLast(const std::filesystem::path& path);

} // namespace sim::trace
