// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/group.h"

#include <algorithm>
#include <utility>

namespace core::raft {

Group::Group(GroupOptions options) : options_(std::move(options)) {
    Configuration configuration;
    configuration.voters = {options_.voters.begin(), options_.voters.end()};
    configuration.learners = {options_.learners.begin(), options_.learners.end()};
    for (const NodeId id : configuration.members()) {
        start(id, firstState(configuration));
    }
}

void Group::start(NodeId id, RestoredState state) {
    RaftOptions raft = options_.raft;
    raft.id = id;
    // Later members wait longer, so that elections by time-out have one candidate.
    const Duration timeout = raft.electionTimeout + raft.heartbeatInterval * std::int64_t(2 * id);
    members_[id].raft =
        std::make_unique<Raft>(raft, std::move(state), now, [timeout] { return timeout; });
}

void Group::add(NodeId id) {
    start(id, {});
}

void Group::work(NodeId id) {
    Member& member = members_.at(id);
    for (Outbox out = member.raft->take(); !out.empty(); out = member.raft->take()) {
        if (out.persist) {
            member.written = out.persist->sequence;
        }
        member.held.insert(member.held.end(), out.messages.begin(), out.messages.end());
        member.reads.insert(member.reads.end(), out.reads.begin(), out.reads.end());
        member.notices.insert(member.notices.end(), out.notices.begin(), out.notices.end());
        release(member);
        if (options_.instantDisks) {
            sync(id);
        }
        if (out.persist && out.persist->snapshot) {
            member.raft->applied(now, out.persist->snapshot->index);
        }
        for (Entry& entry : out.committed) {
            member.applied.push_back(entry);
            member.raft->applied(now, entry.index);
        }
    }
}

void Group::sync(NodeId id) {
    Member& member = members_.at(id);
    if (member.durable < member.written) {
        member.durable = member.written;
        member.raft->persisted(now, member.durable);
    }
    release(member);
}

void Group::release(Member& member) {
    while (!member.held.empty() && member.held.front().after <= member.durable) {
        Message message = std::move(member.held.front().message);
        member.held.pop_front();
        if (!lost || !lost(message)) {
            queue_.push_back(std::move(message));
        }
    }
}

bool Group::deliver(const std::function<bool(const Message&)>& wanted) {
    for (auto& [id, member] : members_) {
        work(id);
    }
    const auto at = std::find_if(queue_.begin(), queue_.end(), [&](const Message& message) {
        return !wanted || wanted(message);
    });
    if (at == queue_.end()) {
        return false;
    }
    const Message message = std::move(*at);
    queue_.erase(at);
    if (members_.contains(message.to)) {
        members_.at(message.to).raft->receive(now, message);
        work(message.to);
    }
    return true;
}

std::size_t Group::drop(const std::function<bool(const Message&)>& unwanted) {
    return std::erase_if(queue_, unwanted);
}

void Group::settle() {
    while (deliver()) {
    }
}

void Group::elect(NodeId id) {
    members_.at(id).raft->campaign(now);
    settle();
}

void Group::pass(Duration time) {
    const Instant end = now + time;
    while (now < end) {
        now = std::min(now + options_.raft.heartbeatInterval, end);
        for (auto& [id, member] : members_) {
            if (now >= member.raft->deadline()) {
                member.raft->tick(now);
            }
        }
        settle();
    }
}

Result<ProposedAt, ProposeError> Group::propose(NodeId id, std::string_view command) {
    return members_.at(id).raft->propose(now, bytesOf(command));
}

Result<ProposedAt, ProposeError> Group::change(NodeId id, std::string_view changes,
                                               Transition transition) {
    return members_.at(id).raft->propose(
        now, ConfigurationChange{transition, parseChanges(changes).value(), {}});
}

void Group::compact(NodeId id) {
    Raft& raft = *members_.at(id).raft;
    const LogIndex index = raft.log().applied();
    raft.snapshotTaken({index, *raft.log().termAt(index), raft.configuration()}, index);
}

NodeId leaderOf(Group& group, const std::vector<NodeId>& members) {
    NodeId leader = kNoNode;
    Term newest = 0;
    for (const NodeId id : members) {
        if (group[id].isLeader() && group[id].term() >= newest) {
            leader = group[id].term() == newest ? kNoNode : id;
            newest = group[id].term();
        }
    }
    return leader;
}

} // namespace core::raft
