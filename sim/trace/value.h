// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/observer.h"
#include "sim/kernel/sim_time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Field values as a trace keeps them, and as people read them.
namespace sim::trace {

enum class Language { English, Chinese };

/// As core::runtime::FieldValue, but owned.
using Value = std::variant<bool, std::int64_t, core::Duration, core::runtime::Address,
                           core::runtime::Endpoint, std::string>;

struct NamedValue {
    std::string name;
    Value value;

    friend bool operator==(const NamedValue&, const NamedValue&) = default;
};

Value toValue(const core::runtime::FieldValue& value);
std::vector<NamedValue> toValues(std::span<const core::runtime::Field> fields);

/// "boolean", "integer", "duration", "address", "endpoint", "text": the column `type`.
std::string_view typeName(const core::runtime::FieldValue& value);
std::string_view typeName(const Value& value);

/// Appends one JSON object, {"name":value,...}: durations as integer nanoseconds, addresses and
/// endpoints as text.
void appendJson(std::string& out, std::span<const core::runtime::Field> fields);
/// Appends `text` as a JSON string; octets that are no UTF-8 become U+FFFD.
void appendJsonText(std::string& out, std::string_view text);

/// Back from the columns: an integer or a text with the name of its type.
Value valueOf(std::string_view type, std::int64_t number);
Value valueOf(std::string_view type, std::string text);

/// For people: durations as "1.5 s" (at most three decimals), booleans as yes and no.
std::string valueText(const Value& value, Language language);
std::string durationText(core::Duration duration);

} // namespace sim::trace
