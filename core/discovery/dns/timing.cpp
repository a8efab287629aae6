// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/timing.h"

#include "core/base/assert.h"

#include <algorithm>
#include <limits>

namespace core::discovery::dns {

using namespace literals;

namespace {

constexpr std::uint64_t kMaxTtlText = std::numeric_limits<std::uint32_t>::max();

std::uint64_t secondsOfUnit(char unit) {
    switch (unit) {
    case 'w':
    case 'W':
        return 604'800;
    case 'd':
    case 'D':
        return 86'400;
    case 'h':
    case 'H':
        return 3'600;
    case 'm':
    case 'M':
        return 60;
    case 's':
    case 'S':
        return 1;
    default:
        return 0;
    }
}

} // namespace

std::optional<std::uint32_t> parseTtl(std::string_view text) {
    std::uint64_t total = 0;
    std::uint64_t number = 0;
    bool digits = false;
    bool units = false;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            number = number * 10 + static_cast<std::uint64_t>(c - '0');
            digits = true;
        } else {
            const std::uint64_t unit = secondsOfUnit(c);
            if (unit == 0 || !digits) {
                return std::nullopt;
            }
            total += number * unit;
            number = 0;
            digits = false;
            units = true;
        }
        if (number > kMaxTtlText || total > kMaxTtlText) {
            return std::nullopt;
        }
    }
    if (units == digits) { // neither, or digits left over after a unit
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(units ? total : number);
}

SerialOrder compareSerials(std::uint32_t a, std::uint32_t b, unsigned bits) {
    ORRERY_ASSERT(bits >= 2 && bits <= 32);
    if (a == b) {
        return SerialOrder::Equal;
    }
    const std::uint64_t circle = std::uint64_t{1} << bits;
    const std::uint64_t half = circle / 2;
    const std::uint64_t ahead = (circle + b - a) % circle;
    if (ahead == half) {
        return SerialOrder::Undefined;
    }
    return ahead < half ? SerialOrder::Less : SerialOrder::Greater;
}

std::uint32_t nextSerial(std::uint32_t serial) {
    const std::uint32_t next = serial + 1;
    return next == 0 ? 1 : next;
}

std::uint32_t effectiveTtl(std::uint32_t wireTtl, HighBitRule rule) {
    if (wireTtl < 0x8000'0000u) {
        return wireTtl;
    }
    return rule == HighBitRule::Rfc2181 ? 0 : 0x7fff'ffffu;
}

std::uint32_t negativeTtl(std::uint32_t soaTtl, std::uint32_t soaMinimum, std::uint32_t cap) {
    return std::min({soaTtl, soaMinimum, cap});
}

std::uint32_t clampTtl(std::uint32_t ttl, std::uint32_t least, std::uint32_t most) {
    return std::min(std::max(ttl, least), most);
}

std::optional<std::uint32_t> remainingTtl(std::uint32_t ttl, Duration age) {
    const Duration left = 1_s * ttl - age;
    if (left <= Duration{}) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>((left + 1_s - 1_ns) / 1_s);
}

Duration staleWindow(std::span<const Duration> restartingLayers) {
    Duration sum;
    for (const Duration layer : restartingLayers) {
        sum += layer;
    }
    return sum;
}

StaleDecision decideStale(std::uint32_t ttl, Duration age, Authority authority,
                          const StaleTimers& timers) {
    if (remainingTtl(ttl, age)) {
        return StaleDecision::Fresh;
    }
    if (authority == Authority::Up) {
        return StaleDecision::Refetch;
    }
    return age - 1_s * ttl < timers.maxStale ? StaleDecision::Stale : StaleDecision::Failure;
}

Duration glibcWait(Duration timeout, int servers, int index) {
    ORRERY_ASSERT(0 <= index && index < servers);
    std::int64_t seconds = (timeout / 1_s) << index;
    if (index > 0) {
        seconds /= servers;
    }
    return 1_s * std::max<std::int64_t>(seconds, 1);
}

Duration glibcWorstCase(Duration timeout, int servers, int attempts) {
    Duration round;
    for (int i = 0; i < servers; ++i) {
        round += glibcWait(timeout, servers, i);
    }
    return round * attempts;
}

} // namespace core::discovery::dns
