// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/log.h"
#include "core/raft/message.h"
#include "core/raft/progress.h"
#include "core/raft/quorum.h"

#include <cstddef>
#include <map>
#include <optional>
#include <variant>

/// A leader's view of its followers: whom to send what, and what a majority holds. Pure. Sources:
/// the paper, sections 5.3 and 5.4.2; etcd-io/raft 3.6 (tracker, flow control).
namespace core::raft {

struct ReplicationLimits {
    std::size_t entriesPerRequest = 64;
    std::size_t octetsPerRequest = 64 * 1024;
    std::size_t requestsInFlight = 16;
};

class Replication {
public:
    explicit Replication(ReplicationLimits limits) : limits_(limits) {}

    /// All members except `self`, as unknown as after an election.
    void reset(const Configuration& configuration, NodeId self, LogIndex lastIndex);
    void clear() { followers_.clear(); }
    /// Keeps who stays, adds who is new with `next`, forgets who left.
    void configure(const Configuration& configuration, NodeId self, LogIndex next);

    const std::map<NodeId, Progress>& followers() const { return followers_; }
    /// nullptr for who is no follower.
    Progress* find(NodeId node);
    const Progress* find(NodeId node) const;

    /// The next message for a follower, if one may be sent now: entries, or none with
    /// `evenEmpty` or a newer commit index; a snapshot if the log has not what it needs.
    std::optional<MessageBody> next(NodeId node, const Log& log, const SnapshotMeta& snapshot,
                                    bool evenEmpty);

    /// The largest index that a majority holds, `self` with what is durable here.
    LogIndex committed(const Configuration& configuration, NodeId self, LogIndex durable) const;
    /// Whether a majority answered since the last call; forgets the answers.
    bool quorumActive(const Configuration& configuration, NodeId self);

private:
    ReplicationLimits limits_;
    std::map<NodeId, Progress> followers_;
};

} // namespace core::raft
