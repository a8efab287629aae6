// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/calendar.h"

#include <chrono>

namespace sim::scenario {
namespace {

/// Takes exactly `count` digits.
std::optional<int> takeNumber(std::string_view& text, std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') {
            return std::nullopt;
        }
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, std::string_view any) {
    if (text.empty() || any.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<std::int64_t> takeFraction(std::string_view& text) {
    std::int64_t ns = 0;
    std::int64_t worth = 100'000'000;
    std::size_t digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9' && digits < 9) {
        ns += (text.front() - '0') * worth;
        worth /= 10;
        ++digits;
        text.remove_prefix(1);
    }
    return digits > 0 ? std::optional(ns) : std::nullopt;
}

/// "Z" or "+08:00", in seconds east of Greenwich; the whole rest of the text.
std::optional<std::int64_t> takeOffset(std::string_view text) {
    if (text == "Z" || text == "z") {
        return 0;
    }
    const bool west = text.starts_with('-');
    if (!take(text, "+-")) {
        return std::nullopt;
    }
    const std::optional<int> hours = takeNumber(text, 2);
    const bool colon = take(text, ":");
    const std::optional<int> minutes = takeNumber(text, 2);
    if (!hours || !colon || !minutes || !text.empty() || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    const std::int64_t seconds = *hours * 3'600 + *minutes * 60;
    return west ? -seconds : seconds;
}

} // namespace

std::optional<core::WallTime> parseDateTime(std::string_view text) {
    const auto year = takeNumber(text, 4);
    const bool dash = take(text, "-");
    const auto month = takeNumber(text, 2);
    const bool secondDash = take(text, "-");
    const auto day = takeNumber(text, 2);
    if (!year || !dash || !month || !secondDash || !day || !take(text, "Tt ")) {
        return std::nullopt;
    }
    const auto hour = takeNumber(text, 2);
    const bool colon = take(text, ":");
    const auto minute = takeNumber(text, 2);
    const bool secondColon = take(text, ":");
    const auto second = takeNumber(text, 2);
    if (!hour || !colon || !minute || !secondColon || !second) {
        return std::nullopt;
    }
    std::int64_t fraction = 0;
    if (take(text, ".")) {
        const std::optional<std::int64_t> ns = takeFraction(text);
        if (!ns) {
            return std::nullopt;
        }
        fraction = *ns;
    }
    const std::optional<std::int64_t> offset = takeOffset(text);
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!offset || !date.ok() || *year < 1970 || *year > 2199 || *hour > 23 || *minute > 59 ||
        *second > 59) {
        return std::nullopt;
    }
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    const std::int64_t seconds =
        days * 86'400 + *hour * 3'600 + *minute * 60 + *second - *offset;
    return core::WallTime{seconds * 1'000'000'000 + fraction};
}

} // namespace sim::scenario
