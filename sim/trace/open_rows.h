// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "sim/trace/row_batch.h"

#include <compare>
#include <map>
#include <string>
#include <variant>
#include <vector>

/// The rows of a past that is not recorded, as far as they still matter at its end: vocabulary,
/// what holds (states, power, links, totals), and what has begun and not ended (incarnations,
/// spans, connections, messages). A file that starts there begins with them.
namespace sim::trace {

class OpenRows {
public:
    /// `from` is where the file starts; SimTime::max() while nobody knows.
    explicit OpenRows(SimTime from) : from_(from) {}

    SimTime from() const { return from_; }
    /// REQUIRES: all rows so far lie before.
    void startAt(SimTime from) { from_ = from; }
    /// Takes all rows out of the batch. REQUIRES: they stand in the order of the run.
    void absorb(RowBatch& batch);
    /// Writes what is open now and forgets it.
    void release(RowBatch& batch);

private:
    using CellValue = std::variant<std::monostate, std::int64_t, std::string, core::Bytes>;
    using Cells = std::vector<CellValue>;
    /// Two numbers and a text tell one subject from another.
    struct Key {
        Row row = Row::TimeIndex;
        std::int64_t first = 0;
        std::int64_t second = 0;
        std::string text{};

        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Stored {
        Row row = Row::TimeIndex;
        Cells cells;
    };

    void take(Row row, Cells&& cells);
    void takeEnd(Row row, const Cells& cells);
    void takeConnectionEnd(Row row, Cells&& cells);
    void keep(Key key, Cells&& cells) { open_[std::move(key)] = std::move(cells); }
    static void write(RowBatch& batch, Row row, const Cells& cells);

    SimTime from_;
    std::vector<Stored> always_; ///< vocabulary and sums, in their order
    std::map<Key, Cells> open_;
};

} // namespace sim::trace
