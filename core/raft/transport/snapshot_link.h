// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "core/raft/transport/link_context.h"

#include <cstdint>
#include <memory>
#include <optional>

/// Sends one snapshot to one member over a connection of its own. The member says first what it
/// already holds of it, so that a transfer that was cut goes on where it ended.
namespace core::raft::transport {

class SnapshotLink {
public:
    /// Octets of data in one chunk.
    static constexpr std::size_t kChunk = 64 * 1024;

    using Done = UniqueFunction<void(bool arrived)>;

    /// Starts at once. `done` is called once, never during the constructor. REQUIRES: `message`
    /// holds an InstallSnapshot.
    SnapshotLink(LinkContext context, const Message& message, std::shared_ptr<const Bytes> octets,
                 Done done);
    SnapshotLink(const SnapshotLink&) = delete;
    SnapshotLink& operator=(const SnapshotLink&) = delete;

    bool isDone() const { return !done_; }
    /// Drops the connection. Before the link is destroyed while its process lives; at the end of
    /// the incarnation the runtime does it, and its Env is not to be used any more.
    void end();

private:
    void connect();
    void received(ByteView bytes);
    void handle(const wire::Frame& frame);
    void write();
    /// Puts the next chunk into frame_; false at the end.
    bool nextChunk();
    void finish(bool arrived);

    LinkContext context_;
    Term term_;
    SnapshotMeta meta_;
    std::shared_ptr<const Bytes> octets_;
    std::uint32_t checksum_;
    Done done_;
    runtime::StreamId stream_;
    runtime::CallId ending_;
    wire::FrameReader reader_;
    std::optional<std::uint64_t> offset_; ///< of the next chunk, once the member has answered
    bool lastSent_ = false;
    Bytes frame_; ///< being sent
    std::size_t sent_ = 0;
};

} // namespace core::raft::transport
