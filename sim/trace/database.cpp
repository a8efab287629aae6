// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/database.h"

#include <sqlite3.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <sys/resource.h>

namespace sim::trace {
namespace {

/// SQLite asks whether to go on after so many of its steps, a few dozen microseconds.
constexpr int kStepsBetweenLooks = 2'000;

int isRaised(void* stop) {
    return static_cast<const StopFlag*>(stop)->isRaised() ? 1 : 0;
}

TraceErrorKind kindOf(int code, int systemError) {
    if (systemError == ENOSPC || systemError == EFBIG || systemError == EDQUOT) {
        return TraceErrorKind::DiskFull;
    }
    switch (code & 0xff) {
    case SQLITE_FULL:
        return TraceErrorKind::DiskFull;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return TraceErrorKind::NotATrace;
    case SQLITE_CANTOPEN:
        return TraceErrorKind::CannotOpen;
    case SQLITE_INTERRUPT:
        return TraceErrorKind::Cancelled;
    case SQLITE_ERROR:
        return TraceErrorKind::BadQuery;
    default:
        return TraceErrorKind::Io;
    }
}

/// SQLite forgets errno on its way through a rollback; then the size tells whether it was the
/// limit.
bool atFileSizeLimit(const std::filesystem::path& path) {
    constexpr std::uintmax_t kNear = 64 * 1024;
    rlimit limit{};
    if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return false;
    }
    for (const char* suffix : {"", "-wal", "-journal"}) {
        std::error_code error;
        const std::uintmax_t size = std::filesystem::file_size(path.string() + suffix, error);
        if (!error && size + kNear >= limit.rlim_cur) {
            return true;
        }
    }
    return false;
}

/// A path as a URI's path: SQLite reads %, ? and # there.
std::string uriPath(const std::string& path) {
    std::string escaped;
    for (const char c : path) {
        switch (c) {
        case '%':
            escaped += "%25";
            break;
        case '?':
            escaped += "%3f";
            break;
        case '#':
            escaped += "%23";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

std::string uriOf(const std::filesystem::path& path, OpenAs how) {
    std::error_code ignored;
    const std::filesystem::path absolute = std::filesystem::absolute(path, ignored);
    std::string uri = "file://" + uriPath(absolute.string());
    if (how == OpenAs::ReadImmutable) {
        uri += "?immutable=1";
    }
    return uri;
}

} // namespace

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), handle_(std::exchange(other.handle_, nullptr)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
    if (this != &other) {
        sqlite3_finalize(handle_);
        database_ = other.database_;
        handle_ = std::exchange(other.handle_, nullptr);
    }
    return *this;
}

Statement::~Statement() {
    sqlite3_finalize(handle_);
}

void Statement::bind(int parameter, std::int64_t value) {
    sqlite3_bind_int64(handle_, parameter, value);
}
void Statement::bind(int parameter, double value) {
    sqlite3_bind_double(handle_, parameter, value);
}
void Statement::bind(int parameter, std::string_view text) {
    sqlite3_bind_text(handle_, parameter, text.empty() ? "" : text.data(),
                      static_cast<int>(text.size()), SQLITE_STATIC);
}
void Statement::bindBlob(int parameter, core::ByteView bytes) {
    sqlite3_bind_blob(handle_, parameter,
                      bytes.empty() ? "" : static_cast<const void*>(bytes.data()),
                      static_cast<int>(bytes.size()), SQLITE_STATIC);
}
void Statement::bindNull(int parameter) {
    sqlite3_bind_null(handle_, parameter);
}
int Statement::parameters() const {
    return sqlite3_bind_parameter_count(handle_);
}

core::Result<bool, TraceError> Statement::step() {
    switch (sqlite3_step(handle_)) {
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        return false;
    default:
        return core::Failure{database_->lastError()};
    }
}

core::Result<void, TraceError> Statement::run() {
    const auto stepped = step();
    reset();
    if (!stepped) {
        return core::Failure{stepped.error()};
    }
    return {};
}

void Statement::reset() {
    sqlite3_reset(handle_);
}
int Statement::columns() const {
    return sqlite3_column_count(handle_);
}
std::string Statement::columnName(int column) const {
    return sqlite3_column_name(handle_, column);
}
bool Statement::isNull(int column) const {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}
bool Statement::isInteger(int column) const {
    return sqlite3_column_type(handle_, column) == SQLITE_INTEGER;
}
std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(handle_, column);
}
double Statement::real(int column) const {
    return sqlite3_column_double(handle_, column);
}
std::string Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return text == nullptr
               ? std::string()
               : std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}
