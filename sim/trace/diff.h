// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/reader.h"

#include <optional>
#include <string>
#include <vector>

/// Compares two runs: where they part, the first headline that differs, the measures side by side.
namespace sim::trace {

struct Parting {
    SimTime at;       ///< the earlier of the two
    std::string left; ///< in words; "(nothing more)" if the left trace ends there
    std::string right;
};

struct MeasurePair {
    std::string name;
    MeasureUnit unit = MeasureUnit::Count;
    std::optional<std::int64_t> left;
    std::optional<std::int64_t> right;
};

struct TraceDifference {
    bool same = false; ///< both complete, equal digests, equal events and measures
    /// The first digest block that differs, with the end of the last equal one; needs no events.
    std::optional<std::uint64_t> block;
    SimTime equalUntil;
    std::optional<Parting> event;   ///< first differing event by time
    std::optional<Parting> message; ///< first differing message, if both traces have messages
    std::optional<Parting> headline;
    std::vector<MeasurePair> measures; ///< all of both, by name of the left, then of the right
};

core::Result<TraceDifference, TraceError> compareTraces(const Reader& left, const Reader& right,
                                                        Language language);
/// The report of `orrery diff`.
std::vector<std::string> toLines(const TraceDifference& difference);

} // namespace sim::trace
