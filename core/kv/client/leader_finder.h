// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/runtime/address.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

/// Whom a client of a group asks: the member it believes to lead. Redirects teach it, failures make
/// it try the members in turn. Pure.
namespace core::kv {

class LeaderFinder {
public:
    /// REQUIRES: at least one server.
    explicit LeaderFinder(std::vector<runtime::Endpoint> servers) : servers_(std::move(servers)) {}

    const runtime::Endpoint& current() const { return servers_[current_]; }
    /// Somebody says that this server leads; it may be one that was not known.
    void told(const runtime::Endpoint& leader);
    /// Asking `server` led nowhere: if it was the current one, the next in turn is.
    void failed(const runtime::Endpoint& server);
    /// Any server, for reads that need no leader.
    const runtime::Endpoint& any(RandomStream& random) const {
        return servers_[static_cast<std::size_t>(random.below(servers_.size()))];
    }

private:
    std::vector<runtime::Endpoint> servers_;
    std::size_t current_ = 0;
};

/// The endpoint of "http://10.0.0.2:2379/kv/a"; nullopt for all else.
std::optional<runtime::Endpoint> endpointOfLocation(std::string_view location);

} // namespace core::kv
