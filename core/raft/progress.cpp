// SPDX-License-Identifier: Apache-2.0
#include "core/raft/progress.h"

#include <algorithm>

namespace core::raft {

std::string_view toString(ProgressState state) {
    switch (state) {
    case ProgressState::Probe:
        return "probe";
    case ProgressState::Replicate:
        return "replicate";
    case ProgressState::Snapshot:
        return "snapshot";
    }
    return "unknown";
}

void Progress::reset(ProgressState state) {
    state_ = state;
    paused_ = false;
    pendingSnapshot_ = 0;
    inFlight_.clear();
}

void Progress::becomeProbe() {
    // After a snapshot the follower is where the snapshot ends, if it arrived.
    const LogIndex beyond = state_ == ProgressState::Snapshot ? pendingSnapshot_ : 0;
    reset(ProgressState::Probe);
    next_ = std::max(match_, beyond) + 1;
    sentCommit_ = std::min(sentCommit_, next_ - 1);
}

void Progress::becomeReplicate() {
    reset(ProgressState::Replicate);
    next_ = match_ + 1;
}

void Progress::becomeSnapshot(LogIndex index) {
    reset(ProgressState::Snapshot);
    pendingSnapshot_ = index;
    next_ = index + 1;
    sentCommit_ = index;
}

void Progress::sent(std::size_t count, LogIndex commit) {
    sentCommit_ = std::max(sentCommit_, commit);
    if (state_ == ProgressState::Probe) {
        paused_ = paused_ || count > 0;
        return;
    }
    if (count > 0) {
        next_ += count;
        inFlight_.push_back(next_ - 1);
    }
    paused_ = isWindowFull();
}

bool Progress::accepted(LogIndex index) {
    const bool moved = index > match_;
    if (moved) {
        match_ = index;
        next_ = std::max(next_, index + 1);
        paused_ = false;
    }
    while (!inFlight_.empty() && inFlight_.front() <= index) {
        inFlight_.pop_front();
    }
    return moved;
}

bool Progress::refused(LogIndex previousIndex, LogIndex hint) {
    if (state_ == ProgressState::Replicate) {
        if (previousIndex <= match_) {
            return false;
        }
        next_ = match_ + 1;
    } else {
        if (next_ - 1 != previousIndex) {
            return false;
        }
        next_ = std::max(std::min(previousIndex, hint + 1), match_ + 1);
        paused_ = false;
    }
    sentCommit_ = std::min(sentCommit_, next_ - 1);
    return true;
}

} // namespace core::raft
