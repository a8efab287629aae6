// SPDX-License-Identifier: Apache-2.0
#include "core/raft/transport/outgoing.h"

#include "core/raft/wire/raft_dissector.h"

#include <algorithm>
#include <utility>

namespace core::raft::transport {

Outgoing::Outgoing(runtime::Env& env, OutgoingOptions options, runtime::Endpoint to, Bytes hello,
                   OutgoingEvents events)
    : env_(env), options_(options), to_(to), hello_(std::move(hello)), events_(std::move(events)),
      pause_(options.firstPause) {}

void Outgoing::open() {
    wanted_ = true;
    if (state_ == State::Idle) {
        connect();
    }
}

void Outgoing::send(Bytes frame) {
    octets_ += frame.size();
    queue_.push_back(std::move(frame));
    open();
    pump();
}

void Outgoing::connect() {
    state_ = State::Connecting;
    const runtime::StreamOptions options{wire::kProtocol, runtime::kDefaultWindow,
                                         options_.userTimeout};
    const auto stream = env_.network().connect(to_, options_.connectTimeout, options, callbacks());
    if (stream) {
        stream_ = *stream;
        return;
    }
    // No port is free: as good as refused, but not during this call.
    timer_ = env_.after({}, [this] { lose(); });
}

runtime::StreamCallbacks Outgoing::callbacks() {
    runtime::StreamCallbacks calls;
    calls.connected = [this] {
        state_ = State::Open;
        pause_ = options_.firstPause;
        octets_ += hello_.size();
        queue_.push_front(hello_);
        events_.opened();
        pump();
    };
    calls.data = [this](ByteView bytes) { events_.data(bytes); };
    calls.drained = [this] { pump(); };
    calls.peerShutdown = [this] {
        env_.network().abort(stream_);
        lose();
    };
    calls.closed = [this](runtime::StreamEnd) { lose(); };
    return calls;
}

void Outgoing::pump() {
    if (state_ != State::Open || queue_.empty()) {
        return;
    }
    while (!queue_.empty()) {
        const ByteView rest = ByteView(queue_.front()).subspan(sent_);
        const std::size_t taken = env_.network().send(stream_, rest);
        octets_ -= taken;
        if (taken < rest.size()) {
            sent_ += taken;
            return;
        }
        sent_ = 0;
        queue_.pop_front();
    }
    events_.drained();
}

std::size_t Outgoing::dropQueued() {
    const std::size_t kept = sent_ > 0 ? 1 : 0;
    const std::size_t dropped = queue_.size() - kept;
    queue_.resize(kept);
    octets_ = kept == 0 ? 0 : queue_.front().size() - sent_;
    return dropped;
}

void Outgoing::lose() {
    const std::size_t dropped = queue_.size();
    queue_.clear();
    sent_ = 0;
    octets_ = 0;
    stream_ = {};
    state_ = State::Pausing;
    wanted_ = false;
    const Duration shorter = env_.random("raft-reconnect").between({}, pause_ / 4);
    timer_ = env_.after(pause_ - shorter, [this] {
        state_ = State::Idle;
        if (wanted_) {
            connect();
        }
    });
    pause_ = std::min(pause_ * 2, options_.longestPause);
    events_.lost(dropped);
}

void Outgoing::close() {
    env_.cancel(timer_);
    env_.network().abort(stream_);
    stream_ = {};
    queue_.clear();
    sent_ = 0;
    octets_ = 0;
    state_ = State::Idle;
}

} // namespace core::raft::transport
