// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"

#include <array>
#include <bit>

namespace core {
namespace {

__extension__ typedef unsigned __int128 Wide;

/// Fixed-point unit of the logarithm table: 2^40.
constexpr int kLogBits = 40;
constexpr std::size_t kLogCells = 2048;

/// ln(x) for x in [1, 2] by the series of artanh; only + - * / of IEEE doubles, so every compiler
/// evaluates it to the same bits, and the result is rounded to an integer at once.
constexpr double naturalLog(double x) {
    const double z = (x - 1.0) / (x + 1.0);
    const double square = z * z;
    double power = z;
    double sum = 0.0;
    for (int n = 1; n < 60; n += 2) {
        sum += power / n;
        power *= square;
    }
    return 2.0 * sum;
}

constexpr std::array<std::uint64_t, kLogCells + 1> makeLogTable() {
    std::array<std::uint64_t, kLogCells + 1> table{};
    for (std::size_t i = 0; i <= kLogCells; ++i) {
        const double x = 1.0 + static_cast<double>(i) / kLogCells;
        const double scaled = naturalLog(x) * static_cast<double>(1ULL << kLogBits);
        table[i] = static_cast<std::uint64_t>(scaled + 0.5);
    }
    return table;
}

constexpr auto kLogTable = makeLogTable();

/// -ln(u / 2^64) in units of 2^-40, for u > 0.
std::uint64_t negativeLog(std::uint64_t u) {
    const int zeros = std::countl_zero(u);
    const std::uint64_t fraction = (u << zeros) << 1; // mantissa bits after the leading one
    const std::size_t cell = fraction >> 53;          // top 11 bits
    const std::uint64_t rest = (fraction << 11) >> 32;
    const std::uint64_t low = kLogTable[cell];
    const std::uint64_t high = kLogTable[cell + 1];
    const std::uint64_t mantissaLog = low + (((high - low) * rest) >> 32);
    return static_cast<std::uint64_t>(zeros + 1) * kLogTable[kLogCells] - mantissaLog;
}

} // namespace

std::uint64_t RandomStream::below(std::uint64_t bound) {
    ORRERY_ASSERT(bound > 0);
    std::uint64_t draw = next();
    Wide product = static_cast<Wide>(draw) * bound;
    auto low = static_cast<std::uint64_t>(product);
    if (low < bound) {
        const std::uint64_t threshold = (0 - bound) % bound;
        while (low < threshold) {
            draw = next();
            product = static_cast<Wide>(draw) * bound;
            low = static_cast<std::uint64_t>(product);
        }
    }
    return static_cast<std::uint64_t>(product >> 64);
}

std::int64_t RandomStream::between(std::int64_t low, std::int64_t high) {
    ORRERY_ASSERT(low <= high);
    const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    const std::uint64_t offset = span == ~0ULL ? next() : below(span + 1);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

bool RandomStream::chance(std::uint64_t numerator, std::uint64_t denominator) {
    return below(denominator) < numerator;
}

Duration RandomStream::exponential(Duration mean) {
    ORRERY_ASSERT(mean.ns >= 0);
    const std::uint64_t draw = next();
    const std::uint64_t log = negativeLog(draw == 0 ? 1 : draw);
    const Wide ns = (static_cast<Wide>(static_cast<std::uint64_t>(mean.ns)) * log) >> kLogBits;
    if (ns > static_cast<Wide>(Duration::max().ns)) {
        return Duration::max();
    }
    return {ns < 1 ? 1 : static_cast<std::int64_t>(ns)};
}

} // namespace core