core::Bytes Statement::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
    return data == nullptr ? core::Bytes()
                           : core::Bytes(data, data + sqlite3_column_bytes(handle_, column));
}
bool Statement::readOnly() const {
    return sqlite3_stmt_readonly(handle_) != 0;
}

Database::~Database() {
    close();
}

core::Result<void, TraceError> Database::open(const std::filesystem::path& path, OpenAs how) {
    path_ = path;
    const int access =
        how == OpenAs::Create ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    const int code = sqlite3_open_v2(uriOf(path, how).c_str(), &handle_,
                                     access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) {
        const TraceError error = lastError();
        close();
        return core::Failure{error};
    }
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, 5'000);
    if (how != OpenAs::Create) { // the file may come from anywhere
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        sqlite3_exec(handle_, "PRAGMA cell_size_check=ON", nullptr, nullptr, nullptr);
    }
    return {};
}

core::Result<void, TraceError> Database::attach(const std::filesystem::path& path, OpenAs how,
                                                const std::string& schema) {
    auto statement = prepare("ATTACH ?1 AS " + schema);
    if (!statement) {
        return core::Failure{statement.error()};
    }
    const std::string uri = uriOf(path, how) + (how == OpenAs::ReadImmutable ? "" : "?mode=ro");
    statement->bind(1, std::string_view(uri));
    return statement->run();
}

void Database::close() {
    const FileSizeSignalGuard guard; // the last to close copies the WAL into the file
    sqlite3_close_v2(std::exchange(handle_, nullptr));
}

core::Result<void, TraceError> Database::execute(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return core::Failure{lastError()};
    }
    return {};
}

core::Result<Statement, TraceError> Database::prepare(std::string_view sql) const {
    sqlite3_stmt* handle = nullptr;
    if (sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &handle, nullptr) !=
        SQLITE_OK) {
        return core::Failure{lastError()};
    }
    if (handle == nullptr) {
        return core::Failure{TraceError{TraceErrorKind::BadQuery, "the SQL text is empty"}};
    }
    return Statement(this, handle);
}

core::Result<std::string, TraceError> Database::single(std::string_view sql) const {
    auto statement = prepare(sql);
    if (!statement) {
        return core::Failure{statement.error()};
    }
    const auto row = statement->step();
    if (!row) {
        return core::Failure{row.error()};
    }
    return *row ? statement->text(0) : std::string();
}

const StopFlag* Database::heed(const StopFlag* stop) const {
    // SQLite hands the pointer back to isRaised() only, which does not write.
    sqlite3_progress_handler(handle_, kStepsBetweenLooks, stop == nullptr ? nullptr : &isRaised,
                             const_cast<StopFlag*>(stop));
    return std::exchange(stop_, stop);
}

TraceError Database::lastError() const {
    if (handle_ == nullptr) {
        return {TraceErrorKind::Io, path_.string() + ": out of memory"};
    }
    const int code = sqlite3_extended_errcode(handle_);
    const bool io = (code & 0xff) == SQLITE_IOERR;
    int systemError = io || (code & 0xff) == SQLITE_CANTOPEN ? sqlite3_system_errno(handle_) : 0;
    if (io && systemError == 0 && atFileSizeLimit(path_)) {
        systemError = EFBIG;
    }
    TraceError error{kindOf(code, systemError), path_.string() + ": "};
    if (error.kind == TraceErrorKind::DiskFull) {
        error.text +=
            systemError == EFBIG ? "the limit on the size of a file is reached" : "no space left";
    } else {
        error.text += sqlite3_errmsg(handle_);
        if (systemError != 0) {
            error.text += std::string(" (") + std::strerror(systemError) + ")";
        }
    }
    return error;
}

FileSizeSignalGuard::FileSizeSignalGuard() {
    sigset_t signals;
    sigset_t before;
    sigemptyset(&signals);
    sigaddset(&signals, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &signals, &before);
    wasBlocked_ = sigismember(&before, SIGXFSZ) == 1;
}

FileSizeSignalGuard::~FileSizeSignalGuard() {
    if (wasBlocked_) {
        return;
    }
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGXFSZ);
    const timespec atOnce{};
    while (sigtimedwait(&signals, nullptr, &atOnce) > 0) { // else it strikes when unblocked
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

} // namespace sim::trace
