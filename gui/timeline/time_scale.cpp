// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/timeline/time_scale.h"

#include "sim/scene/clock_text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gui::timeline {
namespace {

using core::Duration;
using sim::SimTime;

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

/// Steps of the axis above a second, and into how many parts the small ticks divide them.
struct Step {
    std::int64_t ns;
    int parts;
};
constexpr std::array kLongSteps{
    Step{kSecond, 5},      Step{2 * kSecond, 4},  Step{5 * kSecond, 5},  Step{10 * kSecond, 5},
    Step{30 * kSecond, 3}, Step{kMinute, 6},      Step{2 * kMinute, 4},  Step{5 * kMinute, 5},
    Step{10 * kMinute, 5}, Step{30 * kMinute, 3}, Step{kHour, 6},        Step{2 * kHour, 4},
    Step{6 * kHour, 6},    Step{12 * kHour, 6},   Step{kDay, 4},         Step{7 * kDay, 7},
    Step{30 * kDay, 6},    Step{365 * kDay, 12},  Step{3650 * kDay, 10},
};

std::vector<Step> allSteps() {
    std::vector<Step> steps;
    for (std::int64_t unit = 1; unit < kSecond; unit *= 10) {
        steps.push_back({unit, unit == 1 ? 1 : 5});
        steps.push_back({2 * unit, unit == 1 ? 2 : 4});
        steps.push_back({5 * unit, 5});
    }
    steps.insert(steps.end(), kLongSteps.begin(), kLongSteps.end());
    return steps;
}

int decimalsOf(std::int64_t step) {
    int decimals = 0;
    for (std::int64_t unit = kSecond; unit > 1 && step % unit != 0; unit /= 10) {
        ++decimals;
    }
    return decimals;
}

} // namespace

TimeScale::TimeScale(Duration horizon, double left, double right)
    : horizon_(std::max(horizon, kShortest)), end_(SimTime{} + horizon_), left_(left),
      right_(std::max(right, left + 1)) {}

bool TimeScale::isFitted() const {
    return begin_ == SimTime{} && end_ == SimTime{} + horizon_;
}

double TimeScale::xOf(SimTime at) const {
    const double share = static_cast<double>((at - begin_).ns) /
                         static_cast<double>(std::max<std::int64_t>(1, span().ns));
    return left_ + share * (right_ - left_);
}

SimTime TimeScale::timeAt(double x) const {
    const double share = (x - left_) / (right_ - left_);
    const double ns = static_cast<double>(begin_.ns) + share * static_cast<double>(span().ns);
    return {static_cast<std::int64_t>(
        std::llround(std::clamp(ns, 0.0, static_cast<double>(horizon_.ns))))};
}

Duration TimeScale::perPixel() const {
    return {
        std::max<std::int64_t>(1, std::llround(static_cast<double>(span().ns) / (right_ - left_)))};
}

void TimeScale::show(double begin, double span) {
    const auto most = static_cast<double>(horizon_.ns);
    span = std::clamp(span, static_cast<double>(kShortest.ns), most);
    begin = std::clamp(begin, 0.0, most - span);
    begin_ = {std::llround(begin)};
    end_ = std::min(begin_ + Duration{std::llround(span)}, SimTime{} + horizon_);
}

void TimeScale::fit() {
    begin_ = {};
    end_ = begin_ + horizon_;
}

void TimeScale::zoom(double factor, double x) {
    const double share = std::clamp((x - left_) / (right_ - left_), 0.0, 1.0);
    const auto span = static_cast<double>(this->span().ns);
    const double narrowed = std::max(span / factor, static_cast<double>(kShortest.ns));
    show(static_cast<double>(begin_.ns) + share * (span - narrowed), narrowed);
}

void TimeScale::pan(Duration by) {
    show(static_cast<double>(begin_.ns) + static_cast<double>(by.ns),
         static_cast<double>(span().ns));
}

void TimeScale::resize(Duration horizon, double left, double right) {
    const bool fitted = isFitted();
    horizon_ = std::max(horizon, kShortest);
    left_ = left;
    right_ = std::max(right, left + 1);
    if (fitted) {
        fit();
    } else {
        pan({});
    }
}

QString timeText(SimTime at, int decimals) {
    return QString::fromStdString(sim::scene::clockText(at, decimals));
}

std::vector<Tick> ticksOf(const TimeScale& scale,
                          const std::function<double(const QString&)>& widthOf) {
    static const std::vector<Step> kSteps = allSteps();
    const double pixels = scale.right() - scale.left();
    const auto clear = [&](const Step& step) {
        const double apart =
            pixels * static_cast<double>(step.ns) / static_cast<double>(scale.span().ns);
        // The longest label; a minute sign more than the last one has is never needed.
        const double width = widthOf(timeText(scale.end(), decimalsOf(step.ns)));
        return apart >= width * 1.6;
    };
    const auto found = std::find_if(kSteps.begin(), kSteps.end(), clear);
    const Step step = found == kSteps.end() ? kSteps.back() : *found;
    const std::int64_t small = step.ns / step.parts;
    const int decimals = decimalsOf(step.ns);
    std::vector<Tick> ticks;
    const std::int64_t first = (scale.begin().ns + small - 1) / small;
    for (std::int64_t i = first; i * small <= scale.end().ns; ++i) {
        const SimTime at{i * small};
        const bool major = at.ns % step.ns == 0;
        ticks.push_back({at, major, major ? timeText(at, decimals) : QString()});
    }
    return ticks;
}

} // namespace gui::timeline
