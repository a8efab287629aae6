// SPDX-License-Identifier: Apache-2.0
#include "sim/kernel/digest.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>
#include <vector>

namespace sim {
namespace {

struct Block {
    std::uint64_t index;
    std::int64_t end;
    std::uint64_t hash;
};

std::vector<Block> blocksOf(std::uint64_t events, std::uint64_t oddEvent) {
    std::vector<Block> blocks;
    Digest digest;
    digest.onBlock([&](std::uint64_t index, SimTime end, std::uint64_t hash) {
        blocks.push_back({index, end.ns, hash});
    });
    for (std::uint64_t i = 0; i < events; ++i) {
        digest.beginEvent({static_cast<std::int64_t>(i * 10)}, i);
        digest.mix(i == oddEvent ? 1 : 0);
    }
    return blocks;
}

TEST(Digest, ABlockHasItsEventsAndTheTimeOfItsLast) {
    EXPECT_TRUE(blocksOf(Digest::kBlockEvents, 0).empty()); // the last may still be going on
    const auto blocks = blocksOf(2 * Digest::kBlockEvents + 1, 0);
    ASSERT_EQ(blocks.size(), 2U);
    EXPECT_EQ(blocks[0].index, 0U);
    EXPECT_EQ(blocks[0].end, 10'230);
    EXPECT_EQ(blocks[1].index, 1U);
    EXPECT_EQ(blocks[1].end, 20'470);
}

TEST(Digest, ADifferenceShowsFromItsOwnBlockOn) {
    const std::uint64_t many = 5 * Digest::kBlockEvents;
    const auto one = blocksOf(many, many);
    const auto other = blocksOf(many, 2 * Digest::kBlockEvents); // the first of the third block
    ASSERT_EQ(one.size(), 4U);
    ASSERT_EQ(other.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(one[i].hash == other[i].hash, i < 2) << i;
    }
}

TEST(Digest, DependsOnTimeOrderWordsAndOctets) {
    std::set<std::uint64_t> values;
    const auto add = [&](std::int64_t at, std::uint64_t order, std::uint64_t word,
                         const core::Bytes& bytes) {
        Digest digest;
        digest.beginEvent({at}, order);
        digest.mix(word);
        digest.mixBytes(bytes);
        values.insert(digest.value());
    };
    add(1, 1, 1, {1});
    add(2, 1, 1, {1});
    add(1, 2, 1, {1});
    add(1, 1, 2, {1});
    add(1, 1, 1, {2});
    add(1, 1, 1, {1, 0});
    add(1, 1, 1, {});
    EXPECT_EQ(values.size(), 7U);
}

TEST(Digest, WordsInAnotherOrderAreAnotherDigest) {
    Digest one;
    one.mix(1);
    one.mix(2);
    Digest other;
    other.mix(2);
    other.mix(1);
    EXPECT_NE(one.value(), other.value());
}

TEST(Digest, IsShownAsSixteenHexadecimalDigits) {
    const Digest digest;
    EXPECT_EQ(digest.hex(), "2545f4914f6cdd1d");
}

} // namespace
} // namespace sim
