// SPDX-License-Identifier: Apache-2.0
#include "core/kv/client/leader_finder.h"

#include <algorithm>

namespace core::kv {

void LeaderFinder::told(const runtime::Endpoint& leader) {
    const auto found = std::find(servers_.begin(), servers_.end(), leader);
    current_ = static_cast<std::size_t>(found - servers_.begin());
    if (found == servers_.end()) {
        servers_.push_back(leader);
    }
}

void LeaderFinder::failed(const runtime::Endpoint& server) {
    if (server == current()) {
        current_ = (current_ + 1) % servers_.size();
    }
}

std::optional<runtime::Endpoint> endpointOfLocation(std::string_view location) {
    constexpr std::string_view kScheme = "http://";
    if (!location.starts_with(kScheme)) {
        return std::nullopt;
    }
    location.remove_prefix(kScheme.size());
    return runtime::parseEndpoint(location.substr(0, location.find('/')));
}

} // namespace core::kv
