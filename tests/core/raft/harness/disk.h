// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/raft/raft.h"
#include "tests/core/raft/harness/registers.h"

#include <deque>
#include <memory>

/// A server's disk: what is durable, and Persists that are on their way there and that a power
/// failure loses.
namespace tests::raft {

using core::raft::LogIndex;
using core::raft::NodeId;
using core::raft::Term;

/// A snapshot's data.
using Image = std::shared_ptr<const Registers>;

class Disk {
public:
    Disk() = default;
    /// The disk of a founding member.
    explicit Disk(const core::raft::RestoredState& first)
        : hard_(first.hard), snapshot_(first.snapshot) {}

    /// `image` belongs to persist.snapshot, if it has one.
    void write(core::raft::Persist persist, Image image);
    std::size_t pending() const { return pending_.size(); }
    /// The oldest pending Persist is durable from now on. REQUIRES: pending() > 0.
    core::raft::Persist syncOldest();
    /// Of what was pending a prefix survives, each Persist whole or not at all. True if something
    /// was lost.
    bool crash(core::RandomStream& random);

    void saveSnapshot(core::raft::SnapshotMeta meta, Image image, LogIndex dropTo);

    core::raft::RestoredState restored() const;
    const core::raft::HardState& hard() const { return hard_; }
    const core::raft::SnapshotMeta& snapshot() const { return snapshot_; }
    const Image& image() const { return image_; }
    LogIndex lastIndex() const;
    /// Whether the entry would survive, by itself or in the snapshot.
    bool holds(LogIndex index, Term term) const;

private:
    struct Pending {
        core::raft::Persist persist;
        Image image;
    };

    void store(const Pending& pending);

    core::raft::HardState hard_;
    core::raft::SnapshotMeta snapshot_;
    Image image_ = std::make_shared<const Registers>();
    std::deque<core::raft::Entry> entries_; ///< consecutive; some may be older than the snapshot
    std::deque<Pending> pending_;
};

} // namespace tests::raft
