// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/discovery/dns/cache.h"
#include "core/discovery/dns/exchange.h"
#include "core/runtime/settings.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace core::discovery::dns {

/// The servers of one zone, as configured or as learnt from a referral.
struct UpstreamZone {
    Name suffix;
    std::vector<runtime::Endpoint> servers; ///< at least one
    std::size_t preferred = 0;              ///< asked first: the one that answered last
};

/// The settings of dns-resolver, read.
struct ResolverConfig {
    std::vector<UpstreamZone> zones; ///< longest suffix first
    Duration upstreamTimeout;
    int upstreamAttempts = 1;
    std::uint16_t udpPayload = 1232;
    CacheLimits cache;
    Duration servfailTtl;
    bool prefetch = false;
    bool rotate = true;
    bool serveStale = false;
    StaleTimers stale;

    /// The zone with the longest suffix that holds `name`; nullptr if there is none.
    UpstreamZone* zoneOf(const Name& name);
    /// Rounds over the servers, the preferred one first; waits double each round.
    std::vector<Attempt> planFor(const UpstreamZone& zone) const;
};

using HostLookup = std::function<std::optional<runtime::Address>(std::string_view)>;

/// Error: one sentence that names the wrong line.
Result<ResolverConfig, std::string> readResolverConfig(const runtime::Settings& settings,
                                                       const HostLookup& lookupHost);

} // namespace core::discovery::dns
