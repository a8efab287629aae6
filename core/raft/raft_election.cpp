// SPDX-License-Identifier: Apache-2.0
// Elections: the paper, sections 5.2 and 5.4.1; the thesis, 3.10 (transfer), 4.2.3 and 9.6.
#include "core/base/assert.h"
#include "core/base/planted.h"
#include "core/raft/raft.h"

#include <algorithm>

namespace core::raft {

bool Raft::mayCampaign() const {
    return configuration_.isVoter(options_.id) && !toRestore_;
}

bool Raft::hasUnappliedChange() const {
    for (LogIndex index = log_.applied() + 1; index <= log_.commit(); ++index) {
        if (index >= log_.firstIndex() && log_.at(index).type == EntryType::Configuration) {
            return true;
        }
    }
    return false;
}

/// The first change in the log, not applied here, that makes this server a voter; 0: none.
LogIndex Raft::promotion() const {
    const MemberChange toVoter{ChangeType::AddVoter, options_.id};
    for (LogIndex index = std::max(log_.applied(), log_.baseIndex()) + 1; index <= log_.lastIndex();
         ++index) {
        if (log_.at(index).type != EntryType::Configuration) {
            continue;
        }
        const auto change = decodeConfigurationChange(log_.at(index).data);
        if (change && std::count(change->changes.begin(), change->changes.end(), toVoter) > 0) {
            return index;
        }
    }
    return 0;
}

bool Raft::hearsLeader(Instant now) const {
    if (!options_.checkQuorum) {
        return false;
    }
    const bool hears =
        leader() != kNoNode && (isLeader() || election_.elapsed(now) < options_.electionTimeout);
    return hears || now < noVoteBefore_;
}

void Raft::campaign(Instant now) {
    startElection(now, RoleReason::ToldToCampaign, false);
}

void Raft::startElection(Instant now, RoleReason reason, bool transfer) {
    if (isLeader() || !mayCampaign()) {
        return;
    }
    if (now < noVoteBefore_ && !transfer) {
        return; // its own vote is promised as well, whoever tells it to campaign
    }
    if (hasUnappliedChange() && !planted("campaigns-with-unapplied-change")) {
        election_.restartTimer(now); // it may not know who votes
        return;
    }
    if (!options_.preVote || transfer) {
        becomeCandidate(now, reason, transfer);
        return;
    }
    const Role from = role();
    election_.becomePreCandidate(now);
    noteRole(from, reason);
    askForVotes(true, false);
    election_.countVote(options_.id, true);
    countVotes(now);
}

void Raft::becomeCandidate(Instant now, RoleReason reason, bool transfer) {
    const Role from = role();
    election_.becomeCandidate(now, options_.id);
    noteRole(from, reason);
    askForVotes(false, transfer);
    if (planted("own-vote-before-sync")) {
        election_.countVote(options_.id, true);
        countVotes(now);
    }
}

void Raft::askForVotes(bool preVote, bool transfer) {
    const VoteRequest request{preVote, transfer, log_.lastIndex(), log_.lastTerm()};
    for (const NodeId node : configuration_.members()) {
        if (node == options_.id || !configuration_.isVoter(node)) {
            continue;
        }
        if (preVote) {
            send(node, term() + 1, request, 0);
        } else {
            // Were the term not durable, this server could ask again in it after a crash, with
            // another log than the one these votes will be given for.
            send(node, request, planted("asks-for-votes-before-sync") ? 0 : afterAll());
        }
    }
}

void Raft::countVotes(Instant now) {
    switch (election_.result(configuration_)) {
    case VoteResult::Pending:
        return;
    case VoteResult::Lost:
        becomeFollower(now, term(), kNoNode, RoleReason::ElectionLost);
        return;
    case VoteResult::Won:
        if (role() == Role::PreCandidate) {
            becomeCandidate(now, RoleReason::PreVoteWon, false);
        } else {
            becomeLeader(now);
        }
        return;
    }
}

void Raft::becomeFollower(Instant now, Term term, NodeId leader, RoleReason reason) {
    const Role from = role();
    election_.becomeFollower(now, term, leader);
    if (from == Role::Leader) {
        dropReads();
        if (!planted("keeps-match-of-earlier-term")) {
            replication_.clear();
        }
        giveUpTransfer();
        leaseBarred_ = false;
        broadcastDue_ = false;
        heartbeatDeadline_ = quorumDeadline_ = Instant::max();
    }
    if (from != Role::Follower) {
        noteRole(from, reason);
    }
}

void Raft::becomeLeader(Instant now) {
    const Role from = role();
    election_.becomeLeader(now, options_.id);
    noteRole(from, RoleReason::ElectionWon);
    replication_.reset(configuration_, options_.id, log_.lastIndex());
    // Whatever is not applied may hold a change: none may be added before all of it is.
    lastChange_ = log_.lastIndex();
    uncommittedOctets_ = 0;
    quorumDeadline_ = now + options_.electionTimeout;
    heartbeatDeadline_ = now + options_.heartbeatInterval;
    // Entries of earlier terms are committed by one of its own (the paper, 5.4.2 and section 8).
    termStart_ = append(EntryType::Command, {});
    broadcastAppends(true);
}

void Raft::noteRole(Role from, RoleReason reason) {
    outbox_.notices.push_back(RoleChanged{from, role(), term(), reason});
}

/// Whether the candidate's log holds all that this server's vote must protect. Who is no voter
/// protects what is committed: no majority counts what else is in its log, unless a change in the
/// log, once committed, makes it a voter; and a candidate without that change cannot win over those
/// who committed it. Were it stricter, a leader that removed itself, or a learner that got entries
/// its leader then lost, could prevent elections for ever: servers that have not applied the last
/// change yet still need their votes.
bool Raft::isUpToDate(const VoteRequest& request) const {
    if (request.preVote ? planted("pre-votes-for-any-log") : planted("votes-for-any-log")) {
        return true;
    }
    const auto reaches = [&](LogIndex index) {
        const Term term = log_.termAt(index).value_or(0);
        return request.lastTerm > term || (request.lastTerm == term && request.lastIndex >= index);
    };
    const LogIndex change = promotion();
    if (configuration_.isVoter(options_.id) || (change != 0 && reaches(change))) {
        return log_.isUpToDate(request.lastIndex, request.lastTerm);
    }
    return reaches(log_.commit());
}

void Raft::on(Instant now, const Message& from, const VoteRequest& request) {
    const bool granted =
        election_.mayVote(from.from, from.term, request.preVote) && isUpToDate(request);
    outbox_.notices.push_back(VoteCast{from.from, from.term, request.preVote, granted});
    if (!granted) {
        send(from.from, VoteReply{request.preVote, false}, afterTerm());
        return;
    }
    if (request.preVote) {
        send(from.from, from.term, VoteReply{true, true}, 0);
        return;
    }
    election_.castVote(from.from);
    election_.restartTimer(now);
    send(from.from, VoteReply{false, true}, afterTerm());
}

void Raft::on(Instant now, const Message& from, const VoteReply& reply) {
    const bool isPreVote = reply.preVote && !planted("pre-votes-count-as-votes");
    const Role asking = isPreVote ? Role::PreCandidate : Role::Candidate;
    if (role() != asking || (isPreVote && reply.granted && from.term != term() + 1)) {
        return; // of an earlier attempt
    }
    election_.countVote(from.from, reply.granted);
    countVotes(now);
}

void Raft::on(Instant now, const Message& from, const TimeoutNow& request) {
    (void)from;
    (void)request;
    if (role() == Role::Follower) {
        startElection(now, RoleReason::ToldToCampaign, true);
    }
}

void Raft::forgetLeader() {
    if (role() == Role::Follower && !options_.leaseReads) {
        election_.forgetLeader();
    }
}

} // namespace core::raft
