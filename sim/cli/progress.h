// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/kernel/sim_time.h"

#include <atomic>
#include <cstddef>
#include <string>

namespace sim::cli {

/// From now on Ctrl-C and SIGTERM only set the flag that is returned; a second one ends the
/// program at once.
const std::atomic<bool>& catchInterrupts();

/// One line on a terminal that says how far a run is; nothing elsewhere.
class ProgressBar {
public:
    explicit ProgressBar(bool visible) : visible_(visible) {}
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(SimTime now, SimTime horizon);
    /// `done` of `total` runs.
    void showCount(std::size_t done, std::size_t total);
    void clear();

private:
    void draw(int percent, const std::string& text);

    bool visible_;
    bool shown_ = false;
    int lastPercent_ = -1;
};

} // namespace sim::cli
