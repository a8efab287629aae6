// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "core/raft/transport/link_context.h"

#include <cstddef>
#include <deque>

/// The connection that carries this server's messages to one member. Made when there is something
/// to send, and again, with a growing pause, after it broke.
namespace core::raft::transport {

class MessageLink {
public:
    /// Octets that may wait for room before messages are dropped.
    static constexpr std::size_t kMostQueued = 8 * 1024 * 1024;

    /// `unreachable` is called when messages were lost, at most once for each connection, never
    /// during send().
    MessageLink(LinkContext context, UniqueFunction<void()> unreachable)
        : context_(context), unreachable_(std::move(unreachable)) {}
    MessageLink(const MessageLink&) = delete;
    MessageLink& operator=(const MessageLink&) = delete;

    void send(const Message& message);
    /// Drops the connection. Before the link is destroyed while its process lives; at the end of
    /// the incarnation the runtime does it, and its Env is not to be used any more.
    void end();

private:
    void connect();
    void write();
    void closed();
    void tellUnreachable();

    LinkContext context_;
    UniqueFunction<void()> unreachable_;
    runtime::StreamId stream_;
    bool connected_ = false;
    std::deque<Bytes> queue_;
    std::size_t queued_ = 0; ///< octets in queue_, less what was sent of its front
    std::size_t sent_ = 0;   ///< of queue_.front()
    Duration pause_;         ///< before the next attempt
    Instant nextAttempt_;
    runtime::CallId telling_;
};

} // namespace core::raft::transport
