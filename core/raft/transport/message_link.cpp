// SPDX-License-Identifier: Apache-2.0
#include "core/raft/transport/message_link.h"

#include <algorithm>
#include <utility>

namespace core::raft::transport {
namespace {

using namespace literals;

constexpr Duration kFirstPause = 50_ms;

} // namespace

void MessageLink::end() {
    context_.env.cancel(telling_);
    if (stream_) {
        context_.env.network().abort(stream_);
    }
}

void MessageLink::send(const Message& message) {
    if (!stream_ && context_.env.now() < nextAttempt_) {
        context_.env.observer().count("raft-messages-dropped");
        tellUnreachable();
        return;
    }
    Bytes frame = wire::encode(context_.group, message);
    if (queued_ + frame.size() > kMostQueued && queued_ > 0) {
        context_.env.observer().count("raft-messages-dropped");
        tellUnreachable();
        return;
    }
    queued_ += frame.size();
    queue_.push_back(std::move(frame));
    if (!stream_) {
        connect();
    } else if (connected_) {
        write();
    }
}

void MessageLink::connect() {
    runtime::StreamCallbacks callbacks;
    callbacks.connected = [this] {
        connected_ = true;
        pause_ = {};
        write();
    };
    callbacks.drained = [this] { write(); };
    // Nobody talks back here; octets that come are let go.
    callbacks.closed = [this](runtime::StreamEnd) { closed(); };
    callbacks.peerShutdown = [this] {
        context_.env.network().abort(std::exchange(stream_, {}));
        closed();
    };
    Bytes hello = context_.hello(wire::Channel::Messages);
    queued_ += hello.size();
    queue_.push_front(std::move(hello));
    const auto stream =
        context_.env.network().connect(context_.endpoint, context_.connectTimeout(),
                                       context_.streamOptions(), std::move(callbacks));
    if (stream) {
        stream_ = *stream;
    } else {
        closed();
    }
}

void MessageLink::write() {
    while (!queue_.empty()) {
        const ByteView rest = ByteView(queue_.front()).subspan(sent_);
        const std::size_t accepted = context_.env.network().send(stream_, rest);
        sent_ += accepted;
        queued_ -= accepted;
        if (accepted < rest.size()) {
            return; // drained() comes
        }
        queue_.pop_front();
        sent_ = 0;
    }
}

void MessageLink::closed() {
    stream_ = {};
    connected_ = false;
    queue_.clear();
    queued_ = sent_ = 0;
    // Half of the pause at random: members that lost one another do not all come back at once.
    pause_ =
        std::clamp(pause_ * 2, kFirstPause, std::max(kFirstPause, context_.electionTimeout / 2));
    RandomStream& random = context_.env.random("raft-reconnect");
    nextAttempt_ = context_.env.now() + random.between(pause_ / 2, pause_);
    tellUnreachable();
}

void MessageLink::tellUnreachable() {
    if (telling_) {
        return;
    }
    telling_ = context_.env.after({}, [this] {
        telling_ = {};
        unreachable_();
    });
}

} // namespace core::raft::transport
