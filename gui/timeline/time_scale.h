// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/kernel/sim_time.h"

#include <QString>

#include <functional>
#include <vector>

/// Where a time lies on the timeline, and at which times its axis has ticks. No widget shows here.
namespace gui::timeline {

/// A stretch of simulated time on a stretch of pixels.
class TimeScale {
public:
    /// Shorter stretches are not shown: a pixel would be less than a nanosecond.
    static constexpr core::Duration kShortest{2'000};

    /// All of [0, horizon], on [left, right] in pixels.
    TimeScale(core::Duration horizon, double left, double right);

    sim::SimTime begin() const { return begin_; }
    sim::SimTime end() const { return end_; }
    core::Duration horizon() const { return horizon_; }
    core::Duration span() const { return end_ - begin_; }
    double left() const { return left_; }
    double right() const { return right_; }
    bool isFitted() const;

    double xOf(sim::SimTime at) const;
    /// Also beyond the visible part; clamped to [0, horizon].
    sim::SimTime timeAt(double x) const;
    core::Duration perPixel() const;

    void fit();
    /// `factor` > 1 shows less time in more detail; what is at `x` stays there.
    void zoom(double factor, double x);
    /// Positive: later times.
    void pan(core::Duration by);
    /// Other pixels or another horizon. A fitted scale stays fitted, another one shows the same.
    void resize(core::Duration horizon, double left, double right);

private:
    void show(double begin, double span);

    core::Duration horizon_;
    sim::SimTime begin_;
    sim::SimTime end_;
    double left_;
    double right_;
};

struct Tick {
    sim::SimTime at;
    bool major = false;
    QString label; ///< of major ones
};

/// As every clock of the program writes it (sim/scene/clock_text.h).
QString timeText(sim::SimTime at, int decimals);

/// Ticks at round times whose labels, `widthOf` pixels wide, stand clear of each other.
std::vector<Tick> ticksOf(const TimeScale& scale,
                          const std::function<double(const QString&)>& widthOf);

} // namespace gui::timeline
