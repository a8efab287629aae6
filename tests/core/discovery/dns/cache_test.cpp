// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/cache.h"

#include <gtest/gtest.h>

namespace core::discovery::dns {
namespace {

using namespace literals;

Name name(std::string_view text) {
    return Name::parse(text).value();
}

std::vector<Record> addresses(std::string_view owner, std::uint32_t ttl, std::uint32_t address) {
    return {{name(owner), Type::A, Class::In, ttl, ARdata{{address}}}};
}

Record soa(std::uint32_t ttl, std::uint32_t minimum) {
    return {name("test"), Type::Soa, Class::In, ttl, SoaRdata{{}, {}, 1, 1, 1, 1, minimum}};
}

constexpr Instant at(std::int64_t seconds) {
    return {seconds * 1'000'000'000};
}

TEST(Cache, HandsOutTheRemainingTimeAndNothingAfterwards) {
    Cache cache({});
    ASSERT_TRUE(cache.storePositive(addresses("a.test", 30, 1), Rank::Answer, at(100)));
    EXPECT_EQ(cache.find(name("A.TEST"), Type::A, at(110))->ttl, 20u);
    EXPECT_EQ(cache.find(name("a.test"), Type::A, at(130) - 1_ns)->ttl, 1u);
    EXPECT_FALSE(cache.find(name("a.test"), Type::A, at(130)));
}

TEST(Cache, NxdomainCoversEveryTypeUntilTheNameAppears) {
    Cache cache({});
    cache.storePositive(addresses("a.test", 30, 1), Rank::Answer, at(0));
    ASSERT_TRUE(cache.storeNegative(name("a.test"), Type::Any, soa(3600, 300), at(1)));
    EXPECT_EQ(cache.find(name("a.test"), Type::A, at(2))->entry->kind, CachedKind::NxDomain);
    EXPECT_EQ(cache.find(name("a.test"), Type::Mx, at(2))->ttl, 299u);
    cache.storePositive(addresses("a.test", 30, 1), Rank::Answer, at(3));
    EXPECT_EQ(cache.find(name("a.test"), Type::A, at(4))->entry->kind, CachedKind::Positive);
    EXPECT_FALSE(cache.find(name("a.test"), Type::Mx, at(4)));
}

TEST(Cache, NoDataCoversOneType) {
    Cache cache({});
    cache.storeNegative(name("a.test"), Type::Aaaa, soa(60, 300), at(0));
    EXPECT_EQ(cache.find(name("a.test"), Type::Aaaa, at(0))->ttl, 60u);
    EXPECT_FALSE(cache.find(name("a.test"), Type::A, at(0)));
}

TEST(Cache, LowerRankDoesNotReplaceFreshData) {
    Cache cache({});
    cache.storePositive(addresses("a.test", 30, 1), Rank::AuthoritativeAnswer, at(0));
    EXPECT_FALSE(cache.storePositive(addresses("a.test", 30, 2), Rank::Additional, at(1)));
    EXPECT_TRUE(cache.storePositive(addresses("a.test", 30, 2), Rank::Additional, at(30)));
}

TEST(Cache, ClampsAndReadsTheHighBitByItsRule) {
    Cache cache({10, 5, 100, 50, HighBitRule::Rfc8767, {}});
    cache.storePositive(addresses("a.test", 1, 1), Rank::Answer, at(0));
    cache.storePositive(addresses("b.test", 0x8000'0000, 1), Rank::Answer, at(0));
    EXPECT_EQ(cache.find(name("a.test"), Type::A, at(0))->ttl, 5u);
    EXPECT_EQ(cache.find(name("b.test"), Type::A, at(0))->ttl, 100u);
    cache.storeNegative(name("c.test"), Type::Any, soa(3600, 3600), at(0));
    EXPECT_EQ(cache.find(name("c.test"), Type::A, at(0))->ttl, 50u);
}

TEST(Cache, TheSmallestTtlOfASetCounts) {
    Cache cache({});
    auto set = addresses("a.test", 30, 1);
    set.push_back(addresses("a.test", 10, 2)[0]);
    cache.storePositive(set, Rank::Answer, at(0));
    EXPECT_EQ(cache.find(name("a.test"), Type::A, at(0))->ttl, 10u);
}

TEST(Cache, DropsTheEntryUsedLongestAgo) {
    Cache cache({2, 0, 86'400, 3'600, HighBitRule::Rfc8767, {}});
    cache.storePositive(addresses("a.test", 30, 1), Rank::Answer, at(0));
    cache.storePositive(addresses("b.test", 30, 1), Rank::Answer, at(0));
    cache.find(name("a.test"), Type::A, at(1));
    cache.storePositive(addresses("c.test", 30, 1), Rank::Answer, at(2));
    EXPECT_EQ(cache.takeEvicted(), (std::vector<CacheKey>{{name("b.test"), Type::A}}));
    EXPECT_TRUE(cache.find(name("a.test"), Type::A, at(3)));
    EXPECT_EQ(cache.size(), 2u);
}

TEST(Cache, ReportsExpiryInOrderOfTimeAndKeepsStaleData) {
    Cache cache({10, 0, 86'400, 3'600, HighBitRule::Rfc8767, 100_s});
    cache.storePositive(addresses("a.test", 30, 1), Rank::Answer, at(0));
    cache.storePositive(addresses("b.test", 10, 1), Rank::Answer, at(0));
    EXPECT_EQ(cache.nextExpiry(), at(10));
    const auto expired = cache.expire(at(30));
    ASSERT_EQ(expired.size(), 2u);
    EXPECT_EQ(expired[0].key.name, name("b.test"));
    EXPECT_FALSE(expired[0].dropped);
    const auto stale = cache.find(name("a.test"), Type::A, at(129));
    ASSERT_TRUE(stale);
    EXPECT_FALSE(stale->ttl);
    EXPECT_TRUE(cache.expire(at(110))[0].dropped);
    EXPECT_FALSE(cache.find(name("a.test"), Type::A, at(130)));
}

TEST(Cache, FlushForgetsOneNameOrAll) {
    Cache cache({});
    cache.storePositive(addresses("a.test", 30, 1), Rank::Answer, at(0));
    cache.storePositive(addresses("b.a.test", 30, 1), Rank::Answer, at(0));
    EXPECT_EQ(cache.flush(name("a.test")).size(), 1u);
    EXPECT_EQ(cache.flush(std::nullopt).size(), 1u);
    EXPECT_EQ(cache.nextExpiry(), std::nullopt);
}

TEST(Cache, ANameWithoutATypeExistsAfterAll) {
    Cache cache({});
    cache.storeNegative(name("a.test"), Type::Any, soa(3600, 300), at(0));
    cache.storeNegative(name("a.test"), Type::Aaaa, soa(3600, 300), at(1)); // NODATA is newer
    EXPECT_EQ(cache.find(name("a.test"), Type::Aaaa, at(2))->entry->kind, CachedKind::NoData);
    EXPECT_FALSE(cache.find(name("a.test"), Type::A, at(2)));
}

} // namespace
} // namespace core::discovery::dns
