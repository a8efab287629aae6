// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/plates.h"

#include "sim/scene/text.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sim::scene {
namespace {

/// Of a number's own size; boxes count double.
constexpr double kMostCovered = 0.35;

double common(const Rect& a, const Rect& b) {
    const double across = std::min(a.right(), b.right()) - std::max(a.x, b.x);
    const double down = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
    return std::max(0.0, across) * std::max(0.0, down);
}

} // namespace

Plates::Plates(const Scene& scene, Pen& pen)
    : pen_(pen), unit_(scene.unit()), stage_(scene.layout.stage) {
    for (const ThingPlace& place : scene.layout.places) {
        if (place.chips.empty()) { // a switch
            boxes_.push_back(place.core);
            taken_.push_back(place.title);
        } else {
            boxes_.push_back(place.rect);
        }
    }
    for (const FenceHub& hub : scene.fences.hubs) {
        const double half = 0.95 * unit_;
        boxes_.push_back({hub.at.x - half, hub.at.y - half, 2 * half, 2 * half});
    }
    for (const FenceLine& line : scene.fences.lines) {
        if (line.sign.width > 0) {
            boxes_.push_back(line.sign);
        }
    }
}

void Plates::add(const std::string& name, std::string text, std::span<const Point> middles,
                 Ink rim) {
    const PlatePart part{std::move(text)};
    add(name, {&part, 1}, middles, rim);
}

void Plates::add(const std::string& name, std::span<const PlatePart> parts,
                 std::span<const Point> middles, Ink rim) {
    const bool framed = rim != Ink::None;
    const double sign = 1.05 * unit_; // with the space behind it
    const double pad = (framed ? 0.3 : 0.15) * unit_;
    const double gap = 0.35 * unit_;
    double width = 2 * pad - gap;
    for (const PlatePart& part : parts) {
        width += (part.ink != Ink::None ? sign : 0) + textWidth(part.text, unit_) + gap;
    }
    const Rect rect = placeFor(width, middles);
    if (covered(rect) > kMostCovered * rect.width * rect.height) {
        return;
    }
    taken_.push_back(rect);
    pen_.box(framed ? name : name + "/plate", rect,
             {Ink::Canvas, rim, framed ? 1.2 : 0, Dash::Solid, Hatch::None, framed ? 1.0 : 0.85},
             (framed ? 0.4 : 0.3) * unit_);
    double x = rect.x + pad;
    for (const PlatePart& part : parts) {
        if (part.ink != Ink::None) {
            pen_.glyph(name + "/sign", part.glyph, {x + 0.45 * unit_, rect.centre().y},
                       0.85 * unit_, part.ink);
            x += sign;
        }
        const double own = textWidth(part.text, unit_);
        pen_.text(name + (framed ? "/text" : "/count"), part.text,
                  {x, rect.y, own + 0.1, rect.height}, unit_);
        x += own + gap;
    }
}

Rect Plates::placeFor(double width, std::span<const Point> middles) const {
    const double height = 1.3 * unit_;
    Rect best;
    double least = std::numeric_limits<double>::max();
    for (const Point& middle : middles) {
        const double x =
            std::clamp(middle.x - width / 2, stage_.x, std::max(stage_.x, stage_.right() - width));
        const double y = std::clamp(middle.y - height / 2, stage_.y,
                                    std::max(stage_.y, stage_.bottom() - height));
        const Rect rect{x, y, width, height};
        const double cost = covered(rect);
        if (cost < least) {
            best = rect;
            least = cost;
        }
    }
    return best;
}

double Plates::covered(const Rect& rect) const {
    double sum = 0;
    for (const Rect& box : boxes_) {
        sum += 2 * common(rect, box);
    }
    for (const Rect& other : taken_) {
        sum += common(rect, other);
    }
    return sum;
}

} // namespace sim::scene
