// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/address_names.h"
#include "sim/trace/catalogue.h"
#include "sim/trace/chain.h"
#include "sim/trace/database.h"
#include "sim/trace/long_messages.h"
#include "sim/trace/reader.h"

#include <map>

/// Inside the reader: its handle, what it keeps in memory, and how rows become values. Shared by
/// reader.cpp and reader_queries.cpp only.
namespace sim::trace {

struct Reader::Parts {
    struct Kind {
        std::string name;
        std::map<std::string, std::string> fieldTypes;
    };

    /// Header, wording and vocabulary. Errors as Reader::open.
    core::Result<void, TraceError> loadAll();
    core::Result<void, TraceError> loadProgress();

    /// A SELECT of the last row id noted in time_index at or before the parameter `bound`, a time
    /// near `at`, for which one file is enough.
    std::string lastNoted(const std::string& column, SimTime at, const std::string& bound) const;
    /// The first id of a table whose rows' ids follow the time in `column`, at or after `at`.
    core::Result<std::int64_t, TraceError> firstRowAt(const std::string& table,
                                                      const std::string& column, SimTime at) const;
    /// The same of one file's table; behind its last row if none is so late.
    core::Result<std::int64_t, TraceError> firstRowIn(const std::string& table,
                                                      const std::string& column, SimTime at) const;
    /// The last id noted in time_index for messages sent at or before `at`; 0: none.
    core::Result<std::int64_t, TraceError> lastMessageBefore(SimTime at) const;
    /// Adds the messages for which the rest of a SELECT holds.
    core::Result<void, TraceError> readFlights(const std::string& where,
                                               const std::function<void(Statement&)>& bind,
                                               std::vector<FlightRow>& rows) const;
    /// Brings longMessages up to date.
    core::Result<void, TraceError> learnLongMessages() const;
    MessageRow messageOf(const Statement& row) const;
    EventRow eventOf(const Statement& row) const;
    /// Reads the vocabulary again when a growing trace uses a new word.
    const Kind& kind(std::int64_t id) const;
    const std::string& protocol(std::int64_t id) const;
    const std::string& key(std::int64_t id) const;

    std::filesystem::path path;
    std::vector<ChainFile> chain; ///< the file first, then its parents
    Database database;
    TraceSummary summary;
    Catalogue wording;
    AddressNames names;
    mutable std::map<std::int64_t, Kind> kinds;
    mutable std::map<std::int64_t, std::string> protocols;
    mutable std::map<std::int64_t, std::string> keys;
    mutable LongMessages longMessages;
    mutable bool knowsLongMessages = false; ///< as far as at the last refresh()
};

/// Runs a query and hands each row to `onRow`.
template <class Binder, class OnRow>
core::Result<void, TraceError> forEachRow(const Database& database, std::string_view sql,
                                          Binder&& bind, OnRow&& onRow) {
    auto statement = database.prepare(sql);
    if (!statement) {
        return core::Failure{statement.error()};
    }
    bind(*statement);
    while (true) {
        const auto row = statement->step();
        if (!row) {
            return core::Failure{row.error()};
        }
        if (!*row) {
            return {};
        }
        onRow(*statement);
    }
}

/// Rows after an id ascend; in a damaged file they may not, and whoever pages would never end.
template <class T>
core::Result<std::vector<T>, TraceError> ascending(const Database& database,
                                                   core::Result<std::vector<T>, TraceError> rows,
                                                   std::uint64_t after) {
    for (std::size_t i = 0; rows && i < rows->size(); ++i) {
        if ((*rows)[i].id <= (i == 0 ? after : (*rows)[i - 1].id)) {
            return core::Failure{TraceError{
                TraceErrorKind::NotATrace,
                database.path().string() + ": the trace is damaged: its rows are out of order"}};
        }
    }
    return rows;
}

inline std::uint32_t indexCell(const Statement& row, int column) {
    return row.isNull(column) ? kNoIndex : static_cast<std::uint32_t>(row.integer(column));
}
inline std::uint64_t idCell(const Statement& row, int column) {
    return static_cast<std::uint64_t>(row.integer(column));
}
inline std::optional<SimTime> timeCell(const Statement& row, int column) {
    return row.isNull(column) ? std::nullopt : std::optional(SimTime{row.integer(column)});
}
inline RowCause causeCell(const Statement& row, int column) {
    return {static_cast<CauseRow>(row.integer(column)), idCell(row, column + 1)};
}

} // namespace sim::trace
