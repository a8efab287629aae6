// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"

#include <cstdint>

/// How long octets occupy a link: one formula for the message path and the fluid path, so that
/// uncontended transfers end at the same nanosecond on both.
namespace sim::topology {

/// octets * 8 / bitsPerSecond, rounded up to whole nanoseconds; exact (128-bit), and saturating at
/// Duration::max(). REQUIRES: octets >= 0, bitsPerSecond > 0.
constexpr core::Duration transferTime(std::int64_t octets, std::int64_t bitsPerSecond) {
    // 16 fraction digits are not needed: below 1.15 GB the product fits 64 bits, whose division
    // is several times faster.
    constexpr std::int64_t kNanosPerOctet = 8'000'000'000;
    constexpr std::int64_t kFits = core::Duration::max().ns / kNanosPerOctet;
    if (octets < kFits) {
        return {(octets * kNanosPerOctet + (bitsPerSecond - 1)) / bitsPerSecond};
    }
    __extension__ using Wide = __int128;
    const Wide exact = (static_cast<Wide>(octets) * kNanosPerOctet + (bitsPerSecond - 1)) /
                       static_cast<Wide>(bitsPerSecond);
    return exact > core::Duration::max().ns
               ? core::Duration::max()
               : core::Duration{static_cast<std::int64_t>(exact)};
}

} // namespace sim::topology
