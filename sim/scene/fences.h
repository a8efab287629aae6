// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/layout.h"
#include "sim/scene/world.h"

#include <optional>
#include <vector>

/// Where partitions run on the stage: which machines can still talk to each other, and where the
/// fence between them stands. Machines on several sides of one switch get a hub each beside it, to
/// which their links lead; rays of fence between the hubs.
namespace sim::scene {

struct FenceHub {
    std::size_t place = 0; ///< the switch's thing
    std::size_t side = 0;
    Point at;
};

/// A piece of fence; `gate`: one side still gets through to the other one.
struct FenceLine {
    Point from;
    Point to;
    bool gate = false;
    std::size_t sender = 0; ///< the side that gets through
    std::size_t receiver = 0;
    Rect sign; ///< where a gate tells so, clear of everything that it can be
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
    const FenceHub* hubAt(std::size_t place, std::size_t side) const;
};

Fences fencesOf(const std::vector<PartitionView>& partitions, const Layout& layout);

} // namespace sim::scene
