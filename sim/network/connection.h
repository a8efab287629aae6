// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/network.h"
#include "sim/kernel/incarnation.h"
#include "sim/kernel/kernel.h"
#include "sim/trace/cause.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

/// The state of one connection of the simulated network, both ends. See streams.h for the rules.
namespace sim::network {

/// Octets that were sent and are not yet acknowledged.
struct Segment {
    std::uint64_t offset = 0; ///< of the first octet in its direction
    core::Bytes payload;
    bool fin = false;     ///< ends the direction; without payload
    bool arrived = false; ///< the receiver has it
    bool acked = false;   ///< and the sender knows
    bool underWay = false;
    SimTime firstSent;
    SimTime lastSent;
    std::uint32_t attempts = 0;
    trace::Cause cause;       ///< of whatever was sent last of it
    std::uint64_t packet = 0; ///< id of the last transmission

    std::uint64_t end() const { return offset + payload.size(); }
};

/// The sending half of one end.
struct SendHalf {
    std::deque<Segment> unacked; ///< in order of offset
    std::uint64_t accepted = 0;  ///< octets that send() took
    std::uint64_t credit = 0;    ///< octets consumed by the peer, as far as this end knows
    /// Window updates on their way back: (when they arrive, octets consumed by then).
    std::deque<std::pair<SimTime, std::uint64_t>> updates;
    bool finished = false; ///< shutdown() was called
    bool finAcked = false;
    trace::Cause lastAcked; ///< of the last segment that was acknowledged
    bool blocked = false;   ///< send() took less than offered: `drained` is owed
    SimTime blockedSince;
    std::uint32_t backoff = 0; ///< doublings of the retransmission time-out
    EventHandle retransmit;
    EventHandle room;         ///< window update or probe
    std::uint32_t probes = 0; ///< sent since the window closed
};

/// The receiving half of one end.
struct ReceiveHalf {
    struct Chunk {
        core::Bytes bytes;
        trace::Cause cause;
        bool fin = false;
    };
    std::deque<Chunk> queue;    ///< arrived in order, not yet given to the process
    std::uint64_t inOrder = 0;  ///< octets that arrived without a gap
    std::uint64_t consumed = 0; ///< octets given to the process
    std::size_t window = core::runtime::kDefaultWindow;
    bool paused = false; ///< pauseReading()
    bool finArrived = false;
    bool finTold = false;
    bool pumpDeferred = false; ///< waits in the inbox of a paused process
};

/// What one end of a connection is.
struct StreamSide {
    Incarnation* owner = nullptr; ///< nullptr once gone
    core::runtime::Endpoint endpoint;
    std::uint32_t host = 0;
    core::runtime::StreamCallbacks callbacks;
    core::Duration userTimeout;
    SendHalf out;
    ReceiveHalf in;
    bool open = false;     ///< may send and be told things
    bool finished = false; ///< ended with Finished: a repeated FIN is acknowledged, not reset
};

struct Connection {
    std::uint64_t id = 0;
    std::string protocol;
    std::array<StreamSide, 2> sides; ///< 0 connected, 1 accepted
    EventHandle connectTimeout;
    EventHandle handshake;
    std::uint32_t handshakeTries = 0;
    std::uint32_t flights = 0; ///< segments under way
    core::Duration roundTrip;  ///< of empty packets, as last known
    trace::Cause openCause;
};

} // namespace sim::network
