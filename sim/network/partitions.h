// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/kernel/sim_time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Named partitions of the hosts: who cannot reach whom although every link is up (a firewall
/// rule, a switch that forgot a VLAN).
namespace sim::network {

class Partitions {
public:
    explicit Partitions(std::size_t hosts) : hosts_(hosts) {}

    /// Splits the hosts into sides; hosts in no side reach everybody. One-way: what the first
    /// side sends does not arrive at the others, the other direction works. False if a partition
    /// of that name stands already.
    bool add(SimTime now, std::string name, const std::vector<std::vector<std::uint32_t>>& sides,
             bool oneWay);
    /// False if there is none of that name.
    bool heal(SimTime now, std::string_view name);
    bool stands(std::string_view name) const;
    /// Names of what stands, in order of creation.
    std::vector<std::string> standing() const;

    /// Whether something sent now from one host to the other is dropped.
    bool blocks(std::uint32_t from, std::uint32_t to) const;
    /// Whether it was blocked at any time from `since` to now: what was in flight is lost.
    bool blockedSince(SimTime since, std::uint32_t from, std::uint32_t to) const;

private:
    struct Partition {
        std::string name;
        std::vector<std::int32_t> sideOf; ///< by host; -1 = in no side
        bool oneWay = false;
        SimTime healed = SimTime::max();

        bool blocks(std::uint32_t from, std::uint32_t to) const {
            const std::int32_t a = sideOf[from];
            const std::int32_t b = sideOf[to];
            return a >= 0 && b >= 0 && a != b && (!oneWay || a == 0);
        }
    };

    std::size_t hosts_;
    std::vector<Partition> partitions_; ///< standing and healed, in order of creation
    std::size_t standing_ = 0;
    SimTime lastHealed_{-1};
};

} // namespace sim::network
