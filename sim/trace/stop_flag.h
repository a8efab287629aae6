// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

namespace sim::trace {

/// Asks whoever reads to leave off; raised and lowered by any thread.
class StopFlag {
public:
    void set(bool raised) { raised_.store(raised, std::memory_order_relaxed); }
    bool isRaised() const { return raised_.load(std::memory_order_relaxed); }

private:
    std::atomic<bool> raised_ = false;
};

} // namespace sim::trace
