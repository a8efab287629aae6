// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/clock_text.h"

#include "core/base/time.h"

#include <fmt/format.h>

#include <cstdint>

namespace sim::scene {

int clockDecimals(core::Duration window) {
    return window.ns >= 1'000'000 ? 3 : window.ns >= 1'000 ? 6 : 9;
}

std::string clockText(SimTime at, int decimals) {
    constexpr std::int64_t kSecond = 1'000'000'000;
    constexpr std::int64_t kMinute = 60 * kSecond;
    constexpr std::int64_t kHour = 60 * kMinute;
    std::int64_t unit = kSecond;
    for (int i = 0; i < decimals; ++i) {
        unit /= 10;
    }
    // Rounding the seconds alone would give "1:60".
    const std::int64_t ns = at.ns / unit * unit + (at.ns % unit * 2 >= unit && unit > 1 ? unit : 0);
    const std::string seconds = core::formatSeconds({ns % kMinute}, decimals);
    if (ns < kMinute) {
        return seconds + " s";
    }
    const int width = decimals == 0 ? 2 : 3 + decimals;
    if (ns < kHour) {
        return fmt::format("{}:{:0>{}}", ns / kMinute, seconds, width);
    }
    return fmt::format("{}:{:02}:{:0>{}}", ns / kHour, ns % kHour / kMinute, seconds, width);
}

} // namespace sim::scene
