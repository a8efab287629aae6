// SPDX-License-Identifier: Apache-2.0
#include "core/base/hash.h"

#include <gtest/gtest.h>

#include <bit>
#include <set>

namespace core {
namespace {

TEST(Mix64, GivesTheSequenceOfSplitMix64) {
    // The first outputs of the published generator for seed 1234567 (its state grows by the golden
    // ratio, which mix64 adds itself).
    std::uint64_t state = 1234567;
    for (const std::uint64_t expected :
         {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL,
          4593380528125082431ULL, 16408922859458223821ULL}) {
        EXPECT_EQ(mix64(state), expected);
        state += 0x9e3779b97f4a7c15ULL;
    }
}

TEST(Mix64, OneFlippedBitFlipsAboutHalfOfTheResult) {
    int flipped = 0;
    for (int bit = 0; bit < 64; ++bit) {
        flipped += std::popcount(mix64(42) ^ mix64(42 ^ (1ULL << bit)));
    }
    EXPECT_NEAR(flipped / 64.0, 32.0, 3.0);
}

TEST(Combine64, DependsOnTheOrder) {
    EXPECT_NE(combine64(1, 2), combine64(2, 1));
    EXPECT_NE(combine64(0, 0), 0u);
}

TEST(Combine64, KeepsSmallPairsApart) {
    std::set<std::uint64_t> seen;
    for (std::uint64_t a = 0; a < 100; ++a) {
        for (std::uint64_t b = 0; b < 100; ++b) {
            seen.insert(combine64(a, b));
        }
    }
    EXPECT_EQ(seen.size(), 10'000u);
}

TEST(Hash64, IsXxh3) {
    // From xxHash's own sanity test (XXH3_64bits of no input, seeds 0 and PRIME64).
    EXPECT_EQ(hash64(ByteView{}), 0x2d06800538d394c2ULL);
    EXPECT_EQ(hash64(ByteView{}, 0x9e3779b185ebca8dULL), 0xa8a6b918b2f0364aULL);
}

TEST(Hash64, DependsOnEveryOctetAndOnTheSeed) {
    const Bytes bytes(300, 7);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        Bytes other = bytes;
        other[i] ^= 1;
        EXPECT_NE(hash64(ByteView(other)), hash64(ByteView(bytes))) << i;
    }
    EXPECT_NE(hash64("web-1", 1), hash64("web-1", 2));
    EXPECT_EQ(hash64("web-1"), hash64(viewOf("web-1")));
}

} // namespace
} // namespace core
