// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/client/address_health.h"

#include <algorithm>

namespace core::discovery::client {

bool AddressHealth::noteFailure(const runtime::Endpoint& address, Instant now) {
    const auto [entry, first] = troubles_.try_emplace(address, Trouble{address, now, 0});
    ++entry->second.failures;
    return first;
}

std::optional<AddressHealth::Trouble> AddressHealth::noteSuccess(const runtime::Endpoint& address) {
    const auto node = troubles_.extract(address);
    if (node.empty()) {
        return std::nullopt;
    }
    return node.mapped();
}

std::vector<AddressHealth::Trouble> AddressHealth::giveUpOutside(const Addresses& believed) {
    std::vector<Trouble> given;
    for (auto entry = troubles_.begin(); entry != troubles_.end();) {
        if (std::find(believed.begin(), believed.end(), entry->first) == believed.end()) {
            given.push_back(entry->second);
            entry = troubles_.erase(entry);
        } else {
            ++entry;
        }
    }
    return given;
}

} // namespace core::discovery::client
