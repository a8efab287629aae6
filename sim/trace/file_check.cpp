// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/file_check.h"

#include "core/base/bytes.h"
#include "sim/trace/database.h"
#include "sim/trace/schema.h"

#include <array>
#include <fstream>
#include <string>
#include <system_error>

namespace sim::trace {
namespace {

namespace fs = std::filesystem;

core::Failure<TraceError> refuse(TraceErrorKind kind, const fs::path& path,
                                 const std::string& why) {
    return {TraceError{kind, path.string() + ": " + why}};
}

} // namespace

bool hasWal(const fs::path& path) {
    std::error_code error;
    return fs::file_size(path.string() + "-wal", error) > 0 && !error;
}

/// Looks at the file itself, before SQLite does, for a clear sentence. Offsets: SQLite database
/// file format, section 1.3.
core::Result<void, TraceError> checkTraceFile(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
        return refuse(TraceErrorKind::CannotOpen, path, "there is no such file");
    }
    if (status.type() == fs::file_type::directory) {
        return refuse(TraceErrorKind::CannotOpen, path, "this is a folder, not a trace");
    }
    if (status.type() != fs::file_type::regular && status.type() != fs::file_type::none) {
        return refuse(TraceErrorKind::NotATrace, path, "this is no regular file"); // a pipe waits
    }
    std::array<char, 100> head{};
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return refuse(TraceErrorKind::CannotOpen, path, "no permission to read it");
    }
    file.read(head.data(), head.size());
    if (file.gcount() == 0) {
        return refuse(TraceErrorKind::NotATrace, path, "the file is empty");
    }
    if (std::string_view(head.data(), 15) != "SQLite format 3") {
        return refuse(TraceErrorKind::NotATrace, path, "this is not a trace of Orrery");
    }
    if (file.gcount() != static_cast<std::streamsize>(head.size())) {
        return refuse(TraceErrorKind::NotATrace, path, "the trace is truncated");
    }
    core::ByteReader reader(core::viewOf({head.data(), head.size()}));
    reader.seek(16);
    const std::uint64_t pageSize = *reader.u16();
    reader.seek(28);
    const std::uint64_t pages = *reader.u32();
    reader.seek(60);
    const std::uint32_t version = *reader.u32();
    reader.seek(68);
    if (*reader.u32() != static_cast<std::uint32_t>(kApplicationId)) {
        return refuse(TraceErrorKind::NotATrace, path,
                      "this is an SQLite database, but not a trace of Orrery");
    }
    if (version > kSchemaVersion) {
        return refuse(TraceErrorKind::NewerSchema, path,
                      "the trace was written by a newer Orrery (schema " + std::to_string(version) +
                          ", this program reads up to " + std::to_string(kSchemaVersion) + ")");
    }
    if (fs::file_size(path, error) < pageSize * pages && !hasWal(path)) {
        return refuse(TraceErrorKind::NotATrace, path, "the trace is truncated");
    }
    return {};
}

void leaveWalIfLast(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(path.string() + "-wal", ignored)) {
        return;
    }
    Database last;
    if (last.open(path, OpenAs::Create)) {
        static_cast<void>(last.execute("PRAGMA busy_timeout=0").has_value());
        static_cast<void>(last.single("PRAGMA journal_mode=DELETE").has_value());
    }
}

} // namespace sim::trace
