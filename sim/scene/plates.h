// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/drawing.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Numbers beside what moves: each on a plate of its own, where it covers as little as can be.
namespace sim::scene {

/// A text, behind a small sign if there is one.
struct PlatePart {
    std::string text;
    Ink ink = Ink::None; ///< of the sign; None: there is none
    GlyphKind glyph = GlyphKind::Other;
};

class Plates {
public:
    Plates(const Scene& scene, Pen& pen);

    /// In the first of these places that is free, else in the least bad one; not at all where that
    /// would cover much: two numbers on each other tell nothing. With a rim if `rim` is not
    /// Ink::None.
    void add(const std::string& name, std::span<const PlatePart> parts,
             std::span<const Point> middles, Ink rim = Ink::None);
    void add(const std::string& name, std::string text, std::span<const Point> middles,
             Ink rim = Ink::None);

private:
    Rect placeFor(double width, std::span<const Point> middles) const;
    /// Of `rect`, how much is taken: boxes count more than other numbers.
    double covered(const Rect& rect) const;

    Pen& pen_;
    double unit_;
    Rect stage_;
    std::vector<Rect> boxes_;
    std::vector<Rect> taken_; ///< by numbers and by names beside things
};

} // namespace sim::scene
