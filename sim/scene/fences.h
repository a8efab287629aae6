// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/layout.h"
#include "sim/scene/world.h"

#include <optional>
#include <vector>

/// Where partitions run on the stage: which machines can still talk to each other, and where the
/// fence between them stands. Round a switch with machines of several sides, neighbours of one side
/// have a hub beside it, to which their links lead; a fence stands between neighbours of different
/// sides, from the switch outwards. Between switches it stands across their link.
namespace sim::scene {

struct FenceHub {
    std::size_t place = 0; ///< the switch's thing
    std::size_t side = 0;
    Point at;
    std::vector<std::size_t> bundles; ///< that lead to it
};

/// A piece of fence; `gate`: one side still gets through to the other one.
struct FenceLine {
    Point from;
    Point to;
    bool gate = false;
    std::size_t sender = 0; ///< the side that gets through
    std::size_t receiver = 0;
    Rect sign; ///< where a gate tells so, clear of everything that it can be; width 0: elsewhere
    std::size_t bundle = kNowhere; ///< that it stands across

    static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
};

struct Fences {
    /// By host; kNoSide: in no partition, reaches everybody.
    std::vector<std::size_t> sideOf;
    std::size_t sides = 0;
    std::vector<FenceHub> hubs;
    std::vector<FenceLine> lines;

    static constexpr std::size_t kNoSide = static_cast<std::size_t>(-1);

    /// The side that all members of a thing are on; kNoSide: on none, or on several.
    std::size_t sideOfThing(const Thing& thing) const;
    /// No member of it is in any partition.
    bool reachesAll(const Thing& thing) const;
    /// Where a bundle ends instead of at a switch; nullptr: at the switch.
    const FenceHub* hubOf(std::size_t place, std::size_t bundle) const;
    bool isAcross(std::size_t bundle) const;
};

Fences fencesOf(const std::vector<PartitionView>& partitions, const Layout& layout);

} // namespace sim::scene
