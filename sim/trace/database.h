// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "sim/trace/error.h"
#include "sim/trace/stop_flag.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

/// A thin owner of SQLite handles for this module: errors become TraceError values that name the
/// file. Nothing outside sim/trace includes it. One thread at a time uses a Database.
namespace sim::trace {

class Database;

/// A prepared statement. Parameters count from 1 and columns from 0, as in SQLite.
class Statement {
public:
    Statement() = default;
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;
    ~Statement();

    void bind(int parameter, std::int64_t value);
    void bind(int parameter, double value);
    /// The text is borrowed until the next reset().
    void bind(int parameter, std::string_view text);
    void bindBlob(int parameter, core::ByteView bytes);
    void bindNull(int parameter);
    int parameters() const;

    /// True: a row is there; false: done.
    core::Result<bool, TraceError> step();
    /// Runs to the end and resets.
    core::Result<void, TraceError> run();
    void reset();

    int columns() const;
    std::string columnName(int column) const;
    bool isNull(int column) const;
    bool isInteger(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    core::Bytes blob(int column) const;
    bool readOnly() const;

private:
    friend class Database;
    Statement(const Database* database, sqlite3_stmt* handle)
        : database_(database), handle_(handle) {}

    const Database* database_ = nullptr;
    sqlite3_stmt* handle_ = nullptr;
};

enum class OpenAs {
    Create,        ///< read and write, made if absent
    ReadOnly,      ///< joins a writer's WAL
    ReadImmutable, ///< media that cannot be written, so nobody changes the file
};

class Database {
public:
    Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    core::Result<void, TraceError> open(const std::filesystem::path& path, OpenAs how);
    void close();
    /// Adds another file, to be read only, under the name `schema`.
    core::Result<void, TraceError> attach(const std::filesystem::path& path, OpenAs how,
                                          const std::string& schema);
    /// Runs statements that return nothing.
    core::Result<void, TraceError> execute(const std::string& sql);
    /// Exactly one statement. Error: BadQuery for text that SQLite cannot compile.
    core::Result<Statement, TraceError> prepare(std::string_view sql) const;
    /// First column of the first row; empty text if there is none.
    core::Result<std::string, TraceError> single(std::string_view sql) const;

    /// While it is raised, statements end with the error Cancelled, those under way too;
    /// nullptr: they run to their end. Returns what was heeded before. Borrowed.
    const StopFlag* heed(const StopFlag* stop) const;

    /// The last error of this handle as a sentence.
    TraceError lastError() const;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    sqlite3* handle_ = nullptr;
    mutable const StopFlag* stop_ = nullptr;
};

/// While alive, statements heed that flag.
class Heeding {
public:
    Heeding(const Database& database, const StopFlag* stop)
        : database_(database), before_(database.heed(stop)) {}
    ~Heeding() { database_.heed(before_); }
    Heeding(const Heeding&) = delete;
    Heeding& operator=(const Heeding&) = delete;

private:
    const Database& database_;
    const StopFlag* before_;
};

/// While alive, a write over RLIMIT_FSIZE fails with an error instead of ending the process with
/// SIGXFSZ, in this thread.
class FileSizeSignalGuard {
public:
    FileSizeSignalGuard();
    ~FileSizeSignalGuard();
    FileSizeSignalGuard(const FileSizeSignalGuard&) = delete;
    FileSizeSignalGuard& operator=(const FileSizeSignalGuard&) = delete;

private:
    bool wasBlocked_ = false;
};

} // namespace sim::trace
