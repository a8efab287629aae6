// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/pen.h"

#include "sim/scene/text.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace sim::scene {
namespace {

/// From the middle of a line of text down to its baseline, in font sizes: half the height of
/// capitals (0.733 em in this font), which is also where Han signs look centred.
constexpr double kBaseline = 0.365;
constexpr double kLastFifth = 0.2;

} // namespace

void Pen::box(std::string name, const Rect& rect, const Style& style, double radius) {
    layer_.push_back({std::move(name), Box{rect, radius}, style});
    layer_.back().style.width *= thickness_;
}

void Pen::ellipse(std::string name, const Rect& rect, const Style& style) {
    layer_.push_back({std::move(name), Ellipse{rect}, style});
    layer_.back().style.width *= thickness_;
}

void Pen::line(std::string name, std::vector<Point> points, const Style& style) {
    layer_.push_back({std::move(name), Line{std::move(points), false}, style});
}

void Pen::arc(std::string name, Point centre, double radius, double from, double to,
              const Style& style) {
    layer_.push_back({std::move(name), Arc{centre, radius, from, to}, style});
}

void Pen::glyph(std::string name, GlyphKind kind, Point at, double size, Ink ink, double turn,
                double opacity) {
    Style style;
    style.opacity = opacity;
    layer_.push_back({std::move(name), Glyph{kind, at, size, turn, ink}, style});
}

double Pen::text(std::string name, std::string_view text, const Rect& cell, double size,
                 Align align, Weight weight, Ink ink) {
    std::string cut = fitted(text, cell.width, size, weight);
    if (cut.empty()) {
        return 0;
    }
    const double width = textWidth(cut, size, weight);
    const double x = align == Align::Left     ? cell.x
                     : align == Align::Middle ? cell.x + cell.width / 2
                                              : cell.right();
    Style style;
    style.fill = ink;
    layer_.push_back(
        {std::move(name),
         Label{std::move(cut), {x, cell.centre().y + kBaseline * size}, size, align, weight},
         style});
    return width;
}

void Pen::ring(const std::string& name, Point centre, double radius, double left) {
    const bool last = left <= kLastFifth;
    const double width = radius * 0.24;
    Style track{Ink::None, Ink::OutlineMuted, width * 0.35, Dash::Solid, Hatch::None, 0.7};
    arc(name + "/track", centre, radius, 0, 1, track);
    if (left > 0) {
        arc(name + (last ? "/last" : "/left"), centre, radius, 0, left,
            {Ink::None, last ? Ink::RingLast : Ink::Ring, width, Dash::Solid, Hatch::None, 1});
    }
    // The notch, where the last fifth begins.
    const double angle = 2 * std::numbers::pi * kLastFifth;
    const Point out{std::sin(angle), -std::cos(angle)};
    line(name + "/notch",
         {{centre.x + out.x * radius * 0.78, centre.y + out.y * radius * 0.78},
          {centre.x + out.x * radius * 1.22, centre.y + out.y * radius * 1.22}},
         {Ink::None, Ink::Outline, width * 0.5, Dash::Solid, Hatch::None, 1});
}

double turnOf(Point from, Point to) {
    const double angle = std::atan2(to.y - from.y, to.x - from.x);
    return std::fmod(std::round(angle / (2 * std::numbers::pi) * 64) + 64, 64);
}

} // namespace sim::scene
