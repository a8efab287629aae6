// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/long_messages.h"

#include "sim/trace/reader_parts.h"

#include <algorithm>
#include <limits>

namespace sim::trace {
namespace {

std::int64_t firstOf(std::int64_t block) {
    return block * (std::int64_t{1} << LongMessages::kBlockBits);
}
std::int64_t lastOf(std::int64_t block) {
    return firstOf(block) + ((std::int64_t{1} << LongMessages::kBlockBits) - 1);
}

} // namespace

core::Result<void, TraceError> LongMessages::readAll(const Database& database) {
    blocks_.clear();
    return readFrom(database, std::numeric_limits<std::int64_t>::min());
}

core::Result<void, TraceError> LongMessages::refresh(const Database& database) {
    if (blocks_.empty()) {
        return readAll(database);
    }
    const std::int64_t growing = blocks_.back().number;
    blocks_.pop_back();
    for (Block& block : blocks_) {
        if (block.last != SimTime::max()) {
            continue;
        }
        const auto read = forEachRow(
            database,
            "SELECT max(coalesce(arrived,9223372036854775807)) FROM long_messages "
            "WHERE message >= ?1 AND message <= ?2",
            [&](Statement& query) {
                query.bind(1, firstOf(block.number));
                query.bind(2, lastOf(block.number));
            },
            [&](const Statement& row) { block.last = {row.integer(0)}; });
        if (!read) {
            return read;
        }
    }
    return readFrom(database, firstOf(growing));
}

core::Result<void, TraceError> LongMessages::readFrom(const Database& database,
                                                      std::int64_t first) {
    return forEachRow(
        database,
        "SELECT message,coalesce(arrived,9223372036854775807) FROM long_messages "
        "WHERE message >= ?1 ORDER BY message",
        [&](Statement& query) { query.bind(1, first); },
        [&](const Statement& row) {
            const std::int64_t number = row.integer(0) >> kBlockBits;
            if (blocks_.empty() || blocks_.back().number != number) {
                blocks_.push_back({number, {row.integer(1)}});
            } else {
                blocks_.back().last = std::max(blocks_.back().last, SimTime{row.integer(1)});
            }
        });
}

std::vector<LongMessages::Stretch> LongMessages::openAt(SimTime at, std::int64_t before) const {
    std::vector<Stretch> stretches;
    std::int64_t next = std::numeric_limits<std::int64_t>::min(); // the block after the last taken
    for (const Block& block : blocks_) {
        if (firstOf(block.number) >= before) {
            break;
        }
        if (block.last < at) {
            continue;
        }
        const std::int64_t last = std::min(lastOf(block.number), before - 1);
        if (!stretches.empty() && block.number == next) {
            stretches.back().last = last;
        } else {
            stretches.push_back({firstOf(block.number), last});
        }
        next = block.number + 1;
    }
    return stretches;
}

} // namespace sim::trace
