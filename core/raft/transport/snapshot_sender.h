// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/transport/outgoing.h"

#include <memory>
#include <optional>

namespace core::raft::transport {

/// Sends snapshots to one member, one at a time, in chunks: the next chunk is made when the stream
/// has taken the one before, so the receiver's window is the flow control. After an interruption
/// it goes on at the octet that the receiver names.
class SnapshotSender {
public:
    /// Told once for each start(): whether the receiver has all of it.
    using Done = UniqueFunction<void(bool arrived)>;
    using Malformed = UniqueFunction<void()>;

    /// REQUIRES: closed before it is destroyed, unless the incarnation has ended; not destroyed
    /// while `done` or `malformed` runs; chunk > 0.
    SnapshotSender(runtime::Env& env, OutgoingOptions options, runtime::Endpoint to,
                   wire::GroupId group, wire::Hello hello, std::size_t chunk, Done done,
                   Malformed malformed);

    const runtime::Endpoint& to() const { return outgoing_.to(); }
    /// Sends the snapshot of `install`, from the beginning unless the receiver has a part of it.
    /// What was under way is given up, without a call of `done`.
    void start(const Message& install, std::shared_ptr<const Bytes> data);

    /// Gives up what is under way, without a call of `done`.
    void close();

private:
    /// Attempts without one more octet arriving before it is given up.
    static constexpr int kAttempts = 10;

    void receive(ByteView bytes);
    void progressed(const wire::SnapshotProgress& progress);
    void sendChunk();
    void lost();
    void finish(bool arrived);

    wire::GroupId group_;
    std::size_t chunkSize_;
    Done done_;
    Malformed malformed_;
    wire::FrameReader reader_;
    std::optional<wire::SnapshotChunk> next_; ///< the transfer; its data is filled in when sent
    std::shared_ptr<const Bytes> data_;
    std::uint64_t confirmed_ = 0; ///< octets the receiver named
    bool sending_ = false;        ///< the receiver has said where to go on
    bool sentAll_ = false;
    int attempts_ = 0;
    Outgoing outgoing_;
};

} // namespace core::raft::transport
