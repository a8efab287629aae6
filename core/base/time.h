// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

/// Time in Orrery is a signed 64-bit count of nanoseconds: integers add without rounding, so the
/// same run gives the same instants on every machine. Three clocks exist and cannot be mixed:
/// the monotonic clock of a host (Instant), its calendar (WallTime) and the simulator's own
/// virtual time (sim::SimTime). The difference of two points of one clock is a Duration.
namespace core {

namespace detail {
/// Sums and products that stop at the ends of int64 instead of leaving it: a scenario may say
/// "200000d", and now() plus that is simply never reached.
constexpr std::int64_t addSaturating(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) {
        return b < 0 ? std::numeric_limits<std::int64_t>::min()
                     : std::numeric_limits<std::int64_t>::max();
    }
    return sum;
}
constexpr std::int64_t subtractSaturating(std::int64_t a, std::int64_t b) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a, b, &difference)) {
        return b < 0 ? std::numeric_limits<std::int64_t>::max()
                     : std::numeric_limits<std::int64_t>::min();
    }
    return difference;
}
constexpr std::int64_t multiplySaturating(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(a, b, &product)) {
        return (a < 0) != (b < 0) ? std::numeric_limits<std::int64_t>::min()
                                  : std::numeric_limits<std::int64_t>::max();
    }
    return product;
}
} // namespace detail

/// A length of time in nanoseconds. May be negative. Range: about plus or minus 292 years, where
/// arithmetic stops.
struct Duration {
    std::int64_t ns = 0;

    static constexpr Duration max() { return {std::numeric_limits<std::int64_t>::max()}; }

    friend constexpr auto operator<=>(Duration, Duration) = default;
    friend constexpr Duration operator+(Duration a, Duration b) {
        return {detail::addSaturating(a.ns, b.ns)};
    }
    friend constexpr Duration operator-(Duration a, Duration b) {
        return {detail::subtractSaturating(a.ns, b.ns)};
    }
    friend constexpr Duration operator-(Duration a) { return Duration{} - a; }
    friend constexpr Duration operator*(Duration a, std::int64_t k) {
        return {detail::multiplySaturating(a.ns, k)};
    }
    friend constexpr Duration operator*(std::int64_t k, Duration a) { return a * k; }
    friend constexpr Duration operator/(Duration a, std::int64_t k) { return {a.ns / k}; }
    /// How many whole `b` fit in `a`. REQUIRES: b is not zero.
    friend constexpr std::int64_t operator/(Duration a, Duration b) { return a.ns / b.ns; }
    constexpr Duration& operator+=(Duration d) { return *this = *this + d; }
    constexpr Duration& operator-=(Duration d) { return *this = *this - d; }
};

/// A point on the clock named by `Clock`, in nanoseconds since that clock's origin; arithmetic
/// stops at the ends of its range.
template <class Clock>
struct TimePoint {
    std::int64_t ns = 0;

    static constexpr TimePoint max() { return {std::numeric_limits<std::int64_t>::max()}; }

    friend constexpr auto operator<=>(TimePoint, TimePoint) = default;
    friend constexpr TimePoint operator+(TimePoint t, Duration d) {
        return {detail::addSaturating(t.ns, d.ns)};
    }
    friend constexpr TimePoint operator-(TimePoint t, Duration d) {
        return {detail::subtractSaturating(t.ns, d.ns)};
    }
    friend constexpr Duration operator-(TimePoint a, TimePoint b) {
        return {detail::subtractSaturating(a.ns, b.ns)};
    }
    constexpr TimePoint& operator+=(Duration d) { return *this = *this + d; }
};

struct MonotonicClock;
struct CalendarClock;

/// A host's monotonic clock: 0 when the host was powered on, never steps, drifts with the host.
using Instant = TimePoint<MonotonicClock>;
/// A host's calendar: nanoseconds since 1970-01-01T00:00:00Z as this host believes.
using WallTime = TimePoint<CalendarClock>;

namespace literals {
constexpr Duration operator""_ns(unsigned long long n) {
    return {static_cast<std::int64_t>(n)};
}
constexpr Duration operator""_us(unsigned long long n) {
    return {static_cast<std::int64_t>(n) * 1'000};
}
constexpr Duration operator""_ms(unsigned long long n) {
    return {static_cast<std::int64_t>(n) * 1'000'000};
}
constexpr Duration operator""_s(unsigned long long n) {
    return {static_cast<std::int64_t>(n) * 1'000'000'000};
}
constexpr Duration operator""_min(unsigned long long n) {
    return {static_cast<std::int64_t>(n) * 60'000'000'000};
}
constexpr Duration operator""_h(unsigned long long n) {
    return {static_cast<std::int64_t>(n) * 3'600'000'000'000};
}
} // namespace literals

/// Reads a duration with its unit: a decimal number, an optional space, one of ns, us, ms, s,
/// min, h, d ("60s", "1.5 s", "250 ms", "-2h"). Nothing is rounded: a fraction finer than a
/// nanosecond, a missing unit, trailing text or a value out of range give nullopt.
std::optional<Duration> parseDuration(std::string_view text);

/// The shortest exact text with one unit: "1.5s", "250ms", "0s", "-2h" is written "-7200s".
std::string formatDuration(Duration d);

/// Seconds with exactly `decimals` digits (0 to 9), rounded half away from zero: "30.000".
std::string formatSeconds(Duration d, int decimals);

} // namespace core
