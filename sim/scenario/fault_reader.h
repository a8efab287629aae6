// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scenario/building.h"

/// One line of a timeline without its moment: the verb, whom it aims at, and its figures.
namespace sim::scenario {

/// Fills `entry.fault` and `entry.text` from what is left in `keys`.
void readFault(Building& building, const Node& node, Keys& keys, faults::TimelineEntry& entry);

} // namespace sim::scenario
