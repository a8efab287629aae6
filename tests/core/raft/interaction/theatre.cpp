// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/interaction/theatre.h"

#include <algorithm>
#include <sstream>

namespace tests::raft {

using namespace core::raft;
using core::Duration;
using core::Instant;

namespace {

/// etcd's tests: an election takes three ticks, a heartbeat one.
constexpr Duration kTick{100'000'000};
constexpr int kElectionTicks = 3;

RaftOptions optionsOf(const Step& step, NodeId id) {
    RaftOptions options;
    options.id = id;
    options.electionTimeout = kTick * kElectionTicks;
    options.heartbeatInterval = kTick;
    options.preVote = step.option("prevote", "false") == "true";
    options.checkQuorum = step.option("checkquorum", "false") == "true";
    options.stepDownOnRemoval = step.option("step-down-on-removal", "false") == "true";
    options.entriesPerRequest = 1'000'000;
    options.octetsPerRequest = 1'000'000'000;
    options.requestsInFlight = std::stoul(step.option("inflight", "1000000"));
    return options;
}

std::string roleOf(const Raft& raft) {
    switch (raft.role()) {
    case Role::Follower:
        return "Follower";
    case Role::PreCandidate:
        return "PreCandidate";
    case Role::Candidate:
        return "Candidate";
    case Role::Leader:
        return "Leader";
    }
    return "?";
}

std::set<NodeId> nodesIn(const Step& step, const std::string& option) {
    std::set<NodeId> nodes;
    const auto found = step.options.find(option);
    if (found != step.options.end()) {
        for (const std::string& node : found->second) {
            nodes.insert(std::stoull(node));
        }
    }
    return nodes;
}

} // namespace

std::vector<std::string> Theatre::play(const std::vector<Step>& steps) {
    for (const Step& step : steps) {
        if (step.words[0] == "set-randomized-election-timeout") {
            timeouts_[std::stoull(step.words.at(1))] =
                kTick * std::stoll(step.option("timeout", "3"));
        }
    }
    for (const Step& step : steps) {
        line_ = step.line;
        const std::size_t before = differences_.size();
        perform(step);
        const NodeId node = step.words.size() > 1 && isdigit(step.words[1].front())
                                ? std::stoull(step.words[1])
                                : 0;
        if (quiet_ || step.option("log-level", "") == "none") {
            expectation_.forget();
        } else {
            expectation_.read(step, node);
        }
        if (step.words[0] == "stabilize") {
            compareAtRest(step);
        }
        if (differences_.size() > before) {
            break; // whatever follows differs too
        }
    }
    return differences_;
}

void Theatre::perform(const Step& step) {
    const std::string& command = step.words[0];
    if (command == "log-level") {
        quiet_ = step.words.at(1) == "none";
    } else if (command == "add-nodes") {
        addNodes(step);
    } else if (command == "stabilize") {
        stabilize(nodesOf(step));
    } else if (command == "process-ready" || command == "process-append-thread" ||
               command == "process-apply-thread") {
        for (const NodeId node : nodesOf(step)) {
            command == "process-ready"           ? ready(at(node))
            : command == "process-append-thread" ? finishWrite(at(node))
                                                 : finishApply(at(node));
        }
    } else if (command == "deliver-msgs") {
        deliverMessages(step);
    } else if (command == "status") {
        compareStatus(step);
    } else if (command == "raft-state") {
        compareStates(step);
    } else if (command == "raft-log") {
        compareLog(step);
    } else if (command == "compact") {
        compact(step);
    } else {
        performRequest(step);
    }
}

void Theatre::performRequest(const Step& step) {
    const std::string& command = step.words[0];
    const NodeId node = command == "transfer-leadership" ? *nodesIn(step, "from").begin()
                                                         : std::stoull(step.words.at(1));
    Server& server = at(node);
    if (command == "campaign") {
        server.raft->campaign(server.now);
    } else if (command == "propose") {
        propose(step);
    } else if (command == "propose-conf-change") {
        proposeChange(step);
    } else if (command == "tick-heartbeat") {
        tick(server, 1);
    } else if (command == "tick-election") {
        tick(server, kElectionTicks);
    } else if (command == "set-randomized-election-timeout") {
        return; // drawn so from the start, see play()
    } else if (command == "forget-leader") {
        server.raft->forgetLeader();
    } else if (command == "transfer-leadership") {
        (void)server.raft->transferLeadership(server.now, *nodesIn(step, "to").begin());
    } else if (command == "report-unreachable") {
        server.raft->reportUnreachable(std::stoull(step.words.at(2)));
    } else {
        differences_.push_back("line " + std::to_string(line_) + ": unknown command " + command);
    }
}

void Theatre::addNodes(const Step& step) {
    const LogIndex index = std::stoull(step.option("index", "0"));
    for (int count = std::stoi(step.words.at(1)); count > 0; --count) {
        const NodeId id = servers_.size() + 1;
        Server& server = servers_[id];
        const auto timeout = timeouts_.try_emplace(id, kTick * (2 * kElectionTicks - 1)).first;
        server.async = step.option("async-storage-writes", "false") == "true";
        RestoredState state;
        if (index > 0) {
            state.hard.commit = index;
            state.snapshot = {index, 1, {}};
            state.snapshot.configuration.voters = nodesIn(step, "voters");
            state.snapshot.configuration.learners = nodesIn(step, "learners");
        }
        server.raft = std::make_unique<Raft>(optionsOf(step, id), std::move(state), server.now,
                                             [timeout] { return timeout->second; });
    }
}

void Theatre::tick(Server& server, int ticks) {
    for (; ticks > 0; --ticks) {
        server.now += kTick;
        server.raft->tick(server.now);
    }
}

void Theatre::propose(const Step& step) {
    Server& server = at(std::stoull(step.words.at(1)));
    (void)server.raft->propose(server.now, core::bytesOf(step.words.at(2)));
}

void Theatre::proposeChange(const Step& step) {
    Server& server = at(std::stoull(step.words.at(1)));
    ConfigurationChange change;
    change.changes = parseChanges(step.input).value_or(std::vector<MemberChange>{});
    const std::string transition = step.option("transition", "auto");
    change.transition = transition == "implicit"   ? Transition::JointImplicit
                        : transition == "explicit" ? Transition::JointExplicit
                                                   : Transition::Auto;
    (void)server.raft->propose(server.now, change);
}

void Theatre::compact(const Step& step) {
    Server& server = at(std::stoull(step.words.at(1)));
    const LogIndex dropTo = std::stoull(step.words.at(2));
    server.raft->snapshotTaken(server.raft->snapshot(), dropTo);
    server.disk.erase(server.disk.begin(), server.disk.upper_bound(dropTo));
}

std::vector<NodeId> Theatre::nodesOf(const Step& step) const {
    std::vector<NodeId> nodes;
    for (std::size_t i = 1; i < step.words.size(); ++i) {
        nodes.push_back(std::stoull(step.words[i]));
    }
    if (nodes.empty() && step.words[0] != "deliver-msgs") {
        for (const auto& [node, server] : servers_) {
            nodes.push_back(node);
        }
    }
    return nodes;
}

/// Takes the effects of a server once. Without asynchronous writes all of it is done at once.
bool Theatre::ready(Server& server) {
    Outbox outbox = server.raft->take();
    std::erase_if(outbox.notices, [](const auto&) { return true; });
    if (outbox.empty()) {
        return false;
    }
    if (outbox.persist) {
        server.writing.push_back(std::move(*outbox.persist));
    }
    for (Outgoing& outgoing : outbox.messages) {
        if (outgoing.after == 0) {
            messages_.push_back(std::move(outgoing.message));
        } else {
            server.waiting.push_back(std::move(outgoing));
        }
    }
    if (!outbox.committed.empty()) {
        server.batches.push_back(std::move(outbox.committed));
    }
    while (!server.async && (finishWrite(server) || finishApply(server))) {
    }
    return true;
}

bool Theatre::finishWrite(Server& server) {
    if (server.writing.empty()) {
        return false;
    }
    const Persist persist = std::move(server.writing.front());
    const std::uint64_t sequence = persist.sequence;
    server.writing.pop_front();
    if (persist.snapshot) {
        server.disk.clear();
    }
    for (const Entry& entry : persist.entries) {
        server.disk.erase(server.disk.lower_bound(entry.index), server.disk.end());
        server.disk[entry.index] = entry;
    }
    while (!server.waiting.empty() && server.waiting.front().after <= sequence) {
        messages_.push_back(std::move(server.waiting.front().message));
        server.waiting.pop_front();
    }
    server.raft->persisted(server.now, sequence);
    const LogIndex restored = server.raft->snapshot().index;
    if (server.raft->log().applied() < restored) {
        server.raft->applied(server.now, restored);
    }
    return true;
}

/// Each state that was applied can be had as a snapshot, as in etcd's test environment.
bool Theatre::finishApply(Server& server) {
    if (server.batches.empty()) {
        return false;
    }
    const auto batch = std::move(server.batches.front());
    server.batches.pop_front();
    for (const Entry& entry : batch) {
        server.raft->applied(server.now, entry.index);
        server.raft->snapshotTaken({entry.index, entry.term, server.raft->configuration()}, 0);
    }
    return true;
}

bool Theatre::deliver(NodeId to, bool drop) {
    std::deque<Message> here;
    for (auto message = messages_.begin(); message != messages_.end();) {
        if (message->to == to) {
            here.push_back(std::move(*message));
            message = messages_.erase(message);
        } else {
            ++message;
        }
    }
    const auto server = servers_.find(to);
    for (const Message& message : here) {
        if (!drop && server != servers_.end()) {
            server->second.raft->receive(server->second.now, message);
        }
    }
    return !here.empty();
}

void Theatre::deliverMessages(const Step& step) {
    for (const NodeId node : nodesIn(step, "drop")) {
        deliver(node, true);
    }
    for (const NodeId node : nodesOf(step)) {
        deliver(node, false);
    }
}

void Theatre::stabilize(const std::vector<NodeId>& nodes) {
    bool busy = true;
    while (busy) {
        busy = false;
        for (const NodeId node : nodes) {
            busy = ready(at(node)) || busy;
        }
        for (const NodeId node : nodes) {
            busy = deliver(node, false) || busy;
        }
        for (const NodeId node : nodes) {
            while (finishWrite(at(node))) {
                busy = true;
            }
        }
        for (const NodeId node : nodes) {
            while (finishApply(at(node))) {
                busy = true;
            }
        }
    }
}

// Comparing.

void Theatre::same(const std::string& what, const std::string& got, const std::string& wanted) {
    ++compared_;
    if (got != wanted) {
        differences_.push_back("line " + std::to_string(line_) + ": " + what + " is " + got +
                               ", expected " + wanted);
    }
}

void Theatre::compareAtRest(const Step& step) {
    for (const NodeId node : nodesOf(step)) {
        const auto found = expectation_.known().find(node);
        if (found == expectation_.known().end()) {
            continue;
        }
        const Known& known = found->second;
        const Raft& raft = *at(node).raft;
        const std::string name = "server " + std::to_string(node) + "'s ";
        if (known.term) {
            same(name + "term", std::to_string(raft.term()), std::to_string(*known.term));
        }
        if (known.commit) {
            same(name + "commit", std::to_string(raft.log().commit()),
                 std::to_string(*known.commit));
        }
        if (known.role) {
            same(name + "role", roleOf(raft), *known.role);
        }
        if (known.leader) {
            same(name + "leader", std::to_string(raft.leader()), std::to_string(*known.leader));
        }
        if (known.configuration) {
            same(name + "configuration", textOf(raft.configuration()), *known.configuration);
        }
        for (const auto& [index, text] : known.entries) {
            if (index > raft.log().baseIndex()) {
                const bool isThere = index <= raft.log().lastIndex();
                same(name + "entry", isThere ? textOf(raft.log().at(index)) : "missing", text);
            }
        }
        if (!known.entries.empty() && known.entries.rbegin()->first > raft.log().baseIndex()) {
            same(name + "last index", std::to_string(raft.log().lastIndex()),
                 std::to_string(known.entries.rbegin()->first));
        }
    }
}

/// "2: StateReplicate match=11 next=12 ...": state and match of the followers.
void Theatre::compareStatus(const Step& step) {
    const Raft& raft = *at(std::stoull(step.words.at(1))).raft;
    for (const std::string& line : step.expected) {
        std::istringstream words(line);
        std::string id;
        std::string state;
        std::string match;
        words >> id >> state >> match;
        const NodeId node = std::stoull(id);
        const Progress* progress = raft.replication().find(node);
        if (node == raft.id() || quiet_) {
            continue;
        }
        std::string got = "unknown";
        if (progress != nullptr) {
            std::string name(toString(progress->state()));
            name.front() = static_cast<char>(name.front() - 'a' + 'A');
            got = "State" + name + " match=" + std::to_string(progress->match());
        }
        same("progress of " + id, got, state + " " + match);
    }
}

/// "1: StateLeader (Voter) Term:1 Lead:1".
void Theatre::compareStates(const Step& step) {
    for (const std::string& line : step.expected) {
        if (line == "ok") {
            continue;
        }
        const NodeId node = std::stoull(line);
        const Raft& raft = *at(node).raft;
        const std::string got = std::to_string(node) + ": State" + roleOf(raft) +
                                (raft.configuration().isVoter(node) ? " (Voter)" : " (Non-Voter)") +
                                " Term:" + std::to_string(raft.term()) +
                                " Lead:" + std::to_string(raft.leader());
        same("the state", got, line);
    }
}

/// What is on the disk, in the order of the log.
void Theatre::compareLog(const Step& step) {
    const Server& server = at(std::stoull(step.words.at(1)));
    std::vector<std::string> wanted;
    for (const std::string& line : step.expected) {
        if (line.find('/') != std::string::npos && isdigit(line.front())) {
            wanted.push_back(normalEntry(line));
        }
    }
    if (quiet_) {
        return;
    }
    std::string all;
    for (const std::string& line : wanted) {
        all += line + "; ";
    }
    std::string got;
    for (const auto& [index, entry] : server.disk) {
        got += textOf(entry) + "; ";
    }
    same("the log", got, all);
}

} // namespace tests::raft
