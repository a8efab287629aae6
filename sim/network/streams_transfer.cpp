// SPDX-License-Identifier: Apache-2.0
#include "core/base/hash.h"
#include "core/base/random.h"
#include "sim/network/streams.h"
#include "sim/network/streams_internal.h"
#include "sim/network/wire_size.h"

#include <algorithm>
#include <utility>

namespace sim::network {
namespace {

using namespace core::literals;

constexpr core::Duration kLeastRetransmit = 200_ms;
constexpr core::Duration kMostProbe = 60_s;
constexpr std::uint32_t kMostDoublings = 16;
constexpr std::uint64_t kChunkSite = 0x6368756e6b; // "chunk": keys the random cuts

core::wire::Direction directionOf(std::size_t side) {
    return side == 0 ? core::wire::Direction::FromClient : core::wire::Direction::FromServer;
}

Segment* segmentOfPacket(SendHalf& out, std::uint64_t packet) {
    for (Segment& segment : out.unacked) {
        if (segment.packet == packet) {
            return &segment;
        }
    }
    return nullptr;
}

Segment* oldestIdle(SendHalf& out) {
    for (Segment& segment : out.unacked) {
        if (!segment.underWay && !segment.acked) {
            return &segment;
        }
    }
    return nullptr;
}

} // namespace

void Streams::launch(Connection& connection, std::size_t index, Segment& segment) {
    const StreamSide& sender = connection.sides[index];
    const StreamSide& receiver = connection.sides[1 - index];
    segment.packet = shared_.context.nextPacket++;
    segment.underWay = true;
    segment.lastSent = shared_.kernel.now();
    ++segment.attempts;
    ++connection.flights;
    shared_.kernel.digest().mix(segment.packet);
    shared_.kernel.digest().mixBytes(segment.payload);
    if (shared_.sink != nullptr) {
        shared_.sink->segmentSent({segment.packet, shared_.kernel.now(), connection.id,
                                   directionOf(index), segment.offset, segment.payload, segment.fin,
                                   segment.attempts > 1, segment.cause});
    }
    const auto size = static_cast<std::int64_t>(segment.payload.size());
    Flight& flight = shared_.carrier.prepare();
    flight.owner = this;
    flight.packet = segment.packet;
    flight.from = sender.host;
    flight.to = receiver.host;
    flight.wireOctets = segmentWireSize(size);
    flight.fragments = 1; // one draw for up to 64 KiB
    flight.flow = core::combine64(
        std::uint64_t{sender.endpoint.address.value} << 16 | sender.endpoint.port,
        std::uint64_t{receiver.endpoint.address.value} << 16 | receiver.endpoint.port);
    flight.ownerKey = connection.id * 2 + index;
    flight.bulk = size >= shared_.bulkThreshold;
    flight.duplicate = false;
    flight.source = sender.endpoint;
    flight.destination = receiver.endpoint;
    flight.cause = segment.cause.viaPacket(segment.packet);
    shared_.carrier.launch(flight);
}

void Streams::report(const Flight& flight, trace::Fate fate, trace::LinkIndex link,
                     trace::ProcessIndex process) {
    if (shared_.sink != nullptr) {
        shared_.sink->packetEnd({flight.packet, shared_.kernel.now(), fate, process, link});
    }
}

void Streams::arrived(Flight& flight) {
    freed_.clear(); // no handler is running between events
    Connection& connection = *find(flight.ownerKey / 2);
    const std::size_t index = flight.ownerKey % 2;
    StreamSide& sender = connection.sides[index];
    StreamSide& receiver = connection.sides[1 - index];
    --connection.flights;
    Segment* segment = segmentOfPacket(sender.out, flight.packet);
    if (receiver.finished) {
        report(flight, trace::Fate::Delivered, trace::kNoIndex, trace::kNoIndex);
        if (segment != nullptr) { // the acknowledgement was lost: repeat it, as in TIME-WAIT
            segment->underWay = false;
            acknowledge(connection, index, *segment);
            popAcknowledged(connection, index);
        }
        freeIfUnused(connection);
        return;
    }
    if (sender.owner == nullptr || receiver.owner == nullptr) {
        report(flight, trace::Fate::StreamGone, trace::kNoIndex, trace::kNoIndex);
        if (receiver.owner == nullptr) {
            sendReset(connection, index, flight.cause);
        }
        freeIfUnused(connection);
        return;
    }
    report(flight, trace::Fate::Delivered, trace::kNoIndex, receiver.owner->process());
    if (segment == nullptr) {
        return; // a repetition of what an earlier transmission brought
    }
    segment->underWay = false;
    segment->arrived = true;
    segment->cause = flight.cause;
    acknowledge(connection, index, *segment);
    acceptInOrder(connection, 1 - index);
    popAcknowledged(connection, index);
    pump(connection, 1 - index);
}

void Streams::lost(Flight& flight, trace::Fate fate, trace::LinkIndex link) {
    Connection& connection = *find(flight.ownerKey / 2);
    const std::size_t index = flight.ownerKey % 2;
    --connection.flights;
    report(flight, fate, link, trace::kNoIndex);
    StreamSide& sender = connection.sides[index];
    if (sender.owner == nullptr) {
        freeIfUnused(connection);
        return;
    }
    if (Segment* segment = segmentOfPacket(sender.out, flight.packet)) {
        segment->underWay = false;
        scheduleRetransmit(connection, index);
    }
}

void Streams::acknowledge(Connection& connection, std::size_t index, Segment& segment) {
    const auto back = wayBack(connection, index);
    if (!back) {
        scheduleRetransmit(connection, index);
        return;
    }
    for (Segment& each : connection.sides[index].out.unacked) {
        each.acked = each.arrived; // also those whose own acknowledgement found no way
    }
    const SimTime heard = shared_.kernel.now() + *back;
    if (segment.attempts > 1) {
        schedule(Op::Acknowledged, heard, connection, index);
    }
}

void Streams::acceptInOrder(Connection& connection, std::size_t receiverIndex) {
    ReceiveHalf& in = connection.sides[receiverIndex].in;
    for (Segment& segment : connection.sides[1 - receiverIndex].out.unacked) {
        if (segment.end() < in.inOrder || (segment.end() == in.inOrder && !segment.fin)) {
            continue;
        }
        if (!segment.arrived || in.finArrived) {
            break;
        }
        in.inOrder = segment.end();
        in.finArrived = segment.fin;
        // What is not acknowledged may have to be sent again: keep its octets.
        core::Bytes bytes =
            segment.acked ? std::move(segment.payload) : core::Bytes(segment.payload);
        if (segment.acked) {
            segment.payload = {};
            segment.offset = in.inOrder;
        }
        in.queue.push_back({std::move(bytes), segment.cause, segment.fin});
    }
}

void Streams::popAcknowledged(Connection& connection, std::size_t index) {
    SendHalf& out = connection.sides[index].out;
    if (out.unacked.empty() || !out.unacked.front().acked) {
        return;
    }
    while (!out.unacked.empty() && out.unacked.front().acked) {
        out.lastAcked = out.unacked.front().cause;
        out.unacked.pop_front();
    }
    if (out.finished && out.unacked.empty()) {
        // Acknowledgements are cumulative: the FIN's counts when all before it has arrived too.
        const core::Duration back = wayBack(connection, index).value_or(core::Duration{});
        schedule(Op::Finish, shared_.kernel.now() + back, connection, index);
    }
}

void Streams::pump(Connection& connection, std::size_t index) {
    StreamSide& side = connection.sides[index];
    while (side.owner != nullptr && !side.owner->failing() && side.open && !side.in.paused &&
           !side.in.queue.empty()) {
        if (side.owner->queues() && shared_.context.running != side.owner) {
            if (!side.in.pumpDeferred) {
                side.in.pumpDeferred = true;
                side.owner->deliver(side.in.queue.front().cause, [this, id = connection.id, index] {
                    if (Connection* later = find(id)) {
                        later->sides[index].in.pumpDeferred = false;
                        pump(*later, index);
                    }
                });
            }
            return;
        }
        const trace::Cause cause = side.in.queue.front().cause;
        call(*side.owner, cause,
             [this, id = connection.id, index] { giveChunk(*find(id), index); });
    }
}

void Streams::giveChunk(Connection& connection, std::size_t index) {
    StreamSide& side = connection.sides[index];
    const ReceiveHalf::Chunk chunk = std::move(side.in.queue.front());
    side.in.queue.pop_front();
    if (!chunk.bytes.empty()) {
        side.in.consumed += chunk.bytes.size();
        giveData(connection, index, chunk.bytes);
        returnCredit(connection, index);
    }
    if (chunk.fin && side.owner != nullptr) {
        side.in.finTold = true;
        if (side.callbacks.peerShutdown) {
            side.callbacks.peerShutdown();
        }
        finishIfDone(connection, index, shared_.context.cause);
    }
}

void Streams::giveData(Connection& connection, std::size_t index, core::ByteView bytes) {
    StreamSide& side = connection.sides[index];
    if (!side.callbacks.data) {
        return;
    }
    if (!shared_.cutChunks) {
        side.callbacks.data(bytes);
        return;
    }
    const std::uint64_t key = core::combine64(shared_.seed ^ kChunkSite, connection.id * 2 + index);
    core::RandomStream draws(core::combine64(key, side.in.consumed));
    while (!bytes.empty() && side.owner != nullptr && !side.owner->failing()) {
        if (side.in.paused) {
            // Reading was paused between two pieces: the rest waits, as in a socket buffer.
            side.in.consumed -= bytes.size();
            side.in.queue.push_front(
                {core::Bytes(bytes.begin(), bytes.end()), shared_.context.cause, false});
            return;
        }
        const std::size_t length = 1 + static_cast<std::size_t>(draws.below(bytes.size()));
        side.callbacks.data(bytes.first(length));
        bytes = bytes.subspan(length);
    }
}

void Streams::returnCredit(Connection& connection, std::size_t receiverIndex) {
    const std::size_t senderIndex = 1 - receiverIndex;
    StreamSide& sender = connection.sides[senderIndex];
    if (sender.owner == nullptr) {
        return;
    }
    SendHalf& out = sender.out;
    const auto back = wayBack(connection, senderIndex);
    if (!back) {
        return; // a probe will ask again
    }
    roomOf(connection, senderIndex); // takes in what has arrived, so that the list stays short
    out.updates.emplace_back(shared_.kernel.now() + *back,
                             connection.sides[receiverIndex].in.consumed);
    if (out.blocked) {
        shared_.kernel.cancel(out.room);
        out.room = schedule(Op::Room, out.updates.front().first, connection, senderIndex);
    }
}

std::size_t Streams::roomOf(Connection& connection, std::size_t index) {
    SendHalf& out = connection.sides[index].out;
    while (!out.updates.empty() && out.updates.front().first <= shared_.kernel.now()) {
        out.credit = std::max(out.credit, out.updates.front().second);
        out.updates.pop_front();
    }
    const std::size_t window = connection.sides[1 - index].in.window;
    const std::uint64_t used = out.accepted - out.credit;
    return used >= window ? 0 : window - static_cast<std::size_t>(used);
}

void Streams::onRoom(Connection& connection, std::size_t index) {
    StreamSide& side = connection.sides[index];
    SendHalf& out = side.out;
    if (side.owner == nullptr || !side.open || !out.blocked) {
        return;
    }
    const StreamSide& peer = connection.sides[1 - index];
    if (roomOf(connection, index) == 0 && out.updates.empty()) {
        const bool heard = shared_.carrier.hostOn(peer.host) &&
                           shared_.carrier.reachable(side.host, peer.host) &&
                           shared_.carrier.reachable(peer.host, side.host);
        if (heard && peer.owner == nullptr) {
            end(connection, index, StreamEnd::Reset, connection.openCause);
            return;
        }
        if (heard) {
            out.blockedSince = shared_.kernel.now();
            out.credit = std::max(out.credit, peer.in.consumed);
        } else if (shared_.kernel.now() - out.blockedSince >= side.userTimeout) {
            end(connection, index, StreamEnd::TimedOut, connection.openCause);
            return;
        }
    }
    if (roomOf(connection, index) > 0) {
        out.blocked = false;
        call(*side.owner, connection.openCause, [this, id = connection.id, index] {
            Connection* later = find(id);
            if (later != nullptr && later->sides[index].open &&
                later->sides[index].callbacks.drained) {
                later->sides[index].callbacks.drained();
            }
        });
    } else if (!out.updates.empty()) {
        out.room = schedule(Op::Room, out.updates.front().first, connection, index);
    } else {
        probeLater(connection, index);
    }
}

void Streams::probeLater(Connection& connection, std::size_t index) {
    SendHalf& out = connection.sides[index].out;
    const std::uint32_t doublings = std::min(out.probes++, kMostDoublings);
    const core::Duration wait =
        std::min(kMostProbe, retransmitTimeout(connection) * (1LL << doublings));
    out.room = schedule(Op::Room, shared_.kernel.now() + wait, connection, index);
}

void Streams::scheduleRetransmit(Connection& connection, std::size_t index) {
    StreamSide& side = connection.sides[index];
    const Segment* oldest = oldestIdle(side.out);
    if (oldest == nullptr || shared_.kernel.pending(side.out.retransmit)) {
        return;
    }
    const std::uint32_t doublings = std::min(side.out.backoff, kMostDoublings);
    const SimTime due = oldest->lastSent + retransmitTimeout(connection) * (1LL << doublings);
    const SimTime deadline = oldest->firstSent + side.userTimeout;
    const SimTime at = std::max(shared_.kernel.now(), std::min(due, deadline));
    side.out.retransmit = schedule(Op::Retransmit, at, connection, index);
}

void Streams::onRetransmit(Connection& connection, std::size_t index) {
    StreamSide& side = connection.sides[index];
    Segment* oldest = side.owner == nullptr ? nullptr : oldestIdle(side.out);
    if (oldest == nullptr) {
        return;
    }
    if (shared_.kernel.now() >= oldest->firstSent + side.userTimeout) {
        end(connection, index, StreamEnd::TimedOut, oldest->cause);
        return;
    }
    ++side.out.backoff;
    launch(connection, index, *oldest);
}

void Streams::onAcknowledged(Connection& connection, std::size_t index) {
    StreamSide& side = connection.sides[index];
    if (side.owner == nullptr) {
        return;
    }
    side.out.backoff = 0;
    for (Segment& segment : side.out.unacked) {
        if (!segment.underWay && !segment.acked) {
            launch(connection, index, segment);
        }
    }
}

core::Duration Streams::retransmitTimeout(Connection& connection) const {
    measureRoundTrip(connection);
    return std::max(kLeastRetransmit, 2 * connection.roundTrip);
}

void Streams::measureRoundTrip(Connection& connection) const {
    const std::uint32_t client = connection.sides[0].host;
    const std::uint32_t server = connection.sides[1].host;
    const auto there = shared_.carrier.idleTime(client, server, 0);
    const auto back = shared_.carrier.idleTime(server, client, 0);
    if (there && back) {
        connection.roundTrip = *there + *back;
    }
}

std::optional<core::Duration> Streams::wayBack(const Connection& connection,
                                               std::size_t index) const {
    return shared_.carrier.idleTime(connection.sides[1 - index].host, connection.sides[index].host,
                                    segmentWireSize(0));
}

} // namespace sim::network
