// SPDX-License-Identifier: Apache-2.0
#include "sim/network/partitions.h"

#include <algorithm>
#include <utility>

namespace sim::network {

bool Partitions::add(SimTime, std::string name,
                     const std::vector<std::vector<std::uint32_t>>& sides, bool oneWay) {
    if (stands(name)) {
        return false;
    }
    Partition partition{std::move(name), std::vector<std::int32_t>(hosts_, -1), oneWay};
    for (std::size_t side = 0; side < sides.size(); ++side) {
        for (const std::uint32_t host : sides[side]) {
            partition.sideOf[host] = static_cast<std::int32_t>(side);
        }
    }
    partitions_.push_back(std::move(partition));
    ++standing_;
    return true;
}

bool Partitions::heal(SimTime now, std::string_view name) {
    for (Partition& partition : partitions_) {
        if (partition.healed == SimTime::max() && partition.name == name) {
            partition.healed = now;
            lastHealed_ = now;
            --standing_;
            return true;
        }
    }
    return false;
}

bool Partitions::stands(std::string_view name) const {
    return std::any_of(partitions_.begin(), partitions_.end(), [name](const Partition& partition) {
        return partition.name == name && partition.healed == SimTime::max();
    });
}

std::vector<std::string> Partitions::standing() const {
    std::vector<std::string> names;
    for (const Partition& partition : partitions_) {
        if (partition.healed == SimTime::max()) {
            names.push_back(partition.name);
        }
    }
    return names;
}

bool Partitions::blocks(std::uint32_t from, std::uint32_t to) const {
    if (standing_ == 0) {
        return false;
    }
    return std::any_of(partitions_.begin(), partitions_.end(), [&](const Partition& partition) {
        return partition.healed == SimTime::max() && partition.blocks(from, to);
    });
}

bool Partitions::blockedSince(SimTime since, std::uint32_t from, std::uint32_t to) const {
    if (standing_ == 0 && lastHealed_ <= since) {
        return false;
    }
    return std::any_of(partitions_.begin(), partitions_.end(), [&](const Partition& partition) {
        return partition.healed > since && partition.blocks(from, to);
    });
}

} // namespace sim::network
