// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/bench.h"

/// The benchmarks, by module.
namespace bench {

void addTopology(Registry& registry);
void addFluid(Registry& registry);
void addStar(Registry& registry);
void addCosts(Registry& registry);
void addCommand(Registry& registry);
void addHttp(Registry& registry);
void addRegistry(Registry& registry);
void addRaft(Registry& registry);
void addScene(Registry& registry);

} // namespace bench
