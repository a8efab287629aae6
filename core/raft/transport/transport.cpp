// SPDX-License-Identifier: Apache-2.0
#include "core/raft/transport/transport.h"

#include "core/raft/transport/peers.h"
#include "core/raft/wire/raft_dissector.h"

#include <algorithm>
#include <utility>

namespace core::raft::transport {

Transport::Transport(runtime::Env& env, TransportOptions options, TransportEvents events)
    : env_(env), options_(options), group_(wire::groupIdOf(options.group)),
      events_(std::move(events)) {}

Transport::~Transport() = default;

Result<void, runtime::NetworkError> Transport::start() {
    const runtime::StreamOptions options{wire::kProtocol, runtime::kDefaultWindow,
                                         options_.electionTimeout};
    const auto listener = env_.network().listen(
        options_.port, options,
        [this](runtime::StreamId stream, const runtime::Endpoint&) { return accept(stream); });
    if (!listener) {
        return Failure{listener.error()};
    }
    return {};
}

void Transport::setMembers(const std::map<NodeId, runtime::Endpoint>& members) {
    for (auto at = peers_.begin(); at != peers_.end();) {
        const auto found = members.find(at->first);
        if (found != members.end() && found->second == at->second->messages->to()) {
            ++at;
            continue;
        }
        at->second->messages->close();
        at->second->snapshots->close();
        retired_.push_back(std::move(at->second));
        at = peers_.erase(at);
    }
    for (const auto& [id, endpoint] : members) {
        if (id != options_.self && !peers_.contains(id)) {
            peers_[id] = makePeer(id, endpoint);
        }
    }
    if (!retired_.empty()) {
        later([this] { retired_.clear(); });
    }
}

std::unique_ptr<Transport::Peer> Transport::makePeer(NodeId id, const runtime::Endpoint& endpoint) {
    OutgoingOptions options;
    options.userTimeout = options_.electionTimeout;
    options.connectTimeout = options_.electionTimeout / 4;
    options.longestPause = options_.electionTimeout / 2;
    options.firstPause = std::min(options.firstPause, options.longestPause);
    auto peer = std::make_unique<Peer>();
    Peer* raw = peer.get();
    OutgoingEvents events;
    events.opened = [raw] { raw->reported = false; };
    events.data = [](ByteView) {};
    events.drained = [raw] { raw->reported = false; };
    events.lost = [this, id](std::size_t dropped) { lostPeer(id, dropped); };
    const wire::Hello hello{options_.self, id, wire::Channel::Messages};
    peer->messages = std::make_unique<Outgoing>(env_, options, endpoint,
                                                wire::encode(group_, hello), std::move(events));
    peer->snapshots = std::make_unique<SnapshotSender>(
        env_, options, endpoint, group_, wire::Hello{options_.self, id, wire::Channel::Snapshots},
        options_.snapshotChunk, [this, id](bool arrived) { events_.snapshotSent(id, arrived); },
        [this] { countMalformed(); });
    return peer;
}

void Transport::lostPeer(NodeId id, std::size_t dropped) {
    countDropped(dropped);
    const auto peer = peers_.find(id);
    if (peer != peers_.end() && !std::exchange(peer->second->reported, true)) {
        events_.unreachable(id);
    }
}

void Transport::send(const Message& message) {
    ORRERY_ASSERT(!std::holds_alternative<InstallSnapshot>(message.body));
    const auto found = peers_.find(message.to);
    if (found == peers_.end()) {
        countDropped(1);
        return;
    }
    Bytes frame = wire::encode(group_, message);
    Outgoing& outgoing = *found->second->messages;
    if (frame.size() > wire::kMaxFrame) {
        countDropped(1); // the receiver would refuse it
        return;
    }
    if (outgoing.queued() + frame.size() > options_.queueLimit && outgoing.queued() > 0) {
        const std::size_t dropped = outgoing.dropQueued();
        later([this, id = message.to, dropped] { lostPeer(id, dropped); });
    }
    outgoing.send(std::move(frame));
}

void Transport::sendSnapshot(const Message& install, std::shared_ptr<const Bytes> data) {
    const auto found = peers_.find(install.to);
    if (found == peers_.end()) {
        later([this, id = install.to] { events_.snapshotSent(id, false); });
        return;
    }
    found->second->snapshots->start(install, std::move(data));
}

void Transport::countDropped(std::size_t messages) {
    if (messages > 0) {
        counters_.dropped += messages;
        env_.observer().count("raft-messages-dropped", static_cast<std::int64_t>(messages));
    }
}

void Transport::countMalformed() {
    counters_.malformed += 1;
    env_.observer().count("raft-frames-malformed");
}

void Transport::later(UniqueFunction<void()> action) {
    env_.after({}, std::move(action));
}

} // namespace core::raft::transport
