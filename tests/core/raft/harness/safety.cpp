// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/harness/safety.h"

#include "core/base/hash.h"

#include <algorithm>
#include <set>

namespace tests::raft {

using core::combine64;
using core::raft::Configuration;
using core::raft::Entry;
using core::raft::EntryType;
using core::raft::Log;
using core::raft::Raft;
using core::raft::Role;

namespace {

std::uint64_t chainOf(std::uint64_t before, const Entry& entry) {
    const std::uint64_t head =
        combine64(combine64(before, entry.index), entry.term * 2 + static_cast<Term>(entry.type));
    return combine64(head, core::hash64(entry.data));
}

std::string place(LogIndex index, Term term) {
    return std::to_string(index) + "/" + std::to_string(term);
}
std::string server(NodeId node) {
    return "server " + std::to_string(node);
}

/// Whether one follows the other by a change that keeps majorities in touch.
bool follows(const Configuration& from, const Configuration& to) {
    if (from.isJoint() && to.isJoint()) {
        return from == to;
    }
    if (from.isJoint()) {
        return to.voters == from.voters;
    }
    if (to.isJoint()) {
        return to.outgoing == from.voters;
    }
    std::vector<NodeId> changed;
    std::set_symmetric_difference(from.voters.begin(), from.voters.end(), to.voters.begin(),
                                  to.voters.end(), std::back_inserter(changed));
    return changed.size() <= 1;
}

} // namespace

Safety::Safety(const Disks& disks, const core::raft::SnapshotMeta& first) : disks_(disks) {
    committed_.resize(static_cast<std::size_t>(first.index));
    committed_.push_back({{first.term, core::mix64(first.index), false}, first.term});
    configurations_.emplace(0, first.configuration);
}

void Safety::fail(std::string invariant, std::string text) {
    if (!violation_) {
        violation_ = Violation{std::move(invariant), std::move(text)};
    }
}

void Safety::started(const Raft& raft) {
    const Disk& disk = disks_.at(raft.id());
    Shadow& shadow = shadows_[raft.id()] = Shadow{};
    shadow.running = true;
    if (raft.term() != disk.hard().term || raft.votedFor() != disk.hard().vote) {
        fail("durable-term-and-vote", server(raft.id()) + " forgot its term or vote");
    }
    shadow.term = raft.term();
    shadow.vote = raft.votedFor();
    observe(raft);
}

void Safety::stopped(NodeId node) {
    shadows_[node].running = false;
}

void Safety::observe(const Raft& raft) {
    if (violation_) {
        return;
    }
    Shadow& shadow = shadows_.at(raft.id());
    checkTerm(shadow, raft);
    checkLog(shadow, raft);
    checkLeader(shadow, raft);
    checkCommit(shadow, raft);
    shadow.leads = raft.isLeader();
}

void Safety::checkTerm(Shadow& shadow, const Raft& raft) {
    if (raft.term() < shadow.term) {
        fail("monotone-term", server(raft.id()) + " went back to term " +
                                  std::to_string(raft.term()) + " from " +
                                  std::to_string(shadow.term));
    }
    const bool changed = raft.term() == shadow.term && shadow.vote != core::raft::kNoNode &&
                         raft.votedFor() != shadow.vote;
    if (changed) {
        fail("one-vote-a-term",
             server(raft.id()) + " changed its vote of term " + std::to_string(shadow.term));
    }
    if (raft.term() != shadow.term) {
        shadow.leads = false;
    }
    shadow.term = raft.term();
    shadow.vote = raft.votedFor();
}

// Logs.

void Safety::checkLog(Shadow& shadow, const Raft& raft) {
    const Log& log = raft.log();
    if (log.baseIndex() > shadow.base) {
        moveBase(shadow, raft);
    }
    // Backwards to where both agree: what was cut off and written anew has other terms.
    LogIndex same = std::min(shadow.last(), log.lastIndex());
    while (same > shadow.base && log.termAt(same) != shadow.at(same).term) {
        --same;
    }
    if (same < shadow.last()) {
        truncate(shadow, raft, same);
    }
    appendLinks(shadow, raft);
}

void Safety::moveBase(Shadow& shadow, const Raft& raft) {
    const LogIndex base = raft.log().baseIndex();
    if (base >= committed_.size() || committed_[base].link.term != raft.log().termAt(base)) {
        fail("snapshot-of-committed", server(raft.id()) + " has a snapshot of " +
                                          place(base, *raft.log().termAt(base)) +
                                          ", which is not committed");
        return;
    }
    if (base >= shadow.last() || shadow.chainAt(base) != committed_[base].link.chain) {
        shadow.links.clear();
    } else {
        shadow.links.erase(shadow.links.begin(),
                           shadow.links.begin() + static_cast<std::ptrdiff_t>(base - shadow.base));
    }
    shadow.base = base;
    shadow.baseChain = committed_[base].link.chain;
}

void Safety::truncate(Shadow& shadow, const Raft& raft, LogIndex last) {
    if (last < shadow.commit) {
        fail("committed-stays", server(raft.id()) + " cut its log after " + std::to_string(last) +
                                    " but had committed " + std::to_string(shadow.commit));
    }
    if (shadow.leads && raft.isLeader()) {
        fail("leader-append-only", server(raft.id()) + " leads and cut its log");
    }
    while (shadow.last() > last) {
        shadow.links.pop_back();
    }
}

void Safety::appendLinks(Shadow& shadow, const Raft& raft) {
    for (LogIndex index = shadow.last() + 1; index <= raft.log().lastIndex(); ++index) {
        const Entry& entry = raft.log().at(index);
        const Link link{entry.term, chainOf(shadow.chainAt(index - 1), entry),
                        entry.type == EntryType::Configuration};
        const auto [known, isNew] = known_.try_emplace({index, entry.term}, link.chain);
        if (known->second != link.chain) {
            fail("log-matching", server(raft.id()) + " has another log up to " +
                                     place(index, entry.term) + " than somebody had");
        }
        shadow.links.push_back(link);
    }
}

void Safety::audit(const Raft& raft) {
    const Shadow& shadow = shadows_.at(raft.id());
    std::uint64_t chain = shadow.baseChain;
    for (LogIndex index = shadow.base + 1; index <= raft.log().lastIndex(); ++index) {
        chain = chainOf(chain, raft.log().at(index));
        if (index > shadow.last() || chain != shadow.at(index).chain) {
            fail("log-matching", server(raft.id()) + " changed an entry in place");
            return;
        }
    }
}

// Commitment.

void Safety::checkCommit(Shadow& shadow, const Raft& raft) {
    const LogIndex commit = raft.log().commit();
    if (commit < shadow.commit) {
        fail("monotone-commit", server(raft.id()) + " took back what it had committed");
        return;
    }
    if (commit > shadow.last()) {
        fail("commit-in-log", server(raft.id()) + " committed what it does not have");
        return;
    }
    for (LogIndex index = std::max(shadow.commit, shadow.base) + 1; index <= commit; ++index) {
        if (index >= committed_.size()) {
            commitFirst(shadow, raft, index);
            committed_.push_back({shadow.at(index), raft.term()});
        } else if (committed_[index].link.chain != shadow.at(index).chain) {
            fail("state-machine-safety", server(raft.id()) + " committed " +
                                             place(index, shadow.at(index).term) + ", others " +
                                             place(index, committed_[index].link.term));
        }
    }
    shadow.commit = commit;
}

void Safety::commitFirst(const Shadow& shadow, const Raft& raft, LogIndex index) {
    const Term term = shadow.at(index).term;
    if (!raft.isLeader()) {
        fail("leader-commits-first",
             server(raft.id()) + " committed " + place(index, term) + " before any leader");
    } else if (index == raft.log().commit() &&
               (term != raft.term() || !onMajority(raft.configuration(), index, term))) {
        fail("committed-by-majority",
             server(raft.id()) + " in term " + std::to_string(raft.term()) + " committed " +
                 place(index, term) + ", which is not of its term or on too few disks");
    }
}

bool Safety::onMajority(const Configuration& configuration, LogIndex index, Term term) const {
    for (const auto* half : {&configuration.voters, &configuration.outgoing}) {
        std::size_t have = 0;
        for (const NodeId voter : *half) {
            have += disks_.at(voter).holds(index, term) ? 1 : 0;
        }
        if (!half->empty() && have * 2 <= half->size()) {
            return false;
        }
    }
    return true;
}

void Safety::applying(NodeId node, LogIndex before, const Entry& entry) {
    if (entry.index != before + 1) {
        fail("applied-in-order", server(node) + " applied " + std::to_string(entry.index) +
                                     " after " + std::to_string(before));
    } else if (entry.index >= committed_.size() ||
               committed_[entry.index].link.term != entry.term) {
        fail("applied-is-committed", server(node) + " applied " + place(entry.index, entry.term) +
                                         ", which is not committed");
    } else if (!disks_.at(node).holds(entry.index, entry.term)) {
        fail("applied-is-durable",
             server(node) + " applied " + place(entry.index, entry.term) + " from memory only");
    }
}

// Leaders.

void Safety::checkLeader(Shadow& shadow, const Raft& raft) {
    if (!raft.isLeader()) {
        return;
    }
    const auto [leader, isNew] = leaders_.try_emplace(raft.term(), raft.id());
    if (leader->second != raft.id()) {
        fail("one-leader-a-term", server(raft.id()) + " and " + server(leader->second) +
                                      " lead in term " + std::to_string(raft.term()));
    }
    if (isNew) {
        checkCompleteness(shadow, raft);
    }
    std::size_t changes = 0;
    const LogIndex commit = std::max(raft.log().commit(), shadow.base);
    for (LogIndex index = shadow.last(); index > commit; --index) {
        changes += shadow.at(index).isChange ? 1 : 0;
    }
    if (changes > 1) {
        fail("one-change-at-a-time",
             server(raft.id()) + " has two uncommitted membership changes in its log");
    }
}

void Safety::checkCompleteness(const Shadow& shadow, const Raft& raft) {
    LogIndex index = committed();
    while (index > shadow.base && committed_[index].by >= raft.term()) {
        --index; // later leaders may have been elected before this one counted its votes
    }
    if (index <= shadow.base) {
        return;
    }
    if (index > shadow.last() || shadow.at(index).chain != committed_[index].link.chain) {
        fail("leader-completeness", server(raft.id()) + " leads in term " +
                                        std::to_string(raft.term()) + " without the committed " +
                                        place(index, committed_[index].link.term));
    }
}

void Safety::configured(NodeId node, const core::raft::ConfigurationApplied& applied) {
    auto before = configurations_.upper_bound(applied.index);
    --before; // there is one for 0
    const Configuration& known = before->second;
    if (known == applied.configuration) {
        return;
    }
    if (before->first == applied.index && applied.index > 0) {
        fail("same-configuration", server(node) + " sees other members at " +
                                       std::to_string(applied.index) + " than others");
    } else if (!follows(known, applied.configuration)) {
        fail("overlapping-majorities",
             toString(known) + " became " + toString(applied.configuration) + " in one step");
    }
    configurations_[applied.index] = applied.configuration;
}

// Messages and reads.

void Safety::sending(const core::raft::Message& message) {
    using namespace core::raft;
    const auto* request = std::get_if<VoteRequest>(&message.body);
    const auto* vote = std::get_if<VoteReply>(&message.body);
    const bool ofNextTerm = (request != nullptr && request->preVote) ||
                            (vote != nullptr && vote->preVote && vote->granted);
    if (!ofNextTerm && disks_.at(message.from).hard().term < message.term) {
        fail("persisted-before-sent", server(message.from) + " sent a message of term " +
                                          std::to_string(message.term) +
                                          ", which is not on its disk");
    }
    if (request != nullptr) {
        auto& best = asked_[{message.from, message.term, request->preVote}];
        best = std::max(best, {request->lastTerm, request->lastIndex});
    }
    if (request != nullptr && !request->preVote) {
        checkVote(message, message.from);
    } else if (vote != nullptr && !vote->preVote && vote->granted) {
        checkVote(message, message.to);
    } else if (const auto* reply = std::get_if<AppendReply>(&message.body)) {
        checkReply(message, *reply);
    }
}

/// The restriction on elections (the paper, 5.4.1). Of a server that was removed only what it knows
/// to be committed matters, see Raft::isUpToDate.
void Safety::voted(const Raft& raft, const core::raft::VoteCast& vote) {
    const auto asked = asked_.find({vote.candidate, vote.term, vote.preVote});
    if (!vote.granted || asked == asked_.end()) {
        return;
    }
    const Log& log = raft.log();
    const bool votes = raft.configuration().isVoter(raft.id());
    const LogIndex last = votes ? log.lastIndex() : log.commit();
    if (asked->second < std::pair{log.termAt(last).value_or(0), last}) {
        fail("votes-for-complete-logs", server(raft.id()) + " would elect " +
                                            server(vote.candidate) + ", whose log is behind");
    }
}

void Safety::checkVote(const core::raft::Message& message, NodeId candidate) {
    const core::raft::HardState& hard = disks_.at(message.from).hard();
    if (hard.term == message.term && hard.vote != candidate) {
        fail("persisted-before-sent",
             server(message.from) + " gave a vote that is not on its disk");
    }
    const auto [vote, isNew] = votes_.try_emplace({message.from, message.term}, candidate);
    if (vote->second != candidate) {
        fail("one-vote-a-term", server(message.from) + " voted for " + server(vote->second) +
                                    " and " + server(candidate) + " in term " +
                                    std::to_string(message.term));
    }
}

void Safety::checkReply(const core::raft::Message& message, const core::raft::AppendReply& reply) {
    const Disk& disk = disks_.at(message.from);
    if (!reply.accepted || disk.hard().term > message.term) {
        return; // a reply of the past may have been true
    }
    if (reply.index > disk.lastIndex()) {
        fail("persisted-before-sent", server(message.from) + " claims " +
                                          std::to_string(reply.index) + ", its disk ends at " +
                                          std::to_string(disk.lastIndex()));
        return;
    }
    // The leader's own log, if it still leads, says whether the claim is true.
    const auto leader = shadows_.find(message.to);
    if (leader == shadows_.end() || !leader->second.running || !leader->second.leads ||
        leader->second.term != message.term || reply.index <= leader->second.base) {
        return;
    }
    const bool isThere = reply.index <= leader->second.last();
    if (!isThere || !disk.holds(reply.index, leader->second.at(reply.index).term)) {
        fail("accepted-is-matching", server(message.from) + " claims to match its leader up to " +
                                         std::to_string(reply.index));
    }
}

void Safety::readGranted(NodeId node, LogIndex floor, LogIndex index) {
    if (index < floor) {
        fail("reads-never-stale", "a read at " + server(node) + " may look at " +
                                      std::to_string(index) + ", yet " + std::to_string(floor) +
                                      " was committed before it was asked for");
    }
}

} // namespace tests::raft
