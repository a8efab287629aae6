// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/shape.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Text measured without a font: a shipped table of advance widths of Noto Sans CJK SC (its Latin
/// letters too), the one font that pictures are set in. Painter and SVG fit to these boxes.
namespace sim::scene {

/// "Noto Sans CJK SC".
std::string_view fontName();

/// Width of one line in pixels; octets that are no UTF-8 count as U+FFFD.
double textWidth(std::string_view utf8, double size, Weight weight = Weight::Regular);

/// The text, or as much of it as fits with "..." behind (one sign, U+2026). Empty if not even that.
std::string fitted(std::string_view utf8, double width, double size,
                   Weight weight = Weight::Regular);

/// Lines of at most `width`, broken at blanks, and between Chinese signs (not before closing
/// punctuation). At most `lines`; the last one is fitted.
std::vector<std::string> wrapped(std::string_view utf8, double width, double size,
                                 std::size_t lines, Weight weight = Weight::Regular);

} // namespace sim::scene
