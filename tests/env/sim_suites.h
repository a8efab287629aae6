// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/env/suite.h"

/// Runs a section of the contract, or all of them, over a simulator.
#define SIMULATOR_KEEPS(Section, factory)                                                          \
    INSTANTIATE_TEST_SUITE_P(Simulator, Section, ::testing::Values(&factory),                      \
                             [](const auto&) { return std::string("Env"); })

#define SIMULATOR_KEEPS_ALL(factory)                                                               \
    SIMULATOR_KEEPS(Clocks, factory);                                                              \
    SIMULATOR_KEEPS(Timers, factory);                                                              \
    SIMULATOR_KEEPS(Processes, factory);                                                           \
    SIMULATOR_KEEPS(Failures, factory);                                                            \
    SIMULATOR_KEEPS(Cancellation, factory);                                                        \
    SIMULATOR_KEEPS(Datagrams, factory);                                                           \
    SIMULATOR_KEEPS(Multicast, factory);                                                           \
    SIMULATOR_KEEPS(Addresses, factory);                                                           \
    SIMULATOR_KEEPS(Streams, factory);                                                             \
    SIMULATOR_KEEPS(Disks, factory);                                                               \
    SIMULATOR_KEEPS(Cpu, factory);                                                                 \
    SIMULATOR_KEEPS(Randomness, factory);                                                          \
    SIMULATOR_KEEPS(Observers, factory)
