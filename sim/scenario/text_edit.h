// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scenario/document.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Edits of a YAML text that leave the rest of it, comments and layout included, as it is. An edit
/// that cannot be made safely gives nullopt; the caller also reads the result back.
namespace sim::scenario {

/// The value in YAML's flow style, on one line: "{name: web, ttl: 30 s}".
std::string toFlow(const Value& value);

/// One past the last octet of a value in the text it was read from.
std::optional<std::size_t> endOf(std::string_view text, const Value& value);

/// `root`, read from `text`, gets `value` at the path; what is missing on the way is inserted.
std::optional<std::string> withValue(const std::string& text, const Value& root,
                                     const std::vector<std::string>& steps, const Value& value);

/// Appends items to the list at the top-level `key`, which may be missing.
std::optional<std::string> withItems(const std::string& text, const Value& root,
                                     const std::string& key, const std::vector<Value>& items);

} // namespace sim::scenario
