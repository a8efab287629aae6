// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/words.h"

#include <algorithm>
#include <cstddef>

namespace sim::scenario {
namespace {

constexpr std::size_t kLongestWord = 64;

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1,
                               last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

} // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
    if (word.size() > kLongestWord) {
        return {};
    }
    std::string best;
    std::size_t bestDistance = kLongestWord;
    for (const std::string& candidate : known) {
        if (candidate.size() > kLongestWord) {
            continue;
        }
        const std::size_t longer = std::max(candidate.size(), word.size());
        const std::size_t allowed = std::max<std::size_t>(1, longer / 3);
        const std::size_t d = distance(word, candidate);
        // A single letter replaced by another is no misspelling.
        if (d <= allowed && d < bestDistance && d < longer) {
            best = candidate;
            bestDistance = d;
        }
    }
    return best;
}

std::string hintFor(std::string_view word, const std::vector<std::string>& known) {
    constexpr std::size_t kListed = 8;
    if (const std::string near = nearest(word, known); !near.empty()) {
        return "did you mean '" + near + "'?";
    }
    if (known.empty()) {
        return {};
    }
    std::string list = "one of ";
    for (std::size_t i = 0; i < known.size() && i < kListed; ++i) {
        list += (i == 0 ? "" : ", ") + known[i];
    }
    return list + (known.size() > kListed ? ", ..." : "");
}

} // namespace sim::scenario
