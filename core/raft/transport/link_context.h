// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/wire/frame.h"
#include "core/runtime/env.h"

/// What the links to one member have in common.
namespace core::raft::transport {

inline constexpr std::string_view kProtocol = "raft";

struct LinkContext {
    runtime::Env& env;
    wire::GroupId group = 0;
    NodeId self = kNoNode;
    NodeId peer = kNoNode;
    runtime::Endpoint endpoint;
    Duration electionTimeout;

    runtime::StreamOptions streamOptions() const {
        runtime::StreamOptions options;
        options.protocol = kProtocol;
        options.userTimeout = electionTimeout;
        return options;
    }
    /// Short enough that after a partition the next try comes soon.
    Duration connectTimeout() const { return electionTimeout / 2; }
    Bytes hello(wire::Channel channel) const {
        return wire::encode(group, wire::Hello{self, peer, channel});
    }
};

} // namespace core::raft::transport
