// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/runtime/settings.h"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

/// Bounds that stay right when a setting changes: "${deploy.ns.ttl} + 2 s". Exact rational
/// arithmetic with dimensions: a time plus a number is an error, a rate times a time is a number.
///
///   sum     = product { ("+" | "-") product }
///   product = factor { ("*" | "/") factor }
///   factor  = [ "-" ] ( amount | "${" path "}" | "(" sum ")"
///                     | ("min" | "max") "(" sum { "," sum } ")" )
///   amount  = decimal number [ unit of time or size ]
namespace sim::scenario {

/// num/den in ns^time * octet^octets; den > 0, lowest terms.
struct Amount {
    std::int64_t num = 0;
    std::int64_t den = 1;
    int time = 0;
    int octets = 0;

    static Amount number(std::int64_t n) { return {n, 1, 0, 0}; }
    static Amount ofTime(std::int64_t ns) { return {ns, 1, 1, 0}; }
    static Amount ofOctets(std::int64_t n) { return {n, 1, 0, 1}; }
    static Amount ofRate(core::runtime::Rate rate) { return {rate.count(), rate.per().ns, -1, 0}; }

    /// The value in ns, octets or counts, a fraction dropped.
    std::int64_t whole() const { return num / den; }
    friend bool operator==(const Amount&, const Amount&) = default;
};

/// "a time", "a size", "a number", "a rate", or "neither ...".
std::string dimensionOf(const Amount& amount);

struct FormulaError {
    std::size_t offset = 0; ///< octets from the start of the formula
    std::string message;
    std::string hint;
};

/// What `${...}` may name: dotted paths.
using References = std::map<std::string, Amount, std::less<>>;

core::Result<Amount, FormulaError> evaluate(std::string_view formula, const References& references);

} // namespace sim::scenario
