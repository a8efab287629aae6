// SPDX-License-Identifier: Apache-2.0
// The queries of Reader for whoever draws a run: small rows, and never a whole table for a moment.
#include "sim/trace/reader_parts.h"
#include "sim/trace/schema.h"

#include <algorithm>
#include <limits>

namespace sim::trace {
namespace {

using Done = core::Result<void, TraceError>;

/// A link is the last column of its row: it is looked for where there is one.
constexpr std::string_view kFlightColumns =
    "SELECT m.id,m.sent,m.arrived,m.fate,m.role,m.from_host,m.to_host,"
    "CASE WHEN m.fate <> 0 THEN m.lost_on END FROM messages m WHERE ";
/// Rows that are drawn: ?1 begin, ?2 end, ?3 from when on losses are.
constexpr std::string_view kFlightShows =
    "m.sent < ?2 AND (m.arrived IS NULL OR m.arrived >= ?1 OR "
    "(m.arrived >= ?3 AND m.fate <> 0)) ORDER BY m.id";
/// From the id ?4 to where time_index has passed ?2; ?5 if it has not.
constexpr std::string_view kFromToNoted =
    "m.id >= ?4 AND m.id < coalesce((SELECT message FROM (SELECT at, message FROM time_index "
    "WHERE at >= ?2 ORDER BY at LIMIT 1)), ?5) AND ";
constexpr std::string_view kConnectColumns =
    "SELECT id,opening,coalesce(opened,client_ended),opened IS NOT NULL,client_end,client_host,"
    "server_host,server_address,server_port FROM connections ";

const auto kNoParameters = [](Statement&) {};

std::string with(std::string_view columns, std::string_view rest) {
    return std::string(columns) + std::string(rest);
}

/// A host, link or process of the header, else kNoIndex.
std::uint32_t memberCell(const Statement& row, int column, std::size_t count) {
    const std::int64_t index = row.integer(column); // 0 for a null, too
    const bool fits = index >= 0 && static_cast<std::uint64_t>(index) < count;
    return fits && (index != 0 || !row.isNull(column)) ? static_cast<std::uint32_t>(index)
                                                       : kNoIndex;
}

Fate fateCell(const Statement& row, int column) {
    const std::int64_t fate = row.integer(column);
    const bool known = fate >= 0 && fate <= static_cast<std::int64_t>(Fate::StreamGone);
    return known ? static_cast<Fate>(fate) : Fate::Delivered;
}

core::wire::MessageRole roleCell(const Statement& row, int column) {
    using core::wire::MessageRole;
    const std::int64_t role = row.integer(column);
    const bool known = role >= 0 && role <= static_cast<std::int64_t>(MessageRole::Other);
    return known ? static_cast<MessageRole>(role) : MessageRole::Other;
}

ProcessEnd endOf(const std::string& text) {
    for (const ProcessEnd end :
         {ProcessEnd::Crashed, ProcessEnd::HostPowerOff, ProcessEnd::Failed}) {
        if (toString(end) == text) {
            return end;
        }
    }
    return ProcessEnd::RunEnded;
}

template <class Row>
void sortByTime(std::vector<Row>& rows) {
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.at < b.at; });
}

FlightRow flightOf(const Statement& row, const RunHeader& header) {
    return {idCell(row, 0),
            {row.integer(1)},
            timeCell(row, 2),
            fateCell(row, 3),
            roleCell(row, 4),
            memberCell(row, 5, header.hosts.size()),
            memberCell(row, 6, header.hosts.size()),
            memberCell(row, 7, header.links.size())};
}

ConnectRow connectOf(const Statement& row, std::size_t hosts) {
    ConnectRow connect;
    connect.id = idCell(row, 0);
    connect.opening = {row.integer(1)};
    connect.ended = timeCell(row, 2);
    connect.opened = row.integer(3) != 0;
    const std::string end = connect.opened ? std::string() : row.text(4);
    connect.refused = end == core::runtime::toString(core::runtime::StreamEnd::Refused);
    connect.timedOut = end == core::runtime::toString(core::runtime::StreamEnd::TimedOut);
    connect.clientHost = memberCell(row, 5, hosts);
    connect.serverHost = memberCell(row, 6, hosts);
    connect.server = {{static_cast<std::uint32_t>(row.integer(7))},
                      static_cast<std::uint16_t>(row.integer(8))};
    return connect;
}

