// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/wire/frame.h"
#include "core/runtime/env.h"

#include <deque>
#include <string_view>

/// One stream to another member, opened when there is something to say and opened again, after a
/// pause that doubles, when it is lost.
namespace core::raft::transport {

struct OutgoingOptions {
    /// How long data may be unacknowledged before the stream is lost.
    Duration userTimeout = literals::operator""_s(1);
    /// An attempt to connect is given up after so long: a new one finds a healed network sooner.
    Duration connectTimeout = literals::operator""_ms(250);
    /// The pause before the next attempt doubles from the first to the longest, and is shortened by
    /// up to a quarter at random, so that members that lost one another together do not return
    /// together.
    Duration firstPause = literals::operator""_ms(100);
    Duration longestPause = literals::operator""_ms(500);
};

struct OutgoingEvents {
    /// The stream is open, the hello on its way.
    UniqueFunction<void()> opened;
    UniqueFunction<void(ByteView)> data;
    /// Everything that was queued is on its way.
    UniqueFunction<void()> drained;
    /// The stream could not be opened, or is gone; what was queued is dropped: so many frames.
    UniqueFunction<void(std::size_t dropped)> lost;
};

class Outgoing {
public:
    /// REQUIRES: closed before it is destroyed, unless the incarnation has ended; not destroyed
    /// while one of its events runs.
    Outgoing(runtime::Env& env, OutgoingOptions options, runtime::Endpoint to, Bytes hello,
             OutgoingEvents events);
    Outgoing(const Outgoing&) = delete;
    Outgoing& operator=(const Outgoing&) = delete;

    const runtime::Endpoint& to() const { return to_; }
    bool isOpen() const { return state_ == State::Open; }
    /// Octets queued and not yet taken by the stream.
    std::size_t queued() const { return octets_; }

    /// Opens the stream unless it is open or on the way there; during a pause, after it.
    void open();
    /// Queues a frame and opens the stream.
    void send(Bytes frame);
    /// Drops what is queued, but for a frame that is partly sent; returns how many frames.
    std::size_t dropQueued();
    /// Ends the stream, if there is one, without an event. Queued frames are dropped.
    void close();

private:
    enum class State { Idle, Pausing, Connecting, Open };

    void connect();
    void pump();
    void lose();
    runtime::StreamCallbacks callbacks();

    runtime::Env& env_;
    OutgoingOptions options_;
    runtime::Endpoint to_;
    Bytes hello_;
    OutgoingEvents events_;
    State state_ = State::Idle;
    bool wanted_ = false; ///< to be opened after the pause
    runtime::StreamId stream_;
    runtime::CallId timer_;
    Duration pause_;
    std::deque<Bytes> queue_;
    std::size_t sent_ = 0; ///< octets of the first frame
    std::size_t octets_ = 0;
};

} // namespace core::raft::transport
