// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/message.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

/// What a Raft server wants done. The rules of order, which make a crash at any moment safe:
///  - Persists are made durable in the order of their numbers (many may share one sync), each
///    whole or not at all: a commit index without the entries it speaks of could commit others.
///  - A message with `after` N is sent once Persist N is durable; with 0 at once. That lets a
///    leader write to its disk while its followers do (thesis, 10.2.1).
///  - Entries are applied in order; those handed out are durable here and committed.
namespace core::raft {

struct Persist {
    std::uint64_t sequence = 0; ///< 1, 2, 3, ...
    std::optional<HardState> hard;
    /// Replaces the whole log and the state machine: the data came with InstallSnapshot. Comes
    /// before `entries`.
    std::optional<SnapshotMeta> snapshot;
    /// Consecutive. The first replaces what the log holds at its index and all behind it.
    std::vector<Entry> entries;
};

struct Outgoing {
    Message message;
    std::uint64_t after = 0; ///< number of the Persist that must be durable first; 0: none
};

/// The answer to requestRead(): once everything up to `index` is applied, the state machine shows
/// every write acknowledged before the request. Refused: nobody can say, ask again.
struct ReadAnswer {
    std::uint64_t id = 0;
    LogIndex index = 0;
    bool granted = false;

    friend bool operator==(const ReadAnswer&, const ReadAnswer&) = default;
};

/// Why a role changed, as the edges of the transition table (roles.h) name it.
enum class RoleReason : std::uint8_t {
    Started,
    ElectionTimeout,
    ToldToCampaign, ///< TimeoutNow or campaign()
    PreVoteWon,
    ElectionWon,
    ElectionLost, ///< a majority refused
    HigherTerm,   ///< a message of a later term
    LeaderFound,  ///< a message of this term's leader
    QuorumLost,   ///< check-quorum
    Removed,      ///< no voter any more
};
std::string_view toString(RoleReason reason);

struct RoleChanged {
    Role from = Role::Follower;
    Role to = Role::Follower;
    Term term = 0;
    RoleReason reason = RoleReason::Started;
};
struct VoteCast {
    NodeId candidate = kNoNode;
    Term term = 0;
    bool preVote = false;
    bool granted = false;
};
/// A follower gave up entries that the leader does not have.
struct LogTruncated {
    LogIndex from = 0; ///< the first one given up
    LogIndex last = 0;
};
struct ConfigurationApplied {
    LogIndex index = 0;
    Configuration configuration;
};
struct TransferStarted {
    NodeId to = kNoNode;
};
struct TransferGivenUp {
    NodeId to = kNoNode;
};
struct SnapshotNeeded {
    NodeId follower = kNoNode;
    LogIndex index = 0;
};
/// A message that no server which keeps to the protocol sends was dropped.
struct MessageRefused {
    NodeId from = kNoNode;
};
/// What an onlooker may want to know; nothing depends on it.
using Notice = std::variant<RoleChanged, VoteCast, LogTruncated, ConfigurationApplied,
                            TransferStarted, TransferGivenUp, SnapshotNeeded, MessageRefused>;

struct Outbox {
    std::optional<Persist> persist;
    std::vector<Outgoing> messages; ///< in order for each receiver
    std::vector<Entry> committed;
    std::vector<ReadAnswer> reads;
    std::vector<Notice> notices;

    bool empty() const {
        return !persist && messages.empty() && committed.empty() && reads.empty() &&
               notices.empty();
    }
};

} // namespace core::raft
