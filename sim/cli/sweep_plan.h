// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Which runs a sweep consists of: every combination of the varied values with every seed.
namespace sim::cli {

/// Both ends included.
struct SeedRange {
    std::uint64_t first = 1;
    std::uint64_t last = 1;
};

/// "1..20", or one seed. The error is one sentence.
core::Result<SeedRange, std::string> parseSeeds(std::string_view text);

/// One --vary argument.
struct Varied {
    std::string path;
    std::vector<std::string> values; ///< at least one
};

/// "deploy.ns.ttl=5s,30s"; a comma inside brackets or quotes belongs to its value.
core::Result<Varied, std::string> parseVaried(std::string_view text);

/// One choice of a value for each Varied, in their order; the last one changes fastest.
using Choice = std::vector<std::string>;
std::vector<Choice> choicesOf(const std::vector<Varied>& varied);

/// More than that is a mistake rather than a wish.
inline constexpr std::uint64_t kMaxRuns = 100'000;

} // namespace sim::cli
