// SPDX-License-Identifier: Apache-2.0
#include "core/base/hash.h"
#include "sim/network/streams.h"
#include "sim/network/streams_internal.h"
#include "sim/network/wire_size.h"

#include <algorithm>
#include <utility>

namespace sim::network {
namespace {

using core::Failure;
using namespace core::literals;

/// Before the first SYN is sent again; doubles (RFC 6298, section 2.1).
constexpr core::Duration kSynTimeout = 1_s;
constexpr std::uint32_t kMostDoublings = 16;

constexpr std::uint64_t kHandshakeSite = 0x73796e; // "syn": keys the draws of handshakes

} // namespace

Streams::Listener* Streams::listenerAt(std::uint32_t host, std::uint16_t port) const {
    const auto found = listening_[host].find(port);
    return found == listening_[host].end() ? nullptr : found->second;
}

core::Result<core::runtime::ListenerId, core::runtime::NetworkError>
Streams::listen(Incarnation& owner, std::uint16_t port, const core::runtime::StreamOptions& options,
                core::runtime::AcceptCallback callback) {
    if (listenerAt(owner.host(), port) != nullptr) {
        return Failure{NetworkError::PortInUse};
    }
    auto listener = std::make_unique<Listener>();
    listener->id = {listeners_.size() + 1};
    listener->owner = &owner;
    listener->port = port;
    listener->options = options;
    listener->callback = std::move(callback);
    listening_[owner.host()][port] = listener.get();
    const ListenerId id = listener->id;
    listeners_.push_back(std::move(listener));
    return id;
}

void Streams::closeListener(const Incarnation& owner, ListenerId id) {
    if (id.value == 0 || id.value > listeners_.size()) {
        return;
    }
    auto& listener = listeners_[id.value - 1];
    if (listener == nullptr || listener->owner != &owner) {
        return;
    }
    listening_[owner.host()].erase(listener->port);
    closedListeners_.push_back(std::move(listener));
}

std::uint16_t Streams::takeEphemeral(std::uint32_t host) {
    auto& used = ephemeral_[host];
    if (used.size() >= kEphemeralPorts) {
        return 0;
    }
    std::uint16_t& next = nextEphemeral_[host];
    for (;;) {
        const std::uint16_t port = next;
        next = next == 65535 ? kFirstEphemeral : static_cast<std::uint16_t>(next + 1);
        if (used.find(port) == used.end()) {
            return port;
        }
    }
}

core::Result<core::runtime::StreamId, core::runtime::NetworkError>
Streams::connect(Incarnation& owner, const Endpoint& to, core::Duration timeout,
                 const core::runtime::StreamOptions& options,
                 core::runtime::StreamCallbacks callbacks) {
    const std::uint16_t port = takeEphemeral(owner.host());
    if (port == 0) {
        return Failure{NetworkError::NoFreePort};
    }
    auto created = std::make_unique<Connection>();
    Connection& connection = *created;
    connection.id = connections_.size() + 1;
    connections_.push_back(std::move(created));
    ephemeral_[owner.host()][port] = connection.id;
    connection.protocol = options.protocol;
    connection.openCause = shared_.context.cause;
    StreamSide& client = connection.sides[0];
    client.owner = &owner;
    client.host = owner.host();
    client.endpoint = {shared_.addresses.primary(owner.host()), port};
    client.callbacks = std::move(callbacks);
    client.userTimeout = options.userTimeout;
    client.in.window = options.receiveWindow;
    StreamSide& server = connection.sides[1];
    server.endpoint = to;
    server.host = shared_.addresses.resolve(owner.host(), to.address).value_or(trace::kNoIndex);
    shared_.kernel.digest().mix(connection.id);
    if (shared_.sink != nullptr) {
        shared_.sink->connectionOpening({connection.id, shared_.kernel.now(), owner.process(),
                                         owner.host(), server.host, client.endpoint, to,
                                         connection.protocol, shared_.context.cause});
    }
    connection.connectTimeout =
        schedule(Op::ConnectTimeout, shared_.after(owner.host(), timeout), connection, 0);
    onSendSyn(connection);
    return idOf(connection, 0);
}

void Streams::onSendSyn(Connection& connection) {
    const StreamSide& client = connection.sides[0];
    const StreamSide& server = connection.sides[1];
    ++connection.handshakeTries;
    if (server.host == trace::kNoIndex) {
        return; // nobody has the address: silence until the time-out
    }
    const auto time = shared_.carrier.idleTime(client.host, server.host, segmentWireSize(0));
    if (!time || shared_.carrier.losesByChance(client.host, server.host,
                                               core::combine64(kHandshakeSite, connection.id),
                                               connection.handshakeTries)) {
        retrySyn(connection);
        return;
    }
    connection.handshake = schedule(Op::Syn, shared_.kernel.now() + *time, connection, 0);
}

void Streams::retrySyn(Connection& connection) {
    const std::uint32_t doublings = std::min(connection.handshakeTries - 1, kMostDoublings);
    connection.handshake = schedule(
        Op::SendSyn, shared_.kernel.now() + kSynTimeout * (1LL << doublings), connection, 0);
}

void Streams::onSyn(Connection& connection) {
    const StreamSide& client = connection.sides[0];
    StreamSide& server = connection.sides[1];
    const bool arrives = shared_.carrier.hostOn(server.host) &&
                         shared_.addresses.owns(server.host, server.endpoint.address) &&
                         shared_.carrier.reachable(client.host, server.host);
    const auto back = shared_.carrier.idleTime(server.host, client.host, segmentWireSize(0));
    if (!arrives || !back) {
        retrySyn(connection); // the answer cannot arrive either way
        return;
    }
    Listener* listener = listenerAt(server.host, server.endpoint.port);
    if (listener == nullptr) {
        connection.handshake = schedule(Op::Refused, shared_.kernel.now() + *back, connection, 0);
        return;
    }
    if (listener->owner->pendingAccepts >= kBacklog) {
        retrySyn(connection);
        return;
    }
    connection.handshake = schedule(Op::Connected, shared_.kernel.now() + *back, connection, 0);
    accept(connection, *listener);
}

void Streams::accept(Connection& connection, Listener& listener) {
    StreamSide& server = connection.sides[1];
    Incarnation& owner = *listener.owner;
    measureRoundTrip(connection);
    server.owner = &owner;
    server.open = true;
    server.userTimeout = listener.options.userTimeout;
    server.in.window = listener.options.receiveWindow;
    if (shared_.sink != nullptr) {
        shared_.sink->connectionOpened({connection.id, shared_.kernel.now(), owner.process()});
    }
    const bool waits = owner.queues();
    owner.pendingAccepts += waits ? 1 : 0;
    owner.deliver(
        connection.openCause, [this, id = connection.id, listenerId = listener.id, waits] {
            Connection* accepted = find(id);
            Listener* at = listeners_[listenerId.value - 1].get();
            Incarnation* running = shared_.context.running;
            running->pendingAccepts -= waits ? 1 : 0;
            if (accepted == nullptr || accepted->sides[1].owner != running) {
                return; // reset while it waited
            }
            if (at == nullptr) {
                abort(*running, idOf(*accepted, 1)); // the listener was closed while it waited
                return;
            }
            core::runtime::StreamCallbacks callbacks =
                at->callback(idOf(*accepted, 1), accepted->sides[0].endpoint);
            accepted->sides[1].callbacks = std::move(callbacks);
        });
}

void Streams::onConnected(Connection& connection) {
    StreamSide& client = connection.sides[0];
    if (client.owner == nullptr) {
        return;
    }
    shared_.kernel.cancel(connection.connectTimeout);
    call(*client.owner, connection.openCause, [this, id = connection.id] {
        Connection* opened = find(id);
        if (opened == nullptr || opened->sides[0].owner == nullptr) {
            return; // it ended while this waited
        }
        StreamSide& side = opened->sides[0];
        side.open = true; // not before its process is told, which may be after a pause
        if (!side.in.queue.empty()) {
            schedule(Op::Pump, shared_.kernel.now(), *opened, 0);
        }
        if (side.callbacks.connected) {
            side.callbacks.connected();
        }
    });
}

void Streams::onConnectTimeout(Connection& connection) {
    // If the server accepted, it learns that nobody is there.
    sendReset(connection, 1, connection.openCause);
    end(connection, 0, StreamEnd::TimedOut, connection.openCause);
}

} // namespace sim::network