Done readPower(const Database& database, const RunHeader& header, WorldHistory& all) {
    return forEachRow(database, "SELECT at,host,powered_on FROM host_power ORDER BY id",
                      kNoParameters, [&](const Statement& row) {
                          const HostIndex host = memberCell(row, 1, header.hosts.size());
                          if (host != kNoIndex) {
                              all.power.push_back({{row.integer(0)}, host, row.integer(2) != 0});
                          }
                      });
}

Done readLinks(const Database& database, const RunHeader& header, WorldHistory& all) {
    return forEachRow(
        database, "SELECT at,link,forward_up,backward_up FROM link_states ORDER BY id",
        kNoParameters, [&](const Statement& row) {
            const LinkIndex link = memberCell(row, 1, header.links.size());
            if (link != kNoIndex) {
                all.links.push_back(
                    {{row.integer(0)}, link, row.integer(2) != 0, row.integer(3) != 0});
            }
        });
}

Done readPauses(const Database& database, const RunHeader& header, WorldHistory& all) {
    return forEachRow(
        database, "SELECT at,process,paused FROM pauses ORDER BY id", kNoParameters,
        [&](const Statement& row) {
            const ProcessIndex process = memberCell(row, 1, header.processes.size());
            if (process != kNoIndex) {
                all.pauses.push_back({{row.integer(0)}, process, row.integer(2) != 0});
            }
        });
}

Done readIncarnations(const Database& database, const RunHeader& header, WorldHistory& all) {
    return forEachRow(
        database, "SELECT process,incarnation,started,ended,how FROM incarnations ORDER BY 1,2",
        kNoParameters, [&](const Statement& row) {
            const ProcessIndex process = memberCell(row, 0, header.processes.size());
            if (process != kNoIndex) {
                all.incarnations.push_back({process,
                                            static_cast<std::uint32_t>(row.integer(1)),
                                            {row.integer(2)},
                                            timeCell(row, 3),
                                            endOf(row.text(4))});
            }
        });
}

Done readMoves(const Database& database, const RunHeader& header, WorldHistory& all) {
    return forEachRow(
        database, "SELECT at,address,host,claimed FROM address_moves ORDER BY id", kNoParameters,
        [&](const Statement& row) {
            const auto address = core::runtime::parseAddress(row.text(1));
            const HostIndex host = memberCell(row, 2, header.hosts.size());
            if (address && host != kNoIndex) {
                all.addresses.push_back({{row.integer(0)}, *address, host, row.integer(3) != 0});
            }
        });
}

} // namespace

Reader::Interruptible::Interruptible(const Reader& reader, const StopFlag* stop)
    : reader_(reader), before_(reader.parts_->database.heed(stop)) {}

Reader::Interruptible::~Interruptible() {
    reader_.parts_->database.heed(before_);
}

Reader::Answer<WorldHistory> Reader::worldHistory() const {
    WorldHistory all;
    for (const auto read : {&readPower, &readLinks, &readPauses, &readIncarnations, &readMoves}) {
        if (Done done = read(parts_->database, parts_->summary.header, all); !done) {
            return core::Failure{done.error()};
        }
    }
    sortByTime(all.power);
    sortByTime(all.links);
    sortByTime(all.pauses);
    sortByTime(all.addresses);
    return all;
}

/// What has been on its way for long was sent before the stretch of ids that is searched.
Reader::Answer<std::vector<FlightRow>> Reader::flightsIn(SimTime begin, SimTime lossesFrom,
                                                         SimTime end) const {
    lossesFrom = std::min(lossesFrom, begin);
    const SimTime early{lossesFrom.ns < kLongNs ? 0 : lossesFrom.ns - kLongNs};
    const auto first = parts_->lastMessageBefore(early);
    if (!first) {
        return core::Failure{first.error()};
    }
    if (Done learnt = parts_->learnLongMessages(); !learnt) {
        return core::Failure{learnt.error()};
    }
    std::vector<FlightRow> rows;
    const auto read = [&](std::string_view where, std::int64_t from, std::int64_t to) {
        return parts_->readFlights(
            with(where, kFlightShows),
            [&](Statement& query) {
                query.bind(1, begin.ns);
                query.bind(2, end.ns);
                query.bind(3, lossesFrom.ns);
                query.bind(4, from);
                query.bind(5, to);
            },
            rows);
    };
    constexpr std::string_view kLongOnes =
        "m.id IN (SELECT message FROM long_messages WHERE message >= ?4 AND message <= ?5 AND "
        "sent < ?2 AND (arrived IS NULL OR arrived >= ?3)) AND ";
    Done done;
    for (const auto& stretch : parts_->longMessages.openAt(lossesFrom, *first)) {
        if (done) {
            done = read(kLongOnes, stretch.first, stretch.last);
        }
    }
    if (done) {
        done = read(kFromToNoted, *first, std::numeric_limits<std::int64_t>::max());
    }
    if (!done) {
        return core::Failure{done.error()};
    }
    return rows;
}

