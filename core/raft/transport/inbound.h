// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "core/raft/wire/frame.h"
#include "core/runtime/env.h"

#include <cstdint>
#include <map>
#include <optional>

/// The connections that other members made to this server. A frame that cannot be read, or is of
/// another group, for another member, or not from who said hello, ends its connection and is
/// counted: behind it nothing can be trusted.
namespace core::raft::transport {

struct InboundEvents {
    UniqueFunction<void(const Message&)> message;
    UniqueFunction<void(const Message&, Bytes)> snapshot;
};

class Inbound {
public:
    Inbound(runtime::Env& env, wire::GroupId group, NodeId self, Duration userTimeout,
            InboundEvents events)
        : env_(env), group_(group), self_(self), userTimeout_(userTimeout),
          events_(std::move(events)) {}
    Inbound(const Inbound&) = delete;
    Inbound& operator=(const Inbound&) = delete;

    /// Errors: PortInUse.
    Result<void, runtime::NetworkError> listen(std::uint16_t port);

private:
    struct Connection {
        wire::FrameReader reader;
        std::optional<wire::Hello> hello;
    };
    /// What has come of a member's snapshot, over all of its connections.
    struct Partial {
        SnapshotMeta meta;
        std::uint64_t total = 0;
        std::uint32_t checksum = 0;
        Bytes data;
    };

    runtime::StreamCallbacks accept(runtime::StreamId stream);
    void received(runtime::StreamId stream, ByteView bytes);
    /// Each false if the connection is not to be trusted any more.
    bool handle(runtime::StreamId stream, Connection& connection, wire::Frame& frame);
    bool greet(runtime::StreamId stream, Connection& connection, const wire::Hello& hello);
    bool take(runtime::StreamId stream, wire::SnapshotChunk& chunk);
    void tellProgress(runtime::StreamId stream, NodeId to);
    void drop(runtime::StreamId stream, std::string_view counter);

    runtime::Env& env_;
    wire::GroupId group_;
    NodeId self_;
    Duration userTimeout_;
    InboundEvents events_;
    std::map<runtime::StreamId, Connection> connections_;
    std::map<NodeId, Partial> partials_;
};

} // namespace core::raft::transport
