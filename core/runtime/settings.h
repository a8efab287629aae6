// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Settings of a process and arguments of an operator action, after validation against a schema
/// (core/runtime/schema.h): every declared setting is present, of its declared type, in range.
namespace core::runtime {

/// A rate in millionths per second: exact for "5/s" and "0.1/s"; what does not divide, like
/// "2/min", is the nearest millionth.
struct Rate {
    std::int64_t perMillionSeconds = 0;

    /// Mean time between two. REQUIRES: the rate is positive.
    constexpr Duration interval() const {
        return {static_cast<std::int64_t>(1'000'000'000'000'000LL / perMillionSeconds)};
    }
    friend constexpr auto operator<=>(Rate, Rate) = default;
};

using SettingValue =
    std::variant<bool, std::int64_t, Duration, Rate, std::string, std::vector<std::string>>;

class Settings {
public:
    void set(std::string name, SettingValue value) { values_[std::move(name)] = std::move(value); }
    bool has(std::string_view name) const { return values_.find(name) != values_.end(); }

    /// Each getter REQUIRES that the setting exists with that type (the schema guarantees it):
    /// asking for an undeclared one is a programmer's error and ends the process.
    bool boolean(std::string_view name) const { return get<bool>(name); }
    std::int64_t integer(std::string_view name) const { return get<std::int64_t>(name); }
    Duration duration(std::string_view name) const { return get<Duration>(name); }
    Rate rate(std::string_view name) const { return get<Rate>(name); }
    const std::string& text(std::string_view name) const { return get<std::string>(name); }
    const std::vector<std::string>& list(std::string_view name) const {
        return get<std::vector<std::string>>(name);
    }

    /// All values by name, in order.
    const std::map<std::string, SettingValue, std::less<>>& values() const { return values_; }

    friend bool operator==(const Settings&, const Settings&) = default;

private:
    template <class T>
    const T& get(std::string_view name) const;

    std::map<std::string, SettingValue, std::less<>> values_;
};

} // namespace core::runtime