Reader::Answer<std::vector<FlightRow>> Reader::flightsSentIn(SimTime begin, SimTime end,
                                                             std::size_t most) const {
    const auto first = parts_->lastMessageBefore(begin);
    if (!first) {
        return core::Failure{first.error()};
    }
    std::vector<FlightRow> rows;
    const Done done = parts_->readFlights(
        with(kFromToNoted, "m.sent >= ?1 AND m.sent < ?2 ORDER BY m.id LIMIT ?3"),
        [&](Statement& query) {
            query.bind(1, begin.ns);
            query.bind(2, end.ns);
            query.bind(3, static_cast<std::int64_t>(std::min<std::size_t>(
                              most, std::numeric_limits<std::int64_t>::max())));
            query.bind(4, *first);
            query.bind(5, std::numeric_limits<std::int64_t>::max());
        },
        rows);
    if (!done) {
        return core::Failure{done.error()};
    }
    return rows;
}

core::Result<std::int64_t, TraceError> Reader::Parts::lastMessageBefore(SimTime at) const {
    std::int64_t last = 0;
    const Done done = forEachRow(
        database, "SELECT " + lastNoted("message", at, "?1"),
        [&](Statement& query) { query.bind(1, at.ns); },
        [&](const Statement& row) { last = row.integer(0); });
    if (!done) {
        return core::Failure{done.error()};
    }
    return last;
}

Done Reader::Parts::readFlights(const std::string& where,
                                const std::function<void(Statement&)>& bind,
                                std::vector<FlightRow>& rows) const {
    return forEachRow(database, with(kFlightColumns, where), bind,
                      [&](const Statement& row) { rows.push_back(flightOf(row, summary.header)); });
}

/// The rows with which a branch begins come late, and among those of its parents.
Done Reader::Parts::learnLongMessages() const {
    if (knowsLongMessages) {
        return {};
    }
    const Heeding nothing(database, nullptr); // whoever is broken off would begin it again
    Done read = chain.size() > 1 ? longMessages.readAll(database) : longMessages.refresh(database);
    knowsLongMessages = read.has_value();
    return read;
}

core::Result<std::int64_t, TraceError>
Reader::Parts::firstRowAt(const std::string& table, const std::string& column, SimTime at) const {
    // File by file: searching the joined rows would gather them all at every step.
    std::int64_t found = 1;
    for (std::size_t file = fileAt(chain, at); file < chain.size(); ++file) {
        const auto row = firstRowIn(schemaOf(file) + "." + table, column, at);
        if (!row) {
            return row;
        }
        found = std::max(found, *row);
        at = chain[file].from; // a branch may have no rows yet, then its parent's before it count
    }
    return found;
}

core::Result<std::int64_t, TraceError>
Reader::Parts::firstRowIn(const std::string& table, const std::string& column, SimTime at) const {
    auto last = database.prepare("SELECT id FROM " + table + " ORDER BY id DESC LIMIT 1");
    auto next = database.prepare("SELECT id," + column + " FROM " + table +
                                 " WHERE id >= ?1 ORDER BY id LIMIT 1");
    if (!last || !next) {
        return core::Failure{last ? next.error() : last.error()};
    }
    const auto any = last->step();
    if (!any) {
        return core::Failure{any.error()};
    }
    std::int64_t low = 1;
    std::int64_t high = *any ? last->integer(0) : 0; // the row searched is in [low, high + 1]
    while (low <= high) {
        const std::int64_t middle = low + (high - low) / 2;
        next->reset();
        next->bind(1, middle);
        const auto row = next->step();
        if (!row) {
            return core::Failure{row.error()};
        }
        if (!*row || next->integer(1) >= at.ns) {
            high = middle - 1;
        } else {
            low = std::max(middle, next->integer(0)) + 1;
        }
    }
    return low;
}

