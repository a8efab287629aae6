// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/topology/spec.h"

#include <cstdint>
#include <string>

/// The work on which Orrery and SimGrid's actors are compared: hosts around one switch; every host
/// starts with one message of 200 octets to a random other host, and whoever receives a message
/// sends one to a random other host. So there are as many messages in flight as hosts.
namespace bench::star {

inline constexpr std::int64_t kPayloadOctets = 200;
inline constexpr std::int64_t kLatencyNs = 100'000;           ///< each link, one way
inline constexpr std::int64_t kBitsPerSecond = 1'000'000'000; ///< each link
inline constexpr std::uint64_t kSeed = 1;

/// Node 0 is the switch; link i leads from host node i + 1 to it.
inline sim::topology::TopologySpec network(std::uint32_t hosts) {
    sim::topology::TopologySpec spec;
    spec.nodes.resize(hosts + 1);
    spec.links.resize(hosts);
    spec.nodes[0].name = "switch";
    spec.nodes[0].isSwitch = true;
    for (std::uint32_t i = 0; i < hosts; ++i) {
        spec.nodes[i + 1].name = "host-" + std::to_string(i + 1);
        spec.links[i].name = spec.nodes[i + 1].name + "--switch";
        spec.links[i].from = i + 1;
        spec.links[i].to = 0;
        spec.links[i].latency = core::Duration{kLatencyNs};
        spec.links[i].bitsPerSecond = kBitsPerSecond;
    }
    return spec;
}

} // namespace bench::star
