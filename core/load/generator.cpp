// SPDX-License-Identifier: Apache-2.0
#include "core/load/generator.h"

#include <algorithm>
#include <utility>

namespace core::load {
namespace {

using namespace literals;

constexpr Duration kLeastPause = 1_ms;

} // namespace

void Generator::start() {
    if (openLoop()) {
        scheduleArrival(true);
        return;
    }
    for (std::int64_t user = 0; user < settings_.integer("users"); ++user) {
        think(true, false);
    }
}

void Generator::begin() {
    if (!paused_) { // an arrival of the open loop; the closed loop's users stop in think()
        begin_();
    }
}

/// The first arrival of a steady stream comes at a random moment of the interval, so that many
/// clients do not beat in step.
void Generator::scheduleArrival(bool first) {
    if (settings_.rate("rate").isZero()) {
        return; // until the rate is changed
    }
    Duration gap = arrivalGap();
    if (first && settings_.text("arrival") == "fixed") {
        gap = env_.random("client-start").between(Duration{}, gap);
    }
    arrival_ = env_.after(gap, [this] {
        scheduleArrival(false);
        begin();
    });
}

Duration Generator::arrivalGap() {
    const Duration mean = settings_.rate("rate").interval();
    return settings_.text("arrival") == "poisson" ? env_.random("client-arrival").exponential(mean)
                                                  : mean;
}

/// One user's pause before its next request. After one that took no time (no address is known, no
/// port is free) even a user who never thinks needs kLeastPause, or time would stand still.
void Generator::think(bool first, bool tookNoTime) {
    Duration pause = settings_.duration("think-time");
    if (settings_.text("think-distribution") == "exponential") {
        pause = env_.random("client-think").exponential(pause);
    } else if (first) {
        pause = env_.random("client-start").between(Duration{}, pause);
    }
    env_.after(tookNoTime ? std::max(pause, kLeastPause) : pause, [this] {
        if (paused_) {
            ++idleUsers_;
        } else {
            begin();
        }
    });
}

void Generator::requestEnded(Instant began) {
    if (!openLoop()) {
        think(false, began == env_.now());
    }
}

bool Generator::setPaused(bool paused) {
    if (std::exchange(paused_, paused) == paused) {
        return false;
    }
    const std::int64_t users = std::exchange(idleUsers_, 0);
    for (std::int64_t user = 0; user < users; ++user) {
        think(true, false);
    }
    return true;
}

void Generator::rateChanged() {
    if (openLoop()) {
        env_.cancel(arrival_);
        scheduleArrival(true);
    }
}

} // namespace core::load