const std::string& Reader::Parts::key(std::int64_t id) const {
    auto known = keys.find(id);
    if (known == keys.end()) {
        const Heeding nothing(database, nullptr);
        const Done named =
            forEachRow(database, "SELECT id,name FROM keys", kNoParameters,
                       [&](const Statement& row) { keys[row.integer(0)] = row.text(1); });
        static_cast<void>(named.has_value());
        known = keys.find(id);
    }
    static const std::string kNone; // a branch that has not written its words yet
    return known == keys.end() ? kNone : known->second;
}

Reader::Answer<std::vector<StateChange>> Reader::stateChangesIn(SimTime begin, SimTime end,
                                                                std::size_t most) const {
    const auto first = parts_->firstRowAt("states", "since", begin);
    const auto last = parts_->firstRowAt("states", "since", end);
    if (!first || !last) {
        return core::Failure{first ? last.error() : first.error()};
    }
    std::vector<StateChange> changes;
    const std::size_t processes = parts_->summary.header.processes.size();
    const Done done = forEachRow(
        parts_->database,
        "SELECT id,process,key,since,value,type FROM states WHERE id >= ?1 AND id < ?2 "
        "ORDER BY id LIMIT ?3",
        [&](Statement& query) {
            query.bind(1, *first);
            query.bind(2, *last);
            query.bind(3, static_cast<std::int64_t>(most));
        },
        [&](const Statement& row) {
            StateChange change{
                memberCell(row, 1, processes), parts_->key(row.integer(2)), {row.integer(3)}, {}};
            if (!row.isNull(5)) {
                const std::string type = row.text(5);
                change.value =
                    row.isInteger(4) ? valueOf(type, row.integer(4)) : valueOf(type, row.text(4));
            }
            changes.push_back(std::move(change));
        });
    if (!done) {
        return core::Failure{done.error()};
    }
    return changes;
}

Reader::Answer<std::vector<ConnectRow>> Reader::connectsIn(SimTime begin, SimTime end) const {
    const auto first = parts_->firstRowAt("connections", "opening", begin);
    const auto last = parts_->firstRowAt("connections", "opening", end);
    if (!first || !last) {
        return core::Failure{first ? last.error() : first.error()};
    }
    std::vector<ConnectRow> rows;
    const Done done = forEachRow(
        parts_->database, with(kConnectColumns, "WHERE id >= ?1 AND id < ?2 ORDER BY id"),
        [&](Statement& query) {
            query.bind(1, *first);
            query.bind(2, *last);
        },
        [&](const Statement& row) {
            rows.push_back(connectOf(row, parts_->summary.header.hosts.size()));
        });
    if (!done) {
        return core::Failure{done.error()};
    }
    return rows;
}

Reader::Answer<SlowConnects> Reader::slowConnectsAfter(std::uint64_t id) const {
    SlowConnects slow;
    slow.last = id;
    Done done = forEachRow(
        parts_->database, "SELECT id FROM connections ORDER BY id DESC LIMIT 1", kNoParameters,
        [&](const Statement& row) { slow.last = std::max(slow.last, idCell(row, 0)); });
    if (done) {
        done = forEachRow(
            parts_->database,
            with(kConnectColumns,
                 "WHERE id > ?1 AND id <= ?2 AND (coalesce(opened,client_ended) IS NULL OR "
                 "coalesce(opened,client_ended) - opening > ?3) ORDER BY id"),
            [&](Statement& query) {
                query.bind(1, static_cast<std::int64_t>(id));
                query.bind(2, static_cast<std::int64_t>(slow.last));
                query.bind(3, kLongNs);
            },
            [&](const Statement& row) {
                slow.rows.push_back(connectOf(row, parts_->summary.header.hosts.size()));
            });
    }
    if (!done) {
        return core::Failure{done.error()};
    }
    return slow;
}

} // namespace sim::trace
