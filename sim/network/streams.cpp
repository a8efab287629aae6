// SPDX-License-Identifier: Apache-2.0
#include "sim/network/streams.h"

#include "sim/network/streams_internal.h"
#include "sim/network/wire_size.h"

#include <algorithm>

namespace sim::network {

using core::Failure;

Streams::Streams(Shared& shared, std::size_t hosts)
    : shared_(shared), listening_(hosts), nextEphemeral_(hosts, kFirstEphemeral),
      ephemeral_(hosts) {
    for (std::size_t op = 0; op < kOps; ++op) {
        targets_[op].streams = this;
        targets_[op].op = static_cast<Op>(op);
    }
}

Streams::~Streams() = default;

EventHandle Streams::schedule(Op op, SimTime at, const Connection& connection, std::size_t side) {
    return shared_.kernel.schedule(at, targets_[static_cast<std::size_t>(op)],
                                   connection.id * 2 + side);
}

Connection* Streams::find(std::uint64_t id) const {
    return id == 0 || id > connections_.size() ? nullptr : connections_[id - 1].get();
}

StreamSide* Streams::sideOf(const Incarnation& owner, StreamId stream, Connection*& connection,
                            std::size_t& index) const {
    connection = find(stream.value / 2);
    index = stream.value % 2;
    if (connection == nullptr || connection->sides[index].owner != &owner) {
        return nullptr;
    }
    return &connection->sides[index];
}

void Streams::handle(Op op, std::uint64_t argument) {
    freed_.clear(); // no handler is running between events
    closedListeners_.clear();
    Connection* connection = find(argument / 2);
    if (connection == nullptr) {
        return;
    }
    const std::size_t side = argument % 2;
    switch (op) {
    case Op::SendSyn:
        onSendSyn(*connection);
        break;
    case Op::Syn:
        onSyn(*connection);
        break;
    case Op::Connected:
        onConnected(*connection);
        break;
    case Op::Refused:
        end(*connection, 0, StreamEnd::Refused, connection->openCause);
        break;
    case Op::ConnectTimeout:
        onConnectTimeout(*connection);
        break;
    case Op::Retransmit:
        onRetransmit(*connection, side);
        break;
    case Op::Acknowledged:
        onAcknowledged(*connection, side);
        break;
    case Op::Room:
        onRoom(*connection, side);
        break;
    case Op::Pump:
        pump(*connection, side);
        break;
    case Op::Reset:
        end(*connection, side, StreamEnd::Reset, connection->openCause);
        break;
    case Op::Finish:
        connection->sides[side].out.finAcked = true;
        finishIfDone(*connection, side, connection->sides[side].out.lastAcked);
        break;
    }
}

std::size_t Streams::send(const Incarnation& owner, StreamId stream, core::ByteView bytes) {
    Connection* connection = nullptr;
    std::size_t index = 0;
    StreamSide* side = sideOf(owner, stream, connection, index);
    if (side == nullptr || !side->open || side->out.finished || bytes.empty()) {
        return 0;
    }
    SendHalf& out = side->out;
    const std::size_t taken = std::min(bytes.size(), roomOf(*connection, index));
    for (std::size_t at = 0; at < taken;) {
        const std::size_t length = std::min(kLargestSegment, taken - at);
        Segment segment;
        segment.offset = out.accepted;
        const core::ByteView piece = bytes.subspan(at, length);
        segment.payload.assign(piece.begin(), piece.end());
        segment.firstSent = shared_.kernel.now();
        segment.cause = shared_.context.cause;
        out.accepted += length;
        at += length;
        out.unacked.push_back(std::move(segment));
        launch(*connection, index, out.unacked.back());
    }
    if (taken < bytes.size() && !out.blocked) {
        out.blocked = true;
        out.blockedSince = shared_.kernel.now();
        out.probes = 0;
        if (out.updates.empty()) {
            probeLater(*connection, index);
        } else {
            out.room = schedule(Op::Room, out.updates.front().first, *connection, index);
        }
    }
    return taken;
}

void Streams::shutdown(const Incarnation& owner, StreamId stream) {
    Connection* connection = nullptr;
    std::size_t index = 0;
    StreamSide* side = sideOf(owner, stream, connection, index);
    if (side == nullptr || !side->open || side->out.finished) {
        return;
    }
    side->out.finished = true;
    side->out.blocked = false;
    Segment segment;
    segment.offset = side->out.accepted;
    segment.fin = true;
    segment.firstSent = shared_.kernel.now();
    segment.cause = shared_.context.cause;
    side->out.unacked.push_back(std::move(segment));
    launch(*connection, index, side->out.unacked.back());
}

void Streams::abort(const Incarnation& owner, StreamId stream) {
    Connection* connection = nullptr;
    std::size_t index = 0;
    if (sideOf(owner, stream, connection, index) == nullptr) {
        return;
    }
    vanish(*connection, index, StreamEnd::Reset, true);
    sendReset(*connection, 1 - index, shared_.context.cause);
    freeIfUnused(*connection);
}

void Streams::pauseReading(const Incarnation& owner, StreamId stream) {
    Connection* connection = nullptr;
    std::size_t index = 0;
    if (StreamSide* side = sideOf(owner, stream, connection, index)) {
        side->in.paused = true;
    }
}

void Streams::resumeReading(const Incarnation& owner, StreamId stream) {
    Connection* connection = nullptr;
    std::size_t index = 0;
    StreamSide* side = sideOf(owner, stream, connection, index);
    if (side == nullptr || !side->in.paused) {
        return;
    }
    side->in.paused = false;
    if (!side->in.queue.empty()) {
        schedule(Op::Pump, shared_.kernel.now(), *connection, index);
    }
}

void Streams::dropAll(const Incarnation& owner, bool silently) {
    for (const auto& listener : listeners_) {
        if (listener != nullptr && listener->owner == &owner) {
            closeListener(owner, listener->id);
        }
    }
    for (const auto& connection : connections_) {
        for (std::size_t side = 0; connection != nullptr && side < 2; ++side) {
            if (connection->sides[side].owner != &owner) {
                continue;
            }
            vanish(*connection, side, StreamEnd::Reset, true);
            if (!silently) {
                sendReset(*connection, 1 - side, shared_.context.cause);
            }
        }
    }
    for (std::size_t i = 0; i < connections_.size(); ++i) {
        if (connections_[i] != nullptr) {
            freeIfUnused(*connections_[i]);
        }
    }
}

void Streams::finishIfDone(Connection& connection, std::size_t index, const trace::Cause& cause) {
    StreamSide& side = connection.sides[index];
    if (side.open && side.in.finTold && side.out.finAcked) {
        end(connection, index, StreamEnd::Finished, cause);
    }
}

void Streams::end(Connection& connection, std::size_t index, StreamEnd how,
                  const trace::Cause& cause) {
    StreamSide& side = connection.sides[index];
    Incarnation* owner = side.owner;
    if (owner == nullptr) {
        return;
    }
    vanish(connection, index, how, false);
    side.finished = how == StreamEnd::Finished;
    if (side.callbacks.closed) {
        call(*owner, cause,
             [closed = std::move(side.callbacks.closed), how]() mutable { closed(how); });
    }
    freeIfUnused(connection);
}

void Streams::vanish(Connection& connection, std::size_t index, StreamEnd how, bool aborted) {
    StreamSide& side = connection.sides[index];
    if (shared_.sink != nullptr) {
        shared_.sink->connectionEnded(
            {connection.id, shared_.kernel.now(),
             index == 0 ? core::wire::Direction::FromClient : core::wire::Direction::FromServer,
             how, aborted, shared_.context.cause});
    }
    shared_.kernel.digest().mix(connection.id << 4 | index << 3 | static_cast<std::uint64_t>(how));
    side.owner = nullptr;
    side.open = false;
    side.out.unacked.clear();
    side.in.queue.clear();
    shared_.kernel.cancel(side.out.retransmit);
    shared_.kernel.cancel(side.out.room);
    if (index == 0) {
        shared_.kernel.cancel(connection.connectTimeout);
        shared_.kernel.cancel(connection.handshake);
        ephemeral_[side.host].erase(side.endpoint.port);
    }
}

void Streams::sendReset(Connection& connection, std::size_t toSide, const trace::Cause& cause) {
    const StreamSide& to = connection.sides[toSide];
    if (to.owner == nullptr) {
        return;
    }
    const auto time =
        shared_.carrier.idleTime(connection.sides[1 - toSide].host, to.host, segmentWireSize(0));
    if (time) {
        connection.openCause = cause;
        schedule(Op::Reset, shared_.kernel.now() + *time, connection, toSide);
    }
}

void Streams::freeIfUnused(Connection& connection) {
    const bool unused = connection.sides[0].owner == nullptr &&
                        connection.sides[1].owner == nullptr && connection.flights == 0;
    if (unused) {
        freed_.push_back(std::move(connections_[connection.id - 1]));
    }
}

} // namespace sim::network
