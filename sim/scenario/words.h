// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Hints for misspelt words.
namespace sim::scenario {

/// The word of `known` with the smallest edit distance (insertion, removal, replacement, swap of
/// neighbours: optimal string alignment), the first of equals; empty if none is near enough
/// (a third of the longer word's letters, at least one).
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// "did you mean 'ttl'?", or "one of a, b, c" (at most eight), or nothing if `known` is empty.
std::string hintFor(std::string_view word, const std::vector<std::string>& known);

} // namespace sim::scenario
