// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/replica.h"

#include <functional>
#include <optional>
#include <vector>

/// A stand-in for core::raft::Replica, linked instead of it: a group that agrees with itself at
/// once. Tests say who leads and what becomes of requests.
namespace tests {

struct FakeGroup {
    core::raft::NodeId leader = 1;
    bool leads = true;
    /// Proposals and reads fail so. Stays until reset.
    std::optional<core::raft::RequestError> failure;
    /// Proposals and reads get no answer.
    bool silent = false;
    core::raft::LogIndex applied = 0;
    std::vector<core::raft::ConfigurationChange> changes;
    std::vector<core::raft::NodeId> transfers;
    int snapshots = 0;
    int campaigns = 0;

    /// Of the replica made last; nullptr before.
    core::raft::StateMachine* machine = nullptr;
    core::raft::ReplicaEvents* events = nullptr;
    core::raft::ReplicaOptions options;

    /// Changes who leads and tells the server.
    void setLeads(bool value, core::raft::NodeId newLeader);
};

/// The one group of this test program. Tests begin with FakeGroup{}.
FakeGroup& fakeGroup();

} // namespace tests
