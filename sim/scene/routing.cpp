// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/routing.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace sim::scene {
namespace {

constexpr double kLaneOffset = 0.3; ///< from the line's middle to the right, in units
/// Where a message whose arrival is not known yet waits at most.
constexpr double kNotThereYet = 0.93;

} // namespace

Routing::Routing(const Scene& scene)
    : scene_(scene), routes_(scene.slice.routes.size()), known_(scene.slice.routes.size()) {
    const double offset = kLaneOffset * scene.unit();
    for (std::size_t i = 0; i < scene.layout.bundles.size(); ++i) {
        const auto [from, to] = endsOf(scene, i);
        const double length = std::max(1.0, std::hypot(to.x - from.x, to.y - from.y));
        const Point right{-(to.y - from.y) / length * offset, (to.x - from.x) / length * offset};
        lanes_.push_back({{from.x + right.x, from.y + right.y}, {to.x + right.x, to.y + right.y}});
        lanes_.push_back({{to.x - right.x, to.y - right.y}, {from.x - right.x, from.y - right.y}});
    }
}

const Path& Routing::of(const Flight& flight) {
    if (flight.route == 0 || flight.route >= routes_.size()) {
        return none_;
    }
    Path& path = routes_[flight.route];
    if (!known_[flight.route]) {
        known_[flight.route] = true;
        for (const trace::RouteHop& hop : scene_.slice.routes[flight.route]) {
            if (hop.link >= scene_.layout.links.size()) {
                continue;
            }
            const LinkPlace& link = scene_.layout.links[hop.link];
            if (link.bundle != LinkPlace::kNowhere) {
                path.push_back({link.bundle, hop.forward == link.turned});
            }
        }
    }
    return path;
}

const Path& Routing::between(std::size_t fromThing, std::size_t toThing) {
    const auto [at, isNew] = searched_.try_emplace({fromThing, toThing});
    if (isNew) {
        at->second = search(fromThing, toThing);
    }
    return at->second;
}

/// Breadth first.
Path Routing::search(std::size_t fromThing, std::size_t toThing) const {
    const auto& bundles = scene_.layout.bundles;
    std::vector<std::size_t> arrivedBy(scene_.layout.things.size(), LinkPlace::kNowhere);
    std::deque<std::size_t> open{fromThing};
    while (!open.empty() && arrivedBy[toThing] == LinkPlace::kNowhere) {
        const std::size_t here = open.front();
        open.pop_front();
        for (std::size_t i = 0; i < bundles.size(); ++i) {
            if (bundles[i].a != here && bundles[i].b != here) {
                continue;
            }
            const std::size_t next = bundles[i].a == here ? bundles[i].b : bundles[i].a;
            if (next != fromThing && arrivedBy[next] == LinkPlace::kNowhere) {
                arrivedBy[next] = i;
                open.push_back(next);
            }
        }
    }
    Path path;
    for (std::size_t at = toThing; at != fromThing;) {
        if (arrivedBy[at] == LinkPlace::kNowhere) {
            return {};
        }
        const BundlePlace& bundle = bundles[arrivedBy[at]];
        path.push_back({arrivedBy[at], bundle.a == at});
        at = bundle.a == at ? bundle.b : bundle.a;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

Point Routing::pointOn(const Lane& lane, double share) const {
    const auto& [from, to] = lanes_[lane.index()];
    return {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
}

double Routing::lengthOf(const Lane& lane) const {
    const auto& [from, to] = lanes_[lane.index()];
    return std::hypot(to.x - from.x, to.y - from.y);
}

std::vector<Point> Routing::beside(const Lane& lane, double share, double away) const {
    const auto& [from, to] = lanes_[lane.index()];
    const double length = std::max(1.0, lengthOf(lane));
    const Point at = pointOn(lane, share);
    const Point right{-(to.y - from.y) / length * away, (to.x - from.x) / length * away};
    return {{at.x + right.x, at.y + right.y}, {at.x - right.x, at.y - right.y}};
}

std::size_t Routing::endOf(const Lane& lane) const {
    const BundlePlace& bundle = scene_.layout.bundles[lane.bundle];
    return lane.back ? bundle.a : bundle.b;
}

double Routing::latencyOf(const Path& path) const {
    double sum = 0;
    for (const Lane& lane : path) {
        sum += latencyOf(lane);
    }
    return sum;
}

double Routing::latencyOf(const Lane& lane) const {
    const trace::LinkIndex link = scene_.layout.bundles[lane.bundle].links.front();
    return static_cast<double>(
        std::max<std::int64_t>(1, scene_.cast.header().links[link].latency.ns));
}

std::pair<Point, Lane> Routing::placeOn(const Path& path, double progress) const {
    double left = progress * latencyOf(path);
    for (const Lane& lane : path) {
        const double own = latencyOf(lane);
        if (left <= own) {
            return {pointOn(lane, left / own), lane};
        }
        left -= own;
    }
    return {pointOn(path.back(), 1), path.back()};
}

double Routing::progressOf(const Flight& flight, SimTime at) const {
    const auto age = static_cast<double>((at - flight.sent).ns);
    if (!flight.isOpen && flight.ended != SimTime::max()) {
        const auto all =
            static_cast<double>(std::max<std::int64_t>(1, (flight.ended - flight.sent).ns));
        return std::clamp(age / all, 0.0, 1.0);
    }
    double latency = 1;
    if (flight.route < scene_.slice.routes.size()) {
        for (const trace::RouteHop& hop : scene_.slice.routes[flight.route]) {
            latency += static_cast<double>(scene_.cast.header().links[hop.link].latency.ns);
        }
    }
    return std::clamp(age / latency, 0.0, kNotThereYet);
}

} // namespace sim::scene
