// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "sim/kernel/sim_time.h"
#include "sim/trace/schema.h"

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

/// Rows on their way to the writer thread: one buffer, reused, so that a row costs no allocation.
namespace sim::trace {

enum class Cell : std::uint8_t { Null, Integer, Text, Blob };

/// Rows are written as a chain: batch.row(Row::Key).integer(3).text("role"). A row ends where the
/// next begins. The encoding is private to this header.
class RowBatch {
public:
    RowBatch& row(Row kind) {
        put(kRowMark);
        put(static_cast<std::uint8_t>(kind));
        return *this;
    }
    RowBatch& null() {
        put(static_cast<std::uint8_t>(Cell::Null));
        return *this;
    }
    RowBatch& integer(std::int64_t value) {
        putCell(Cell::Integer, &value, sizeof value);
        return *this;
    }
    RowBatch& integerOrNull(std::int64_t value, bool there) {
        return there ? integer(value) : null();
    }
    RowBatch& text(std::string_view value) { return sized(Cell::Text, core::viewOf(value)); }
    RowBatch& blob(core::ByteView value) { return sized(Cell::Blob, value); }

    std::size_t octets() const { return octets_.size(); }
    bool empty() const { return octets_.empty(); }
    void clear() { octets_.clear(); }

    SimTime until; ///< simulated time of the last row

    /// Calls onRow(Row) at the begin of every row, then onCell(Cell, integer, bytes) for each of
    /// its cells; stops and returns false as soon as one of them does.
    template <class OnRow, class OnCell>
    bool visit(OnRow&& onRow, OnCell&& onCell) const {
        const std::uint8_t* at = octets_.data();
        const std::uint8_t* const end = at + octets_.size();
        while (at != end) {
            const std::uint8_t mark = *at++;
            std::int64_t number = 0;
            core::ByteView bytes;
            if (mark == kRowMark) {
                if (!onRow(static_cast<Row>(*at++))) {
                    return false;
                }
                continue;
            }
            const auto cell = static_cast<Cell>(mark);
            if (cell != Cell::Null) {
                std::memcpy(&number, at, sizeof number);
                at += sizeof number;
            }
            if (cell == Cell::Text || cell == Cell::Blob) {
                bytes = {at, static_cast<std::size_t>(number)};
                at += number;
            }
            if (!onCell(cell, number, bytes)) {
                return false;
            }
        }
        return true;
    }

private:
    static constexpr std::uint8_t kRowMark = 0xff;

    void put(std::uint8_t octet) { octets_.push_back(octet); }
    void putCell(Cell cell, const void* data, std::size_t size) {
        const std::size_t at = octets_.size();
        octets_.resize(at + 1 + size);
        octets_[at] = static_cast<std::uint8_t>(cell);
        std::memcpy(octets_.data() + at + 1, data, size);
    }
    RowBatch& sized(Cell cell, core::ByteView value) {
        const auto size = static_cast<std::int64_t>(value.size());
        putCell(cell, &size, sizeof size);
        octets_.insert(octets_.end(), value.begin(), value.end());
        return *this;
    }

    std::vector<std::uint8_t> octets_;
};

} // namespace sim::trace
