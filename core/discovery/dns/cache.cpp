// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/cache.h"

#include "core/base/assert.h"

#include <algorithm>

namespace core::discovery::dns {

std::uint32_t sharedTtl(const std::vector<Record>& set, HighBitRule rule) {
    ORRERY_ASSERT(!set.empty());
    std::uint32_t ttl = effectiveTtl(set.front().ttl, rule);
    for (const Record& record : set) {
        ttl = std::min(ttl, effectiveTtl(record.ttl, rule));
    }
    return ttl;
}

std::optional<Cache::Found> Cache::find(const Name& name, Type type, Instant now) {
    std::optional<Found> stale;
    for (const Type candidate : {Type::Any, type}) {
        const auto found = entries_.find({name, candidate});
        if (found == entries_.end()) {
            continue;
        }
        CacheEntry& entry = found->second;
        const auto left = remainingTtl(entry.ttl, now - entry.stored);
        if (!left && now >= entry.expires() + limits_.maxStale) {
            continue;
        }
        byUse_.erase(entry.use);
        entry.use = nextUse_++;
        byUse_.emplace(entry.use, found->first);
        if (left) {
            return Found{found->first, &entry, left};
        }
        stale = Found{found->first, &entry, std::nullopt}; // a set is better than an old NXDOMAIN
    }
    return stale;
}

bool Cache::storePositive(const std::vector<Record>& set, Rank rank, Instant now) {
    ORRERY_ASSERT(!set.empty());
    CacheEntry entry;
    entry.stored = now;
    entry.rank = rank;
    for (const Record& record : set) {
        entry.data.push_back(record.data);
    }
    entry.ttl = clampTtl(sharedTtl(set, limits_.highBit), limits_.minTtl, limits_.maxTtl);
    if (entry.ttl == 0) {
        return false;
    }
    const CacheKey key{set.front().name, set.front().type};
    const auto present = entries_.find(key);
    if (present != entries_.end() && present->second.rank > rank &&
        now < present->second.expires()) {
        return false;
    }
    erase({key.name, Type::Any}); // the name exists after all
    store(key, std::move(entry));
    return true;
}

bool Cache::storeNegative(const Name& name, Type type, const Record& soa, Instant now) {
    const auto* data = std::get_if<SoaRdata>(&soa.data);
    ORRERY_ASSERT(data != nullptr);
    CacheEntry entry;
    entry.kind = type == Type::Any ? CachedKind::NxDomain : CachedKind::NoData;
    entry.soa = soa;
    entry.stored = now;
    entry.rank = Rank::AuthoritativeAnswer;
    entry.ttl =
        negativeTtl(effectiveTtl(soa.ttl, limits_.highBit), data->minimum, limits_.maxNegativeTtl);
    if (entry.ttl == 0) {
        return false;
    }
    if (type == Type::Any) {
        for (const CacheKey& key : keysOf(name)) {
            erase(key);
        }
    } else {
        erase({name, Type::Any}); // the name exists after all
    }
    store({name, type}, std::move(entry));
    return true;
}

void Cache::store(CacheKey key, CacheEntry entry) {
    erase(key);
    while (entries_.size() >= std::max<std::size_t>(limits_.maxEntries, 1)) {
        const CacheKey oldest = byUse_.begin()->second;
        evicted_.push_back(oldest);
        erase(oldest);
    }
    entry.use = nextUse_++;
    byUse_.emplace(entry.use, key);
    const bool goesAtOnce = limits_.maxStale <= Duration{};
    moments_.emplace(std::pair(entry.expires(), key), goesAtOnce);
    entries_.emplace(std::move(key), std::move(entry));
}

void Cache::erase(const CacheKey& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
        return;
    }
    const CacheEntry& entry = found->second;
    byUse_.erase(entry.use);
    moments_.erase({entry.expires(), key});
    moments_.erase({entry.expires() + limits_.maxStale, key});
    entries_.erase(found);
}

std::vector<Cache::Expired> Cache::expire(Instant now) {
    std::vector<Expired> result;
    while (!moments_.empty() && moments_.begin()->first.first <= now) {
        const auto node = moments_.extract(moments_.begin());
        const auto& [at, key] = node.key();
        const bool goes = node.mapped();
        result.push_back({key, goes});
        if (goes) {
            erase(key);
        } else {
            moments_.emplace(std::pair(at + limits_.maxStale, key), true);
        }
    }
    return result;
}

std::optional<Instant> Cache::nextExpiry() const {
    return moments_.empty() ? std::nullopt : std::optional(moments_.begin()->first.first);
}

std::vector<CacheKey> Cache::keysOf(const Name& name) const {
    std::vector<CacheKey> keys;
    for (auto at = entries_.lower_bound({name, static_cast<Type>(0)});
         at != entries_.end() && at->first.name == name; ++at) {
        keys.push_back(at->first);
    }
    return keys;
}

std::vector<CacheKey> Cache::flush(const std::optional<Name>& name) {
    std::vector<CacheKey> keys;
    if (name) {
        keys = keysOf(*name);
    } else {
        for (const auto& [key, entry] : entries_) {
            keys.push_back(key);
        }
    }
    for (const CacheKey& key : keys) {
        erase(key);
    }
    return keys;
}

void Cache::setTtlLimits(std::uint32_t minTtl, std::uint32_t maxTtl, std::uint32_t maxNegativeTtl) {
    limits_.minTtl = minTtl;
    limits_.maxTtl = maxTtl;
    limits_.maxNegativeTtl = maxNegativeTtl;
}

} // namespace core::discovery::dns
