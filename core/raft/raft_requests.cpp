// SPDX-License-Identifier: Apache-2.0
// Requests of clients and operators: proposals, membership (the thesis, chapter 4), leadership
// transfer (3.10), reads (6.4).
#include "core/base/assert.h"
#include "core/base/planted.h"
#include "core/raft/raft.h"

#include <utility>

namespace core::raft {

// Proposals.

Result<ProposedAt, ProposeError> Raft::propose(Instant now, Bytes command) {
    (void)now;
    if (!isLeader()) {
        return Failure{ProposeError::NotLeader};
    }
    if (transferee_ != kNoNode) {
        return Failure{ProposeError::Transferring};
    }
    // One command is always let in, however large: else it never could be.
    if (uncommittedOctets_ > 0 && !command.empty() &&
        uncommittedOctets_ + command.size() > options_.uncommittedOctets) {
        return Failure{ProposeError::TooMuchWaiting};
    }
    const LogIndex index = append(EntryType::Command, std::move(command));
    broadcastDue_ = true;
    return ProposedAt{index, term()};
}

Result<ProposedAt, ProposeError> Raft::propose(Instant now, ConfigurationChange change) {
    (void)now;
    if (!isLeader()) {
        return Failure{ProposeError::NotLeader};
    }
    if (transferee_ != kNoNode) {
        return Failure{ProposeError::Transferring};
    }
    if (lastChange_ > log_.applied() && !planted("second-change-while-pending")) {
        return Failure{ProposeError::ChangePending};
    }
    if (!apply(configuration_, change)) {
        return Failure{ProposeError::BadChange};
    }
    lastChange_ = append(EntryType::Configuration, encode(change));
    broadcastDue_ = true;
    return ProposedAt{lastChange_, term()};
}

// Membership.

void Raft::applyChange(Instant now, const Change& change) {
    const auto next = apply(configuration_, change.change);
    if (!next) {
        return; // refused alike on every server
    }
    configuration_ = *next;
    outbox_.notices.push_back(ConfigurationApplied{change.index, configuration_});
    if (!isLeader()) {
        return;
    }
    if (!configuration_.isVoter(options_.id) && options_.stepDownOnRemoval) {
        becomeFollower(now, term(), kNoNode, RoleReason::Removed);
        return;
    }
    // A newcomer is sent the last entry at once: its answer says what it lacks.
    replication_.configure(configuration_, options_.id, log_.lastIndex());
    if (transferee_ != kNoNode && !configuration_.voters.contains(transferee_)) {
        giveUpTransfer();
    }
    if (configuration_.voters.empty()) {
        return;
    }
    advanceCommit(now); // a smaller group may have agreed already
    roundsAnswered(now);
    broadcastAppends(false);
}

void Raft::leaveJointIfDue() {
    if (!isLeader() || !configuration_.autoLeave || !configuration_.isJoint() ||
        transferee_ != kNoNode || lastChange_ > log_.applied()) {
        return;
    }
    lastChange_ = append(EntryType::Configuration, encode(ConfigurationChange{}));
    broadcastDue_ = true;
}

// Leadership transfer.

Result<void, ProposeError> Raft::transferLeadership(Instant now, NodeId to) {
    if (!isLeader()) {
        return Failure{ProposeError::NotLeader};
    }
    if (to == options_.id) {
        return {};
    }
    if (replication_.find(to) == nullptr || !configuration_.voters.contains(to)) {
        return Failure{ProposeError::BadChange};
    }
    if (transferee_ == to) {
        return {};
    }
    giveUpTransfer();
    transferee_ = to;
    transferDeadline_ = now + options_.electionTimeout;
    outbox_.notices.push_back(TransferStarted{to});
    sendAppends(to, true);
    finishTransfer(to);
    return {};
}

void Raft::finishTransfer(NodeId follower) {
    const Progress* progress = replication_.find(follower);
    if (transferee_ != follower || progress == nullptr || progress->match() != log_.lastIndex()) {
        return;
    }
    leaseBarred_ = !planted("lease-during-transfer");
    send(follower, TimeoutNow{}, 0);
}

void Raft::giveUpTransfer() {
    if (transferee_ != kNoNode) {
        outbox_.notices.push_back(TransferGivenUp{transferee_});
    }
    transferee_ = kNoNode;
    transferDeadline_ = Instant::max();
}

// Reads.

bool Raft::committedInTerm() const {
    return log_.commit() >= termStart_ || planted("reads-before-first-commit");
}

Instant Raft::leaseEnd() const {
    const auto since = reads_.confirmedSince();
    if (!isLeader() || !options_.leaseReads || !options_.checkQuorum || leaseBarred_ || !since) {
        return {};
    }
    constexpr std::int64_t kMillion = 1'000'000;
    const Duration whole = options_.electionTimeout;
    const std::int64_t bound = planted("lease-without-drift-bound") ? 0 : options_.leaseDriftPpm;
    return *since + whole / kMillion * (kMillion - bound);
}

void Raft::requestRead(Instant now, std::uint64_t id) {
    const PendingRead read{options_.id, id};
    if (isLeader()) {
        startRead(now, read);
    } else if (leader() == kNoNode) {
        answerRead(read, 0, false);
    } else {
        send(leader(), ReadIndexRequest{id}, afterTerm());
    }
}

void Raft::startRead(Instant now, const PendingRead& read) {
    // Until an entry of its own term is committed, a leader does not know what is (6.4, step 1).
    if (!committedInTerm()) {
        earlyReads_.push_back(read);
        return;
    }
    if (now < leaseEnd() || planted("reads-without-round")) {
        answerRead(read, log_.commit(), true);
        return;
    }
    reads_.add(read, log_.commit());
    if (reads_.roundIsAnswered()) {
        broadcastHeartbeats(now);
    }
}

void Raft::roundsAnswered(Instant now) {
    for (const ConfirmedRead& confirmed : reads_.confirm(configuration_, options_.id)) {
        answerRead(confirmed.read, confirmed.index, true);
    }
    if (reads_.hasWaiting() && reads_.roundIsAnswered()) {
        broadcastHeartbeats(now); // for those that came meanwhile
    }
}

void Raft::answerRead(const PendingRead& read, LogIndex index, bool granted) {
    if (read.asker == options_.id) {
        outbox_.reads.push_back({read.id, index, granted});
    } else {
        send(read.asker, ReadIndexReply{read.id, granted ? index : 0}, afterTerm());
    }
}

void Raft::dropReads() {
    for (const PendingRead& read : std::exchange(earlyReads_, {})) {
        answerRead(read, 0, false);
    }
    for (const PendingRead& read : reads_.reset()) {
        answerRead(read, 0, false);
    }
}

void Raft::on(Instant now, const Message& from, const ReadIndexRequest& request) {
    if (!isLeader()) {
        send(from.from, ReadIndexReply{request.id, 0}, afterTerm());
        return;
    }
    startRead(now, {from.from, request.id});
}

void Raft::on(Instant now, const Message& from, const ReadIndexReply& reply) {
    (void)now;
    (void)from;
    outbox_.reads.push_back({reply.id, reply.index, reply.index != 0});
}

} // namespace core::raft
