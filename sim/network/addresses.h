// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/address.h"
#include "sim/network/address_table.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

/// Which host answers at an address. An address can move (a balancer pair); the claim is
/// announced as by gratuitous ARP (RFC 5227), and a neighbour that the announcement cannot reach
/// goes on with what it has cached.
namespace sim::network {

class Addresses {
public:
    using Address = core::runtime::Address;
    using HostIndex = std::uint32_t;

    /// The first address of a host, which it never loses.
    void assign(HostIndex host, Address address);
    Address primary(HostIndex host) const { return primary_[host]; }

    /// `hears(host)`: whether the announcement reaches that host. False if the claimant already
    /// has the address.
    bool claim(HostIndex claimant, Address address, const std::function<bool(HostIndex)>& hears);
    /// False for an address the host has not claimed. Caches that point at it stay.
    bool release(HostIndex host, Address address);
    /// All claims of a host (it lost power); which they were.
    std::vector<Address> releaseAll(HostIndex host);

    bool owns(HostIndex host, Address address) const;
    /// Where `asker` sends what is addressed to `address`; nullopt if nobody ever had it.
    std::optional<HostIndex> resolve(HostIndex asker, Address address) const;
    /// The present owner: the latest claimant, else the host it was assigned to.
    std::optional<HostIndex> owner(Address address) const { return latest_.find(address); }

private:
    void noteLatest(Address address, const std::vector<HostIndex>& owners);

    std::vector<Address> primary_;                              ///< by host
    std::map<Address, std::vector<HostIndex>> owners_;          ///< latest last
    AddressTable latest_;                                       ///< the last of each in owners_
    std::map<std::pair<HostIndex, Address>, HostIndex> cached_; ///< only where it differs
};

} // namespace sim::network
