// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/shape.h"

#include <cstdint>

/// Advance widths of Noto Sans CJK SC, from the `hmtx` tables of the fonts "Noto Sans CJK SC" and
/// "Noto Sans CJK SC Bold" in NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc (version 2.004,
/// 1,000 units an em), read once with fonttools 4.38. Tabulated are Latin, Greek, Cyrillic,
/// punctuation and half-width forms; what is not, as Han, Kana and full-width forms, is 1 em wide.
/// Kerning is left out: whoever draws these texts turns it off.
namespace sim::scene {

/// In 1/1000 em.
std::uint16_t advanceOf(std::uint32_t codePoint, Weight weight);

} // namespace sim::scene
