// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/open_rows.h"

#include <utility>

namespace sim::trace {

void OpenRows::absorb(RowBatch& batch) {
    Row row = Row::TimeIndex;
    Cells cells;
    bool any = false;
    batch.visit(
        [&](Row next) {
            if (any) {
                take(row, std::exchange(cells, {}));
            }
            row = next;
            any = true;
            return true;
        },
        [&](Cell cell, std::int64_t number, core::ByteView bytes) {
            switch (cell) {
            case Cell::Null:
                cells.emplace_back();
                break;
            case Cell::Integer:
                cells.emplace_back(number);
                break;
            case Cell::Text:
                cells.emplace_back(std::string(core::textOf(bytes)));
                break;
            case Cell::Blob:
                cells.emplace_back(core::Bytes(bytes.begin(), bytes.end()));
                break;
            }
            return true;
        });
    if (any) {
        take(row, std::move(cells));
    }
    batch.clear();
}

/// Positions of cells are those of the statements in schema.cpp.
void OpenRows::take(Row row, Cells&& cells) {
    const auto number = [&](std::size_t at) { return std::get<std::int64_t>(cells[at]); };
    const auto none = [&](std::size_t at) {
        return std::holds_alternative<std::monostate>(cells[at]);
    };
    switch (row) {
    case Row::Kind:
    case Row::KindField:
    case Row::Key:
    case Row::Protocol:
    case Row::StateKey:
    case Row::LinkTraffic: // of the second in which the file starts
        always_.push_back({row, std::move(cells)});
        return;
    case Row::TimeIndex:
        return keep({row}, std::move(cells));
    case Row::Incarnation:
        return keep({row, number(0), number(1)}, std::move(cells));
    case Row::HostPower:
    case Row::LinkState:
    case Row::Pause:
        return keep({row, number(2)}, std::move(cells));
    case Row::AddressMove:
        return keep({row, 0, 0, std::get<std::string>(cells[2])}, std::move(cells));
    case Row::Counter:
        return keep({row, number(1), 0, std::get<std::string>(cells[2])}, std::move(cells));
    case Row::State:
        if (none(4)) {
            open_.erase({row, number(1), number(2)});
        } else {
            keep({row, number(1), number(2)}, std::move(cells));
        }
        return;
    case Row::Event:
        if (number(7) != 0) {
            keep({row, number(0)}, std::move(cells));
        }
        return;
    case Row::Datagram:
    case Row::StreamMessage:
        if (none(2)) {
            keep({row, number(0)}, std::move(cells));
        }
        return;
    case Row::LongMessage:
    case Row::Segment:
    case Row::Connection:
    case Row::ConnectionOpened:
        return keep({row, number(0)}, std::move(cells));
    case Row::ConnectionClientEnd:
    case Row::ConnectionServerEnd:
        return takeConnectionEnd(row, std::move(cells));
    default:
        return takeEnd(row, cells);
    }
}

/// What is over, and what is an instant, belongs to the parent.
void OpenRows::takeEnd(Row row, const Cells& cells) {
    const std::int64_t id = std::get<std::int64_t>(cells[0]);
    if (row == Row::IncarnationEnd) {
        open_.erase({Row::Incarnation, id, std::get<std::int64_t>(cells[1])});
    } else if (row == Row::SpanEnd) {
        open_.erase({Row::Event, id});
    } else if (row == Row::SegmentEnd) {
        open_.erase({Row::Segment, id});
    } else if (row == Row::LongMessageEnd) {
        open_.erase({Row::LongMessage, id});
    } else if (row == Row::MessageUpdate) {
        open_.erase({Row::Datagram, id});
        open_.erase({Row::StreamMessage, id});
    }
}

/// A connection is over when both sides saw its end, or the client that never came through.
void OpenRows::takeConnectionEnd(Row row, Cells&& cells) {
    const std::int64_t id = std::get<std::int64_t>(cells[0]);
    keep({row, id}, std::move(cells));
    const bool opened = open_.contains({Row::ConnectionOpened, id});
    const bool client = open_.contains({Row::ConnectionClientEnd, id});
    const bool server = open_.contains({Row::ConnectionServerEnd, id});
    if (client && (server || !opened)) {
        for (const Row part : {Row::Connection, Row::ConnectionOpened, Row::ConnectionClientEnd,
                               Row::ConnectionServerEnd}) {
            open_.erase({part, id});
        }
    }
}

void OpenRows::write(RowBatch& batch, Row row, const Cells& cells) {
    batch.row(row);
    for (const CellValue& cell : cells) {
        if (const auto* number = std::get_if<std::int64_t>(&cell)) {
            batch.integer(*number);
        } else if (const auto* text = std::get_if<std::string>(&cell)) {
            batch.text(*text);
        } else if (const auto* blob = std::get_if<core::Bytes>(&cell)) {
            batch.blob(*blob);
        } else {
            batch.null();
        }
    }
}

/// In the order of the enumeration Row, where every insertion precedes its updates.
void OpenRows::release(RowBatch& batch) {
    for (const Stored& stored : always_) {
        write(batch, stored.row, stored.cells);
    }
    for (const auto& [key, cells] : open_) {
        write(batch, key.row, cells);
    }
    always_.clear();
    open_.clear();
}

} // namespace sim::trace
