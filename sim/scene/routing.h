// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/drawing.h"

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

/// The ways of messages over the drawn lines: routes of the network become lanes of bundles.
namespace sim::scene {

/// One side of a bundle's line; traffic keeps to the right.
struct Lane {
    std::size_t bundle = 0;
    bool back = false; ///< from the bundle's b to its a

    std::size_t index() const { return 2 * bundle + (back ? 1 : 0); }
};

using Path = std::vector<Lane>;

class Routing {
public:
    /// `scene` must outlive it.
    explicit Routing(const Scene& scene);

    /// Empty: it leaves no thing, or has no way.
    const Path& of(const Flight& flight);
    /// By the fewest lines; empty: there is no way.
    const Path& between(std::size_t fromThing, std::size_t toThing);

    /// `share` of a lane's length from its beginning.
    Point pointOn(const Lane& lane, double share) const;
    /// Right and left of it, so far away.
    std::vector<Point> beside(const Lane& lane, double share, double away) const;
    double lengthOf(const Lane& lane) const;
    /// The thing that it leads to.
    std::size_t endOf(const Lane& lane) const;
    /// Of all its links together, in nanoseconds.
    double latencyOf(const Path& path) const;
    /// A place on a path, its lanes weighted by the latency of their links. REQUIRES: not empty.
    std::pair<Point, Lane> placeOn(const Path& path, double progress) const;
    /// 0 at the sender, 1 at the end.
    double progressOf(const Flight& flight, SimTime at) const;

private:
    Path search(std::size_t fromThing, std::size_t toThing) const;
    double latencyOf(const Lane& lane) const;

    const Scene& scene_;
    std::vector<std::pair<Point, Point>> lanes_; ///< where they begin and end, by index
    std::vector<Path> routes_;                   ///< by index into Slice::routes, once known
    std::vector<bool> known_;
    std::map<std::pair<std::size_t, std::size_t>, Path> searched_;
    Path none_;
};

} // namespace sim::scene
