// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/transport/transport.h"

/// The two halves of a Transport's state. Internal to this library.
namespace core::raft::transport {

/// Another member, as we send to it.
struct Transport::Peer {
    std::unique_ptr<Outgoing> messages;
    std::unique_ptr<SnapshotSender> snapshots;
    bool reported = false; ///< as unreachable, since it was last reached
};

/// A connection that somebody opened to us.
struct Transport::Inbound {
    wire::FrameReader reader;
    std::optional<wire::Hello> hello;
    runtime::CallId patience; ///< until the hello
};

/// What has arrived of a snapshot. Kept over a lost connection.
struct Transport::Partial {
    SnapshotMeta meta;
    std::uint64_t total = 0;
    std::uint32_t totalChecksum = 0;
    Bytes data;
};

} // namespace core::raft::transport
