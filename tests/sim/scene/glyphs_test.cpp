// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/glyphs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <numbers>
#include <vector>

namespace sim::scene {
namespace {

constexpr int kSide = 24; ///< pixels: as small as silhouettes get
using Bitmap = std::bitset<kSide * kSide>;

double distance(Point p, Point a, Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double share =
        length == 0 ? 0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0);
    return std::hypot(p.x - a.x - share * dx, p.y - a.y - share * dy);
}

/// The rim of a geometry as points, enough of them for 24 pixels.
std::vector<Point> rimOf(const Geometry& geometry) {
    if (const auto* box = std::get_if<Box>(&geometry)) {
        const Rect& r = box->rect;
        return {
            {r.x, r.y}, {r.right(), r.y}, {r.right(), r.bottom()}, {r.x, r.bottom()}, {r.x, r.y}};
    }
    if (const auto* line = std::get_if<Line>(&geometry)) {
        std::vector<Point> points = line->points;
        if (line->closed) {
            points.push_back(points.front());
        }
        return points;
    }
    const auto* arc = std::get_if<Arc>(&geometry);
    const auto* ellipse = std::get_if<Ellipse>(&geometry);
    const Point middle = arc != nullptr ? arc->centre : ellipse->rect.centre();
    const double across = arc != nullptr ? arc->radius : ellipse->rect.width / 2;
    const double down = arc != nullptr ? arc->radius : ellipse->rect.height / 2;
    const double from = arc != nullptr ? arc->from : 0;
    const double to = arc != nullptr ? arc->to : 1;
    std::vector<Point> points;
    for (int i = 0; i <= 32; ++i) {
        const double angle = 2 * std::numbers::pi * (from + (to - from) * i / 32);
        points.push_back({middle.x + across * std::sin(angle), middle.y - down * std::cos(angle)});
    }
    return points;
}

bool isInside(Point p, const std::vector<Point>& rim) {
    bool inside = false;
    for (std::size_t i = 1; i < rim.size(); ++i) {
        const Point a = rim[i - 1];
        const Point b = rim[i];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) {
            inside = !inside;
        }
    }
    return inside;
}

Bitmap drawn(GlyphKind kind) {
    Bitmap bitmap;
    for (const Shape& shape : outlineOf(kind)) {
        const auto rim = rimOf(shape.geometry);
        for (int i = 0; i < kSide * kSide; ++i) {
            const Point p{(i % kSide + 0.5) / kSide - 0.5, (i / kSide + 0.5) / kSide - 0.5};
            if (shape.style.fill != Ink::None && isInside(p, rim)) {
                bitmap[static_cast<std::size_t>(i)] = shape.style.fill == Ink::Text;
            }
            for (std::size_t j = 1; shape.style.stroke != Ink::None && j < rim.size(); ++j) {
                if (distance(p, rim[j - 1], rim[j]) <= shape.style.width / 2 + 0.01) {
                    bitmap[static_cast<std::size_t>(i)] = true;
                }
            }
        }
    }
    return bitmap;
}

/// 0 alike, 1 nothing in common.
double difference(const Bitmap& a, const Bitmap& b) {
    return static_cast<double>((a ^ b).count()) / static_cast<double>((a | b).count());
}

constexpr std::size_t kKinds = static_cast<std::size_t>(GlyphKind::FamilyOther) + 1;

TEST(Glyphs, EveryKindHasAnOutlineWithinItsSquare) {
    for (std::size_t i = 0; i < kKinds; ++i) {
        const auto outline = outlineOf(static_cast<GlyphKind>(i));
        ASSERT_FALSE(outline.empty()) << i;
        for (const Shape& shape : outline) {
            for (const Point p : rimOf(shape.geometry)) {
                EXPECT_LE(std::max(std::abs(p.x), std::abs(p.y)), 0.5) << i;
            }
        }
    }
}

TEST(Glyphs, SilhouettesAreToldApartAtTwentyFourPixels) {
    const auto first = static_cast<std::size_t>(GlyphKind::FamilyDiscovery);
    for (std::size_t i = first; i < kKinds; ++i) {
        const Bitmap one = drawn(static_cast<GlyphKind>(i));
        EXPECT_GT(one.count(), 60U) << i << " is hardly seen";
        for (std::size_t j = first; j < i; ++j) {
            EXPECT_GT(difference(one, drawn(static_cast<GlyphKind>(j))), 0.45) << i << " and " << j;
        }
    }
}

TEST(Glyphs, MessagesOfEachRoleAreToldApartWithoutColour) {
    constexpr std::array kRoles = {GlyphKind::Request, GlyphKind::Reply, GlyphKind::Heartbeat,
                                   GlyphKind::Replication, GlyphKind::Other};
    for (std::size_t i = 0; i < kRoles.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            EXPECT_GT(difference(drawn(kRoles[i]), drawn(kRoles[j])), 0.3) << i << " and " << j;
        }
    }
}

} // namespace
} // namespace sim::scene
