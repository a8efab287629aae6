// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/calm_map.h"

#include <queue>

#include <algorithm>

namespace sim::scene {
namespace {

__extension__ typedef __int128 Wide;

constexpr core::Duration kSecond{1'000'000'000};
/// A quiet stretch takes d / (d + kHalf) of kQuiet: a long one nearly all of it, a short one passes
/// at a twentieth of real time.
constexpr core::Duration kQuiet{2'000'000'000};
constexpr core::Duration kHalf{100'000'000};
/// Of a quiet stretch, so that freezing a map keeps little of what was only supposed.
constexpr std::int64_t kPieces = 16;
/// Real time over simulated time during an instant.
constexpr std::int64_t kInstantSlowdown = 1'000;

std::int64_t scaledDown(std::int64_t value, std::int64_t to, std::int64_t from) {
    return static_cast<std::int64_t>(Wide{value} * to / from);
}
std::int64_t scaledUp(std::int64_t value, std::int64_t to, std::int64_t from) {
    return static_cast<std::int64_t>((Wide{value} * to + from - 1) / from);
}

std::int64_t quietScreen(std::int64_t length) {
    return std::max<std::int64_t>(
        1, static_cast<std::int64_t>(Wide{kQuiet.ns} * length / (Wide{length} + kHalf.ns)));
}

/// Within the run and of some length.
CalmPoint within(CalmPoint point, SimTime until) {
    const core::Duration spread{std::max<std::int64_t>(1, point.screen.ns / kInstantSlowdown)};
    point.begin = std::clamp(point.begin, SimTime{}, until);
    if (point.end <= point.begin) {
        point.end = point.begin + spread;
    }
    point.end = std::min(point.end, until);
    if (point.end == point.begin) {
        point.begin = std::max(SimTime{}, until + -spread);
    }
    return point;
}

/// The point that wants most screen time for its simulated time is on top.
struct Slower {
    bool operator()(const CalmPoint& a, const CalmPoint& b) const {
        return Wide{a.screen.ns} * (b.end - b.begin).ns < Wide{b.screen.ns} * (a.end - a.begin).ns;
    }
};

/// Lays knot after knot.
class Layer {
public:
    void add(SimTime end, std::int64_t screen) {
        const CalmMap::Knot last = knots_.back();
        knots_.push_back({last.screen + core::Duration{std::max<std::int64_t>(1, screen)}, end});
    }
    void addQuiet(SimTime end) {
        const std::int64_t length = (end - knots_.back().at).ns;
        const std::int64_t screen = quietScreen(length);
        const CalmMap::Knot from = knots_.back();
        const std::int64_t pieces = std::min({kPieces, length, screen});
        for (std::int64_t piece = 1; piece <= pieces; ++piece) {
            knots_.push_back({from.screen + core::Duration{scaledDown(screen, piece, pieces)},
                              from.at + core::Duration{scaledDown(length, piece, pieces)}});
        }
    }
    /// What `point` asks for up to `end`, but never faster than if all were quiet.
    void addPart(SimTime end, const CalmPoint& point) {
        const std::int64_t length = (end - knots_.back().at).ns;
        const std::int64_t asked = scaledUp(point.screen.ns, length, (point.end - point.begin).ns);
        add(end, std::max(asked, quietScreen(length)));
    }
    SimTime end() const { return knots_.back().at; }
    std::vector<CalmMap::Knot> take() { return std::move(knots_); }

private:
    std::vector<CalmMap::Knot> knots_{{}};
};

std::vector<SimTime> boundariesOf(std::span<const CalmPoint> points, SimTime until) {
    std::vector<SimTime> boundaries{until};
    for (const CalmPoint& point : points) {
        boundaries.push_back(point.begin);
        boundaries.push_back(point.end);
    }
    std::sort(boundaries.begin(), boundaries.end());
    boundaries.erase(std::unique(boundaries.begin(), boundaries.end()), boundaries.end());
    return boundaries;
}

} // namespace

CalmMap CalmMap::of(std::span<const CalmPoint> given, SimTime until) {
    CalmMap map;
    Layer layer;
    if (until <= SimTime{}) {
        map.knots_ = layer.take();
        return map;
    }
    std::vector<CalmPoint> points;
    for (const CalmPoint& point : given) {
        if (point.begin <= until) {
            points.push_back(within(point, until));
        }
    }
    std::sort(points.begin(), points.end(),
              [](const CalmPoint& a, const CalmPoint& b) { return a.begin < b.begin; });
    std::priority_queue<CalmPoint, std::vector<CalmPoint>, Slower> active;
    std::size_t next = 0;
    for (const SimTime end : boundariesOf(points, until)) {
        while (!active.empty() && active.top().end <= layer.end()) {
            active.pop();
        }
        if (end > layer.end() && active.empty()) {
            layer.addQuiet(end);
        } else if (end > layer.end()) {
            layer.addPart(end, active.top());
        }
        for (; next < points.size() && points[next].begin <= end; ++next) {
            active.push(points[next]);
        }
    }
    map.knots_ = layer.take();
    return map;
}

CalmMap CalmMap::continued(const CalmMap& before, SimTime frozen, std::span<const CalmPoint> points,
                           SimTime until) {
    CalmMap fresh = of(points, until);
    if (before.knots_.empty() || frozen <= SimTime{}) {
        return fresh;
    }
    auto kept = std::lower_bound(before.knots_.begin(), before.knots_.end(), frozen,
                                 [](const Knot& knot, SimTime at) { return knot.at < at; });
    kept = kept == before.knots_.end() ? kept - 1 : kept;
    const Knot joint = *kept;
    CalmMap map;
    map.knots_.assign(before.knots_.begin(), kept + 1);
    const core::Duration shift = joint.screen - fresh.screenAt(joint.at);
    for (const Knot& knot : fresh.knots_) {
        if (knot.at > joint.at) { // rounding may leave less than a nanosecond
            const core::Duration least = map.knots_.back().screen + core::Duration{1};
            map.knots_.push_back({std::max(knot.screen + shift, least), knot.at});
        }
    }
    return map;
}

SimTime CalmMap::simAt(core::Duration screen) const {
    if (knots_.empty()) {
        return {std::max<std::int64_t>(0, screen.ns)};
    }
    const auto after =
        std::upper_bound(knots_.begin(), knots_.end(), screen,
                         [](core::Duration s, const Knot& knot) { return s < knot.screen; });
    if (after == knots_.begin()) {
        return after->at;
    }
    const Knot& from = *(after - 1);
    if (after == knots_.end()) {
        return from.at;
    }
    return from.at + core::Duration{scaledDown((screen - from.screen).ns, (after->at - from.at).ns,
                                               (after->screen - from.screen).ns)};
}

core::Duration CalmMap::screenAt(SimTime at) const {
    if (knots_.empty()) {
        return {std::max<std::int64_t>(0, at.ns)};
    }
    const auto after = std::upper_bound(knots_.begin(), knots_.end(), at,
                                        [](SimTime t, const Knot& knot) { return t < knot.at; });
    if (after == knots_.begin()) {
        return after->screen;
    }
    const Knot& from = *(after - 1);
    if (after == knots_.end()) {
        return from.screen;
    }
    return from.screen +
           core::Duration{scaledUp((at - from.at).ns, (after->screen - from.screen).ns,
                                   (after->at - from.at).ns)};
}

core::Duration CalmMap::length() const {
    return knots_.empty() ? core::Duration::max() : knots_.back().screen;
}

core::Duration CalmMap::pace(SimTime at) const {
    if (knots_.size() < 2) {
        return kSecond;
    }
    auto after = std::upper_bound(knots_.begin(), knots_.end(), at,
                                  [](SimTime t, const Knot& knot) { return t < knot.at; });
    after = std::clamp(after, knots_.begin() + 1, knots_.end() - 1);
    const Knot& from = *(after - 1);
    return {std::max<std::int64_t>(
        1, scaledDown((after->at - from.at).ns, kSecond.ns, (after->screen - from.screen).ns))};
}

} // namespace sim::scene
