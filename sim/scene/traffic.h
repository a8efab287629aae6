// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/routing.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

/// What moves and what was lost at one time, sorted by the place where it is drawn.
namespace sim::scene {

/// A flight that was too short to be followed: it lit its links.
struct Streak {
    std::uint64_t message = 0;
    core::wire::MessageRole role = core::wire::MessageRole::Other;
    double freshness = 1; ///< 1 just sent, 0 a window ago
};

/// A flight that can be followed, where it is.
struct Moving {
    const Flight* flight = nullptr;
    Lane lane;
    double distance = 0; ///< from the lane's beginning
    bool held = false;   ///< before what does not let it through: it is sent again and again
};

/// What is lost or refused at one place, counted.
struct Loss {
    Point at;
    std::vector<Point> tell; ///< where its count may stand, best first
    bool refused = false;
    std::size_t count = 0;
    double freshness = 0;
    std::uint64_t message = 0; ///< one of them; 0: connects
};

/// Connects without an answer between two things.
struct Hanging {
    Path path;
    std::size_t count = 0;
    core::Duration longest;
    std::uint64_t connection = 0; ///< one of them
    bool isBlocked = false;       ///< what one of them is for cannot be reached now
};
/// By things: from, to.
using Hangings = std::map<std::pair<std::size_t, std::size_t>, Hanging>;

struct Traffic {
    std::vector<std::vector<Streak>> streaks; ///< by lane
    std::vector<Moving> moving;
    std::map<std::pair<std::size_t, bool>, Loss> losses; ///< by place; refused or not
    Hangings opening; ///< an answer could not be there yet, or has just been due
    Hangings hanging; ///< it is overdue
};

/// 1 at `since`, 0 so many windows later.
double freshness(const Scene& scene, SimTime since, double windows);

Traffic trafficOf(const Scene& scene, Routing& routing);

} // namespace sim::scene
