// SPDX-License-Identifier: Apache-2.0
#include "sim/network/addresses.h"

#include <algorithm>

namespace sim::network {

void Addresses::assign(HostIndex host, Address address) {
    if (primary_.size() <= host) {
        primary_.resize(host + 1);
    }
    primary_[host] = address;
    std::vector<HostIndex>& owners = owners_[address];
    owners.insert(owners.begin(), host);
    noteLatest(address, owners);
}

void Addresses::noteLatest(Address address, const std::vector<HostIndex>& owners) {
    latest_.set(address, owners.empty() ? std::nullopt : std::optional(owners.back()));
}

bool Addresses::claim(HostIndex claimant, Address address,
                      const std::function<bool(HostIndex)>& hears) {
    if (owns(claimant, address)) {
        return false;
    }
    for (HostIndex host = 0; host < primary_.size(); ++host) {
        const auto believed = resolve(host, address);
        if (host == claimant || hears(host)) {
            cached_.erase({host, address});
        } else if (believed) {
            cached_[{host, address}] = *believed;
        }
    }
    owners_[address].push_back(claimant);
    latest_.set(address, claimant);
    return true;
}

bool Addresses::release(HostIndex host, Address address) {
    if (primary_[host] == address) {
        return false;
    }
    const auto found = owners_.find(address);
    if (found == owners_.end() || std::erase(found->second, host) == 0) {
        return false;
    }
    noteLatest(address, found->second);
    return true;
}

std::vector<core::runtime::Address> Addresses::releaseAll(HostIndex host) {
    std::vector<Address> released;
    for (auto& [address, owners] : owners_) {
        if (primary_[host] != address && std::erase(owners, host) != 0) {
            noteLatest(address, owners);
            released.push_back(address);
        }
    }
    return released;
}

bool Addresses::owns(HostIndex host, Address address) const {
    if (primary_[host] == address) {
        return true;
    }
    const auto found = owners_.find(address);
    return found != owners_.end() &&
           std::find(found->second.begin(), found->second.end(), host) != found->second.end();
}

std::optional<Addresses::HostIndex> Addresses::resolve(HostIndex asker, Address address) const {
    const auto cached = cached_.find({asker, address});
    if (cached != cached_.end()) {
        return cached->second;
    }
    return owner(address);
}

} // namespace sim::network
