// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/shape.h"
#include "sim/trace/header.h"
#include "sim/trace/sink.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

/// What has a place of its own on the stage: a room takes in about a dozen large things, so hosts
/// of one kind fold into a tile until no more are left.
namespace sim::scene {

inline constexpr std::size_t kMostThings = 12;
/// An opened tile of so many may take the whole stage: all machines, or linked among themselves.
inline constexpr std::size_t kMostApart = 40;

struct Thing {
    enum class Kind : std::uint8_t { Machine, Switch, Tile };
    /// In the middle of the side that faces them, above or below, or straight to its middle.
    enum class Entry : std::uint8_t { Facing, Hanging, Straight };

    Kind kind = Kind::Machine;
    std::string name;                    ///< of the host; of a tile: "web", "web @ leaf-1"
    std::vector<trace::HostIndex> hosts; ///< one, or a tile's members in order
    bool opened = false;                 ///< it shows its members large
    std::string tile;                    ///< the opened tile that it came out of, or empty
    Entry entry = Entry::Facing;         ///< where its lines come in
    Point wanted;                        ///< its place as the header has it, 0 to 1
    std::string rack;                    ///< empty, or the one that all its members are in
    std::string zone;
};

/// "web" for "web-12"; the name itself if it ends in no number.
std::string stemOf(const std::string& name);

/// Every host is in one thing, in order of the header. Tiles and machines named in `opened` are so;
/// a tile whose own links would not show comes apart instead. Hosts
/// with the same stem fold if there are more than kMostThings machines otherwise: the largest
/// groups first, those at different switches apart if that is few enough.
std::vector<Thing> fold(const trace::RunHeader& header, const std::set<std::string>& opened);

} // namespace sim::scene
