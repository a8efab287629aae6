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
    constexpr std::int64_t kNanosPerOctet = 8'000'000'000;
    constexpr std::int64_t kNarrow = core::Duration::max().ns / kNanosPerOctet;
    if (octets <= kNarrow) { // 64-bit division is several times faster: about 1.1 GB
        const std::int64_t product = octets * kNanosPerOctet;
        return {product / bitsPerSecond + (product % bitsPerSecond != 0 ? 1 : 0)};
    }
    __extension__ using Wide = __int128;
    const Wide product = static_cast<Wide>(octets) * kNanosPerOctet;
    const Wide exact = product / bitsPerSecond + (product % bitsPerSecond != 0 ? 1 : 0);
    return exact > core::Duration::max().ns ? core::Duration::max()
                                            : core::Duration{static_cast<std::int64_t>(exact)};
}

} // namespace sim::topology
