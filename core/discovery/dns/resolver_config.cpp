// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/resolver_config.h"

#include "core/discovery/dns/frontend.h"
#include "core/discovery/dns/text_form.h"

#include <algorithm>
#include <charconv>

namespace core::discovery::dns {

using namespace literals;

namespace {

constexpr Duration kLongestWait = 60_s;

/// "host", "host:5353", "10.0.0.53", "10.0.0.53:53".
Result<runtime::Endpoint, std::string> parseServer(const std::string& text,
                                                   const HostLookup& lookupHost) {
    const std::size_t colon = text.rfind(':');
    const std::string host = text.substr(0, colon);
    std::uint16_t port = kDnsPort;
    if (colon != std::string::npos) {
        const char* last = text.data() + text.size();
        const auto [end, error] = std::from_chars(text.data() + colon + 1, last, port);
        if (error != std::errc() || end != last || port == 0) {
            return Failure{"'" + text + "' has no valid port"};
        }
    }
    auto address = runtime::parseAddress(host);
    if (!address) {
        address = lookupHost(host);
    }
    if (!address) {
        return Failure{"'" + host + "' is neither an address nor a known host"};
    }
    return runtime::Endpoint{*address, port};
}

Result<UpstreamZone, std::string> parseUpstream(const std::string& line,
                                                const HostLookup& lookupHost) {
    const auto words = tokenize(line);
    if (!words || words->size() < 2) {
        return Failure{std::string("an upstream is written 'zone server...'")};
    }
    auto suffix = Name::parse(words->front().text);
    if (!suffix) {
        return Failure{"'" + words->front().text + "' is no domain name"};
    }
    UpstreamZone zone;
    zone.suffix = *std::move(suffix);
    for (std::size_t i = 1; i < words->size(); ++i) {
        const auto server = parseServer((*words)[i].text, lookupHost);
        if (!server) {
            return Failure{server.error()};
        }
        zone.servers.push_back(*server);
    }
    return zone;
}

std::uint32_t wholeSeconds(Duration d) {
    return static_cast<std::uint32_t>(d / 1_s);
}

CacheLimits readLimits(const runtime::Settings& settings) {
    CacheLimits limits;
    limits.maxEntries = static_cast<std::size_t>(settings.integer("cache-entries"));
    limits.minTtl = wholeSeconds(settings.duration("min-ttl"));
    limits.maxTtl = wholeSeconds(settings.duration("max-ttl"));
    limits.maxNegativeTtl = wholeSeconds(settings.duration("max-negative-ttl"));
    limits.highBit =
        settings.text("ttl-high-bit") == "rfc2181" ? HighBitRule::Rfc2181 : HighBitRule::Rfc8767;
    limits.maxStale = settings.boolean("serve-stale") ? settings.duration("max-stale") : Duration{};
    return limits;
}

} // namespace

UpstreamZone* ResolverConfig::zoneOf(const Name& name) {
    const auto found = std::find_if(zones.begin(), zones.end(), [&](const UpstreamZone& zone) {
        return name.isWithin(zone.suffix);
    });
    return found == zones.end() ? nullptr : &*found;
}

std::vector<Attempt> ResolverConfig::planFor(const UpstreamZone& zone) const {
    std::vector<Attempt> plan;
    Duration wait = upstreamTimeout;
    for (int round = 0; round < upstreamAttempts; ++round) {
        for (std::size_t i = 0; i < zone.servers.size(); ++i) {
            plan.push_back({zone.servers[(zone.preferred + i) % zone.servers.size()], wait});
        }
        wait = std::min(wait * 2, kLongestWait);
    }
    return plan;
}

Result<ResolverConfig, std::string> readResolverConfig(const runtime::Settings& settings,
                                                       const HostLookup& lookupHost) {
    ResolverConfig config;
    int line = 0;
    for (const std::string& text : settings.list("upstreams")) {
        ++line;
        auto zone = parseUpstream(text, lookupHost);
        if (!zone) {
            return Failure{"upstreams, line " + std::to_string(line) + " '" + text +
                           "': " + zone.error()};
        }
        config.zones.push_back(*std::move(zone));
    }
    std::stable_sort(config.zones.begin(), config.zones.end(),
                     [](const UpstreamZone& a, const UpstreamZone& b) {
                         return a.suffix.labelCount() > b.suffix.labelCount();
                     });
    config.upstreamTimeout = settings.duration("upstream-timeout");
    config.upstreamAttempts = static_cast<int>(settings.integer("upstream-attempts"));
    config.udpPayload = static_cast<std::uint16_t>(settings.integer("udp-payload"));
    config.cache = readLimits(settings);
    config.servfailTtl = settings.duration("servfail-ttl");
    config.prefetch = settings.boolean("prefetch");
    config.rotate = settings.boolean("rotate");
    config.serveStale = settings.boolean("serve-stale");
    config.stale.maxStale = config.cache.maxStale;
    config.stale.clientResponse = settings.duration("stale-client-timeout");
    config.stale.failureRecheck = settings.duration("stale-recheck");
    config.stale.staleTtl = wholeSeconds(settings.duration("stale-answer-ttl"));
    return config;
}

} // namespace core::discovery::dns
