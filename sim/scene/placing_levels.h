// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/layout.h"

#include <cstddef>
#include <span>
#include <vector>

/// Racks under leaves under spines, and deeper trees: switches stand in levels by how far they are
/// from a machine, machines hang side by side below their switch, so that no line runs over a box.
namespace sim::scene {

struct Levels {
    std::vector<std::size_t> levelOf;  ///< by thing: of switches, from 1 on
    std::vector<std::size_t> accessOf; ///< by thing: the switch of a machine
    std::size_t count = 0;             ///< 0: the network is not like that
};

Levels levelsOf(std::span<const Thing> things, std::span<const Joint> joints);

/// REQUIRES: levels.count > 0. Empty: there is not room enough.
std::vector<Rect> placeLevels(std::span<const Thing> things, std::span<const Size> wishes,
                              const Levels& levels, const Rect& stage, double unit);

} // namespace sim::scene
