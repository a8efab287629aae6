// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/transport/outgoing.h"
#include "core/raft/transport/snapshot_sender.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

/// Carries Raft's messages between the members of a group on streams, and snapshots on streams of
/// their own. Each member connects to each other when it has something to say; what arrives comes
/// on the connections of the others (README.md beside this file; docs/reference/raft-wire.md).
///
/// Delivery is what Raft needs and no more: messages to one member arrive in order, some may be
/// missing, none twice.
namespace core::raft::transport {

struct TransportOptions {
    NodeId self = kNoNode;
    std::string_view group; ///< its name; must outlive the constructor
    std::uint16_t port = 7000;
    /// Time-outs follow it: data that does not get through for so long ends its connection, a new
    /// one is tried at least every three quarters of it. REQUIRES: well above four round trips.
    Duration electionTimeout = literals::operator""_s(1);
    /// Octets that may wait for one member; what waits is dropped when there is more. Old messages
    /// of Raft are worth nothing, and it sends again.
    std::size_t queueLimit = 8 * 1024 * 1024;
    std::size_t snapshotChunk = 64 * 1024;
    /// The largest snapshot that is accepted.
    std::uint64_t snapshotLimit = std::uint64_t{1} << 30;
};

struct TransportEvents {
    UniqueFunction<void(const Message&)> message;
    /// A whole snapshot arrived: the message as if it had carried it, and its octets.
    UniqueFunction<void(const Message& install, Bytes data)> snapshot;
    /// Messages to this member are being lost. Told once, and again only after it was reached.
    UniqueFunction<void(NodeId)> unreachable;
    /// What became of sendSnapshot().
    UniqueFunction<void(NodeId to, bool arrived)> snapshotSent;
};

/// The observer counts the same: "raft-frames-malformed", "raft-frames-misdirected" (another group
/// or receiver), "raft-connections-silent", "raft-messages-dropped".
struct TransportCounters {
    std::uint64_t malformed = 0;     ///< connections closed because of octets that are no frame
    std::uint64_t wrongGroup = 0;    ///< connections of another group
    std::uint64_t wrongReceiver = 0; ///< connections meant for another member
    std::uint64_t silent = 0;        ///< connections without a hello in time
    std::uint64_t dropped = 0;       ///< messages that were not sent
};

class Transport {
public:
    /// REQUIRES: `env` outlives the transport, the transport lives until the incarnation ends.
    Transport(runtime::Env& env, TransportOptions options, TransportEvents events);
    ~Transport();
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    /// Listens. Error: the port is taken.
    Result<void, runtime::NetworkError> start();

    /// Where the others are; an entry for this member is ignored. Connections to those that are not
    /// in it any more end.
    void setMembers(const std::map<NodeId, runtime::Endpoint>& members);

    /// Sends, if the receiver is a member and can be reached; otherwise the message is dropped.
    /// No event comes during the call. REQUIRES: not an InstallSnapshot.
    void send(const Message& message);

    /// Sends the data that `install`, an InstallSnapshot, stands for. An earlier one to the same
    /// member is given up without an event. No event comes during the call.
    void sendSnapshot(const Message& install, std::shared_ptr<const Bytes> data);

    const TransportCounters& counters() const { return counters_; }

private:
    struct Peer;
    struct Inbound;
    struct Partial;

    std::unique_ptr<Peer> makePeer(NodeId id, const runtime::Endpoint& endpoint);
    void lostPeer(NodeId id, std::size_t dropped);
    void countDropped(std::size_t messages);
    void countMalformed();
    void later(UniqueFunction<void()> action);

    runtime::StreamCallbacks accept(runtime::StreamId stream);
    void receive(runtime::StreamId stream, ByteView bytes);
    /// False: the connection was closed.
    bool take(runtime::StreamId stream, const wire::Frame& frame);
    bool takeHello(runtime::StreamId stream, const wire::Hello& hello);
    bool takeChunk(runtime::StreamId stream, const wire::SnapshotChunk& chunk);
    void complete(runtime::StreamId stream, const wire::SnapshotChunk& chunk);
    /// Says what has arrived of a snapshot of this sender.
    bool answer(runtime::StreamId stream, NodeId to);
    void refuse(runtime::StreamId stream, wire::WireError error);
    void end(runtime::StreamId stream);

    runtime::Env& env_;
    TransportOptions options_;
    wire::GroupId group_;
    TransportEvents events_;
    TransportCounters counters_;
    std::map<NodeId, std::unique_ptr<Peer>> peers_;
    std::vector<std::unique_ptr<Peer>> retired_; ///< perhaps inside one of their own callbacks
    std::map<runtime::StreamId, std::unique_ptr<Inbound>> inbound_;
    std::map<NodeId, Partial> partials_; ///< by sender
};

} // namespace core::raft::transport
