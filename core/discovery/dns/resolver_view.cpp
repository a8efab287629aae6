// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/resolver_view.h"

#include "core/discovery/dns/kinds.h"

#include <algorithm>

namespace core::discovery::dns {

using namespace literals;

namespace {

/// In lower case: a name is one name however somebody asked for it (RFC 4343).
std::string suffixOf(const CacheKey& key) {
    return key.name.canonical().toDisplay() + "/" + typeText(key.type);
}

/// Sorted, since servers rotate sets and that is no news.
std::string valuesOf(const CacheEntry& entry) {
    if (entry.kind != CachedKind::Positive) {
        return entry.kind == CachedKind::NxDomain ? "NXDOMAIN" : "NODATA";
    }
    std::vector<std::string> texts;
    for (const Rdata& data : entry.data) {
        texts.push_back(rdataText(data));
    }
    std::sort(texts.begin(), texts.end());
    std::string joined;
    for (const std::string& text : texts) {
        joined += (joined.empty() ? "" : " ") + text;
    }
    return joined;
}

} // namespace

void ResolverView::stored(const CacheKey& key, const CacheEntry& entry) {
    auto& observer = env_.observer();
    const std::string suffix = suffixOf(key);
    const std::string values = valuesOf(entry);
    const Duration ttl = 1_s * entry.ttl;
    observer.state("cache/" + suffix, values);
    observer.state("cache-until/" + suffix, entry.expires() - Instant{});
    if (lastValues_.size() >= kMaxRemembered) {
        lastValues_.clear();
    }
    const auto last = lastValues_.find(key);
    const bool news = last != lastValues_.end() && last->second != values;
    lastValues_[key] = values;
    if (entry.kind != CachedKind::Positive) {
        observer.event(kinds::kNegativeCached, {{"name", key.name.toDisplay()},
                                                {"type", typeText(key.type)},
                                                {"kind", values},
                                                {"ttl", ttl}});
        return;
    }
    observer.event(news ? kinds::kChanged : kinds::kCached, {{"name", key.name.toDisplay()},
                                                             {"type", typeText(key.type)},
                                                             {"values", values},
                                                             {"ttl", ttl}});
}

void ResolverView::expired(const CacheKey& key) {
    dropped(key);
    env_.observer().event(kinds::kExpired,
                          {{"name", key.name.toDisplay()}, {"type", typeText(key.type)}});
}

void ResolverView::dropped(const CacheKey& key) {
    const std::string suffix = suffixOf(key);
    env_.observer().clearState("cache/" + suffix);
    env_.observer().clearState("cache-until/" + suffix);
}

} // namespace core::discovery::dns
