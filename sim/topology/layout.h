// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/topology/spec.h"

#include <cstdint>
#include <span>
#include <vector>

/// Where to draw the nodes of a network when nobody says so. Three pictures, chosen by the shape of
/// the network, because these are how people draw them on a blackboard:
/// - at most one switch: the switch in the middle, machines around it, or in three columns if hints
///   tell clients (left), name systems and coordinators (middle) and servers (right) apart;
/// - switches in tiers (leaves and spines): one row a tier, machines under their leaf;
/// - any other fabric (ring, mesh, two linked switches): switches on a circle, machines fanned out.
/// For display only: positions are doubles, rounded to 1/1000, and nothing may depend on them.
namespace sim::topology {

struct Position {
    double x = 0.5; ///< 0 left to 1 right
    double y = 0.5; ///< 0 top to 1 bottom

    friend bool operator==(const Position&, const Position&) = default;
};

/// What is known about a node's part in the scenario.
struct LayoutHint {
    int column = 1;         ///< 0 clients, 1 name systems and coordinators, 2 servers
    std::int64_t order = 0; ///< among nodes of one column; ties by index
};

/// A position for every node; given ones (NodeSpec::x and y) are kept. The same input gives the
/// same positions. REQUIRES: hints is empty (all in the middle) or has one entry a node.
std::vector<Position> layout(const TopologySpec& spec, std::span<const LayoutHint> hints);

} // namespace sim::topology
