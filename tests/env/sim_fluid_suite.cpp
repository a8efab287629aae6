// SPDX-License-Identifier: Apache-2.0
#include "tests/env/sim_suites.h"

/// The simulator keeps the contract of Env with bulk transfers on the fluid path too.
namespace tests::env {

SIMULATOR_KEEPS_ALL(makeFluidSimHarness);

} // namespace tests::env
