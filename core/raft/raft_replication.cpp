// SPDX-License-Identifier: Apache-2.0
// Replication, commitment and snapshots: the paper, sections 5.3, 5.4.2 and 7; the thesis, 10.2.1.
#include "core/base/assert.h"
#include "core/base/planted.h"
#include "core/raft/raft.h"

#include <algorithm>
#include <utility>

namespace core::raft {

LogIndex Raft::append(EntryType type, Bytes data) {
    const LogIndex index = log_.lastIndex() + 1;
    uncommittedOctets_ += data.size();
    log_.append({term(), index, type, std::move(data)});
    return index;
}

// The leader's side.

void Raft::sendAppends(NodeId to, bool evenEmpty) {
    auto body = replication_.next(to, log_, snapshot_, evenEmpty);
    while (body) {
        const bool snapshot = std::holds_alternative<InstallSnapshot>(*body);
        if (snapshot) {
            outbox_.notices.push_back(SnapshotNeeded{to, snapshot_.index});
        }
        send(to, std::move(*body), 0);
        body = replication_.next(to, log_, snapshot_, false);
    }
}

void Raft::broadcastAppends(bool evenEmpty) {
    broadcastDue_ = false;
    for (const auto& [node, progress] : replication_.followers()) {
        sendAppends(node, evenEmpty);
    }
}

void Raft::broadcastHeartbeats(Instant now) {
    heartbeatDeadline_ = now + options_.heartbeatInterval;
    const std::uint64_t round = reads_.startRound(now);
    for (const auto& [node, progress] : replication_.followers()) {
        // A follower must not commit what it may not have.
        const bool blind = planted("heartbeat-commits-beyond-match");
        const LogIndex commit = blind ? log_.commit() : std::min(progress.match(), log_.commit());
        send(node, HeartbeatRequest{commit, round}, 0);
    }
    roundsAnswered(now); // alone, it is its own majority
}

void Raft::on(Instant now, const Message& from, const AppendReply& reply) {
    Progress* progress = replication_.find(from.from);
    if (!isLeader() || progress == nullptr) {
        return;
    }
    progress->recentlyActive = true;
    if (!reply.accepted) {
        // The follower's log has nothing of a later term than hintTerm at hintIndex: skip what
        // cannot match there either.
        const LogIndex hint = log_.findConflict(reply.hintIndex, reply.hintTerm).index;
        if (progress->refused(reply.index, hint)) {
            if (progress->state() == ProgressState::Replicate) {
                progress->becomeProbe();
            }
            sendAppends(from.from, true);
        }
        return;
    }
    if (reply.index > log_.lastIndex()) {
        return; // no reply to anything this leader sent
    }
    const bool moved = progress->accepted(reply.index);
    if (progress->state() == ProgressState::Probe && reply.index >= progress->match()) {
        progress->becomeReplicate();
    } else if (progress->state() == ProgressState::Snapshot &&
               progress->match() >= log_.baseIndex()) {
        progress->becomeReplicate(); // the log suffices again, whatever became of the snapshot
    }
    if (moved) {
        advanceCommit(now);
    }
    if (!isLeader()) {
        return;
    }
    sendAppends(from.from, progress->lacksCommit(log_.commit()));
    finishTransfer(from.from);
}

void Raft::on(Instant now, const Message& from, const HeartbeatReply& reply) {
    Progress* progress = replication_.find(from.from);
    if (!isLeader() || progress == nullptr) {
        return;
    }
    progress->recentlyActive = true;
    progress->unpause();
    // An append that was lost is noticed here: nothing else would send again.
    if (progress->match() < log_.lastIndex() || progress->state() == ProgressState::Probe) {
        sendAppends(from.from, true);
    }
    reads_.acknowledged(from.from, reply.round);
    roundsAnswered(now);
}

void Raft::advanceCommit(Instant now) {
    const LogIndex own = planted("leader-counts-unsynced") ? log_.lastIndex() : log_.durable();
    const LogIndex held = replication_.committed(configuration_, options_.id, own);
    const LogIndex index = std::min(held, log_.lastIndex());
    // By counting only entries of its own term (the paper, figure 8); earlier ones with them.
    const bool ofThisTerm =
        log_.termAt(index) == term() || planted("commits-old-terms-by-counting");
    if (index <= log_.commit() || !ofThisTerm) {
        return;
    }
    for (LogIndex done = log_.commit() + 1; done <= index; ++done) {
        const std::size_t octets = done >= termStart_ ? log_.at(done).data.size() : 0;
        uncommittedOctets_ -= std::min(uncommittedOctets_, octets);
    }
    const bool first = !committedInTerm();
    log_.commitTo(index);
    if (first) {
        for (const PendingRead& read : std::exchange(earlyReads_, {})) {
            startRead(now, read);
        }
    }
    broadcastAppends(true);
}

void Raft::snapshotSent(Instant now, NodeId to, bool arrived) {
    (void)now;
    Progress* progress = replication_.find(to);
    if (!isLeader() || progress == nullptr || progress->state() != ProgressState::Snapshot) {
        return;
    }
    if (!arrived) {
        progress->abandonSnapshot();
    }
    progress->becomeProbe();
    // It answers with an append reply once it has the snapshot; a heartbeat's reply helps if not.
    progress->pause();
}

void Raft::reportUnreachable(NodeId to) {
    Progress* progress = replication_.find(to);
    if (isLeader() && progress != nullptr && progress->state() == ProgressState::Replicate) {
        progress->becomeProbe();
    }
}

// The follower's side.

void Raft::on(Instant now, const Message& from, const AppendRequest& request) {
    if (!followLeader(now, from)) {
        return;
    }
    if (request.previousIndex < log_.commit()) {
        send(from.from, AppendReply{true, log_.commit(), 0, 0}, afterLog(log_.commit()));
        return;
    }
    const Log::Merged merged =
        log_.merge(request.previousIndex, request.previousTerm, request.entries);
    if (merged.impossible) {
        outbox_.notices.push_back(MessageRefused{from.from});
        return;
    }
    if (!merged.matched) {
        const Log::Hint hint = log_.findConflict(request.previousIndex, request.previousTerm);
        send(from.from, AppendReply{false, request.previousIndex, hint.index, hint.term},
             afterTerm());
        return;
    }
    if (merged.truncated != 0) {
        outbox_.notices.push_back(LogTruncated{merged.truncated, merged.oldLast});
    }
    log_.commitTo(std::min(request.commit, merged.last));
    send(from.from, AppendReply{true, merged.last, 0, 0}, afterLog(merged.last));
}

void Raft::on(Instant now, const Message& from, const HeartbeatRequest& request) {
    if (!followLeader(now, from)) {
        return;
    }
    // The leader knows this server to have it; another log under the same name does not follow.
    log_.commitTo(std::min(request.commit, log_.lastIndex()));
    send(from.from, HeartbeatReply{request.round}, afterTerm());
}

void Raft::on(Instant now, const Message& from, const InstallSnapshot& request) {
    if (!followLeader(now, from)) {
        return;
    }
    const LogIndex index = restoreSnapshot(request.meta) ? request.meta.index : log_.commit();
    send(from.from, AppendReply{true, index, 0, 0}, afterLog(index));
}

bool Raft::restoreSnapshot(const SnapshotMeta& meta) {
    if (meta.index <= log_.commit() && !planted("installs-older-snapshots")) {
        return false;
    }
    if (log_.matches(meta.index, meta.term) && !planted("installs-older-snapshots")) {
        log_.commitTo(meta.index); // the log is there already
        return false;
    }
    log_.restore(meta.index, meta.term);
    snapshot_ = meta;
    configuration_ = meta.configuration;
    changes_.clear();
    toRestore_ = meta;
    outbox_.notices.push_back(ConfigurationApplied{meta.index, configuration_});
    return true;
}

} // namespace core::raft
