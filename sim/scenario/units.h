// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/runtime/settings.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Quantities with units, read exactly: a decimal number, an optional space, a unit. Nothing is
/// rounded (docs/reference/scenario.md, "Units").
namespace sim::scenario {

enum class Quantity {
    Duration,   ///< ns: "60 s", "1.5ms"
    Size,       ///< octets: "64 KiB", "1 MB"
    Bandwidth,  ///< bit/s: "1 Gbit/s"
    Throughput, ///< octets a second: "500 MB/s"
    Share,      ///< per million: "0.1 %"
    Drift,      ///< parts per billion: "50 ppm"
    Factor,     ///< percent: "3", "1.5", "150 %"
    Integer,    ///< whole number
};

/// "duration", "size", "bandwidth" ...
std::string_view nameOf(Quantity quantity);
/// An example in the quantity's customary unit: "30 s".
std::string_view exampleOf(Quantity quantity);
/// All its units: "ns", "us", ...
std::vector<std::string> unitsOf(Quantity quantity);

struct QuantityError {
    std::string message;
    std::string hint;
};

/// The amount in the quantity's base unit as listed above.
core::Result<std::int64_t, QuantityError> parseQuantity(Quantity quantity, std::string_view text);

/// "5/s", "2/min", "0.5 /s", "1/3s": a count that is not negative, '/', a unit of time or a length
/// of time. Refused if count and nanoseconds, in lowest terms, do not fit in 64 bits.
core::Result<core::runtime::Rate, QuantityError> parseRate(std::string_view text);

/// The shortest exact text with the largest unit that leaves a whole number: "1500ms", "64KiB".
std::string formatQuantity(Quantity quantity, std::int64_t amount);

} // namespace sim::scenario
