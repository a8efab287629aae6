// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Settings of a process and arguments of an operator action, after validation against a schema
/// (core/runtime/schema.h): every declared setting is present, of its declared type, in range.
namespace core::runtime {

/// How often: a count in a length of time, exact ("2/min", "1/3s", "0.5/s"). Kept in lowest terms,
/// so that 2/min and 1/30s are one value.
class Rate {
public:
    /// Never.
    constexpr Rate() = default;
    /// REQUIRES: count >= 0, per > 0.
    static constexpr Rate of(std::int64_t count, Duration per) {
        const std::int64_t divisor = std::gcd(count, per.ns);
        return {count / divisor, per / divisor};
    }
    static constexpr Rate perSecond(std::int64_t count) {
        return of(count, Duration{1'000'000'000});
    }
    /// The unit of the bounds in a SettingSpec.
    static constexpr Rate perMillionSeconds(std::int64_t count) {
        return of(count, Duration{1'000'000'000'000'000});
    }

    /// count() in every per(), in lowest terms.
    constexpr std::int64_t count() const { return count_; }
    constexpr Duration per() const { return per_; }
    constexpr bool isZero() const { return count_ == 0; }

    /// Mean time between two, cut to a whole nanosecond but never below one: short of the truth by
    /// less than 1 ns. REQUIRES: the rate is not zero.
    constexpr Duration interval() const { return std::max(per_ / count_, Duration{1}); }

    friend constexpr bool operator==(Rate, Rate) = default;
    friend constexpr std::strong_ordering operator<=>(Rate a, Rate b) {
        return Wide{a.count_} * b.per_.ns <=> Wide{b.count_} * a.per_.ns;
    }

private:
    __extension__ using Wide = __int128;
    constexpr Rate(std::int64_t count, Duration per) : count_(count), per_(per) {}

    std::int64_t count_ = 0;
    Duration per_{1};
};

/// The shortest exact text: "5/s", "2/min", "7/h", else the count and the time: "1/77ms".
std::string formatRate(Rate rate);

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
