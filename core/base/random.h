// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/assert.h"
#include "core/base/hash.h"
#include "core/base/time.h"

#include <cstddef>
#include <cstdint>
#include <utility>

/// Keyed randomness: the n-th draw of a stream is a hash of (key, n). Streams with different keys
/// are independent, so a new consumer never shifts the draws of another (compare Salmon et al.,
/// "Parallel random numbers: as easy as 1, 2, 3", 2011). Integers only: no libm, no
/// std::*_distribution, whose results differ between libraries.
namespace core {

class RandomStream {
public:
    explicit RandomStream(std::uint64_t key) : key_(key) {}

    /// 64 uniform bits.
    std::uint64_t next() { return combine64(key_, counter_++); }

    /// Uniform in [0, bound). REQUIRES: bound > 0. Unbiased (Lemire, "Fast random integer
    /// generation in an interval", 2019).
    std::uint64_t below(std::uint64_t bound);

    /// Uniform in [low, high]. REQUIRES: low <= high.
    std::int64_t between(std::int64_t low, std::int64_t high);
    Duration between(Duration low, Duration high) { return {between(low.ns, high.ns)}; }

    /// True with probability numerator/denominator. REQUIRES: 0 < denominator.
    bool chance(std::uint64_t numerator, std::uint64_t denominator);

    /// Exponential with the given mean, in whole nanoseconds, at least 1 ns; computed with integers
    /// from a table of ln(x), exact within 2^-24 of the mean and 1 ns. REQUIRES: mean >= 0.
    Duration exponential(Duration mean);

    /// Fisher-Yates over anything with size() and operator[].
    template <class Container>
    void shuffle(Container& items) {
        for (std::size_t i = items.size(); i > 1; --i) {
            const auto j = static_cast<std::size_t>(below(i));
            using std::swap;
            swap(items[i - 1], items[j]);
        }
    }

private:
    std::uint64_t key_;
    std::uint64_t counter_ = 0;
};

} // namespace core
