// SPDX-License-Identifier: Apache-2.0
// The queries of Reader. In a branch the tables are unions of several files. SQLite searches each
// file by its indexes and merges if a SELECT that orders also returns what it orders by, is no
// aggregate, and no union stands on the right of a LEFT JOIN; else it would copy whole tables. For
// the last row before a time it would search from the file's end: such questions name their file.
#include "sim/trace/reader_parts.h"
#include "sim/trace/schema.h"

#include <nlohmann/json.hpp>

#include <limits>

namespace sim::trace {
namespace {

using Done = core::Result<void, TraceError>;

constexpr std::string_view kMessageColumns =
    "SELECT m.id,m.sent,m.arrived,m.fate,m.from_process,m.to_process,m.from_host,m.to_host,"
    "m.protocol,m.role,m.octets,m.summary,m.malformed,m.connection,m.direction,m.begin,"
    "m.from_address,m.from_port,m.to_address,m.to_port,m.retransmits,m.copy_of,m.lost_on,"
    "m.cause_kind,m.cause FROM messages m ";
constexpr std::string_view kEventColumns =
    "SELECT id,at,kind,importance,process,host,link,fields,is_span,until,cut,cause_kind,cause "
    "FROM events ";

core::runtime::Endpoint endpointCell(const Statement& row, int column) {
    return {{static_cast<std::uint32_t>(row.integer(column))},
            static_cast<std::uint16_t>(row.integer(column + 1))};
}

Value fromJson(const nlohmann::json& value, const std::string& type) {
    if (value.is_boolean()) {
        return value.get<bool>();
    }
    if (value.is_number_integer()) {
        return valueOf(type, value.get<std::int64_t>());
    }
    return value.is_string() ? valueOf(type, value.get<std::string>()) : Value(value.dump());
}

std::string with(std::string_view columns, std::string_view rest) {
    return std::string(columns) + std::string(rest);
}

const auto kNoParameters = [](Statement&) {};

MeasureUnit unitOf(const std::string& text) {
    for (const MeasureUnit unit : {MeasureUnit::Time, MeasureUnit::Octets}) {
        if (toString(unit) == text) {
            return unit;
        }
    }
    return MeasureUnit::Count;
}

Verdict verdictOf(const std::string& text) {
    for (const Verdict verdict : {Verdict::Holds, Verdict::Fails}) {
        if (toString(verdict) == text) {
            return verdict;
        }
    }
    return Verdict::Unknown;
}

std::optional<std::int64_t> maybeInteger(const Statement& row, int column) {
    return row.isNull(column) ? std::nullopt : std::optional(row.integer(column));
}

/// All rows of a query as values, or its error.
template <class T, class Binder, class Convert>
core::Result<std::vector<T>, TraceError> all(const Database& database, const std::string& sql,
                                             Binder&& bind, Convert&& convert) {
    std::vector<T> rows;
    const auto done = forEachRow(database, sql, bind,
                                 [&](const Statement& row) { rows.push_back(convert(row)); });
    if (!done) {
        return core::Failure{done.error()};
    }
    return rows;
}

/// The only row of a query.
template <class T>
core::Result<T, TraceError> only(core::Result<std::vector<T>, TraceError> rows,
                                 std::string_view what, std::uint64_t id) {
    if (!rows) {
        return core::Failure{rows.error()};
    }
    if (rows->empty()) {
        return core::Failure{
            TraceError{TraceErrorKind::NotFound,
                       "the trace has no " + std::string(what) + " " + std::to_string(id)}};
    }
    return std::move(rows->front());
}

} // namespace

std::string Reader::Parts::lastNoted(const std::string& column, SimTime at,
                                     const std::string& bound) const {
    return "coalesce((SELECT " + column + " FROM " + schemaOf(fileAt(chain, at)) +
           ".time_index WHERE at <= " + bound + " ORDER BY at DESC LIMIT 1), 0)";
}

const Reader::Parts::Kind& Reader::Parts::kind(std::int64_t id) const {
    if (!kinds.contains(id)) {
        const Heeding nothing(database, nullptr);
        const auto named =
            forEachRow(database, "SELECT id,name FROM kinds", kNoParameters,
                       [&](const Statement& row) { kinds[row.integer(0)].name = row.text(1); });
        const auto typed = forEachRow(database, "SELECT kind,name,type FROM kind_fields",
                                      kNoParameters, [&](const Statement& row) {
                                          kinds[row.integer(0)].fieldTypes[row.text(1)] =
                                              row.text(2);
                                      });
        static_cast<void>(named.has_value() && typed.has_value());
    }
    return kinds[id];
}

const std::string& Reader::Parts::protocol(std::int64_t id) const {
    if (!protocols.contains(id)) {
        const Heeding nothing(database, nullptr);
        const auto named =
            forEachRow(database, "SELECT id,name FROM protocols", kNoParameters,
                       [&](const Statement& row) { protocols[row.integer(0)] = row.text(1); });
        static_cast<void>(named.has_value());
    }
    return protocols[id];
}

MessageRow Reader::Parts::messageOf(const Statement& row) const {
    MessageRow message;
    message.id = idCell(row, 0);
    message.sent = {row.integer(1)};
    message.arrived = timeCell(row, 2);
    if (!row.isNull(3)) {
        message.fate = static_cast<Fate>(row.integer(3));
    }
    message.fromProcess = indexCell(row, 4);
    message.toProcess = indexCell(row, 5);
    message.fromHost = indexCell(row, 6);
    message.toHost = indexCell(row, 7);
    message.protocol = protocol(row.integer(8));
    message.role = static_cast<core::wire::MessageRole>(row.integer(9));
    message.octets = idCell(row, 10);
    message.summary = row.text(11);
    message.malformed = row.integer(12) != 0;
    message.connection = idCell(row, 13);
    message.direction = row.integer(14) == 0 ? core::wire::Direction::FromClient
                                             : core::wire::Direction::FromServer;
    message.begin = idCell(row, 15);
    message.from = endpointCell(row, 16);
    message.to = endpointCell(row, 18);
    message.retransmits = idCell(row, 20);
    message.copyOf = idCell(row, 21);
    message.lostOn = indexCell(row, 22);
    message.cause = causeCell(row, 23);
    return message;
}

EventRow Reader::Parts::eventOf(const Statement& row) const {
    EventRow event;
    event.id = idCell(row, 0);
    event.at = {row.integer(1)};
    const Kind& known = kind(row.integer(2));
    event.kind = known.name;
    event.importance = static_cast<int>(row.integer(3));
    event.process = indexCell(row, 4);
    event.host = indexCell(row, 5);
    event.link = indexCell(row, 6);
    const auto fields = nlohmann::ordered_json::parse(row.text(7), nullptr, false);
    if (fields.is_object()) {
        for (const auto& [name, value] : fields.items()) {
            const auto type = known.fieldTypes.find(name);
            event.fields.push_back(
                {name, fromJson(value, type == known.fieldTypes.end() ? "" : type->second)});
        }
    }
    event.isSpan = row.integer(8) != 0;
    event.until = timeCell(row, 9);
    event.cut = row.integer(10) != 0;
    event.cause = causeCell(row, 11);
    return event;
}

/// What has been on its way for long was sent before the stretch of ids that is searched.
Reader::Answer<std::vector<MessageRow>> Reader::messagesIn(SimTime begin, SimTime end) const {
    const SimTime early{begin.ns < kLongNs ? 0 : begin.ns - kLongNs};
    const auto first = parts_->lastMessageBefore(early);
    if (!first) {
        return core::Failure{first.error()};
    }
    Done done = parts_->learnLongMessages();
    std::vector<MessageRow> rows;
    const auto read = [&](std::string_view which, std::int64_t from, std::int64_t to) {
        return forEachRow(
            parts_->database,
            with(kMessageColumns, std::string(which) +
                                      " AND m.sent < ?2 AND (m.arrived IS NULL OR m.arrived >= ?1) "
                                      "ORDER BY m.id"),
            [&](Statement& query) {
                query.bind(1, begin.ns);
                query.bind(2, end.ns);
                query.bind(3, from);
                query.bind(4, to);
            },
            [&](const Statement& row) { rows.push_back(parts_->messageOf(row)); });
    };
    for (const auto& stretch : parts_->longMessages.openAt(begin, *first)) {
        if (done) {
            done = read("WHERE m.id IN (SELECT message FROM long_messages WHERE message >= ?3 AND "
                        "message <= ?4 AND sent < ?2 AND (arrived IS NULL OR arrived >= ?1))",
                        stretch.first, stretch.last);
        }
    }
    if (done) {
        done = read("WHERE m.id >= ?3 AND m.id < coalesce((SELECT message FROM (SELECT at, message "
                    "FROM time_index WHERE at >= ?2 ORDER BY at LIMIT 1)), ?4)",
                    *first, std::numeric_limits<std::int64_t>::max());
    }
    if (!done) {
        return core::Failure{done.error()};
    }
    return rows;
}

Reader::Answer<MessageRow> Reader::message(std::uint64_t id) const {
    return only(all<MessageRow>(
                    parts_->database, with(kMessageColumns, "WHERE m.id = ?1"),
                    [&](Statement& query) { query.bind(1, static_cast<std::int64_t>(id)); },
                    [&](const Statement& row) { return parts_->messageOf(row); }),
                "message", id);
}

Reader::Answer<std::vector<MessageRow>> Reader::messagesAfter(std::uint64_t id,
                                                              std::size_t limit) const {
    auto rows = all<MessageRow>(
        parts_->database, with(kMessageColumns, "WHERE m.id > ?1 ORDER BY m.id LIMIT ?2"),
        [&](Statement& query) {
            query.bind(1, static_cast<std::int64_t>(id));
            query.bind(2, static_cast<std::int64_t>(limit));
        },
        [&](const Statement& row) { return parts_->messageOf(row); });
    return ascending<MessageRow>(parts_->database, std::move(rows), id);
}

Reader::Answer<std::vector<EventRow>> Reader::eventsIn(SimTime begin, SimTime end,
                                                       int importance) const {
    return all<EventRow>(
        parts_->database,
        with(kEventColumns,
             "WHERE id >= " + parts_->lastNoted("event", begin, "?1") +
                 " AND id < coalesce((SELECT event FROM (SELECT at, event FROM time_index "
                 "WHERE at >= ?2 ORDER BY at LIMIT 1)), 9223372036854775807) "
                 "AND at >= ?1 AND at < ?2 AND +importance >= ?3 ORDER BY id"),
        [&](Statement& query) {
            query.bind(1, begin.ns);
            query.bind(2, end.ns);
            query.bind(3, static_cast<std::int64_t>(importance));
        },
        [&](const Statement& row) { return parts_->eventOf(row); });
}

Reader::Answer<EventRow> Reader::event(std::uint64_t id) const {
    return only(all<EventRow>(
                    parts_->database, with(kEventColumns, "WHERE id = ?1"),
                    [&](Statement& query) { query.bind(1, static_cast<std::int64_t>(id)); },
                    [&](const Statement& row) { return parts_->eventOf(row); }),
                "event", id);
}

Reader::Answer<std::vector<EventRow>> Reader::eventsAfter(std::uint64_t id,
                                                          std::size_t limit) const {
    auto rows = all<EventRow>(
        parts_->database, with(kEventColumns, "WHERE id > ?1 ORDER BY id LIMIT ?2"),
        [&](Statement& query) {
            query.bind(1, static_cast<std::int64_t>(id));
            query.bind(2, static_cast<std::int64_t>(limit));
        },
        [&](const Statement& row) { return parts_->eventOf(row); });
    return ascending<EventRow>(parts_->database, std::move(rows), id);
}

Reader::Answer<std::vector<EventRow>> Reader::toldAfter(std::uint64_t id, std::size_t limit) const {
    // Row by row, also where an index could help: what is asked is the part that is new.
    auto rows = all<EventRow>(
        parts_->database,
        with(kEventColumns,
             "WHERE id > ?1 AND (+importance >= 2 OR +kind IN (SELECT id FROM kinds WHERE name >= "
             "'fault-' AND name < 'fault.')) ORDER BY id LIMIT ?2"),
        [&](Statement& query) {
            query.bind(1, static_cast<std::int64_t>(id));
            query.bind(2, static_cast<std::int64_t>(limit));
        },
        [&](const Statement& row) { return parts_->eventOf(row); });
    return ascending<EventRow>(parts_->database, std::move(rows), id);
}

Reader::Answer<std::uint64_t> Reader::lastEvent() const {
    // A branch's ids continue its parent's: only before its first event the others matter.
    std::uint64_t last = 0;
    for (std::size_t file = 0; last == 0 && file < parts_->chain.size(); ++file) {
        const std::string until =
            file == 0 ? "" : " WHERE at < " + std::to_string(parts_->chain[file - 1].from.ns);
        const auto done = forEachRow(
            parts_->database,
            "SELECT id FROM " + schemaOf(file) + ".events" + until + " ORDER BY id DESC LIMIT 1",
            kNoParameters, [&](const Statement& row) { last = idCell(row, 0); });
        if (!done) {
            return core::Failure{done.error()};
        }
    }
    return last;
}

Reader::Answer<std::optional<EventRow>> Reader::nextHeadline(SimTime at) const {
    auto rows = all<EventRow>(
        parts_->database,
        with(kEventColumns, "WHERE importance = 3 AND at > ?1 ORDER BY at, id LIMIT 1"),
        [&](Statement& query) { query.bind(1, at.ns); },
        [&](const Statement& row) { return parts_->eventOf(row); });
    if (!rows) {
        return core::Failure{rows.error()};
    }
    return rows->empty() ? std::optional<EventRow>() : std::move(rows->front());
}

Reader::Answer<std::optional<EventRow>> Reader::previousHeadline(SimTime at) const {
    auto rows = all<EventRow>(
        parts_->database,
        with(kEventColumns, "WHERE importance = 3 AND at < ?1 ORDER BY at DESC, id DESC LIMIT 1"),
        [&](Statement& query) { query.bind(1, at.ns); },
        [&](const Statement& row) { return parts_->eventOf(row); });
    if (!rows) {
        return core::Failure{rows.error()};
    }
    return rows->empty() ? std::optional<EventRow>() : std::move(rows->front());
}

Reader::Answer<std::vector<EventRow>> Reader::spansIn(SimTime begin, SimTime end) const {
    return all<EventRow>(
        parts_->database,
        with(kEventColumns, "WHERE is_span = 1 AND at < ?2 AND (until IS NULL OR until >= ?1) "
                            "ORDER BY id"),
        [&](Statement& query) {
            query.bind(1, begin.ns);
            query.bind(2, end.ns);
        },
        [&](const Statement& row) { return parts_->eventOf(row); });
}

Reader::Answer<std::vector<StateRow>> Reader::stateAt(SimTime at) const {
    const std::string states = schemaOf(fileAt(parts_->chain, at)) + ".states"; // repeats the open
    return all<StateRow>(
        parts_->database,
        "SELECT s.process,n.name,s.since,s.value,s.type,s.cause_kind,s.cause FROM state_keys k "
        "JOIN " +
            states + " s ON s.id = (SELECT id FROM " + states +
            " WHERE process = k.process AND key = k.key AND since <= ?1 "
            "ORDER BY since DESC, id DESC LIMIT 1) JOIN keys n ON n.id = k.key "
            "WHERE s.type IS NOT NULL ORDER BY s.process, n.name",
        [&](Statement& query) { query.bind(1, at.ns); },
        [&](const Statement& row) {
            const std::string type = row.text(4);
            return StateRow{indexCell(row, 0),
                            row.text(1),
                            {row.integer(2)},
                            row.isInteger(3) ? valueOf(type, row.integer(3))
                                             : valueOf(type, row.text(3)),
                            causeCell(row, 5)};
        });
}

Reader::Answer<std::vector<FaultRow>> Reader::faults() const {
    return all<FaultRow>(parts_->database,
                         "SELECT timeline,at,verb,text,target,refused,host,process,link,"
                         "cause_kind,cause FROM faults ORDER BY id",
                         kNoParameters, [](const Statement& row) {
                             return FaultRow{idCell(row, 0),    {row.integer(1)},
                                             row.text(2),       row.text(3),
                                             row.text(4),       row.text(5),
                                             indexCell(row, 6), indexCell(row, 7),
                                             indexCell(row, 8), causeCell(row, 9)};
                         });
}

Reader::Answer<std::vector<CounterRow>> Reader::counters() const {
    return all<CounterRow>(
        parts_->database, "SELECT second,process,name,total FROM counters ORDER BY 1,2,3",
        kNoParameters, [](const Statement& row) {
            return CounterRow{row.integer(0), indexCell(row, 1), row.text(2), row.integer(3)};
        });
}

Reader::Answer<std::vector<CounterRow>> Reader::countersIn(std::int64_t first, std::int64_t end,
                                                           std::string_view ending,
                                                           std::size_t most) const {
    return all<CounterRow>(
        parts_->database,
        "SELECT second,process,name,total FROM counters WHERE second>=? AND second<? "
        "AND name GLOB '*' || ? ORDER BY 1,2,3 LIMIT ?",
        [&](Statement& query) {
            query.bind(1, first);
            query.bind(2, end);
            query.bind(3, ending);
            query.bind(4, static_cast<std::int64_t>(most));
        },
        [](const Statement& row) {
            return CounterRow{row.integer(0), indexCell(row, 1), row.text(2), row.integer(3)};
        });
}

Reader::Answer<std::vector<DigestBlock>> Reader::digestBlocks() const {
    return all<DigestBlock>(parts_->database,
                            "SELECT block,until,hash FROM digest_blocks ORDER BY block",
                            kNoParameters, [](const Statement& row) {
                                return DigestBlock{idCell(row, 0), {row.integer(1)}, row.text(2)};
                            });
}

Reader::Answer<std::vector<MeasureResult>> Reader::measures() const {
    return all<MeasureResult>(
        parts_->database,
        "SELECT name,label_en,label_zh,unit,value FROM measures ORDER BY position", kNoParameters,
        [](const Statement& row) {
            return MeasureResult{
                row.text(0), {row.text(1), row.text(2)}, unitOf(row.text(3)), maybeInteger(row, 4)};
        });
}

Reader::Answer<std::vector<ExpectationResult>> Reader::expectations() const {
    return all<ExpectationResult>(
        parts_->database,
        "SELECT name,label_en,label_zh,verdict,text,unit,value,bound FROM expectations "
        "ORDER BY position",
        kNoParameters, [](const Statement& row) {
            return ExpectationResult{
                row.text(0),         {row.text(1), row.text(2)}, verdictOf(row.text(3)),
                row.text(4),         unitOf(row.text(5)),        maybeInteger(row, 6),
                maybeInteger(row, 7)};
        });
}

Reader::Answer<Table> Reader::query(std::string_view sql) const {
    Table table;
    const auto done = query(
        sql,
        [&](const std::vector<std::string>& columns) {
            table.columns = columns;
            return true;
        },
        [&](const Cells& cells) {
            table.rows.push_back(cells);
            return true;
        });
    if (!done) {
        return core::Failure{done.error()};
    }
    return table;
}

Reader::Answer<void>
Reader::query(std::string_view sql,
              const std::function<bool(const std::vector<std::string>&)>& onColumns,
              const std::function<bool(const Cells&)>& onRow) const {
    auto statement = parts_->database.prepare(sql);
    if (!statement) {
        return core::Failure{TraceError{TraceErrorKind::BadQuery, statement.error().text}};
    }
    if (!statement->readOnly()) {
        return core::Failure{TraceError{TraceErrorKind::BadQuery, "only a SELECT is allowed here"}};
    }
    std::vector<std::string> columns;
    for (int column = 0; column < statement->columns(); ++column) {
        columns.push_back(statement->columnName(column));
    }
    bool goesOn = onColumns(columns);
    Cells cells(columns.size());
    while (goesOn) {
        const auto row = statement->step();
        if (!row) {
            return core::Failure{row.error()};
        }
        if (!*row) {
            break;
        }
        for (int column = 0; column < statement->columns(); ++column) {
            cells[static_cast<std::size_t>(column)] =
                statement->isNull(column) ? std::nullopt : std::optional(statement->text(column));
        }
        goesOn = onRow(cells);
    }
    return {};
}

} // namespace sim::trace
