// SPDX-License-Identifier: Apache-2.0
#include "core/raft/persistence.h"

#include "core/base/assert.h"

#include <algorithm>

namespace core::raft {

Persist Persistence::begin(const HardState& hard) {
    Persist persist;
    persist.sequence = ++lastSequence_;
    if (isUnwritten(hard)) {
        termSequence_ = lastSequence_;
        terms_.emplace_back(lastSequence_, hard.term);
    }
    if (hard != written_) {
        persist.hard = hard;
        written_ = hard;
    }
    return persist;
}

void Persistence::persisted(std::uint64_t sequence) {
    ORRERY_ASSERT(sequence <= lastSequence_);
    durableSequence_ = std::max(durableSequence_, sequence);
    while (!terms_.empty() && terms_.front().first <= sequence) {
        durableTerm_ = terms_.front().second;
        terms_.pop_front();
    }
}

} // namespace core::raft
