// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <string_view>

/// Fixed, seedable hashes. Their values are part of Orrery's contract (keyed randomness, digests),
/// so they never depend on the standard library, the platform or an address.
namespace core {

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection with full avalanche.
constexpr std::uint64_t mix64(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

/// A 64-bit hash of the pair; not symmetric. Chain it for more words.
constexpr std::uint64_t combine64(std::uint64_t state, std::uint64_t word) {
    return mix64(state ^ (mix64(word) + 0x632be59bd9b4e019ULL));
}

/// XXH3-64 of the octets with a seed.
std::uint64_t hash64(ByteView bytes, std::uint64_t seed = 0);
inline std::uint64_t hash64(std::string_view text, std::uint64_t seed = 0) {
    return hash64(viewOf(text), seed);
}

} // namespace core
