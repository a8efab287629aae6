// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/topology/topology.h"
#include "sim/trace/reader.h"

#include <cstddef>
#include <optional>
#include <vector>

/// The way that a message took through the network. A trace holds no routes (there would be hosts
/// squared of them after every change): it holds the network and every change of what is up, and
/// the simulator's own routing finds them again. A packet's route is fixed when it is sent.
namespace sim::trace {

/// One link of a way, and whether it is passed from its first end to its second.
struct RouteHop {
    LinkIndex link = kNoIndex;
    bool forward = true;

    friend bool operator==(const RouteHop&, const RouteHop&) = default;
};

/// In order of travel; empty from a host to itself.
using RouteHops = std::vector<RouteHop>;

class Routes {
public:
    /// The network of a trace and its changes so far. Errors: NotATrace for a network that cannot
    /// be (a link to nowhere), Io.
    static core::Result<Routes, TraceError> of(const Reader& reader);
    /// Adds what changed since in a growing trace. Error: Io.
    core::Result<void, TraceError> refresh(const Reader& reader);

    /// The way of what is sent at `at`; nullopt: there is none, or a host is not in the trace.
    /// Times near the last one asked for are cheap.
    std::optional<RouteHops> between(HostIndex from, HostIndex to, SimTime at);
    /// A number that changes whenever a way may: ways of equal epochs are equal.
    std::size_t epochAt(SimTime at) const;
    /// The way of a datagram, or of the first octet of a message in a stream.
    std::optional<RouteHops> of(const MessageRow& message) {
        return between(message.fromHost, message.toHost, message.sent);
    }

private:
    /// One direction of a link, or the power of a host.
    struct Change {
        SimTime at;
        bool ofHost = false;
        std::uint32_t subject = 0; ///< topology::DirectedLink or host
        bool before = true;
        bool after = true;
    };

    explicit Routes(topology::TopologySpec spec) : topology_(std::move(spec)) {}
    core::Result<std::vector<Change>, TraceError> changesOf(const Reader& reader) const;
    void apply(const Change& change, bool up);
    void seek(SimTime at);

    topology::Topology topology_;
    std::vector<Change> changes_; ///< by time
    std::size_t applied_ = 0;     ///< so many of them, the first ones, are in topology_
};

} // namespace sim::trace
