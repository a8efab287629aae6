// SPDX-License-Identifier: Apache-2.0
#include "core/raft/raft.h"

#include "core/base/assert.h"
#include "core/base/planted.h"

#include <algorithm>
#include <utility>

namespace core::raft {
namespace {

/// Data of entries that one Outbox hands out at most, so that applying shares the time.
constexpr std::size_t kAppliedAtOnce = 1024 * 1024;

/// No log grows that far: larger indexes come from damage.
constexpr LogIndex kMostIndex = LogIndex{1} << 62;

/// Whether a server that keeps to the protocol can have sent this.
bool isPossible(const MessageBody& body) {
    if (const auto* snapshot = std::get_if<InstallSnapshot>(&body)) {
        return snapshot->meta.index > 0 && snapshot->meta.index < kMostIndex;
    }
    const auto* append = std::get_if<AppendRequest>(&body);
    if (append == nullptr) {
        return true;
    }
    LogIndex last = append->previousIndex;
    Term term = append->previousTerm;
    for (const Entry& entry : append->entries) {
        if (entry.index != last + 1 || entry.term < term) {
            return false;
        }
        last = entry.index;
        term = entry.term;
    }
    return last < kMostIndex;
}

bool isFromLeader(const MessageBody& body) {
    return std::holds_alternative<AppendRequest>(body) ||
           std::holds_alternative<HeartbeatRequest>(body) ||
           std::holds_alternative<InstallSnapshot>(body);
}

ReplicationLimits limitsOf(const RaftOptions& options) {
    return {options.entriesPerRequest, options.octetsPerRequest, options.requestsInFlight};
}

} // namespace

std::string_view toString(ProposeError error) {
    switch (error) {
    case ProposeError::NotLeader:
        return "not the leader";
    case ProposeError::Transferring:
        return "leadership is being handed over";
    case ProposeError::TooMuchWaiting:
        return "too much waits to be committed";
    case ProposeError::ChangePending:
        return "a membership change is under way";
    case ProposeError::BadChange:
        return "the change is impossible from the present configuration";
    }
    return "unknown propose error";
}

RestoredState firstState(Configuration configuration) {
    return {{kFirstTerm, kNoNode, 1}, {1, kFirstTerm, std::move(configuration)}, {}};
}

Raft::Raft(RaftOptions options, RestoredState restored, Instant now, TimeoutDraw draw)
    : options_(options), configuration_(restored.snapshot.configuration),
      snapshot_(restored.snapshot),
      log_(restored.snapshot.index, restored.snapshot.term, std::move(restored.entries)),
      election_(restored.hard.term, restored.hard.vote, now, std::move(draw)),
      replication_(limitsOf(options)), persistence_(restored.hard) {
    ORRERY_ASSERT(options_.id != kNoNode);
    log_.commitTo(std::min(restored.hard.commit, log_.lastIndex()));
    if (options_.leaseReads && restored.hard.term > kFirstTerm &&
        !planted("restart-forgets-lease")) {
        // What it promised a leader before the restart is forgotten; the longest promise is not.
        noVoteBefore_ = now + options_.electionTimeout;
    }
}

// Time.

Instant Raft::deadline() const {
    if (isLeader()) {
        return std::min({heartbeatDeadline_, quorumDeadline_, transferDeadline_});
    }
    return mayCampaign() ? election_.deadline() : Instant::max();
}

void Raft::tick(Instant now) {
    if (isLeader()) {
        tickLeader(now);
    } else if (mayCampaign() && now >= election_.deadline()) {
        startElection(now, RoleReason::ElectionTimeout, false);
    }
}

void Raft::tickLeader(Instant now) {
    if (now >= quorumDeadline_) {
        quorumDeadline_ = now + options_.electionTimeout;
        if (options_.checkQuorum && !replication_.quorumActive(configuration_, options_.id)) {
            becomeFollower(now, term(), kNoNode, RoleReason::QuorumLost);
            return;
        }
    }
    if (now >= transferDeadline_) {
        giveUpTransfer();
    }
    if (now >= heartbeatDeadline_) {
        broadcastHeartbeats(now);
    }
}

// Messages.

void Raft::receive(Instant now, const Message& message) {
    if (message.to != options_.id || !isPossible(message.body)) {
        outbox_.notices.push_back(MessageRefused{message.from});
        return;
    }
    if (!acceptTerm(now, message)) {
        return;
    }
    std::visit([&](const auto& body) { on(now, message, body); }, message.body);
}

bool Raft::acceptTerm(Instant now, const Message& message) {
    const auto* voteRequest = std::get_if<VoteRequest>(&message.body);
    const auto* voteReply = std::get_if<VoteReply>(&message.body);
    if (message.term < term()) {
        answerOldTerm(message);
        return false;
    }
    if (message.term == term()) {
        return true;
    }
    if (voteRequest != nullptr && !voteRequest->transfer && hearsLeader(now)) {
        return false; // a server that lost touch shall not depose a leader that others hear
    }
    const bool preVote = (voteRequest != nullptr && voteRequest->preVote) ||
                         (voteReply != nullptr && voteReply->preVote && voteReply->granted);
    if (preVote) {
        return true; // that term has not begun
    }
    becomeFollower(now, message.term, isFromLeader(message.body) ? message.from : kNoNode,
                   RoleReason::HigherTerm);
    return true;
}

void Raft::answerOldTerm(const Message& message) {
    if (const auto* request = std::get_if<VoteRequest>(&message.body)) {
        if (request->preVote) {
            send(message.from, VoteReply{true, false}, afterTerm());
        }
        return;
    }
    if (isFromLeader(message.body)) {
        // A leader of the past learns the term (the paper, figure 2). Without this a server whose
        // term is ahead could neither win (its votes are refused while the leader lives, or it asks
        // members of the past) nor follow.
        send(message.from, AppendReply{}, afterTerm());
    }
}

bool Raft::followLeader(Instant now, const Message& message) {
    if (isLeader()) {
        // There is one leader a term.
        outbox_.notices.push_back(MessageRefused{message.from});
        return false;
    }
    if (role() != Role::Follower) {
        becomeFollower(now, term(), message.from, RoleReason::LeaderFound);
    } else {
        election_.heardLeader(now, message.from);
    }
    if (options_.leaseReads) {
        noVoteBefore_ = now + options_.electionTimeout;
    }
    return true;
}

// Effects.

void Raft::persisted(Instant now, std::uint64_t sequence) {
    persistence_.persisted(sequence);
    const bool moved = log_.persisted(sequence);
    if (role() == Role::Candidate && persistence_.isDurable(hardState())) {
        election_.countVote(options_.id, true);
        countVotes(now);
    }
    if (moved && isLeader()) {
        advanceCommit(now);
    }
}

void Raft::applied(Instant now, LogIndex index) {
    log_.appliedTo(index);
    while (!changes_.empty() && changes_.front().index <= index) {
        const Change change = std::move(changes_.front());
        changes_.pop_front();
        applyChange(now, change);
    }
    leaveJointIfDue();
}

void Raft::snapshotTaken(SnapshotMeta meta, LogIndex dropTo) {
    ORRERY_ASSERT(dropTo <= meta.index && meta.index <= log_.applied());
    if (meta.index > snapshot_.index) {
        snapshot_ = std::move(meta);
    }
    log_.dropTo(dropTo);
}

Outbox Raft::take() {
    if (broadcastDue_) {
        broadcastAppends(false);
    }
    if (mustWrite()) {
        Persist persist = persistence_.begin(hardState());
        persist.snapshot = std::exchange(toRestore_, std::nullopt);
        if (planted("forgets-snapshot-on-disk")) {
            persist.snapshot.reset();
        }
        persist.entries = log_.takeUnwritten(persist.sequence);
        outbox_.persist = std::move(persist);
    }
    outbox_.committed = log_.takeCommitted(kAppliedAtOnce);
    for (const Entry& entry : outbox_.committed) {
        if (entry.type == EntryType::Configuration) {
            if (auto change = decodeConfigurationChange(entry.data)) {
                changes_.push_back({entry.index, std::move(*change)});
            }
        }
    }
    return std::exchange(outbox_, {});
}

HardState Raft::hardState() const {
    return {planted("forgets-term-on-disk") ? persistence_.durableTerm() : term(),
            planted("forgets-vote-on-disk") ? kNoNode : votedFor(), log_.commit()};
}

bool Raft::mustWrite() const {
    return persistence_.isUnwritten(hardState()) || log_.hasUnwritten() || toRestore_;
}

std::uint64_t Raft::afterAll() const {
    return mustWrite() ? persistence_.next() : persistence_.outstanding();
}

std::uint64_t Raft::afterTerm() const {
    return persistence_.isDurable(hardState()) || planted("votes-before-sync") ? 0 : afterAll();
}

std::uint64_t Raft::afterLog(LogIndex index) const {
    const bool durable =
        persistence_.isDurable(hardState()) && index <= log_.durable() && !toRestore_;
    return durable || planted("acknowledges-before-sync") ? 0 : afterAll();
}

void Raft::send(NodeId to, MessageBody body, std::uint64_t after) {
    send(to, term(), std::move(body), after);
}

void Raft::send(NodeId to, Term term, MessageBody body, std::uint64_t after) {
    outbox_.messages.push_back({{options_.id, to, term, std::move(body)}, after});
}

} // namespace core::raft
