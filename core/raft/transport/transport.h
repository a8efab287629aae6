// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/transport/inbound.h"
#include "core/raft/transport/message_link.h"
#include "core/raft/transport/snapshot_link.h"
#include "core/raft/wire/frame.h"
#include "core/runtime/env.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>

/// Carries Raft's messages between the members of a group, over streams. Whoever has something to
/// say connects; a connection carries frames one way (snapshot connections: the receiver's progress
/// the other way), and messages and snapshots have connections of their own, so that a heartbeat
/// never waits behind a snapshot. A message that cannot leave is dropped: Raft sends again what
/// matters, and what is old would only be in the way.
namespace core::raft::transport {

struct TransportOptions {
    NodeId self = kNoNode;
    std::string_view group;
    std::uint16_t port = 7000;
    /// A connection that does not answer for so long is given up and made anew: after a partition
    /// heals, a stream that doubled its retransmission timeout for minutes would be of no use.
    Duration electionTimeout = literals::operator""_s(1);
};

struct TransportEvents {
    UniqueFunction<void(const Message&)> message;
    /// An InstallSnapshot with all of its octets.
    UniqueFunction<void(const Message&, Bytes)> snapshot;
    /// Messages to this member were lost.
    UniqueFunction<void(NodeId)> unreachable;
    /// A snapshot reached the member, or did not.
    UniqueFunction<void(NodeId, bool)> snapshotSent;
};

class Transport {
public:
    /// REQUIRES: `env` outlives the transport, which lives until the incarnation ends.
    Transport(runtime::Env& env, TransportOptions options, TransportEvents events);
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    /// Listens. Errors: PortInUse.
    Result<void, runtime::NetworkError> start();
    /// Where the members are. Links to members that are gone or moved are dropped.
    void setMembers(const std::map<NodeId, runtime::Endpoint>& members);

    /// Never calls back during the call.
    void send(const Message& message);
    /// Sends an InstallSnapshot with its octets; one at a time to each member, a newer one ends the
    /// older. The end is told by TransportEvents::snapshotSent, never during the call.
    void sendSnapshot(const Message& message, std::shared_ptr<const Bytes> octets);

private:
    struct Peer {
        runtime::Endpoint endpoint;
        std::unique_ptr<MessageLink> messages;
        std::unique_ptr<SnapshotLink> snapshots;

        void end();
        void endSnapshot();
    };

    runtime::Env& env_;
    wire::GroupId group_;
    TransportOptions options_;
    TransportEvents events_;
    Inbound inbound_;
    std::map<NodeId, Peer> peers_;
};

} // namespace core::raft::transport
