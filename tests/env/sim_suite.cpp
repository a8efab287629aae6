// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

/// The simulator keeps the contract of Env.
namespace tests::env {

#define SIMULATOR_KEEPS(Section)                                                                   \
    INSTANTIATE_TEST_SUITE_P(Simulator, Section, ::testing::Values(&makeSimHarness),               \
                             [](const auto&) { return std::string("Env"); })

SIMULATOR_KEEPS(Clocks);
SIMULATOR_KEEPS(Timers);
SIMULATOR_KEEPS(Processes);
SIMULATOR_KEEPS(Failures);
SIMULATOR_KEEPS(Cancellation);
SIMULATOR_KEEPS(Datagrams);
SIMULATOR_KEEPS(Multicast);
SIMULATOR_KEEPS(Addresses);
SIMULATOR_KEEPS(Streams);
SIMULATOR_KEEPS(Disks);
SIMULATOR_KEEPS(DiskModel);
SIMULATOR_KEEPS(StreamModel);
SIMULATOR_KEEPS(Cpu);
SIMULATOR_KEEPS(Randomness);
SIMULATOR_KEEPS(Observers);

} // namespace tests::env
