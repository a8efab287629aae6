// SPDX-License-Identifier: Apache-2.0
#include "sim/kernel/host_clock.h"

#include <algorithm>
#include <limits>

namespace sim {
namespace {

__extension__ typedef __int128 Wide;
constexpr std::int64_t kBillion = 1'000'000'000;

std::int64_t saturated(Wide value) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    return value > kMost ? kMost : static_cast<std::int64_t>(std::max<Wide>(value, -kMost));
}

} // namespace

HostClock::HostClock(core::WallTime start, core::Duration skew, std::int64_t driftPpb)
    : start_(start), calendarAtBase_(start + skew), driftPpb_(driftPpb) {}

core::Duration HostClock::elapsed(SimTime now) const {
    if (driftPpb_ == 0) { // nearly always: spares a division of 128 bits
        return now - base_;
    }
    const Wide ns = (now - base_).ns;
    return {saturated(ns + ns * driftPpb_ / kBillion)};
}

void HostClock::rebase(SimTime now) {
    const core::Duration passed = elapsed(now);
    monotonicAtBase_ += passed;
    calendarAtBase_ += passed;
    base_ = now;
}

void HostClock::powerOn(SimTime now) {
    rebase(now);
    monotonicAtBase_ = {};
}

core::Instant HostClock::monotonic(SimTime now) const {
    return monotonicAtBase_ + elapsed(now);
}

core::WallTime HostClock::calendar(SimTime now) const {
    return calendarAtBase_ + elapsed(now);
}

SimTime HostClock::whenMonotonic(core::Instant local, SimTime now) const {
    if (local == core::Instant::max()) {
        return SimTime::max();
    }
    const std::int64_t wanted = (local - monotonicAtBase_).ns;
    if (wanted <= 0) {
        return std::max(base_, now);
    }
    if (driftPpb_ == 0) {
        return std::max(base_ + core::Duration{wanted}, now);
    }
    // The inverse of elapsed(). There a fast clock rounds down and a slow one, whose loss is
    // rounded down, up.
    const Wide rate = kBillion + driftPpb_;
    const Wide scaled = static_cast<Wide>(wanted) * kBillion;
    const Wide ns = driftPpb_ >= 0 ? (scaled + rate - 1) / rate : (scaled - kBillion) / rate + 1;
    return std::max(SimTime{saturated(base_.ns + ns)}, now);
}

void HostClock::setDrift(SimTime now, std::int64_t ppb) {
    rebase(now);
    driftPpb_ = ppb;
}

void HostClock::setSkew(SimTime now, core::Duration skew) {
    rebase(now);
    calendarAtBase_ = start_ + core::Duration{now.ns} + skew;
}

} // namespace sim
