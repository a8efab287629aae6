// SPDX-License-Identifier: Apache-2.0
#include "sim/kernel/host_clock.h"

#include <algorithm>

namespace sim {
namespace {

__extension__ typedef __int128 Wide;
constexpr std::int64_t kBillion = 1'000'000'000;

} // namespace

HostClock::HostClock(core::WallTime start, core::Duration skew, std::int64_t driftPpb)
    : start_(start), calendarAtBase_(start + skew), driftPpb_(driftPpb) {}

core::Duration HostClock::elapsed(SimTime now) const {
    const std::int64_t ns = (now - base_).ns;
    return {ns + static_cast<std::int64_t>(static_cast<Wide>(ns) * driftPpb_ / kBillion)};
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
    const std::int64_t wanted = (local - monotonicAtBase_).ns;
    const std::int64_t rate = kBillion + driftPpb_;
    auto ns = static_cast<std::int64_t>(static_cast<Wide>(wanted) * kBillion / rate);
    // The division rounds; look at the neighbours for the first instant that is late enough.
    SimTime at{base_.ns + ns - 2};
    while (monotonic(at) < local) {
        at.ns += 1;
    }
    return std::max(at, now);
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
