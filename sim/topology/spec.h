// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "core/runtime/address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// A network as described by a scenario, after generators ran: plain data, validated, in the order
/// of the file. Indexes refer to positions in these vectors.
namespace sim::topology {

/// A machine or a switch.
struct NodeSpec {
    std::string name;
    bool isSwitch = false;
    core::runtime::Address address; ///< always set for machines, never for switches
    std::string rack;
    std::string zone;
    bool poweredOn = true;
    std::int64_t cores = 1;                    ///< at least 1
    core::Duration clockSkew;                  ///< of the calendar, at the start
    std::int64_t clockDriftPpb = 0;            ///< parts per billion, + = runs fast
    core::Duration diskLatency{100'000};       ///< each operation
    core::Duration diskSyncLatency{1'000'000}; ///< each sync, beside latency and transfer
    std::int64_t diskBytesPerSecond = 500'000'000;
    std::int64_t diskCapacity = 1'000'000'000'000; ///< octets
    std::optional<double> x;                       ///< position given by `view`, 0 to 1
    std::optional<double> y;

    friend bool operator==(const NodeSpec&, const NodeSpec&) = default;
};

/// A full-duplex link; both directions have the same figures.
struct LinkSpec {
    std::string name;       ///< "a--b" unless given
    std::uint32_t from = 0; ///< node index
    std::uint32_t to = 0;
    core::Duration latency{100'000};            ///< one way, at least 1 ns
    core::Duration jitter;                      ///< uniform extra 0..jitter, each message
    std::int64_t bitsPerSecond = 1'000'000'000; ///< positive
    std::int64_t lossPerMillion = 0;            ///< 0 to 1,000,000
    std::int64_t queueBytes = 0;                ///< waiting octets before it drops; 0 = no limit

    friend bool operator==(const LinkSpec&, const LinkSpec&) = default;
};

struct TopologySpec {
    std::vector<NodeSpec> nodes;
    std::vector<LinkSpec> links;

    friend bool operator==(const TopologySpec&, const TopologySpec&) = default;
};

} // namespace sim::topology
