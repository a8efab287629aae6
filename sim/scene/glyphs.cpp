// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/glyphs.h"

#include <array>
#include <utility>
#include <vector>

namespace sim::scene {
namespace {

using Outline = std::vector<Shape>;

constexpr double kThin = 0.09;
constexpr double kThick = 0.14;

Shape stroked(Geometry geometry, double width = kThin) {
    return {{}, std::move(geometry), {Ink::None, Ink::Text, width, {}, {}, 1}};
}
Shape filled(Geometry geometry) {
    return {{}, std::move(geometry), {Ink::Text, Ink::None, 0, {}, {}, 1}};
}
/// Cut out of what lies below.
Shape hollow(Geometry geometry, double width = kThin) {
    return {{}, std::move(geometry), {Ink::Panel, Ink::Text, width, {}, {}, 1}};
}
Line line(std::vector<Point> points) {
    return {std::move(points), false};
}
Line shape(std::vector<Point> points) {
    return {std::move(points), true};
}
Ellipse disc(double x, double y, double radius) {
    return {{x - radius, y - radius, 2 * radius, 2 * radius}};
}

Outline chevrons() {
    Outline outline;
    for (const double x : {-0.4, -0.12, 0.16}) {
        outline.push_back(stroked(line({{x, -0.36}, {x + 0.26, 0}, {x, 0.36}}), kThick));
    }
    return outline;
}

Outline crown() {
    return {filled(shape({{-0.44, 0.22},
                          {-0.46, -0.26},
                          {-0.2, 0},
                          {0, -0.4},
                          {0.2, 0},
                          {0.46, -0.26},
                          {0.44, 0.22}})),
            filled(Box{{-0.44, 0.28, 0.88, 0.12}, 0})};
}

Outline power() {
    return {stroked(Arc{{0, 0.05}, 0.36, 0.1, 0.9}, kThick),
            stroked(line({{0, -0.46}, {0, 0}}), kThick)};
}

/// A bolt through a broken box.
Outline crash() {
    return {filled(shape(
        {{0.12, -0.48}, {-0.3, 0.08}, {-0.04, 0.08}, {-0.14, 0.48}, {0.3, -0.12}, {0.04, -0.12}}))};
}

Outline warning() {
    return {hollow(shape({{0, -0.42}, {0.46, 0.4}, {-0.46, 0.4}})),
            stroked(line({{0, -0.14}, {0, 0.14}}), 0.12), filled(disc(0, 0.28, 0.065))};
}

Outline machine() {
    return {hollow(Box{{-0.42, -0.42, 0.84, 0.36}, 0.06}),
            hollow(Box{{-0.42, 0.06, 0.84, 0.36}, 0.06}),
            filled(disc(-0.24, -0.24, 0.07)),
            filled(disc(-0.24, 0.24, 0.07)),
            stroked(line({{0, -0.24}, {0.28, -0.24}})),
            stroked(line({{0, 0.24}, {0.28, 0.24}}))};
}

Outline networkSwitch() {
    return {stroked(line({{-0.42, -0.17}, {0.42, -0.17}}), 0.1),
            stroked(line({{0.2, -0.38}, {0.42, -0.17}, {0.2, 0.04}}), 0.1),
            stroked(line({{-0.42, 0.21}, {0.42, 0.21}}), 0.1),
            stroked(line({{-0.2, 0}, {-0.42, 0.21}, {-0.2, 0.42}}), 0.1)};
}

/// A signpost: names that point to places.
Outline discovery() {
    return {
        stroked(line({{-0.06, -0.48}, {-0.06, 0.48}}), 0.12),
        filled(shape({{-0.28, -0.4}, {0.3, -0.4}, {0.48, -0.24}, {0.3, -0.08}, {-0.28, -0.08}})),
        filled(shape({{0.24, 0.02}, {-0.3, 0.02}, {-0.48, 0.16}, {-0.3, 0.3}, {0.24, 0.3}}))};
}

/// A globe.
Outline http() {
    return {hollow(disc(0, 0, 0.44)), stroked(Ellipse{{-0.19, -0.44, 0.38, 0.88}}),
            stroked(line({{-0.44, 0}, {0.44, 0}})), stroked(line({{-0.38, -0.22}, {0.38, -0.22}})),
            stroked(line({{-0.38, 0.22}, {0.38, 0.22}}))};
}

/// A drum of a store.
Outline kv() {
    return {filled(Box{{-0.38, -0.3, 0.76, 0.6}, 0}), filled(Ellipse{{-0.38, 0.14, 0.76, 0.32}}),
            hollow(Ellipse{{-0.38, -0.46, 0.76, 0.32}}, 0.08)};
}

Outline jobs() {
    return {hollow(disc(0, 0, 0.44), 0.11), stroked(line({{0, -0.28}, {0, 0}, {0.2, 0.14}}), 0.11)};
}

Outline search() {
    return {hollow(disc(-0.1, -0.1, 0.31), 0.12),
            stroked(line({{0.13, 0.13}, {0.42, 0.42}}), 0.18)};
}

/// An envelope.
Outline queue() {
    return {hollow(Box{{-0.46, -0.32, 0.92, 0.64}, 0.04}, 0.11),
            stroked(line({{-0.42, -0.26}, {0, 0.08}, {0.42, -0.26}}), 0.11)};
}

/// A person.
Outline client() {
    return {filled(disc(0, -0.22, 0.22)), filled(shape({{-0.42, 0.46},
                                                        {-0.38, 0.22},
                                                        {-0.2, 0.08},
                                                        {0.2, 0.08},
                                                        {0.38, 0.22},
                                                        {0.42, 0.46}}))};
}

/// Two squares, one in the other.
Outline other() {
    return {filled(shape({{0, -0.5}, {0.5, 0}, {0, 0.5}, {-0.5, 0}})),
            hollow(Box{{-0.17, -0.17, 0.34, 0.34}, 0}, 0.02)};
}

Outline made(GlyphKind kind) {
    switch (kind) {
    case GlyphKind::Request:
        return {filled(shape({{0.48, 0}, {-0.4, 0.4}, {-0.18, 0}, {-0.4, -0.4}}))};
    case GlyphKind::Reply:
        return {hollow(shape({{0.42, 0}, {-0.36, 0.36}, {-0.36, -0.36}}), 0.12)};
    case GlyphKind::Heartbeat:
        return {filled(disc(0, 0, 0.3))};
    case GlyphKind::Replication:
        return chevrons();
    case GlyphKind::Other:
        return {hollow(Box{{-0.34, -0.34, 0.68, 0.68}, 0}, 0.14)};
    case GlyphKind::Lost:
        return {stroked(line({{-0.4, -0.4}, {0.4, 0.4}}), 0.2),
                stroked(line({{-0.4, 0.4}, {0.4, -0.4}}), 0.2)};
    case GlyphKind::Refused:
        return {filled(Box{{0.26, -0.48, 0.2, 0.96}, 0}),
                stroked(line({{-0.46, -0.3}, {0.16, 0}, {-0.46, 0.3}}), 0.12),
                stroked(line({{-0.42, 0.06}, {-0.46, 0.3}, {-0.2, 0.34}}), 0.12)};
    case GlyphKind::Crown:
        return crown();
    case GlyphKind::Power:
        return power();
    case GlyphKind::Pause:
        return {filled(Box{{-0.36, -0.42, 0.24, 0.84}, 0}),
                filled(Box{{0.12, -0.42, 0.24, 0.84}, 0})};
    case GlyphKind::Crash:
        return crash();
    case GlyphKind::Warning:
        return warning();
    case GlyphKind::Machine:
        return machine();
    case GlyphKind::Switch:
        return networkSwitch();
    case GlyphKind::FamilyDiscovery:
        return discovery();
    case GlyphKind::FamilyHttp:
        return http();
    case GlyphKind::FamilyKv:
        return kv();
    case GlyphKind::FamilyJobs:
        return jobs();
    case GlyphKind::FamilySearch:
        return search();
    case GlyphKind::FamilyQueue:
        return queue();
    case GlyphKind::FamilyClient:
        return client();
    case GlyphKind::FamilyOther:
        return other();
    }
    return {};
}

constexpr std::size_t kKinds = static_cast<std::size_t>(GlyphKind::FamilyOther) + 1;

} // namespace

std::span<const Shape> outlineOf(GlyphKind kind) {
    static const auto all = [] {
        std::array<Outline, kKinds> outlines;
        for (std::size_t i = 0; i < kKinds; ++i) {
            outlines[i] = made(static_cast<GlyphKind>(i));
        }
        return outlines;
    }();
    return all[static_cast<std::size_t>(kind)];
}

} // namespace sim::scene
