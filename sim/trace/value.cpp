// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/value.h"

#include <array>
#include <type_traits>

namespace sim::trace {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

template <class Variant>
std::string_view nameOfType(const Variant& value) {
    static constexpr std::array<std::string_view, 6> kNames{"boolean", "integer",  "duration",
                                                            "address", "endpoint", "text"};
    return kNames[value.index()];
}

/// Length of the well-formed UTF-8 sequence at the front of `text`, 0 if there is none.
std::size_t utf8Length(std::string_view text) {
    const auto octet = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto follows = [&](std::size_t i) { return (octet(i) & 0xc0U) == 0x80U; };
    const unsigned lead = octet(0);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xc2 && lead < 0xe0) {
        return follows(1) ? 2 : 0;
    }
    if (lead >= 0xe0 && lead < 0xf0) {
        const bool overlong = lead == 0xe0 && octet(1) < 0xa0;
        const bool surrogate = lead == 0xed && octet(1) >= 0xa0;
        return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (lead >= 0xf0 && lead < 0xf5) {
        const bool overlong = lead == 0xf0 && octet(1) < 0x90;
        const bool tooHigh = lead == 0xf4 && octet(1) >= 0x90;
        return follows(1) && follows(2) && follows(3) && !overlong && !tooHigh ? 4 : 0;
    }
    return 0;
}

void appendValue(std::string& out, const core::runtime::FieldValue& value) {
    std::visit(
        Overloaded{[&](bool v) { out += v ? "true" : "false"; },
                   [&](std::int64_t v) { out += std::to_string(v); },
                   [&](core::Duration v) { out += std::to_string(v.ns); },
                   [&](core::runtime::Address v) { out += '"' + core::runtime::toString(v) + '"'; },
                   [&](const core::runtime::Endpoint& v) {
                       out += '"' + core::runtime::toString(v) + '"';
                   },
                   [&](std::string_view v) { appendJsonText(out, v); }},
        value);
}

/// `ns` in units of `unit` with at most three decimals, rounded half up, no trailing zeros.
std::string decimals(std::int64_t ns, std::int64_t unit) {
    const std::int64_t step = unit >= 1000 ? unit / 1000 : 1;
    const std::int64_t thousandths = unit >= 1000 ? (ns + step / 2) / step : ns * 1000;
    std::string text = std::to_string(thousandths / 1000);
    std::int64_t rest = thousandths % 1000;
    if (rest != 0) {
        std::string fraction = std::to_string(1000 + rest).substr(1);
        while (fraction.back() == '0') {
            fraction.pop_back();
        }
        text += "." + fraction;
    }
    return text;
}

} // namespace

Value toValue(const core::runtime::FieldValue& value) {
    return std::visit(
        [](const auto& v) -> Value {
            if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::string_view>) {
                return std::string(v);
            } else {
                return v;
            }
        },
        value);
}

std::vector<NamedValue> toValues(std::span<const core::runtime::Field> fields) {
    std::vector<NamedValue> values;
    values.reserve(fields.size());
    for (const core::runtime::Field& field : fields) {
        values.push_back({std::string(field.name), toValue(field.value)});
    }
    return values;
}

std::string_view typeName(const core::runtime::FieldValue& value) {
    return nameOfType(value);
}
std::string_view typeName(const Value& value) {
    return nameOfType(value);
}

void appendJsonText(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    while (!text.empty()) {
        const std::size_t length = utf8Length(text);
        const auto c = static_cast<unsigned char>(text.front());
        if (length == 0) {
            out += "\xef\xbf\xbd";
        } else if (c == '"' || c == '\\') {
            out += '\\';
            out += text.front();
        } else if (c < 0x20) {
            out += "\\u00";
            out += kHex[c >> 4];
            out += kHex[c & 15];
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    out += '"';
}

void appendJson(std::string& out, std::span<const core::runtime::Field> fields) {
    out += '{';
    bool first = true;
    for (const core::runtime::Field& field : fields) {
        if (!first) {
            out += ',';
        }
        first = false;
        appendJsonText(out, field.name);
        out += ':';
        appendValue(out, field.value);
    }
    out += '}';
}

Value valueOf(std::string_view type, std::int64_t number) {
    if (type == "boolean") {
        return number != 0;
    }
    if (type == "duration") {
        return core::Duration{number};
    }
    return number;
}

Value valueOf(std::string_view type, std::string text) {
    if (type == "address") {
        if (const auto address = core::runtime::parseAddress(text)) {
            return *address;
        }
    }
    if (type == "endpoint") {
        if (const auto endpoint = core::runtime::parseEndpoint(text)) {
            return *endpoint;
        }
    }
    return text;
}

std::string durationText(core::Duration duration) {
    constexpr std::int64_t kMinute = 60'000'000'000;
    constexpr std::int64_t kHour = 60 * kMinute;
    if (duration.ns < 0) {
        return duration.ns == INT64_MIN ? core::formatDuration(duration)
                                        : "-" + durationText(-duration);
    }
    if (duration.ns >= kHour && duration.ns % kHour == 0) {
        return std::to_string(duration.ns / kHour) + " h";
    }
    if (duration.ns >= 2 * kMinute && duration.ns % kMinute == 0) {
        return std::to_string(duration.ns / kMinute) + " min";
    }
    if (duration.ns >= 1'000'000'000 || duration.ns == 0) {
        return decimals(duration.ns, 1'000'000'000) + " s";
    }
    if (duration.ns >= 1'000'000) {
        return decimals(duration.ns, 1'000'000) + " ms";
    }
    if (duration.ns >= 1'000) {
        return decimals(duration.ns, 1'000) + " us";
    }
    return std::to_string(duration.ns) + " ns";
}

std::string valueText(const Value& value, Language language) {
    return std::visit(
        Overloaded{[&](bool v) -> std::string {
                       if (language == Language::Chinese) {
                           return v ? "是" : "否";
                       }
                       return v ? "yes" : "no";
                   },
                   [](std::int64_t v) { return std::to_string(v); },
                   [](core::Duration v) { return durationText(v); },
                   [](core::runtime::Address v) { return core::runtime::toString(v); },
                   [](const core::runtime::Endpoint& v) { return core::runtime::toString(v); },
                   [](const std::string& v) { return v; }},
        value);
}

} // namespace sim::trace
