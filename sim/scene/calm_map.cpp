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
/// Where nothing moves.
constexpr core::Duration kStill{500'000'000};
/// Of screen time that stays beyond the playhead when a map is continued.
constexpr core::Duration kKept{125'000'000};
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
    void addQuiet(SimTime end) { add(end, quietScreen((end - knots_.back().at).ns)); }
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

/// Screen time that the points ask for.
std::vector<CalmMap::Knot> layersOf(std::span<const CalmPoint> given, SimTime until) {
    Layer layer;
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
    return layer.take();
}

/// Screen time piece by piece, to be scaled.
class Pieces {
public:
    /// Those of a map, cut where the plan's stretches begin and end.
    Pieces(std::vector<CalmMap::Knot> knots, const CalmPlan& plan) {
        std::vector<SimTime> cuts;
        const auto note = [&](const auto& stretch) {
            cuts.push_back(stretch.begin);
            cuts.push_back(stretch.end);
        };
        std::for_each(plan.stills.begin(), plan.stills.end(), note);
        std::for_each(plan.least.begin(), plan.least.end(), note);
        std::sort(cuts.begin(), cuts.end());
        std::size_t next = 0;
        for (std::size_t i = 1; i < knots.size(); ++i) {
            for (; next < cuts.size() && cuts[next] < knots[i].at; ++next) {
                if (cuts[next] > knots[i - 1].at) {
                    add(knots[i - 1], knots[i], cuts[next]);
                }
            }
            add(knots[i - 1], knots[i], knots[i].at);
        }
    }
    /// From `begin` to `end` it takes at least, or at most, so long.
    void atLeast(SimTime begin, SimTime end, std::int64_t screen) {
        const Found now = found(begin, end);
        if (now.screen > 0 && now.screen < screen) {
            scale(now, screen);
        }
    }
    void atMost(SimTime begin, SimTime end, std::int64_t screen) {
        const Found now = found(begin, end);
        if (now.screen > screen) {
            scale(now, screen);
        }
    }
    std::vector<CalmMap::Knot> knots() const {
        Layer layer;
        for (const Piece& piece : pieces_) {
            layer.add(piece.end, piece.screen);
        }
        return layer.take();
    }

private:
    struct Piece {
        SimTime end;
        std::int64_t screen;
    };
    struct Found {
        std::size_t first;
        std::size_t last; ///< one beyond
        std::int64_t screen;
    };

    /// The part from `from` to `end` of a straight piece; `from` moves there.
    void add(CalmMap::Knot& from, const CalmMap::Knot& to, SimTime end) {
        const std::int64_t screen =
            scaledUp((to.screen - from.screen).ns, (end - from.at).ns, (to.at - from.at).ns);
        pieces_.push_back({end, screen});
        from = {std::min(from.screen + core::Duration{screen}, to.screen), end};
    }
    std::size_t indexAfter(SimTime at) const {
        const auto found =
            std::upper_bound(pieces_.begin(), pieces_.end(), at,
                             [](SimTime time, const Piece& piece) { return time < piece.end; });
        return static_cast<std::size_t>(found - pieces_.begin());
    }
    Found found(SimTime begin, SimTime end) const {
        Found found{indexAfter(begin), indexAfter(end), 0};
        for (std::size_t i = found.first; i < found.last; ++i) {
            found.screen += pieces_[i].screen;
        }
        return found;
    }
    void scale(const Found& those, std::int64_t screen) {
        for (std::size_t i = those.first; i < those.last; ++i) {
            pieces_[i].screen = scaledUp(pieces_[i].screen, screen, those.screen);
        }
    }

    std::vector<Piece> pieces_;
};

} // namespace

core::Duration stillScreen(core::Duration length) {
    return std::clamp(length, kStill, kQuiet);
}

CalmMap CalmMap::ofPlan(const CalmPlan& plan, SimTime until) {
    CalmMap map;
    if (until <= SimTime{}) {
        map.knots_.emplace_back();
        return map;
    }
    map.knots_ = layersOf(plan.points, until);
    if (plan.stills.empty() && plan.least.empty()) {
        return map;
    }
    Pieces pieces(std::move(map.knots_), plan);
    for (const CalmStretch& still : plan.stills) {
        pieces.atMost(still.begin, still.end, stillScreen(still.end - still.begin).ns);
    }
    for (const CalmPoint& least : plan.least) {
        pieces.atLeast(least.begin, least.end, least.screen.ns);
    }
    map.knots_ = pieces.knots();
    return map;
}

CalmMap CalmMap::of(std::span<const CalmPoint> points, SimTime until) {
    return ofPlan({{points.begin(), points.end()}, {}, {}}, until);
}

CalmMap::Knot CalmMap::aimOf(std::size_t knot) const {
    const auto cut =
        std::lower_bound(cuts_.begin(), cuts_.end(), knot,
                         [](const Cut& one, std::size_t index) { return one.knot < index; });
    return cut != cuts_.end() && cut->knot == knot ? cut->aim : knots_[knot];
}

/// Forgets what comes later; `at` becomes the last knot.
void CalmMap::cutAt(SimTime at) {
    const auto after = std::lower_bound(knots_.begin(), knots_.end(), at,
                                        [](const Knot& knot, SimTime t) { return knot.at < t; });
    if (after == knots_.end()) {
        return;
    }
    const auto index = static_cast<std::size_t>(after - knots_.begin());
    const Knot aim = aimOf(index);
    const Knot end{screenAt(at), at};
    knots_.resize(index);
    std::erase_if(cuts_, [&](const Cut& cut) { return cut.knot >= index; });
    if (aim != end) {
        cuts_.push_back({index, aim});
    }
    knots_.push_back(end);
}

CalmMap CalmMap::joined(const CalmMap& before, SimTime at, const CalmMap& after) {
    if (before.knots_.empty() || after.knots_.empty() || at <= SimTime{}) {
        return after;
    }
    CalmMap map = before;
    map.cutAt(at);
    const Knot joint = map.knots_.back();
    const core::Duration shift = joint.screen - after.screenAt(joint.at);
    for (std::size_t i = 0; i < after.knots_.size(); ++i) {
        const Knot& knot = after.knots_[i];
        if (knot.at <= joint.at) {
            continue;
        }
        const Knot aim = after.aimOf(i);
        if (aim != knot && map.knots_.back() != joint) {
            map.cuts_.push_back({map.knots_.size(), {aim.screen + shift, aim.at}});
        }
        // Rounding may leave less than a nanosecond.
        const core::Duration least = map.knots_.back().screen + core::Duration{1};
        map.knots_.push_back({std::max(knot.screen + shift, least), knot.at});
    }
    return map;
}

CalmMap CalmMap::continued(const CalmMap& before, SimTime playhead, const CalmMap& after) {
    if (playhead <= SimTime{}) {
        return after;
    }
    return joined(before, before.simAt(before.screenAt(playhead) + kKept), after);
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
    const Knot to = aimOf(static_cast<std::size_t>(after - knots_.begin()));
    return from.at + core::Duration{scaledDown((screen - from.screen).ns, (to.at - from.at).ns,
                                               (to.screen - from.screen).ns)};
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
    const Knot to = aimOf(static_cast<std::size_t>(after - knots_.begin()));
    return from.screen + core::Duration{scaledUp((at - from.at).ns, (to.screen - from.screen).ns,
                                                 (to.at - from.at).ns)};
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
    const Knot to = aimOf(static_cast<std::size_t>(after - knots_.begin()));
    return {std::max<std::int64_t>(
        1, scaledDown((to.at - from.at).ns, kSecond.ns, (to.screen - from.screen).ns))};
}

} // namespace sim::scene
