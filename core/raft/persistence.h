// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/outbox.h"

#include <cstdint>
#include <deque>
#include <utility>

/// Numbers what a server writes and knows what of it is durable: nothing that claims a term, a vote
/// or an entry may leave before those are (the paper, figure 2: "updated on stable storage before
/// responding to RPCs"). Pure.
namespace core::raft {

class Persistence {
public:
    explicit Persistence(const HardState& restored)
        : written_(restored), durableTerm_(restored.term) {}

    /// Term or vote are in no Persist yet. A commit index that moved alone goes with the next
    /// write: losing it costs a restarted server a moment, and no more.
    bool isUnwritten(const HardState& hard) const {
        return hard.term != written_.term || hard.vote != written_.vote;
    }
    /// Starts the next Persist, with `hard` if that changed.
    Persist begin(const HardState& hard);
    /// Persists up to `sequence` are durable. REQUIRES: they were begun.
    void persisted(std::uint64_t sequence);

    bool isDurable(const HardState& hard) const {
        return !isUnwritten(hard) && termSequence_ <= durableSequence_;
    }
    /// The newest term that a crash would not make this server forget.
    Term durableTerm() const { return durableTerm_; }
    /// The number of the next Persist.
    std::uint64_t next() const { return lastSequence_ + 1; }
    /// The number of the last Persist if it is not durable, else 0.
    std::uint64_t outstanding() const {
        return lastSequence_ > durableSequence_ ? lastSequence_ : 0;
    }

private:
    HardState written_; ///< as in the last Persist
    std::uint64_t lastSequence_ = 0;
    std::uint64_t durableSequence_ = 0;
    std::uint64_t termSequence_ = 0; ///< of the Persist with the present term and vote
    Term durableTerm_;
    std::deque<std::pair<std::uint64_t, Term>> terms_; ///< by Persist, not durable
};

} // namespace core::raft
