// SPDX-License-Identifier: Apache-2.0
// The queries of Reader for connections and for what crossed the wire.
#include "sim/trace/reader_parts.h"

namespace sim::trace {
namespace {

constexpr std::string_view kConnections =
    "SELECT id,opening,opened,client_host,server_host,client_address,client_port,server_address,"
    "server_port,protocol,client_ended,client_end,server_ended,server_end FROM connections "
    "WHERE id > ?1 ORDER BY id LIMIT ?2";
constexpr std::string_view kSegments =
    "SELECT id,sent,arrived,fate,lost_on,payload,connection,direction,begin,fin,retransmission,"
    "message FROM segments WHERE id > ?1 ORDER BY id LIMIT ?2";
constexpr std::string_view kDatagram =
    "SELECT from_host,to_host,from_address,from_port,to_address,to_port,copy_of FROM messages "
    "WHERE id = ?1";

core::runtime::Endpoint endpointCell(const Statement& row, int column) {
    return {{static_cast<std::uint32_t>(row.integer(column))},
            static_cast<std::uint16_t>(row.integer(column + 1))};
}

SegmentRow segmentOf(const Statement& row) {
    SegmentRow segment;
    segment.id = idCell(row, 0);
    segment.sent = {row.integer(1)};
    segment.arrived = timeCell(row, 2);
    if (!row.isNull(3)) {
        segment.fate = static_cast<Fate>(row.integer(3));
    }
    segment.lostOn = indexCell(row, 4);
    segment.payload = row.blob(5);
    segment.connection = idCell(row, 6);
    segment.direction =
        row.integer(7) == 0 ? core::wire::Direction::FromClient : core::wire::Direction::FromServer;
    segment.begin = idCell(row, 8);
    segment.fin = row.integer(9) != 0;
    segment.retransmission = row.integer(10) != 0;
    return segment;
}

/// What a segment that is a datagram has from its message.
core::Result<void, TraceError> addDatagram(Statement& query, std::int64_t message,
                                           SegmentRow& segment) {
    query.reset();
    query.bind(1, message);
    const auto found = query.step();
    if (!found) {
        return core::Failure{found.error()};
    }
    segment.fromHost = *found ? indexCell(query, 0) : kNoIndex;
    segment.toHost = *found ? indexCell(query, 1) : kNoIndex;
    if (*found) {
        segment.from = endpointCell(query, 2);
        segment.to = endpointCell(query, 4);
        segment.copyOf = idCell(query, 6);
    }
    return {};
}

template <class T, class Convert>
core::Result<std::vector<T>, TraceError> page(const Database& database, std::string_view sql,
                                              std::uint64_t id, std::size_t limit,
                                              Convert&& convert) {
    std::vector<T> rows;
    const auto done = forEachRow(
        database, sql,
        [&](Statement& query) {
            query.bind(1, static_cast<std::int64_t>(id));
            query.bind(2, static_cast<std::int64_t>(limit));
        },
        [&](const Statement& row) { rows.push_back(convert(row)); });
    if (!done) {
        return core::Failure{done.error()};
    }
    return ascending<T>(database, std::move(rows), id);
}

} // namespace

Reader::Answer<std::vector<ConnectionRow>> Reader::connectionsAfter(std::uint64_t id,
                                                                    std::size_t limit) const {
    return page<ConnectionRow>(
        parts_->database, kConnections, id, limit, [&](const Statement& row) {
            return ConnectionRow{idCell(row, 0),       {row.integer(1)},
                                 timeCell(row, 2),     indexCell(row, 3),
                                 indexCell(row, 4),    endpointCell(row, 5),
                                 endpointCell(row, 7), parts_->protocol(row.integer(9)),
                                 timeCell(row, 10),    row.text(11),
                                 timeCell(row, 12),    row.text(13)};
        });
}

Reader::Answer<std::vector<SegmentRow>> Reader::segmentsAfter(std::uint64_t id,
                                                              std::size_t limit) const {
    auto datagram = parts_->database.prepare(kDatagram);
    if (!datagram) {
        return core::Failure{datagram.error()};
    }
    core::Result<void, TraceError> added;
    auto rows = page<SegmentRow>(parts_->database, kSegments, id, limit, [&](const Statement& row) {
        SegmentRow segment = segmentOf(row);
        if (segment.connection == 0 && added) {
            added = addDatagram(*datagram, row.integer(11), segment);
        }
        return segment;
    });
    if (rows && !added) {
        return core::Failure{added.error()};
    }
    return rows;
}

} // namespace sim::trace
