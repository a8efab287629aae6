// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/shape.h"

#include <span>

/// The outlines of the small drawings.
namespace sim::scene {

/// In a square from (-0.5, -0.5) to (0.5, 0.5), unturned; Ink::Text stands for the glyph's own ink
/// and stroke widths are shares of its size. Only boxes, ellipses, lines and arcs.
std::span<const Shape> outlineOf(GlyphKind kind);

} // namespace sim::scene
