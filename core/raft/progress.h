// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/types.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>

/// What a leader knows of one follower, and how fast it may send. Sources: the paper, figure 2
/// (nextIndex, matchIndex); the flow control of etcd-io/raft 3.6 (package tracker).
namespace core::raft {

enum class ProgressState : std::uint8_t {
    Probe,     ///< where the logs meet is unknown: one request at a time
    Replicate, ///< requests are sent one after another without waiting for replies
    Snapshot,  ///< a snapshot is on the way: no entries
};
std::string_view toString(ProgressState state);

class Progress {
public:
    Progress(LogIndex next, std::size_t window) : next_(next), window_(window) {}

    LogIndex match() const { return match_; } ///< known to be durable there
    LogIndex next() const { return next_; }   ///< first index to send
    ProgressState state() const { return state_; }
    LogIndex pendingSnapshot() const { return pendingSnapshot_; }
    std::size_t inFlight() const { return inFlight_.size(); }
    bool isPaused() const { return state_ == ProgressState::Snapshot || paused_; }
    bool isWindowFull() const { return inFlight_.size() >= window_; }
    /// Whether a message with `commit` would tell this follower something.
    bool lacksCommit(LogIndex commit) const {
        return commit > sentCommit_ && sentCommit_ + 1 < next_;
    }

    bool recentlyActive = false; ///< answered since the last look of check-quorum
    bool learner = false;

    void becomeProbe();
    void becomeReplicate();
    void becomeSnapshot(LogIndex index);

    /// A request with `count` entries from next() on and `commit` leaves.
    void sent(std::size_t count, LogIndex commit);
    /// An accepted reply up to `index`. True if match moved.
    bool accepted(LogIndex index);
    /// A refused reply for `previousIndex`. False if it is an old one. Else next moved back to
    /// where the logs may match.
    bool refused(LogIndex previousIndex, LogIndex hint);
    /// A sign of life: one more message may be sent even if none was answered.
    void unpause() { paused_ = false; }
    void pause() { paused_ = true; }
    void abandonSnapshot() { pendingSnapshot_ = 0; }

private:
    void reset(ProgressState state);

    LogIndex match_ = 0;
    LogIndex next_ = 1;
    ProgressState state_ = ProgressState::Probe;
    LogIndex pendingSnapshot_ = 0;
    LogIndex sentCommit_ = 0;
    bool paused_ = false;
    std::deque<LogIndex> inFlight_; ///< the last index of each unanswered request
    std::size_t window_;
};

} // namespace core::raft
