// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/raft/configuration.h"

#include <cstdint>
#include <string_view>
#include <vector>

/// The words of Raft: Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm
/// (Extended Version)", 2014 ("the paper"), and Ongaro, "Consensus: Bridging Theory and Practice",
/// Stanford 2014 ("the thesis").
namespace core::raft {

/// Grows with every election; at most one leader a term. 0: before the first election.
using Term = std::uint64_t;
/// Position in the log; the first entry has 1. 0: before the first entry.
using LogIndex = std::uint64_t;

enum class EntryType : std::uint8_t {
    Command = 0,       ///< for the state machine; empty: a leader's first entry of its term
    Configuration = 1, ///< a ConfigurationChange, see configuration.h
};

struct Entry {
    Term term = 0;
    LogIndex index = 0;
    EntryType type = EntryType::Command;
    Bytes data;

    friend bool operator==(const Entry&, const Entry&) = default;
};

/// What must be durable before a server answers (the paper, figure 2: currentTerm, votedFor). The
/// commit index need not be, but saves work after a restart.
struct HardState {
    Term term = 0;
    NodeId vote = kNoNode;
    LogIndex commit = 0;

    friend bool operator==(const HardState&, const HardState&) = default;
};

/// What a snapshot stands for: the log up to and including `index` (the paper, section 7).
struct SnapshotMeta {
    LogIndex index = 0;
    Term term = 0;
    Configuration configuration; ///< as of `index`

    friend bool operator==(const SnapshotMeta&, const SnapshotMeta&) = default;
};

enum class Role : std::uint8_t {
    Follower,
    PreCandidate, ///< asks whether an election could be won, without a new term (thesis, 9.6)
    Candidate,
    Leader,
};
std::string_view toString(Role role);

} // namespace core::raft
