// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "core/base/time.h"
#include "core/raft/quorum.h"
#include "core/raft/types.h"

#include <map>

/// Role, term, vote and the election timer of one server, and the rules for voting. Pure. Sources:
/// the paper, sections 5.2 and 5.4.1; the thesis, 4.2.3 (refuse votes while a leader is
/// heard), 6.4.1 (leases) and 9.6 (pre-vote).
namespace core::raft {

/// Draws an election timeout in [electionTimeout, 2 * electionTimeout).
using TimeoutDraw = UniqueFunction<Duration()>;

class Election {
public:
    Election(Term term, NodeId vote, Instant now, TimeoutDraw draw);

    Role role() const { return role_; }
    Term term() const { return term_; }
    NodeId vote() const { return vote_; }
    NodeId leader() const { return leader_; }
    Instant deadline() const { return timerStart_ + timeout_; }
    const std::map<NodeId, bool>& votes() const { return votes_; }

    /// `leader` may be kNoNode. A later term forgets the vote. A follower's timer goes on: a
    /// candidate that cannot win must not put off the one that can (the paper, 5.2: only a vote
    /// granted or a leader heard restart it).
    void becomeFollower(Instant now, Term term, NodeId leader);
    /// Term and vote stay.
    void becomePreCandidate(Instant now);
    /// The next term, with the own vote (which counts once it is durable).
    void becomeCandidate(Instant now, NodeId self);
    void becomeLeader(Instant now, NodeId self);

    /// The leader of this term was heard: the timer starts anew.
    void heardLeader(Instant now, NodeId leader);
    void forgetLeader() { leader_ = kNoNode; }
    /// Starts the timer anew with the same timeout (after a vote was granted, or a look of
    /// check-quorum).
    void restartTimer(Instant now) { timerStart_ = now; }
    /// Time since the timer was started.
    Duration elapsed(Instant now) const { return now - timerStart_; }

    /// Whether this server may still vote for `candidate` in `term` (not whether it should: the
    /// candidate's log decides, Log::isUpToDate).
    bool mayVote(NodeId candidate, Term term, bool preVote) const;
    void castVote(NodeId candidate) { vote_ = candidate; }
    /// Counts the first answer of each voter.
    void countVote(NodeId voter, bool granted) { votes_.emplace(voter, granted); }
    VoteResult result(const Configuration& configuration) const {
        return voteResult(configuration, votes_);
    }

private:
    void restart(Instant now);

    Role role_ = Role::Follower;
    Term term_ = 0;
    NodeId vote_ = kNoNode;
    NodeId leader_ = kNoNode;
    std::map<NodeId, bool> votes_;
    Instant timerStart_;
    Duration timeout_;
    TimeoutDraw draw_;
};

} // namespace core::raft
