// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/kernel/sim_time.h"
#include "sim/trace/database.h"

#include <cstdint>
#include <vector>

/// Where in the table long_messages those are that were on their way at a time. The table is in
/// order of sending and may be as long as that of the messages; nobody may read all of it for a
/// moment. So it is read once, and for each stretch of ids is kept when the last one arrived.
namespace sim::trace {

class LongMessages {
public:
    /// Ids in [first, last].
    struct Stretch {
        std::int64_t first = 0;
        std::int64_t last = 0;

        friend bool operator==(const Stretch&, const Stretch&) = default;
    };

    /// Reads what was added, and whether what was open has ended. Errors: Io, NotATrace.
    core::Result<void, TraceError> refresh(const Database& database);
    /// The same from the beginning.
    core::Result<void, TraceError> readAll(const Database& database);

    /// By id: the stretches of ids below `before` in which any was on its way at `at` or later.
    std::vector<Stretch> openAt(SimTime at, std::int64_t before) const;

    /// Ids that share all but so many of their last bits are one block.
    static constexpr unsigned kBlockBits = 12;

private:
    struct Block {
        std::int64_t number = 0; ///< ids without their last bits
        SimTime last;            ///< arrival of the last one; SimTime::max: one is on its way
    };

    core::Result<void, TraceError> readFrom(const Database& database, std::int64_t first);

    std::vector<Block> blocks_; ///< by number
};

} // namespace sim::trace
