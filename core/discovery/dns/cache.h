// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "core/discovery/dns/message.h"
#include "core/discovery/dns/timing.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

/// What a resolver remembers: sets of records and negative answers, each until its TTL is over.
/// Sources: RFC 1034 section 4.3.4 and RFC 2308 (negative caching; NXDOMAIN covers every type of
/// the name), RFC 2181 section 5.4.1 (ranking, in three steps), RFC 8767 (expired data is kept for
/// `maxStale`). Bounded: the entry used longest ago goes first. Pure: the caller passes `now`.
namespace core::discovery::dns {

/// How much data is to be trusted; lower never replaces higher while that is fresh.
enum class Rank { Additional, Answer, AuthoritativeAnswer };

enum class CachedKind {
    Positive, ///< records
    NoData,   ///< the name exists without this type
    NxDomain, ///< the name does not exist
};

struct CacheLimits {
    std::size_t maxEntries = 10'000;      ///< at least 1
    std::uint32_t minTtl = 0;             ///< seconds, of positive data
    std::uint32_t maxTtl = 86'400;        ///< seconds, of positive data
    std::uint32_t maxNegativeTtl = 3'600; ///< seconds
    HighBitRule highBit = HighBitRule::Rfc8767;
    Duration maxStale; ///< how long expired data is kept; 0: not at all
};

struct CacheEntry {
    CachedKind kind = CachedKind::Positive;
    std::vector<Rdata> data;   ///< Positive
    std::optional<Record> soa; ///< negative: the SOA record that came with the answer
    std::uint32_t ttl = 0;     ///< seconds, after clamping
    Instant stored;
    Rank rank = Rank::Answer;
    std::uint64_t use = 0; ///< order of last use

    Instant expires() const { return stored + literals::operator""_s(1) * ttl; }
};

/// NXDOMAIN entries have the type Any.
struct CacheKey {
    Name name;
    Type type = Type::A;
    friend bool operator==(const CacheKey&, const CacheKey&) = default;
    friend auto operator<=>(const CacheKey&, const CacheKey&) = default;
};

/// The TTL of a set: the smallest of its records (RFC 2181 section 5.2). REQUIRES: not empty.
std::uint32_t sharedTtl(const std::vector<Record>& set, HighBitRule rule);

class Cache {
public:
    explicit Cache(CacheLimits limits) : limits_(limits) {}

    struct Found {
        CacheKey key;
        const CacheEntry* entry = nullptr; ///< valid until the cache changes
        std::optional<std::uint32_t> ttl;  ///< seconds left; nullopt: expired, usable as stale
    };
    /// What is known about `name` and `type`: an NXDOMAIN of the name, or the set, or NODATA.
    /// Expired entries are returned as long as they may serve as stale. Counts as a use.
    std::optional<Found> find(const Name& name, Type type, Instant now);

    /// Stores a set of at least one record (one name and type; the smallest TTL counts) unless
    /// fresh data of higher rank is there or the clamped TTL is 0. True if stored.
    bool storePositive(const std::vector<Record>& set, Rank rank, Instant now);
    /// Stores "no such type", which drops an NXDOMAIN of the name, or, with Type::Any, "no such
    /// name", which drops all sets of the name.
    /// `soa` is the record of the authority section. False if the time to keep it is 0.
    bool storeNegative(const Name& name, Type type, const Record& soa, Instant now);

    /// Entries that expired or whose stale time ended since the last call, in order of time.
    struct Expired {
        CacheKey key;
        bool dropped = false; ///< false: only expired, still there as stale
    };
    std::vector<Expired> expire(Instant now);
    /// When expire() will have something to report next.
    std::optional<Instant> nextExpiry() const;

    /// Drops everything, or everything of one name; returns the keys.
    std::vector<CacheKey> flush(const std::optional<Name>& name);

    /// Keys dropped to make room since the last call.
    std::vector<CacheKey> takeEvicted() { return std::exchange(evicted_, {}); }

    /// What is stored under a name, NXDOMAIN included.
    std::vector<CacheKey> keysOf(const Name& name) const;

    std::size_t size() const { return entries_.size(); }
    const CacheLimits& limits() const { return limits_; }
    /// New limits hold for what is stored from now on.
    void setTtlLimits(std::uint32_t minTtl, std::uint32_t maxTtl, std::uint32_t maxNegativeTtl);

private:
    void store(CacheKey key, CacheEntry entry);
    void erase(const CacheKey& key);

    CacheLimits limits_;
    std::map<CacheKey, CacheEntry> entries_;
    std::map<std::uint64_t, CacheKey> byUse_;
    /// Next moment that matters for a key: its expiry, then the end of its stale time.
    std::map<std::pair<Instant, CacheKey>, bool> moments_; ///< true: the entry goes then
    std::vector<CacheKey> evicted_;
    std::uint64_t nextUse_ = 1;
};

} // namespace core::discovery::dns
