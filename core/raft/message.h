// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "core/raft/types.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

/// What Raft servers say to one another (the paper, figures 2 and 13; the thesis, 3.10, 6.4, 9.6).
/// A request and its reply are two messages; nothing waits.
namespace core::raft {

/// RequestVote. A pre-vote carries the term the sender would campaign in, which it has not begun.
struct VoteRequest {
    bool preVote = false;
    bool transfer = false; ///< the leader asked for it: followers answer despite a live leader
    LogIndex lastIndex = 0;
    Term lastTerm = 0;

    friend bool operator==(const VoteRequest&, const VoteRequest&) = default;
};
/// A granted pre-vote has the term asked for, a refused one the voter's own.
struct VoteReply {
    bool preVote = false;
    bool granted = false;

    friend bool operator==(const VoteReply&, const VoteReply&) = default;
};

/// AppendEntries with at least the question whether the log matches at `previousIndex`.
struct AppendRequest {
    LogIndex previousIndex = 0;
    Term previousTerm = 0;
    LogIndex commit = 0;
    std::vector<Entry> entries; ///< consecutive from previousIndex + 1

    friend bool operator==(const AppendRequest&, const AppendRequest&) = default;
};
struct AppendReply {
    bool accepted = false;
    LogIndex index =
        0; ///< accepted: durable and matching up to here; else the previousIndex refused
    /// Refused: a place where the logs may match, found by terms (the paper, end of 5.3; as in
    /// etcd-io/raft: the largest index whose term is at most the request's previousTerm).
    LogIndex hintIndex = 0;
    Term hintTerm = 0;

    friend bool operator==(const AppendReply&, const AppendReply&) = default;
};

/// Sent apart from entries: keeps followers from campaigning and confirms the leader for reads.
struct HeartbeatRequest {
    LogIndex commit = 0;     ///< never beyond what this follower is known to have
    std::uint64_t round = 0; ///< numbers the leader's heartbeat rounds of its term
    friend bool operator==(const HeartbeatRequest&, const HeartbeatRequest&) = default;
};
struct HeartbeatReply {
    std::uint64_t round = 0;
    friend bool operator==(const HeartbeatReply&, const HeartbeatReply&) = default;
};

/// InstallSnapshot as the algorithm sees it: whole. On the wire it travels in chunks (the
/// snapshot's data belongs to whoever transports it) and arrives when the last one has.
struct InstallSnapshot {
    SnapshotMeta meta;
    friend bool operator==(const InstallSnapshot&, const InstallSnapshot&) = default;
};

/// The leader wants the receiver to campaign at once (leadership transfer, thesis 3.10).
struct TimeoutNow {
    friend bool operator==(const TimeoutNow&, const TimeoutNow&) = default;
};

/// A follower asks the leader for a read index on behalf of its client (thesis 6.4).
struct ReadIndexRequest {
    std::uint64_t id = 0; ///< the asker's
    friend bool operator==(const ReadIndexRequest&, const ReadIndexRequest&) = default;
};
struct ReadIndexReply {
    std::uint64_t id = 0;
    LogIndex index = 0; ///< 0: refused (no leader here)
    friend bool operator==(const ReadIndexReply&, const ReadIndexReply&) = default;
};

using MessageBody =
    std::variant<VoteRequest, VoteReply, AppendRequest, AppendReply, HeartbeatRequest,
                 HeartbeatReply, InstallSnapshot, TimeoutNow, ReadIndexRequest, ReadIndexReply>;

struct Message {
    NodeId from = kNoNode;
    NodeId to = kNoNode;
    Term term = 0; ///< the sender's, except for pre-votes
    MessageBody body;

    friend bool operator==(const Message&, const Message&) = default;
};

/// One line without sender and receiver: "append 12..14 (term 3) after 11/2, commit 10".
std::string summary(const Message& message);

} // namespace core::raft
