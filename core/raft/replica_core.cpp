// SPDX-License-Identifier: Apache-2.0
#include "core/raft/replica_core.h"

#include "core/raft/kinds.h"

#include <algorithm>
#include <utility>

namespace core::raft {
namespace {

/// Read ids of one incarnation are unlike those of all others: a late answer to a question that was
/// asked before a crash must not answer another one.
std::uint64_t firstReadId(std::uint32_t incarnation) {
    return (std::uint64_t{incarnation} << 32) + 1;
}

std::map<NodeId, runtime::Endpoint> endpointsOf(const Members& members) {
    std::map<NodeId, runtime::Endpoint> endpoints;
    for (const auto& [node, member] : members) {
        endpoints.emplace(node, member.endpoint);
    }
    return endpoints;
}

RequestError requestError(ProposeError error) {
    switch (error) {
    case ProposeError::NotLeader:
        return RequestError::NotLeader;
    case ProposeError::BadChange:
        return RequestError::Refused;
    case ProposeError::Transferring:
    case ProposeError::TooMuchWaiting:
    case ProposeError::ChangePending:
        return RequestError::Busy;
    }
    return RequestError::Refused;
}

} // namespace

Replica::Core::Core(runtime::Env& env, ReplicaOptions options, StateMachine& machine,
                    ReplicaEvents events)
    : env_(env), options_(std::move(options)), machine_(machine), events_(std::move(events)),
      view_(env.observer(),
            [this](NodeId node) {
                const auto known = members_.find(node);
                return known == members_.end() ? "member " + std::to_string(node)
                                               : known->second.name;
            }),
      storage_(env.disk(), {.directory = options_.directory},
               {.durable = [this](std::uint64_t sequence) { durable(sequence); },
                .failed = [this](runtime::DiskError error) { stop(toString(error)); }}),
      transport_(env,
                 {.self = options_.raft.id,
                  .group = options_.group,
                  .port = options_.port,
                  .electionTimeout = options_.raft.electionTimeout},
                 {.message = [this](const Message& message) { arrived(message, {}); },
                  .snapshot = [this](const Message& message,
                                     Bytes octets) { arrived(message, std::move(octets)); },
                  .unreachable =
                      [this](NodeId node) {
                          raft_->reportUnreachable(node);
                          work();
                      },
                  .snapshotSent =
                      [this](NodeId node, bool sent) {
                          raft_->snapshotSent(env_.now(), node, sent);
                          work();
                      }}),
      members_(options_.members), nextRead_(firstReadId(env.self().incarnation)) {}

// Beginning and end.

void Replica::Core::start() {
    storage_.recover([this](Result<storage::Recovered, storage::StorageFailure> found) {
        recovered(std::move(found));
    });
}

void Replica::Core::recovered(Result<storage::Recovered, storage::StorageFailure> found) {
    if (!found) {
        stop(toString(found.error()));
        return;
    }
    if (found->state.snapshot.index == 0) {
        if (options_.bootstrap.voters.empty()) {
            join(std::move(found->state));
        } else {
            foundGroup();
        }
        return;
    }
    const auto content = decodeSnapshot(found->snapshot);
    if (!content || !machine_.restore(content->machine)) {
        stop("the snapshot is not of this program");
        return;
    }
    chain_ = Chain(found->state.snapshot.index, content->chain);
    for (const Entry& entry : found->state.entries) {
        chain_.extend(entry);
    }
    learn(content->members);
    snapshot_ = {found->state.snapshot, std::make_shared<const Bytes>(std::move(found->snapshot))};
    if (events_.restored) {
        events_.restored();
    }
    join(std::move(found->state));
}

void Replica::Core::foundGroup() {
    const Bytes machine = machine_.snapshot();
    Bytes octets = encodeSnapshot({0, members_, machine});
    RestoredState first = firstState(options_.bootstrap);
    snapshot_ = {first.snapshot, std::make_shared<const Bytes>(octets)};
    chain_ = Chain(first.snapshot.index, 0);
    // Number 1 of the disk's writes; Raft, which then starts, numbers its own from 1 again.
    founding_ = first;
    before_ = 1;
    storage_.append({before_, first.hard, first.snapshot, {}}, std::move(octets));
}

void Replica::Core::join(RestoredState state) {
    if (state.hard.term > kFirstTerm) {
        const LogIndex last =
            state.entries.empty() ? state.snapshot.index : state.entries.back().index;
        env_.observer().event(kRecovered, {{"term", static_cast<std::int64_t>(state.hard.term)},
                                           {"last", static_cast<std::int64_t>(last)}});
    }
    RandomStream& random = env_.random("raft-election-timeout");
    const Duration least = options_.raft.electionTimeout;
    raft_ = std::make_unique<Raft>(options_.raft, std::move(state), env_.now(), [&random, least] {
        return random.between(least, least * 2 - Duration{1});
    });
    transport_.setMembers(endpointsOf(members_));
    if (const auto listening = transport_.start(); !listening) {
        stop(toString(listening.error()));
        return;
    }
    work();
}

void Replica::Core::stop(std::string_view reason) {
    stopped_ = true;
    env_.fail(reason);
}

// Requests.

void Replica::Core::accept(Result<ProposedAt, ProposeError> proposed, ProposalDone& done) {
    if (!proposed) {
        done(Failure{requestError(proposed.error())});
        return;
    }
    proposals_.insert_or_assign(proposed->index, Proposal{proposed->term, std::move(done)});
    workSoon();
}

void Replica::Core::propose(Bytes command, ProposalDone done) {
    if (raft_ == nullptr || stopped_) {
        done(Failure{RequestError::Stopped});
        return;
    }
    if (command.size() > kMostCommand) {
        done(Failure{RequestError::Refused});
        return;
    }
    accept(raft_->propose(env_.now(), std::move(command)), done);
}

void Replica::Core::propose(ConfigurationChange change, ProposalDone done) {
    if (raft_ == nullptr || stopped_) {
        done(Failure{RequestError::Stopped});
        return;
    }
    accept(raft_->propose(env_.now(), std::move(change)), done);
}

void Replica::Core::read(ReadDone done) {
    if (raft_ == nullptr || stopped_) {
        done(Failure{RequestError::Stopped});
        return;
    }
    const std::uint64_t id = nextRead_++;
    reads_.emplace(id, Read{env_.now(), !raft_->isLeader(), std::move(done)});
    raft_->requestRead(env_.now(), id);
    workSoon();
}

Result<void, RequestError> Replica::Core::transferLeadership(NodeId to) {
    if (raft_ == nullptr || stopped_) {
        return Failure{RequestError::Stopped};
    }
    const auto started = raft_->transferLeadership(env_.now(), to);
    workSoon();
    if (!started) {
        return Failure{requestError(started.error())};
    }
    return {};
}

void Replica::Core::campaign() {
    if (raft_ != nullptr && !stopped_) {
        raft_->campaign(env_.now());
        workSoon();
    }
}

// Doing what Raft wants done.

/// Requests of one instant are worked on together: they share messages and writes.
void Replica::Core::workSoon() {
    if (!workComes_) {
        workComes_ = true;
        env_.after({}, [this] {
            workComes_ = false;
            work();
        });
    }
}

void Replica::Core::work() {
    if (raft_ == nullptr || stopped_) {
        return;
    }
    for (Outbox out = raft_->take(); !out.empty() && !stopped_; out = raft_->take()) {
        perform(std::move(out));
    }
    if (stopped_) {
        return;
    }
    giveUpReads();
    snapshotIfDue();
    view_.show(env_.now(), *raft_);
    checkLeadership();
    armTimer();
}

void Replica::Core::perform(Outbox out) {
    for (const Notice& notice : out.notices) {
        view_.show(notice);
    }
    for (Outgoing& outgoing : out.messages) {
        if (outgoing.after <= durable_) {
            send(std::move(outgoing.message));
        } else {
            held_.push_back(std::move(outgoing));
        }
    }
    if (out.persist) {
        persist(std::move(*out.persist));
        if (stopped_) {
            return;
        }
    }
    apply(out.committed);
    for (const ReadAnswer& read : out.reads) {
        answer(read);
    }
    answerReads();
}

void Replica::Core::persist(Persist persist) {
    if (persist.snapshot) {
        install(*persist.snapshot);
        if (stopped_) {
            return; // nothing may reach the disk that says it is here
        }
    }
    for (const Entry& entry : persist.entries) {
        view_.appended(entry, chain_.extend(entry));
    }
    Bytes snapshot = persist.snapshot ? *snapshot_.octets : Bytes{};
    persist.sequence += before_;
    storage_.append(std::move(persist), std::move(snapshot));
}

void Replica::Core::install(const SnapshotMeta& meta) {
    const auto content = decodeSnapshot(arrivedSnapshot_);
    if (!content || !machine_.restore(content->machine)) {
        stop("the leader's snapshot is not of this program");
        return;
    }
    chain_ = Chain(meta.index, content->chain);
    const Members members = content->members;
    snapshot_ = {meta, std::make_shared<const Bytes>(std::move(arrivedSnapshot_))};
    learn(members);
    env_.observer().event(kSnapshotInstalled,
                          {{"index", static_cast<std::int64_t>(meta.index)},
                           {"term", static_cast<std::int64_t>(meta.term)},
                           {"chain", static_cast<std::int64_t>(chain_.at(meta.index))}});
    raft_->applied(env_.now(), meta.index);
    if (events_.restored) {
        events_.restored();
    }
}

void Replica::Core::send(Message message) {
    if (auto* install = std::get_if<InstallSnapshot>(&message.body)) {
        // There may be a newer one than when Raft said so; what is sent is named for what it holds.
        install->meta = snapshot_.meta;
        transport_.sendSnapshot(message, snapshot_.octets);
    } else {
        transport_.send(message);
    }
}

void Replica::Core::durable(std::uint64_t sequence) {
    if (founding_) {
        join(*std::exchange(founding_, std::nullopt));
        return;
    }
    durable_ = sequence - before_;
    raft_->persisted(env_.now(), durable_);
    release();
    work();
}

void Replica::Core::release() {
    // A later message may wait for less than one before it: each waits for its own.
    for (std::size_t count = held_.size(); count > 0; --count) {
        Outgoing outgoing = std::move(held_.front());
        held_.pop_front();
        if (outgoing.after <= durable_) {
            send(std::move(outgoing.message));
        } else {
            held_.push_back(std::move(outgoing));
        }
    }
}

void Replica::Core::arrived(const Message& message, Bytes snapshot) {
    if (std::holds_alternative<InstallSnapshot>(message.body)) {
        arrivedSnapshot_ = std::move(snapshot);
    }
    raft_->receive(env_.now(), message);
    work();
    arrivedSnapshot_ = {}; // installed by now, or not wanted
}

void Replica::Core::learn(const Members& members) {
    for (const auto& [node, member] : members) {
        members_.insert_or_assign(node, member);
    }
    transport_.setMembers(endpointsOf(members_));
}

// Applying.

void Replica::Core::apply(const std::vector<Entry>& entries) {
    if (entries.empty()) {
        return;
    }
    std::vector<Answer> answers;
    for (const Entry& entry : entries) {
        apply(entry, answers);
    }
    raft_->applied(env_.now(), entries.back().index);
    // Not earlier: who is answered may take a snapshot, whose index must be that of the state.
    for (Answer& answer : answers) {
        answer.done(std::move(answer.outcome));
    }
}

void Replica::Core::apply(const Entry& entry, std::vector<Answer>& answers) {
    Bytes result;
    if (entry.type == EntryType::Configuration) {
        const auto change = decodeConfigurationChange(entry.data);
        const auto joined = change ? decodeMembers(change->context) : std::nullopt;
        if (joined) {
            learn(*joined);
        }
    } else if (!entry.data.empty()) {
        result = machine_.apply(entry.index, entry.data);
    }
    view_.applied(entry.index, entry.term, chain_.at(entry.index));
    const auto waiting = proposals_.find(entry.index);
    if (waiting == proposals_.end()) {
        return;
    }
    Proposal proposal = std::move(waiting->second);
    proposals_.erase(waiting);
    if (proposal.term == entry.term) {
        answers.push_back({std::move(proposal.done), std::move(result)});
    } else {
        answers.push_back({std::move(proposal.done), Failure{RequestError::OutcomeUnknown}});
    }
}

void Replica::Core::answer(const ReadAnswer& answer) {
    const auto waiting = reads_.find(answer.id);
    if (waiting == reads_.end()) {
        return;
    }
    ReadDone done = std::move(waiting->second.done);
    reads_.erase(waiting);
    if (answer.granted) {
        readable_.emplace(answer.index, std::move(done));
    } else {
        done(Failure{RequestError::NotLeader});
    }
}

void Replica::Core::answerReads() {
    const LogIndex applied = raft_->log().applied();
    std::vector<ReadDone> ready;
    const auto end = readable_.upper_bound(applied);
    for (auto at = readable_.begin(); at != end; at = readable_.erase(at)) {
        ready.push_back(std::move(at->second));
    }
    for (ReadDone& done : ready) {
        done({});
    }
}

/// Those whose question or answer was lost: Raft does not repeat them.
void Replica::Core::giveUpReads() {
    const Instant asked = env_.now() - options_.raft.electionTimeout;
    std::vector<ReadDone> lost;
    for (auto at = reads_.begin(); at != reads_.end() && at->second.asked <= asked;) {
        if (!at->second.forwarded) {
            ++at; // Raft answers its own, at the latest when it leads no more
            continue;
        }
        lost.push_back(std::move(at->second.done));
        at = reads_.erase(at);
    }
    for (ReadDone& done : lost) {
        done(Failure{RequestError::NotLeader});
    }
}

// Snapshots, leadership, time.

void Replica::Core::snapshotIfDue() {
    const LogIndex since = raft_->log().applied() - raft_->snapshot().index;
    if (options_.snapshotEvery > 0 && since >= options_.snapshotEvery) {
        (void)takeSnapshot();
    }
}

Result<void, RequestError> Replica::Core::takeSnapshot() {
    if (raft_ == nullptr || stopped_) {
        return Failure{RequestError::Stopped};
    }
    const LogIndex index = raft_->log().applied();
    if (storage_.takesSnapshot() || index <= raft_->snapshot().index) {
        return Failure{RequestError::Refused};
    }
    SnapshotMeta meta{index, *raft_->log().termAt(index), raft_->configuration()};
    const Bytes machine = machine_.snapshot();
    auto octets =
        std::make_shared<const Bytes>(encodeSnapshot({chain_.at(index), members_, machine}));
    storage_.saveSnapshot(meta, *octets, [this, meta, octets](bool kept) {
        if (!kept || meta.index <= raft_->snapshot().index) {
            return; // a leader's was installed meanwhile
        }
        snapshot_ = {meta, octets};
        const LogIndex unneeded = meta.index - std::min(meta.index, options_.keepEntries);
        const LogIndex dropped = std::max(unneeded, raft_->log().baseIndex());
        raft_->snapshotTaken(meta, dropped);
        chain_.dropTo(dropped);
        env_.observer().event(kSnapshotTaken,
                              {{"index", static_cast<std::int64_t>(meta.index)},
                               {"dropped", static_cast<std::int64_t>(dropped)},
                               {"size", static_cast<std::int64_t>(octets->size())}});
        work();
    });
    return {};
}

void Replica::Core::checkLeadership() {
    if (!raft_->isLeader()) {
        // What waits may still be committed by the next leader, or not.
        for (auto& [index, proposal] : std::exchange(proposals_, {})) {
            proposal.done(Failure{RequestError::OutcomeUnknown});
        }
    }
    const bool leads = raft_->leadsReady();
    if (leads != leads_) {
        leads_ = leads;
        if (events_.leadership) {
            events_.leadership(leads);
        }
    }
}

void Replica::Core::armTimer() {
    const Instant deadline = raft_->deadline();
    if (timer_ && timerAt_ <= deadline) {
        return; // early: looks again then
    }
    env_.cancel(timer_);
    timerAt_ = deadline;
    timer_ = {};
    if (deadline == Instant::max()) {
        return;
    }
    timer_ = env_.after(deadline - env_.now(), [this] {
        timer_ = {};
        if (env_.now() >= raft_->deadline()) {
            raft_->tick(env_.now());
        }
        work();
    });
}

} // namespace core::raft
