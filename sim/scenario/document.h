// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scenario/report.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// One YAML document as a plain tree in file order, with the position of everything. It is built
/// from yaml-cpp's events rather than its nodes: that bounds depth, aliases and memory while the
/// text is read, finds duplicate keys, and keeps the positions of keys.
namespace sim::scenario {

enum class Kind : std::uint8_t { Null, Scalar, List, Map };

struct Value {
    Kind kind = Kind::Null;
    bool plain = true;   ///< scalar without quotes: may be a number
    bool flow = false;   ///< written with brackets or braces
    bool shared = false; ///< came through an alias or a merge key: its text belongs to another
    std::string scalar;
    Position at;
    std::string key; ///< in its map
    Position keyAt;
    std::vector<Value> children; ///< of a list or map, in file order

    Value* find(std::string_view name);
    const Value* find(std::string_view name) const;
};

/// Same content: positions and styles do not count, the order of a map does (it decides the order
/// of hosts and processes).
bool sameContent(const Value& a, const Value& b);

inline constexpr std::size_t kMaxDepth = 64;
inline constexpr std::size_t kMaxNodes = 250'000;

/// Reads source `source` of the report. nullopt after a complaint that leaves nothing to read;
/// duplicate keys are complained of, and the first is kept.
std::optional<Value> parseDocument(Report& report, std::uint32_t source);

} // namespace sim::scenario
