// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/observer.h"

#include <array>
#include <string_view>

/// What a Raft server shows of itself. Fields of each kind are listed in wording.yaml and
/// README.md.
namespace core::raft {

inline constexpr runtime::EventKind kPreVoteStarted{"pre-vote-started"};
inline constexpr runtime::EventKind kElectionStarted{"election-started"};
inline constexpr runtime::EventKind kLeaderElected{"leader-elected"};
inline constexpr runtime::EventKind kElectionLost{"election-lost"};
inline constexpr runtime::EventKind kElectionUndecided{"election-undecided"};
inline constexpr runtime::EventKind kSteppedDown{"stepped-down"};
inline constexpr runtime::EventKind kQuorumLost{"quorum-lost"};
inline constexpr runtime::EventKind kLeaderRemoved{"leader-removed"};
inline constexpr runtime::EventKind kLeaderFollowed{"leader-followed"};
inline constexpr runtime::EventKind kVoteGranted{"vote-granted"};
inline constexpr runtime::EventKind kVoteRefused{"vote-refused"};
inline constexpr runtime::EventKind kLogTruncated{"log-truncated"};
inline constexpr runtime::EventKind kConfigurationChanged{"configuration-changed"};
inline constexpr runtime::EventKind kTransferStarted{"transfer-started"};
inline constexpr runtime::EventKind kTransferEnded{"transfer-ended"};
inline constexpr runtime::EventKind kSnapshotTaken{"snapshot-taken"};
inline constexpr runtime::EventKind kSnapshotSent{"snapshot-sent"};
inline constexpr runtime::EventKind kSnapshotInstalled{"snapshot-installed"};
inline constexpr runtime::EventKind kEntryAppended{"entry-appended"};
inline constexpr runtime::EventKind kEntryApplied{"entry-applied"};
inline constexpr runtime::EventKind kRecovered{"raft-recovered"};
inline constexpr runtime::EventKind kMessageRefused{"raft-message-refused"};

/// For the schemas of components that own a Replica: all of the above, and all counters.
inline constexpr std::array<std::string_view, 22> kEventNames{
    "pre-vote-started",      "election-started",    "leader-elected", "election-lost",
    "election-undecided",    "stepped-down",        "quorum-lost",    "leader-removed",
    "leader-followed",       "vote-granted",        "vote-refused",   "log-truncated",
    "configuration-changed", "transfer-started",    "transfer-ended", "snapshot-taken",
    "snapshot-sent",         "snapshot-installed",  "entry-appended", "entry-applied",
    "raft-recovered",        "raft-message-refused"};
inline constexpr std::array<std::string_view, 7> kCounterNames{
    "pre-votes-granted",      "pre-votes-refused",     "raft-messages-dropped",
    "raft-messages-refused",  "raft-frames-malformed", "raft-frames-misdirected",
    "raft-connections-silent"};

} // namespace core::raft
