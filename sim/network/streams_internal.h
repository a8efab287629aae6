// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/network/streams.h"

#include <string>
#include <utility>

/// Shared by the parts of Streams (streams.cpp, streams_handshake.cpp, streams_transfer.cpp);
/// nobody else includes it.
namespace sim::network {

struct Streams::Listener {
    ListenerId id;
    Incarnation* owner = nullptr;
    std::uint16_t port = 0;
    core::runtime::StreamOptions options;
    core::runtime::AcceptCallback callback;
};

template <class Handler>
void Streams::call(Incarnation& owner, const trace::Cause& cause, Handler&& handler) {
    if (shared_.context.running == &owner) {
        if (!owner.failing()) {
            shared_.context.cause = cause;
            handler();
        }
    } else {
        owner.deliver(cause, std::forward<Handler>(handler));
    }
}

} // namespace sim::network
