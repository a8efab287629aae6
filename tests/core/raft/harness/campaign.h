// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/core/raft/harness/cluster.h"

#include <cstdint>
#include <optional>
#include <string>

/// Runs of a group under faults, one for each seed, and what is wrong with them.
namespace tests::raft {

struct RunResult {
    std::optional<Violation> violation;
    std::uint64_t events = 0;
    LogIndex committed = 0;
    bool undecided = false; ///< the judgement of linearizability gave up
};

/// One run: faults for a few seconds of virtual time under clients, then peace; then the group must
/// make progress within ten election timeouts, all servers must agree, and what the clients saw
/// must be linearizable.
RunResult runSeed(std::uint64_t seed, Seen& seen);

struct CampaignResult {
    std::optional<Violation> violation;
    std::uint64_t seed = 0; ///< of the violation
    std::uint64_t seeds = 0;
    std::uint64_t events = 0;
    std::uint64_t committed = 0;
    std::uint64_t undecided = 0;
    Seen seen;
};

/// Seeds from `first` on, until one is violated.
CampaignResult runCampaign(std::uint64_t first, std::uint64_t count);

} // namespace tests::raft
