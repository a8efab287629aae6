// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/kernel/sim_time.h"

#include <algorithm>
#include <utility>
#include <vector>

/// A value that changes now and then: what it was at any time, by binary search.
namespace sim::scene {

template <class T>
class History {
public:
    explicit History(T before = T()) : before_(std::move(before)) {}

    /// From `at` on. REQUIRES: not earlier than the last time that was set.
    void set(SimTime at, T value) {
        if (!changes_.empty() && changes_.back().first == at) {
            changes_.pop_back(); // of two changes at one instant the last one counts
        }
        if (!(last() == value)) {
            changes_.emplace_back(at, std::move(value));
        }
    }
    const T& at(SimTime time) const {
        const auto later =
            std::upper_bound(changes_.begin(), changes_.end(), time,
                             [](SimTime wanted, const auto& one) { return wanted < one.first; });
        return later == changes_.begin() ? before_ : std::prev(later)->second;
    }
    const T& last() const { return changes_.empty() ? before_ : changes_.back().second; }
    /// By time.
    const std::vector<std::pair<SimTime, T>>& changes() const { return changes_; }

private:
    T before_;
    std::vector<std::pair<SimTime, T>> changes_;
};

} // namespace sim::scene
