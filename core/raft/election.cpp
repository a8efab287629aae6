// SPDX-License-Identifier: Apache-2.0
#include "core/raft/election.h"

#include "core/base/assert.h"
#include "core/base/planted.h"

#include <utility>

namespace core::raft {

Election::Election(Term term, NodeId vote, Instant now, TimeoutDraw draw)
    : term_(term), vote_(vote), draw_(std::move(draw)) {
    restart(now);
}

void Election::restart(Instant now) {
    votes_.clear();
    timerStart_ = now;
    timeout_ = draw_();
}

void Election::becomeFollower(Instant now, Term term, NodeId leader) {
    ORRERY_ASSERT(term >= term_);
    if (term != term_) {
        term_ = term;
        vote_ = kNoNode;
    }
    const bool stays = role_ == Role::Follower && leader == kNoNode;
    role_ = Role::Follower;
    leader_ = leader;
    if (!stays) {
        restart(now);
    }
}

void Election::becomePreCandidate(Instant now) {
    ORRERY_ASSERT(role_ != Role::Leader);
    role_ = Role::PreCandidate;
    leader_ = kNoNode;
    restart(now);
}

void Election::becomeCandidate(Instant now, NodeId self) {
    ORRERY_ASSERT(role_ != Role::Leader);
    role_ = Role::Candidate;
    ++term_;
    vote_ = self;
    leader_ = kNoNode;
    restart(now);
}

void Election::becomeLeader(Instant now, NodeId self) {
    ORRERY_ASSERT(role_ == Role::Candidate);
    role_ = Role::Leader;
    leader_ = self;
    restart(now);
}

void Election::heardLeader(Instant now, NodeId leader) {
    leader_ = leader;
    timerStart_ = now;
}

bool Election::mayVote(NodeId candidate, Term term, bool preVote) const {
    if (preVote && term > term_) {
        return true; // binds nobody
    }
    if (planted("votes-twice")) {
        return true;
    }
    return vote_ == candidate || (vote_ == kNoNode && leader_ == kNoNode);
}

} // namespace core::raft
