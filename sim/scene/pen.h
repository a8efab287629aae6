// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/shape.h"

#include <string>
#include <string_view>
#include <vector>

/// Adds shapes to one layer of a picture, with texts cut to their cells.
namespace sim::scene {

class Pen {
public:
    /// `unit`: height of the text. Outlines of boxes and ellipses are given for one of 16 pixels.
    Pen(std::vector<Shape>& layer, double unit) : layer_(layer), thickness_(unit / 16) {}

    void box(std::string name, const Rect& rect, const Style& style, double radius = 0);
    void ellipse(std::string name, const Rect& rect, const Style& style);
    void line(std::string name, std::vector<Point> points, const Style& style);
    void arc(std::string name, Point centre, double radius, double from, double to,
             const Style& style);
    void glyph(std::string name, GlyphKind kind, Point at, double size, Ink ink = Ink::Text,
               double turn = 0, double opacity = 1);
    /// Cut to fit the cell, in the middle of its height. Returns the width that it takes.
    double text(std::string name, std::string_view text, const Rect& cell, double size,
                Align align = Align::Left, Weight weight = Weight::Regular, Ink ink = Ink::Text);
    /// What is left of its time: an arc that empties, notched in its last fifth. 0 to 1.
    void ring(const std::string& name, Point centre, double radius, double left);

private:
    std::vector<Shape>& layer_;
    double thickness_;
};

/// A turn in whole sixty-fourths that points from one point to another.
double turnOf(Point from, Point to);

} // namespace sim::scene
