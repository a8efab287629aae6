// SPDX-License-Identifier: Apache-2.0
#include "core/base/time.h"

#include <array>
#include <utility>

namespace core {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t ns;
};

constexpr std::array<Unit, 7> kUnits{{{"ns", 1},
                                      {"us", 1'000},
                                      {"ms", 1'000'000},
                                      {"s", 1'000'000'000},
                                      {"min", 60'000'000'000},
                                      {"h", 3'600'000'000'000},
                                      {"d", 86'400'000'000'000}}};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view takeDigits(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && isDigit(text[count])) {
        ++count;
    }
    const std::string_view digits = text.substr(0, count);
    text.remove_prefix(count);
    return digits;
}

/// whole.fraction units as nanoseconds, exactly, or nothing.
std::optional<std::int64_t> scale(std::string_view whole, std::string_view fraction,
                                  std::int64_t unit) {
    std::int64_t ns = 0;
    for (const char c : whole) {
        if (__builtin_mul_overflow(ns, 10, &ns) || __builtin_add_overflow(ns, c - '0', &ns)) {
            return std::nullopt;
        }
    }
    if (__builtin_mul_overflow(ns, unit, &ns)) {
        return std::nullopt;
    }
    std::int64_t digitWorth = unit;
    for (const char c : fraction) {
        if (c != '0' && (digitWorth == 0 || digitWorth % 10 != 0)) {
            return std::nullopt; // finer than a nanosecond
        }
        digitWorth /= 10;
        if (__builtin_add_overflow(ns, (c - '0') * digitWorth, &ns)) {
            return std::nullopt;
        }
    }
    return ns;
}

std::string withFraction(std::uint64_t whole, std::uint64_t rest, int digits) {
    std::string fraction(static_cast<std::size_t>(digits), '0');
    for (auto at = fraction.rbegin(); at != fraction.rend(); ++at) {
        *at = static_cast<char>('0' + rest % 10);
        rest /= 10;
    }
    return std::to_string(whole) + "." + fraction;
}

} // namespace

std::optional<Duration> parseDuration(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) {
        text.remove_prefix(1);
    }
    const std::string_view whole = takeDigits(text);
    if (whole.empty()) {
        return std::nullopt;
    }
    std::string_view fraction;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        fraction = takeDigits(text);
        if (fraction.empty()) {
            return std::nullopt;
        }
    }
    if (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    for (const Unit& unit : kUnits) {
        if (text == unit.name) {
            const auto ns = scale(whole, fraction, unit.ns);
            return ns ? std::optional(Duration{negative ? -*ns : *ns}) : std::nullopt;
        }
    }
    return std::nullopt;
}

std::string formatDuration(Duration d) {
    if (d.ns == 0) {
        return "0s";
    }
    const std::string sign = d.ns < 0 ? "-" : "";
    const std::uint64_t magnitude =
        d.ns < 0 ? 0 - static_cast<std::uint64_t>(d.ns) : static_cast<std::uint64_t>(d.ns);
    static constexpr std::array<std::pair<std::string_view, int>, 4> kScales{
        {{"s", 9}, {"ms", 6}, {"us", 3}, {"ns", 0}}};
    for (const auto& [name, digits] : kScales) {
        std::uint64_t unit = 1;
        for (int i = 0; i < digits; ++i) {
            unit *= 10;
        }
        if (magnitude < unit) {
            continue;
        }
        std::string text = digits == 0 ? std::to_string(magnitude)
                                       : withFraction(magnitude / unit, magnitude % unit, digits);
        if (digits != 0) {
            text.erase(text.find_last_not_of('0') + 1);
            if (text.back() == '.') {
                text.pop_back();
            }
        }
        return sign + text + std::string(name);
    }
    return "0s";
}

std::string formatSeconds(Duration d, int decimals) {
    std::uint64_t step = 1;
    for (int i = decimals; i < 9; ++i) {
        step *= 10;
    }
    const std::uint64_t magnitude =
        d.ns < 0 ? 0 - static_cast<std::uint64_t>(d.ns) : static_cast<std::uint64_t>(d.ns);
    const std::uint64_t rounded = magnitude / step + (magnitude % step * 2 >= step ? 1 : 0);
    const std::uint64_t perSecond = 1'000'000'000 / step;
    const std::string sign = d.ns < 0 && rounded != 0 ? "-" : "";
    if (decimals == 0) {
        return sign + std::to_string(rounded);
    }
    return sign + withFraction(rounded / perSecond, rounded % perSecond, decimals);
}

} // namespace core
