// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "core/raft/quorum.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

/// A leader's linearizable reads (the thesis, section 6.4): a read notes the commit index and waits
/// until a majority has answered a round of heartbeats that began after the read came. Reads that
/// come while a round is on the way share the next one. The same rounds carry the lease (6.4.1):
/// who answered a round will not elect another leader for an election timeout from when it began.
/// Pure; numbers rounds within a term.
namespace core::raft {

/// A read that waits: `asker` is a follower that asks for its client, or the leader itself.
struct PendingRead {
    NodeId asker = kNoNode;
    std::uint64_t id = 0;
};

struct ConfirmedRead {
    PendingRead read;
    LogIndex index = 0; ///< the commit index when the read came
};

class Reads {
public:
    /// A new term, or leadership ended. Returns the reads that will not be answered.
    std::vector<PendingRead> reset();

    /// A read comes while the commit index, of an entry of this term, is `commit`.
    void add(PendingRead read, LogIndex commit);
    /// No round is on the way that a majority has not answered.
    bool roundIsAnswered() const { return confirmedRound_ == lastRound_; }
    /// The number of the round that is sent now.
    std::uint64_t startRound(Instant now);
    void acknowledged(NodeId from, std::uint64_t round);
    /// Reads whose round a majority, `self` included if it votes, has answered.
    std::vector<ConfirmedRead> confirm(const Configuration& configuration, NodeId self);
    bool hasWaiting() const { return !waiting_.empty(); }

    /// When the newest round answered by a majority began; nullopt if none was.
    std::optional<Instant> confirmedSince() const { return confirmedSince_; }

private:
    struct Waiting {
        PendingRead read;
        LogIndex index;
        std::uint64_t round; ///< the first round that confirms it
    };
    struct Round {
        std::uint64_t number;
        Instant begun;
    };

    std::uint64_t lastRound_ = 0;
    std::uint64_t confirmedRound_ = 0;
    std::optional<Instant> confirmedSince_;
    std::map<NodeId, std::uint64_t> answered_; ///< the newest round each follower answered
    std::deque<Round> open_;                   ///< rounds newer than the confirmed one
    std::deque<Waiting> waiting_;              ///< by round
};

} // namespace core::raft
