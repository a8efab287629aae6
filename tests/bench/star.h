// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "sim/topology/spec.h"

#include <cstdint>
#include <string>

/// The work on which Orrery and SimGrid's actors are compared: hosts around one switch; every host
/// starts with one message of 200 octets to a random other host, and whoever receives a message
/// sends one to a random other host. So there are as many messages in flight as hosts. Hosts start
/// at different moments of the first millisecond: with equal links they would otherwise go in
/// lockstep, which no network does and which lets SimGrid end a hundred messages in one step.
namespace bench::star {

inline constexpr std::int64_t kPayloadOctets = 200;
inline constexpr std::int64_t kLatencyNs = 100'000;           ///< each link, one way
inline constexpr std::int64_t kBitsPerSecond = 1'000'000'000; ///< each link
inline constexpr std::uint64_t kSeed = 1;

/// When a host sends its first message. Hosts count from 0.
inline core::Duration firstSend(std::uint32_t host) {
    core::RandomStream random(core::combine64(kSeed, 1'000'000 + host));
    return random.between(core::Duration{}, core::Duration{1'000'000});
}

inline core::runtime::Address addressOf(std::uint32_t host) {
    return {(10U << 24) + host + 1};
}

/// Node 0 is the switch; link i leads from host node i + 1 to it.
inline sim::topology::TopologySpec network(std::uint32_t hosts) {
    sim::topology::TopologySpec spec;
    spec.nodes.resize(hosts + 1);
    spec.links.resize(hosts);
    spec.nodes[0].name = "switch";
    spec.nodes[0].isSwitch = true;
    for (std::uint32_t i = 0; i < hosts; ++i) {
        spec.nodes[i + 1].name = "host-" + std::to_string(i + 1);
        spec.nodes[i + 1].address = addressOf(i);
        spec.links[i].name = spec.nodes[i + 1].name + "--switch";
        spec.links[i].from = i + 1;
        spec.links[i].to = 0;
        spec.links[i].latency = core::Duration{kLatencyNs};
        spec.links[i].bitsPerSecond = kBitsPerSecond;
    }
    return spec;
}

} // namespace bench::star
