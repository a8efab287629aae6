// SPDX-License-Identifier: Apache-2.0
#include "sim/kernel/host_clock.h"

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
    if (monotonic(now) >= local) {
        return now;
    }
    // elapsed() rounds towards the undrifted time: down on a fast clock, up on a slow one. So a
    // fast clock shows w once n * rate >= w * 10^9, a slow one as soon as n * rate > (w - 1) *
    // 10^9.
    const Wide wanted = (local - monotonicAtBase_).ns;
    const Wide rate = kBillion + driftPpb_;
    const Wide passed =
        driftPpb_ >= 0 ? (wanted * kBillion + rate - 1) / rate : (wanted - 1) * kBillion / rate + 1;
    const Wide at = base_.ns + passed;
    return at > SimTime::max().ns ? SimTime::max() : SimTime{static_cast<std::int64_t>(at)};
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
