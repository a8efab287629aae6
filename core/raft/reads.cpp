// SPDX-License-Identifier: Apache-2.0
#include "core/raft/reads.h"

#include <algorithm>

namespace core::raft {

std::vector<PendingRead> Reads::reset() {
    std::vector<PendingRead> dropped;
    for (const Waiting& waiting : waiting_) {
        dropped.push_back(waiting.read);
    }
    *this = Reads();
    return dropped;
}

void Reads::add(PendingRead read, LogIndex commit) {
    waiting_.push_back({read, commit, lastRound_ + 1});
}

std::uint64_t Reads::startRound(Instant now) {
    open_.push_back({++lastRound_, now});
    return lastRound_;
}

void Reads::acknowledged(NodeId from, std::uint64_t round) {
    std::uint64_t& newest = answered_[from];
    newest = std::max(newest, std::min(round, lastRound_));
}

std::vector<ConfirmedRead> Reads::confirm(const Configuration& configuration, NodeId self) {
    answered_[self] = lastRound_;
    const std::uint64_t confirmed = std::min(committedIndex(configuration, answered_), lastRound_);
    std::vector<ConfirmedRead> reads;
    if (confirmed <= confirmedRound_) {
        return reads;
    }
    confirmedRound_ = confirmed;
    while (!open_.empty() && open_.front().number <= confirmed) {
        confirmedSince_ = open_.front().begun;
        open_.pop_front();
    }
    while (!waiting_.empty() && waiting_.front().round <= confirmed) {
        reads.push_back({waiting_.front().read, waiting_.front().index});
        waiting_.pop_front();
    }
    return reads;
}

} // namespace core::raft
