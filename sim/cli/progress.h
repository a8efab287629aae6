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

/// How progress is told on stderr.
enum class ProgressStyle {
    None,
    Bar,   ///< one line that is drawn again and again, for a terminal
    Lines, ///< a line for each percent, for programs and log files
};

/// Says how far a run is.
class ProgressBar {
public:
    explicit ProgressBar(ProgressStyle style) : style_(style) {}
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(SimTime now, SimTime horizon);
    /// `done` of `total` runs.
    void showCount(std::size_t done, std::size_t total);
    void clear();

private:
    void draw(int percent, const std::string& text);

    ProgressStyle style_;
    bool shown_ = false;
    int lastPercent_ = -1;
};

} // namespace sim::cli
