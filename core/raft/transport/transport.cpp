// SPDX-License-Identifier: Apache-2.0
#include "core/raft/transport/transport.h"

#include <utility>

namespace core::raft::transport {

Transport::Transport(runtime::Env& env, TransportOptions options, TransportEvents events)
    : env_(env), group_(wire::groupIdOf(options.group)), options_(options),
      events_(std::move(events)),
      inbound_(
          env, group_, options.self, options.electionTimeout,
          {.message = [this](const Message& message) { events_.message(message); },
           .snapshot = [this](const Message& message,
                              Bytes octets) { events_.snapshot(message, std::move(octets)); }}) {}

Result<void, runtime::NetworkError> Transport::start() {
    return inbound_.listen(options_.port);
}

void Transport::setMembers(const std::map<NodeId, runtime::Endpoint>& members) {
    for (auto peer = peers_.begin(); peer != peers_.end();) {
        const auto kept = members.find(peer->first);
        if (kept != members.end() && kept->second == peer->second.endpoint) {
            ++peer;
            continue;
        }
        peer->second.end();
        peer = peers_.erase(peer);
    }
    for (const auto& [node, endpoint] : members) {
        if (node == options_.self || peers_.contains(node)) {
            continue;
        }
        const LinkContext context{env_, group_,   options_.self,
                                  node, endpoint, options_.electionTimeout};
        peers_[node] = {endpoint,
                        std::make_unique<MessageLink>(
                            context, [this, node = node] { events_.unreachable(node); }),
                        nullptr};
    }
}

void Transport::Peer::end() {
    messages->end();
    endSnapshot();
}

void Transport::Peer::endSnapshot() {
    if (snapshots != nullptr) {
        snapshots->end();
        snapshots.reset();
    }
}

void Transport::send(const Message& message) {
    const auto peer = peers_.find(message.to);
    if (peer == peers_.end()) {
        env_.observer().count("raft-messages-dropped");
        return;
    }
    peer->second.messages->send(message);
}

void Transport::sendSnapshot(const Message& message, std::shared_ptr<const Bytes> octets) {
    const NodeId to = message.to;
    const auto peer = peers_.find(to);
    if (peer == peers_.end()) {
        env_.observer().count("raft-messages-dropped");
        return;
    }
    const LinkContext context{
        env_, group_, options_.self, to, peer->second.endpoint, options_.electionTimeout};
    peer->second.endSnapshot();
    peer->second.snapshots = std::make_unique<SnapshotLink>(
        context, message, std::move(octets), [this, to](bool arrived) {
            // The link is done: kept until a handler that is not its own can destroy it.
            env_.after({}, [this, to] {
                const auto at = peers_.find(to);
                if (at != peers_.end() && at->second.snapshots != nullptr &&
                    at->second.snapshots->isDone()) {
                    at->second.endSnapshot();
                }
            });
            events_.snapshotSent(to, arrived);
        });
}

} // namespace core::raft::transport
