// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/units.h"

#include "sim/scenario/report.h"
#include "sim/scenario/words.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>
#include <span>

namespace sim::scenario {
namespace {

using core::Failure;
__extension__ using Wide = __int128;

struct Unit {
    std::string_view name;
    std::int64_t worth; ///< in base units
};

constexpr Unit kDuration[] = {{"ns", 1},
                              {"us", 1'000},
                              {"ms", 1'000'000},
                              {"s", 1'000'000'000},
                              {"min", 60'000'000'000},
                              {"h", 3'600'000'000'000},
                              {"d", 86'400'000'000'000}};
constexpr Unit kSize[] = {
    {"B", 1},           {"KB", 1'000},         {"KiB", 1LL << 10}, {"MB", 1'000'000},
    {"MiB", 1LL << 20}, {"GB", 1'000'000'000}, {"GiB", 1LL << 30}, {"TB", 1'000'000'000'000},
    {"TiB", 1LL << 40}};
constexpr Unit kBandwidth[] = {{"bit/s", 1},
                               {"kbit/s", 1'000},
                               {"Mbit/s", 1'000'000},
                               {"Gbit/s", 1'000'000'000},
                               {"Tbit/s", 1'000'000'000'000}};
constexpr Unit kThroughput[] = {{"B/s", 1},          {"KB/s", 1'000},      {"KiB/s", 1LL << 10},
                                {"MB/s", 1'000'000}, {"MiB/s", 1LL << 20}, {"GB/s", 1'000'000'000},
                                {"GiB/s", 1LL << 30}};
constexpr Unit kShare[] = {{"%", 10'000}};
constexpr Unit kDrift[] = {{"ppb", 1}, {"ppm", 1'000}};
constexpr Unit kFactor[] = {{"%", 1}, {"", 100}};
constexpr Unit kInteger[] = {{"", 1}};

struct Family {
    std::string_view name;
    std::string_view customary; ///< the unit to suggest if none was given
    std::string_view example;
    std::span<const Unit> units;
};

Family familyOf(Quantity quantity) {
    switch (quantity) {
    case Quantity::Duration:
        return {"duration", "s", "30 s", kDuration};
    case Quantity::Size:
        return {"size", "KB", "64 KiB", kSize};
    case Quantity::Bandwidth:
        return {"bandwidth", "Mbit/s", "1 Gbit/s", kBandwidth};
    case Quantity::Throughput:
        return {"throughput", "MB/s", "500 MB/s", kThroughput};
    case Quantity::Share:
        return {"percentage", "%", "1 %", kShare};
    case Quantity::Drift:
        return {"clock drift", "ppm", "50 ppm", kDrift};
    case Quantity::Factor:
        return {"factor", "%", "3", kFactor};
    case Quantity::Integer:
        return {"whole number", "", "3", kInteger};
    }
    return {"number", "", "3", kInteger};
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

struct Decimal {
    Wide digits = 0; ///< all digits as one number
    Wide scale = 1;  ///< 10 to the number of digits after the point
};

/// Takes "-12.50" off the front of `text`; at most 18 digits on either side of the point.
std::optional<Decimal> takeDecimal(std::string_view& text) {
    Decimal result;
    const bool negative = text.starts_with('-');
    std::size_t i = negative || text.starts_with('+') ? 1 : 0;
    std::size_t whole = 0;
    std::size_t fraction = 0;
    for (; i < text.size() && isDigit(text[i]) && whole < 19; ++i, ++whole) {
        result.digits = result.digits * 10 + (text[i] - '0');
    }
    if (i + 1 < text.size() && text[i] == '.' && isDigit(text[i + 1])) {
        for (++i; i < text.size() && isDigit(text[i]) && fraction < 15; ++i, ++fraction) {
            result.digits = result.digits * 10 + (text[i] - '0');
            result.scale *= 10;
        }
    }
    if (whole == 0 || (i < text.size() && isDigit(text[i]))) {
        return std::nullopt;
    }
    if (negative) {
        result.digits = -result.digits;
    }
    text.remove_prefix(i);
    return result;
}

Wide gcdOf(Wide a, Wide b) {
    while (b != 0) {
        const Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

std::string article(std::string_view noun) {
    return "a " + std::string(noun);
}

QuantityError notOne(const Family& family, std::string_view text) {
    return {"expected " + article(family.name) + " like '" + std::string(family.example) +
                "', found " + inQuotes(text),
            {}};
}

std::string listed(const Family& family) {
    std::string list;
    for (const Unit& unit : family.units) {
        list += (list.empty() ? "" : ", ") + std::string(unit.name);
    }
    return list;
}

bool hasUnit(Quantity quantity, std::string_view name) {
    const Family family = familyOf(quantity);
    return std::any_of(family.units.begin(), family.units.end(),
                       [&](const Unit& unit) { return unit.name == name; });
}

QuantityError wrongUnit(Quantity quantity, const Family& family, std::string_view text,
                        std::string_view number, std::string_view unit) {
    if (unit.empty()) {
        std::string hint =
            "write '" + std::string(number) + " " + std::string(family.customary) + "'";
        if (family.units.size() > 1) {
            hint += " or another of " + listed(family);
        }
        return {inQuotes(text) + " has no unit", std::move(hint)};
    }
    if (quantity == Quantity::Bandwidth && hasUnit(Quantity::Throughput, unit)) {
        return {inQuotes(unit) + " counts octets, a link's bandwidth counts bits",
                "1 MB/s is 8 Mbit/s"};
    }
    if (quantity == Quantity::Throughput && hasUnit(Quantity::Bandwidth, unit)) {
        return {inQuotes(unit) + " counts bits, a disk's bandwidth counts octets",
                "8 Mbit/s is 1 MB/s"};
    }
    if (family.units.size() == 1 && family.units.front().name.empty()) {
        return notOne(family, text);
    }
    return {inQuotes(unit) + " is no unit of " + article(family.name),
            hintFor(unit, unitsOf(quantity))};
}

core::Result<std::int64_t, QuantityError> scaled(const Family& family, const Unit& unit,
                                                 const Decimal& number, std::string_view text) {
    const Wide numerator = number.digits * unit.worth; // at most 34 digits times 14: checked below
    const Wide amount = numerator / number.scale;
    if (numerator % number.scale != 0) {
        if (family.units.size() == 1 && family.units.front().name.empty()) {
            return Failure{notOne(family, text)};
        }
        return Failure{QuantityError{
            inQuotes(text) + " is finer than a " + std::string(family.name) + " can be",
            "the smallest unit is " + std::string(family.units.front().name)}};
    }
    if (amount > std::numeric_limits<std::int64_t>::max() ||
        amount < std::numeric_limits<std::int64_t>::min()) {
        return Failure{QuantityError{inQuotes(text) + " is out of range", {}}};
    }
    return static_cast<std::int64_t>(amount);
}

} // namespace

std::string_view nameOf(Quantity quantity) {
    return familyOf(quantity).name;
}

std::string_view exampleOf(Quantity quantity) {
    return familyOf(quantity).example;
}

std::vector<std::string> unitsOf(Quantity quantity) {
    std::vector<std::string> names;
    for (const Unit& unit : familyOf(quantity).units) {
        if (!unit.name.empty()) {
            names.emplace_back(unit.name);
        }
    }
    return names;
}

core::Result<std::int64_t, QuantityError> parseQuantity(Quantity quantity, std::string_view text) {
    const Family family = familyOf(quantity);
    std::string_view rest = text;
    const std::optional<Decimal> number = takeDecimal(rest);
    if (!number) {
        return Failure{notOne(family, text)};
    }
    const std::string_view digits = text.substr(0, text.size() - rest.size());
    if (rest.starts_with(' ')) {
        rest.remove_prefix(1);
    }
    const auto unit = std::find_if(family.units.begin(), family.units.end(),
                                   [&](const Unit& each) { return each.name == rest; });
    if (unit == family.units.end()) {
        return Failure{wrongUnit(quantity, family, text, digits, rest)};
    }
    // Beyond this no unit brings it back into 64 bits, and the product could leave 128.
    constexpr Wide kMost = Wide{1} << 80;
    if (number->digits > kMost || number->digits < -kMost) {
        return Failure{QuantityError{inQuotes(text) + " is out of range", {}}};
    }
    return scaled(family, *unit, *number, text);
}

core::Result<core::runtime::Rate, QuantityError> parseRate(std::string_view text) {
    constexpr std::string_view kExpected = "expected a rate like '5/s', '2/min' or '1/3s', found ";
    std::string_view rest = text;
    const std::optional<Decimal> number = takeDecimal(rest);
    if (!number) {
        return Failure{QuantityError{std::string(kExpected) + inQuotes(text), {}}};
    }
    const std::string digits(text.substr(0, text.size() - rest.size()));
    if (rest.starts_with(' ')) {
        rest.remove_prefix(1);
    }
    if (rest.empty()) {
        return Failure{
            QuantityError{inQuotes(text) + " has no unit",
                          "write '" + digits + "/s', '" + digits + "/min' or '" + digits + "/3s'"}};
    }
    if (rest.size() < 2 || rest.front() != '/' || rest[1] == ' ') {
        return Failure{QuantityError{std::string(kExpected) + inQuotes(text), {}}};
    }
    rest.remove_prefix(1);
    const auto per =
        parseQuantity(Quantity::Duration, (isDigit(rest.front()) ? "" : "1") + std::string(rest));
    if (!per) {
        return Failure{per.error()};
    }
    if (*per <= 0 || number->digits < 0) {
        return Failure{QuantityError{inQuotes(text) + " is no rate", "at least 0/s"}};
    }
    // At most 34 digits, and 15 digits times 63 bits: 128 bits hold both.
    const Wide time = number->scale * *per;
    const Wide divisor = gcdOf(number->digits, time);
    constexpr Wide kMost = std::numeric_limits<std::int64_t>::max();
    if (number->digits / divisor > kMost || time / divisor > kMost) {
        return Failure{QuantityError{inQuotes(text) + " is too large or too fine for a rate",
                                     "count and nanoseconds must fit in 64 bits"}};
    }
    return core::runtime::Rate::of(static_cast<std::int64_t>(number->digits / divisor),
                                   core::Duration{static_cast<std::int64_t>(time / divisor)});
}

std::string formatQuantity(Quantity quantity, std::int64_t amount) {
    const Family family = familyOf(quantity);
    const Unit* best = &family.units.front();
    for (const Unit& unit : family.units) {
        if (amount != 0 && amount % unit.worth == 0 && unit.worth > best->worth) {
            best = &unit;
        }
    }
    return std::to_string(amount / best->worth) + std::string(best->name);
}

} // namespace sim::scenario
