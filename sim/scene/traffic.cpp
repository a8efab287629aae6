// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/traffic.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace sim::scene {
namespace {

/// So many round trips without an answer, and a connect hangs.
constexpr double kOverdue = 3;
/// What moves keeps off the ends of its lane, so that it covers no box: in units.
constexpr double kOffEnds = 1.1;
/// And what is held stands before its obstacle.
constexpr double kBefore = 2;

std::int64_t windowOf(const Scene& scene) {
    return std::max<std::int64_t>(scene.settings.window.ns, 1);
}

/// Where something waits: so far along the nth lane of its path.
struct Stop {
    std::size_t nth = 0;
    double distance = 0;
};

class Sorter {
public:
    Sorter(const Scene& scene, Routing& routing)
        : scene_(scene), routing_(routing), unit_(scene.unit()), window_(windowOf(scene)) {
        traffic_.streaks.resize(2 * scene.layout.bundles.size());
    }

    Traffic sort() {
        for (const Flight* flight : scene_.visible.flights) {
            take(*flight);
        }
        for (const Attempt* attempt : scene_.visible.attempts) {
            take(*attempt);
        }
        return std::move(traffic_);
    }

private:
    void take(const Flight& flight) {
        const Path& path = routing_.of(flight);
        const SimTime at = scene_.at;
        const bool over = !flight.isOpen && flight.ended <= at;
        if (over && isLoss(flight)) {
            noteLoss(flight, path);
        }
        if (path.empty()) {
            return;
        }
        // Who knows no end yet has been on its way for long.
        const bool moves = flight.isOpen || flight.ended.ns - flight.sent.ns >= window_ / 2;
        if (moves) {
            if (!over) {
                traffic_.moving.push_back(placed(flight, path));
            }
            return;
        }
        const double fresh = freshness(scene_, flight.sent, 1);
        for (const Lane& lane : path) {
            if (fresh > 0) {
                traffic_.streaks[lane.index()].push_back({flight.message, flight.role, fresh});
            }
            if (isOn(lane, flight.lostOn)) {
                break;
            }
        }
    }

    bool isOn(const Lane& lane, trace::LinkIndex link) const {
        const auto& links = scene_.layout.bundles[lane.bundle].links;
        return std::find(links.begin(), links.end(), link) != links.end();
    }

    Moving placed(const Flight& flight, const Path& path) const {
        const auto age = static_cast<double>((scene_.at - flight.sent).ns);
        const double way = routing_.latencyOf(path);
        const auto stop = age > way ? stopOf(flight, path) : std::nullopt;
        if (stop) {
            const bool sentAnew = !flight.isOpen && flight.ended != SimTime::max() &&
                                  static_cast<double>((flight.ended - scene_.at).ns) <= way;
            if (!sentAnew) {
                return {&flight, path[stop->nth], stop->distance, true};
            }
            const double left = static_cast<double>((flight.ended - scene_.at).ns);
            return onItsWay(flight, path, 1 - left / way);
        }
        return onItsWay(flight, path, routing_.progressOf(flight, scene_.at));
    }

    Moving onItsWay(const Flight& flight, const Path& path, double progress) const {
        const auto [at, lane] = routing_.placeOn(path, progress);
        const Point from = routing_.pointOn(lane, 0);
        const double length = routing_.lengthOf(lane);
        const double off = std::min(kOffEnds * unit_, length / 2);
        const double distance = std::hypot(at.x - from.x, at.y - from.y);
        return {&flight, lane, std::clamp(distance, off, length - off), false};
    }

    /// What stands in its way now, or did when it was sent, so that it has to be sent anew.
    std::optional<Stop> stopOf(const Flight& flight, const Path& path) const {
        const World& world = scene_.world();
        if (world.isSplit(flight.from, flight.to, scene_.at) ||
            world.isSplit(flight.from, flight.to, flight.sent)) {
            return atFence(path);
        }
        for (std::size_t i = 0; i < path.size(); ++i) {
            if (isCut(path[i], scene_.at) || isCut(path[i], flight.sent)) {
                return Stop{i, std::max(0.0, 0.36 * routing_.lengthOf(path[i]) - unit_)};
            }
        }
        if (!world.isPowered(flight.to, scene_.at) || !world.isPowered(flight.to, flight.sent)) {
            return beforeEnd(path, path.size() - 1);
        }
        return std::nullopt;
    }

    Stop beforeEnd(const Path& path, std::size_t nth) const {
        const double length = routing_.lengthOf(path[nth]);
        return {nth, std::max(length / 2, length - kBefore * unit_)};
    }

    /// At the hub of its side, or before the fence between two switches; else where it leaves its
    /// machine.
    Stop atFence(const Path& path) const {
        for (std::size_t i = 0; i < path.size(); ++i) {
            const std::size_t bundle = path[i].bundle;
            if (scene_.fences.hubOf(routing_.endOf(path[i]), bundle) != nullptr) {
                return beforeEnd(path, i);
            }
            if (scene_.fences.isAcross(bundle)) {
                return {i, std::max(0.0, routing_.lengthOf(path[i]) / 2 - kBefore * unit_)};
            }
        }
        return beforeEnd(path, 0);
    }

    bool isCut(const Lane& lane, SimTime at) const {
        const auto& links = scene_.layout.bundles[lane.bundle].links;
        return std::all_of(links.begin(), links.end(), [&](trace::LinkIndex link) {
            const LinkCondition condition = scene_.world().conditionOfLink(link, at);
            const bool forward = scene_.layout.links[link].turned == lane.back;
            return forward ? !condition.forwardUp : !condition.backwardUp;
        });
    }

