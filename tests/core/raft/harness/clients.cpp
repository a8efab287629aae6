// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/harness/clients.h"

#include "core/base/hash.h"

namespace tests::raft {

using core::Instant;
using core::history::Action;
using core::raft::ReadAnswer;

namespace {

constexpr Duration kWatchPause{2'000'000};
constexpr std::uint64_t kWatchReads = std::uint64_t{1} << 40; ///< ids of these come behind
constexpr std::size_t kNoOperation = ~std::size_t{0};

} // namespace

void Clients::start(Cluster& cluster) {
    cluster_ = &cluster;
    for (int client = 0; client < options_.clients; ++client) {
        next(client);
    }
    watch();
}

/// While two servers lead, all leaders are asked for a read again and again: that is when a stale
/// one would show. These reads are no part of the history.
void Clients::watch() {
    std::vector<NodeId> leaders;
    for (NodeId node = 1; node <= cluster_->options().servers; ++node) {
        const Raft* raft = cluster_->raft(node);
        if (raft != nullptr && raft->isLeader()) {
            leaders.push_back(node);
        }
    }
    for (const NodeId node : leaders.size() > 1 ? leaders : std::vector<NodeId>{}) {
        const std::uint64_t id = kWatchReads + ++watches_;
        reads_[{node, id}] = {kNoOperation, cluster_->safety().committed(), 0, false};
        cluster_->with(node, [&](Raft& raft, Instant now) { raft.requestRead(now, id); });
    }
    cluster_->after(kWatchPause, [this] {
        if (!stopped_) {
            watch();
        }
    });
}

void Clients::next(int client) {
    cluster_->after(random_.exponential(options_.pause), [this, client] {
        if (!stopped_) {
            operate(client);
        }
    });
}

RegisterOperation Clients::draw(int client) {
    RegisterOperation operation;
    operation.client = "client-" + std::to_string(client);
    operation.key = "k" + std::to_string(random_.below(static_cast<std::uint64_t>(options_.keys)));
    const std::uint64_t kind = random_.below(10);
    operation.action = kind < 5   ? Action::Get
                       : kind < 8 ? Action::Put
                       : kind < 9 ? Action::CompareAndSet
                                  : Action::Delete;
    if (operation.action == Action::Put || operation.action == Action::CompareAndSet) {
        operation.value = std::to_string(++values_);
    }
    if (operation.action == Action::CompareAndSet) {
        operation.expected = cluster_->machine(chooseServer()).find(operation.key);
    }
    operation.calledAt = cluster_->now();
    return operation;
}

/// Mostly one that takes itself for the leader; there may be several.
NodeId Clients::chooseServer() {
    const NodeId servers = cluster_->options().servers;
    std::vector<NodeId> leaders;
    for (NodeId node = 1; node <= servers; ++node) {
        const Raft* raft = cluster_->raft(node);
        if (raft != nullptr && raft->isLeader()) {
            leaders.push_back(node);
        }
    }
    if (leaders.empty() || random_.chance(1, 6)) {
        return 1 + random_.below(servers);
    }
    return leaders[random_.below(leaders.size())];
}

void Clients::operate(int client) {
    const std::size_t operation = history_.size();
    history_.push_back(draw(client));
    open_[operation] = client;
    const NodeId node = chooseServer();
    if (history_[operation].action == Action::Get) {
        read(node, operation);
    } else {
        propose(node, operation);
    }
    cluster_->after(options_.patience, [this, operation, client] {
        if (open_.erase(operation) > 0) {
            next(client); // the outcome stays unknown
        }
    });
}

void Clients::propose(NodeId node, std::size_t operation) {
    bool accepted = false;
    cluster_->with(node, [&](Raft& raft, Instant now) {
        const auto at = raft.propose(now, encodeCommand(history_[operation], operation));
        if (at) {
            accepted = true;
            proposals_[{node, at->index}] = {at->term, operation};
        }
    });
    if (!accepted) { // nothing will come of it
        history_[operation].action = Action::Get;
    }
}

void Clients::read(NodeId node, std::size_t operation) {
    Read& waiting = reads_[{node, operation}];
    waiting = {operation, cluster_->safety().committed(), 0, true};
    const bool asked =
        cluster_->with(node, [&](Raft& raft, Instant now) { raft.requestRead(now, operation); });
    const auto still = reads_.find({node, operation});
    if (still == reads_.end()) {
        return;
    }
    still->second.atOnce = false;
    if (!asked) {
        reads_.erase(still);
    }
    finishReads(node);
}

void Clients::readAnswered(NodeId at, const ReadAnswer& answer) {
    const auto found = reads_.find({at, answer.id});
    if (found == reads_.end()) {
        return;
    }
    if (!answer.granted) {
        reads_.erase(found);
        return;
    }
    Read& read = found->second;
    leaseReads_ += read.atOnce && cluster_->options().raft.leaseReads ? 1 : 0;
    read.index = answer.index;
    cluster_->safety().readGranted(at, read.floor, answer.index);
    cluster_->after(Duration{0}, [this, at] { finishReads(at); });
}

void Clients::finishReads(NodeId node) {
    const Registers& machine = cluster_->machine(node);
    for (auto read = reads_.lower_bound({node, 0}); read != reads_.end();) {
        if (read->first.first != node) {
            return;
        }
        if (read->second.index == 0 || read->second.index > machine.applied) {
            ++read;
            continue;
        }
        const std::size_t operation = read->second.operation;
        read = reads_.erase(read);
        if (open_.contains(operation)) {
            history_[operation].found = machine.find(history_[operation].key);
            answer(operation);
        }
    }
}

void Clients::applied(NodeId at, const core::raft::Entry& entry, bool done) {
    const auto proposal = proposals_.find({at, entry.index});
    if (proposal != proposals_.end()) {
        const auto [term, operation] = proposal->second;
        proposals_.erase(proposal);
        if (term == entry.term && open_.contains(operation)) {
            history_[operation].succeeded = done;
            answer(operation);
        }
    }
    finishReads(at);
}

void Clients::answer(std::size_t operation) {
    history_[operation].returnedAt = cluster_->now();
    const int client = open_.at(operation);
    open_.erase(operation);
    next(client);
}

void Clients::crashed(NodeId at) {
    std::erase_if(proposals_, [&](const auto& entry) { return entry.first.first == at; });
    std::erase_if(reads_, [&](const auto& entry) { return entry.first.first == at; });
}

} // namespace tests::raft
