// SPDX-License-Identifier: Apache-2.0
#include "core/raft/replica_view.h"

#include "core/raft/kinds.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace core::raft {
namespace {

std::int64_t number(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

std::string names(const std::set<NodeId>& nodes, const NameOf& nameOf) {
    std::string text;
    for (const NodeId node : nodes) {
        text += (text.empty() ? "" : " ") + nameOf(node);
    }
    return text;
}

} // namespace

std::string describe(const Configuration& configuration, const NameOf& nameOf) {
    std::string text = names(configuration.voters, nameOf);
    if (configuration.isJoint()) {
        text += " + " + names(configuration.outgoing, nameOf);
    }
    if (!configuration.learners.empty()) {
        text += " (" + names(configuration.learners, nameOf) + ")";
    }
    return text;
}

void ReplicaView::show(const Notice& notice) {
    std::visit([this](const auto& one) { show(one); }, notice);
}

void ReplicaView::show(const RoleChanged& change) {
    const std::int64_t term = number(change.term);
    if (change.from == Role::Candidate && change.reason == RoleReason::ElectionTimeout) {
        const std::int64_t newTerm = change.to == Role::Candidate ? 1 : 0;
        observer_.event(kElectionUndecided, {{"term", term - newTerm}});
    }
    switch (change.to) {
    case Role::PreCandidate:
        observer_.event(kPreVoteStarted, {{"term", term + 1}});
        return;
    case Role::Candidate:
        observer_.event(kElectionStarted, {{"term", term}});
        return;
    case Role::Leader:
        observer_.event(kLeaderElected, {{"term", term}});
        return;
    case Role::Follower:
        break;
    }
    if (change.from != Role::Leader) {
        observer_.event(kElectionLost, {{"term", term}, {"reason", toString(change.reason)}});
    } else if (change.reason == RoleReason::QuorumLost) {
        observer_.event(kQuorumLost, {{"term", term}});
    } else if (change.reason == RoleReason::Removed) {
        observer_.event(kLeaderRemoved, {{"term", term}});
    } else {
        observer_.event(kSteppedDown, {{"term", term}});
    }
}

void ReplicaView::show(const VoteCast& vote) {
    if (vote.preVote) {
        observer_.count(vote.granted ? "pre-votes-granted" : "pre-votes-refused");
        return;
    }
    observer_.event(vote.granted ? kVoteGranted : kVoteRefused,
                    {{"candidate", nameOf_(vote.candidate)}, {"term", number(vote.term)}});
}

void ReplicaView::show(const LogTruncated& truncated) {
    observer_.event(kLogTruncated,
                    {{"from", number(truncated.from)}, {"last", number(truncated.last)}});
}

void ReplicaView::show(const ConfigurationApplied& applied) {
    observer_.event(kConfigurationChanged, {{"members", describe(applied.configuration, nameOf_)},
                                            {"index", number(applied.index)}});
}

void ReplicaView::show(const TransferStarted& transfer) {
    observer_.event(kTransferStarted, {{"target", nameOf_(transfer.to)}});
}

void ReplicaView::show(const TransferGivenUp& transfer) {
    observer_.event(kTransferEnded, {{"target", nameOf_(transfer.to)}});
}

void ReplicaView::show(const SnapshotNeeded& needed) {
    observer_.event(kSnapshotSent,
                    {{"follower", nameOf_(needed.follower)}, {"index", number(needed.index)}});
}

void ReplicaView::show(const MessageRefused& refused) {
    observer_.count("raft-messages-refused");
    observer_.event(kMessageRefused, {{"sender", nameOf_(refused.from)}});
}

void ReplicaView::appended(const Entry& entry, std::uint64_t chain) {
    observer_.event(
        kEntryAppended,
        {{"index", number(entry.index)}, {"term", number(entry.term)}, {"chain", number(chain)}});
}

void ReplicaView::applied(LogIndex index, Term term, std::uint64_t chain) {
    observer_.event(kEntryApplied,
                    {{"index", number(index)}, {"term", number(term)}, {"chain", number(chain)}});
}

void ReplicaView::show(Instant now, const Raft& raft) {
    set("term", number(raft.term()));
    set("role", std::string(toString(raft.role())));
    set("vote", raft.votedFor() == kNoNode ? "" : nameOf_(raft.votedFor()));
    set("leader", raft.leader() == kNoNode ? "" : nameOf_(raft.leader()));
    if (raft.leader() != leader_) {
        leader_ = raft.leader();
        if (leader_ != kNoNode && !raft.isLeader()) {
            observer_.event(kLeaderFollowed,
                            {{"leader", nameOf_(leader_)}, {"term", number(raft.term())}});
        }
    }
    set("log-first", number(raft.log().firstIndex()));
    set("log-last", number(raft.log().lastIndex()));
    set("log-last-term", number(raft.log().lastTerm()));
    set("durable-index", number(raft.log().durable()));
    set("durable-term", number(raft.durableTerm()));
    set("commit", number(raft.log().commit()));
    set("applied", number(raft.log().applied()));
    set("snapshot", number(raft.snapshot().index));
    set("members", describe(raft.configuration(), nameOf_));
    showFollowers(raft);
    showTimers(now, raft);
}

void ReplicaView::showFollowers(const Raft& raft) {
    const auto& followers = raft.replication().followers();
    for (const auto& [node, progress] : followers) {
        auto [at, added] = followers_.try_emplace(node);
        if (added) {
            at->second = nameOf_(node);
        }
        set("match/" + at->second, number(progress.match()));
        set("next/" + at->second, number(progress.next()));
        set("progress/" + at->second, std::string(toString(progress.state())));
    }
    for (auto at = followers_.begin(); at != followers_.end();) {
        if (followers.contains(at->first)) {
            ++at;
            continue;
        }
        drop("match/" + at->second);
        drop("next/" + at->second);
        drop("progress/" + at->second);
        at = followers_.erase(at);
    }
}

/// A running timer is shown as the time left when it was (re)started: onlookers count down.
void ReplicaView::showTimers(Instant now, const Raft& raft) {
    const Instant deadline = raft.isLeader() ? raft.heartbeatDeadline() : raft.electionDeadline();
    // Under load the timer starts anew with every request; a tenth is all an eye could tell.
    const Duration grain = raft.timerGrain();
    if (deadline >= shownDeadline_ && deadline - shownDeadline_ < grain) {
        return;
    }
    shownDeadline_ = deadline;
    const char* running = raft.isLeader() ? "heartbeat-timer" : "election-timer";
    const char* stopped = raft.isLeader() ? "election-timer" : "heartbeat-timer";
    drop(stopped);
    texts_[running];
    observer_.state(running, deadline - now);
}

void ReplicaView::set(const std::string& key, std::int64_t value) {
    const auto [at, added] = numbers_.try_emplace(key, value);
    if (added || at->second != value) {
        at->second = value;
        observer_.state(key, value);
    }
}

void ReplicaView::set(const std::string& key, const std::string& value) {
    const auto [at, added] = texts_.try_emplace(key, value);
    if (added || at->second != value) {
        at->second = value;
        observer_.state(key, std::string_view(value));
    }
}

void ReplicaView::drop(const std::string& key) {
    if (numbers_.erase(key) + texts_.erase(key) > 0) {
        observer_.clearState(key);
    }
}

} // namespace core::raft
