// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scenario/document.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Edits of an overlay's text. Each one reads its result back; where layout or aliases are such
/// that no insertion is safe, the whole is written anew with the same content, without comments.
namespace gui::branches {

/// The text as a map in file order; an empty text, or one of comments, is an empty map. nullopt:
/// no YAML, or no map.
std::optional<sim::scenario::Value> readText(const std::string& text);

/// Without the marks of a document and the entries `orrery` and `extends`, in block style at the
/// top, so that a heading can be put above. nullopt as readText().
std::optional<std::string> withoutHeading(const std::string& text);

/// With an item (of one line, in flow style) at the end of `timeline`.
std::string withItem(const std::string& text, const std::string& item);

/// Without item number `index` (from 0) of `timeline`. REQUIRES: there is one.
std::string withoutItem(const std::string& text, std::size_t index);

} // namespace gui::branches
