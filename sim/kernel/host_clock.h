// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "sim/kernel/sim_time.h"

#include <cstdint>

/// The two clocks of one host as functions of virtual time, in integers. Drift (parts per billion)
/// applies to both; skew and steps apply to the calendar only.
namespace sim {

class HostClock {
public:
    /// `start`: true calendar time of virtual time 0. `skew`: error of this host's calendar then.
    /// REQUIRES here and in setDrift(): the drift is more than minus one billion.
    HostClock(core::WallTime start, core::Duration skew, std::int64_t driftPpb);

    /// The monotonic clock restarts at 0; the calendar goes on (it has a battery).
    void powerOn(SimTime now);
    core::Instant monotonic(SimTime now) const;
    core::WallTime calendar(SimTime now) const;

    /// The first virtual instant at which monotonic() is at least `local`; at least `now`.
    /// SimTime::max(), which the kernel never reaches, if there is none or `local` is the end of
    /// its range.
    SimTime whenMonotonic(core::Instant local, SimTime now) const;

    void setDrift(SimTime now, std::int64_t ppb);
    /// Moves the calendar by `step`.
    void stepCalendar(core::Duration step) { calendarAtBase_ += step; }
    /// Makes the calendar wrong by exactly `skew` at `now`.
    void setSkew(SimTime now, core::Duration skew);
    std::int64_t driftPpb() const { return driftPpb_; }

private:
    core::Duration elapsed(SimTime now) const;
    void rebase(SimTime now);

    core::WallTime start_;
    SimTime base_; ///< since when the figures below hold
    core::Instant monotonicAtBase_;
    core::WallTime calendarAtBase_;
    std::int64_t driftPpb_;
};

} // namespace sim
