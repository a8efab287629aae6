// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/dns/cache.h"
#include "core/runtime/env.h"

#include <map>
#include <string>

namespace core::discovery::dns {

/// What a dns-resolver shows of its cache (keys in resolver.h, kinds in kinds.h).
class ResolverView {
public:
    explicit ResolverView(runtime::Env& env) : env_(env) {}

    void stored(const CacheKey& key, const CacheEntry& entry);
    void expired(const CacheKey& key);
    /// Gone without having expired: evicted, flushed or replaced by an NXDOMAIN.
    void dropped(const CacheKey& key);

private:
    static constexpr std::size_t kMaxRemembered = 10'000;

    runtime::Env& env_;
    std::map<CacheKey, std::string> lastValues_; ///< to tell news from a refresh
};

} // namespace core::discovery::dns