    /// Where it was lost: on its link, at the fence, or at the door of whom it was for.
    void noteLoss(const Flight& flight, const Path& path) {
        const auto& layout = scene_.layout;
        const double fresh = freshness(scene_, flight.ended, kLossWindows);
        if (path.empty()) {
            if (flight.from >= layout.thingOf.size() || flight.from == flight.to) {
                return;
            }
            const std::size_t thing = layout.thingOf[flight.from];
            const Rect& rect = layout.places[thing].rect;
            const Point at = rimOf(layout.things[thing], rect, layout.stage.centre());
            const double up = at.y > rect.centre().y ? 1 : -1;
            note(2 * traffic_.streaks.size() + thing, at, {{at.x, at.y + up * 1.6 * unit_}}, false,
                 fresh, flight.message);
            return;
        }
        std::size_t nth = flight.fate == trace::Fate::Partitioned ? 0 : path.size() - 1;
        bool onLink = false;
        for (std::size_t i = 0; i < path.size() && !onLink; ++i) {
            onLink = isOn(path[i], flight.lostOn);
            nth = onLink ? i : nth;
        }
        note(2 * path[nth].index() + (onLink ? 1 : 0), path[nth], onLink ? 0.5 : 1, false, fresh,
             flight.message);
    }

    /// On a lane, or before its end.
    void note(std::size_t key, const Lane& lane, double share, bool refused, double fresh,
              std::uint64_t message) {
        const double length = std::max(1.0, routing_.lengthOf(lane));
        const double at = share - (share < 1 ? 0 : std::min(1.3 * unit_ / length, 0.4));
        std::vector<Point> tell;
        for (const double back : {2.6, 3.6, 4.6}) {
            tell.push_back(routing_.pointOn(lane, std::max(0.1, at - back * unit_ / length)));
        }
        const auto aside = routing_.beside(lane, at, 1.9 * unit_);
        tell.insert(tell.end(), aside.begin(), aside.end());
        note(key, routing_.pointOn(lane, at), std::move(tell), refused, fresh, message);
    }

    void note(std::size_t key, Point at, std::vector<Point> tell, bool refused, double fresh,
              std::uint64_t message) {
        Loss& loss = traffic_.losses[{key, refused}];
        loss.at = at;
        loss.tell = std::move(tell);
        loss.refused = refused;
        ++loss.count;
        loss.freshness = std::max(loss.freshness, fresh);
        loss.message = message;
    }

    void take(const Attempt& attempt) {
        const auto& layout = scene_.layout;
        const trace::HostIndex owner = attempt.to != trace::kNoIndex
                                           ? attempt.to
                                           : scene_.cast.firstOwner(attempt.server.address);
        if (attempt.from >= layout.thingOf.size() || owner >= layout.thingOf.size()) {
            return;
        }
        const std::size_t from = layout.thingOf[attempt.from];
        const std::size_t to = layout.thingOf[owner];
        const Path path = from == to ? Path() : routing_.between(from, to);
        if (path.empty()) {
            return;
        }
        if (attempt.ended <= scene_.at) {
            note(2 * path.back().index(), path.back(), 1, attempt.refused,
                 freshness(scene_, attempt.ended, kLossWindows), 0);
            return;
        }
        const core::Duration age = scene_.at - attempt.opening;
        if (age.ns < window_ / 2) {
            return; // a connect that is answered at once is no news
        }
        const double due = kOverdue * 2 * routing_.latencyOf(path);
        Hangings& all = static_cast<double>(age.ns) < due ? traffic_.opening : traffic_.hanging;
        Hanging& hanging = all[{from, to}];
        hanging.path = reachedOf(attempt, path);
        ++hanging.count;
        hanging.longest = std::max(hanging.longest, age);
        hanging.connection = attempt.connection;
        hanging.isBlocked = hanging.isBlocked || isBlocked(attempt, path);
    }

    /// As far as the packets of an attempt get: to the fence between its two sides, if one stands
    /// there. What they are for is not in trouble then.
    Path reachedOf(const Attempt& attempt, const Path& path) const {
        if (attempt.to == trace::kNoIndex ||
            !scene_.world().isSplit(attempt.from, attempt.to, scene_.at)) {
            return path;
        }
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            const BundlePlace& bundle = scene_.layout.bundles[path[i].bundle];
            const std::size_t place = path[i].back ? bundle.a : bundle.b;
            const FenceHub* here = scene_.fences.hubOf(place, path[i].bundle);
            const FenceHub* there = scene_.fences.hubOf(place, path[i + 1].bundle);
            if (here != nullptr && there != nullptr && here->side != there->side) {
                return Path(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            }
        }
        return path;
    }

    /// Else it is only late: it was lost when something still stood in its way, or a queue is full.
    bool isBlocked(const Attempt& attempt, const Path& path) const {
        const World& world = scene_.world();
        return attempt.to == trace::kNoIndex || !world.isPowered(attempt.to, scene_.at) ||
               world.isSplit(attempt.from, attempt.to, scene_.at) ||
               world.isSplit(attempt.to, attempt.from, scene_.at) ||
               std::any_of(path.begin(), path.end(),
                           [&](const Lane& lane) { return isCut(lane, scene_.at); });
    }

    const Scene& scene_;
    Routing& routing_;
    double unit_;
    std::int64_t window_;
    Traffic traffic_;
};

} // namespace

double freshness(const Scene& scene, SimTime since, double windows) {
    const double age = static_cast<double>((scene.at - since).ns);
    return std::clamp(1 - age / (windows * static_cast<double>(windowOf(scene))), 0.0, 1.0);
}

Traffic trafficOf(const Scene& scene, Routing& routing) {
    return Sorter(scene, routing).sort();
}

} // namespace sim::scene
