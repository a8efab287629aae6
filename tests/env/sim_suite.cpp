// SPDX-License-Identifier: Apache-2.0
#include "tests/env/sim_suites.h"

/// The simulator keeps the contract of Env.
namespace tests::env {

SIMULATOR_KEEPS_ALL(makeSimHarness);
SIMULATOR_KEEPS(DiskModel, makeSimHarness);
SIMULATOR_KEEPS(StreamModel, makeSimHarness);

} // namespace tests::env
