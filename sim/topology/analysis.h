// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/topology/topology.h"

#include <vector>

/// What the graph can tell a student about a network as it is now: what hangs together, and which
/// single failure would split it. By Boost.Graph 1.74 (connected components; biconnected components
/// after Hopcroft and Tarjan 1973).
///
/// "Reach each other" here means both ways, over links of which both directions are up, through
/// switches with power. Machines do not forward, which the textbook definitions do not know, so an
/// articulation point here is always a switch: a machine with two uplinks joins nothing, and the
/// switch at one of its uplinks is not a single point of failure for it.
namespace sim::topology {

/// A number for every node, the same for nodes that links join, counted from 0 in order of each
/// component's first node; kNone for nodes without power. A machine with links into two otherwise
/// separate parts makes them one component, although it does not forward.
std::vector<std::uint32_t> components(const Topology& topology);

/// The switches whose loss would cut off from each other two powered machines that now reach each
/// other, by index.
std::vector<NodeIndex> articulationPoints(const Topology& topology);

/// The links whose loss would do the same, by index.
std::vector<LinkIndex> bridges(const Topology& topology);

} // namespace sim::topology
