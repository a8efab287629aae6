// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "sim/kernel/sim_time.h"

#include <cstddef>
#include <span>
#include <vector>

/// The calm clock: a monotone map from screen time to simulated time, straight between knots. Each
/// headline gets at least 1.5 s of screen time, the messages that led to it at least 0.4 s each, a
/// quiet stretch at most 2 s. Integers only: the same on every machine. The rules are local: what
/// is added behind changes only the stretch before it, so that a run can be watched while it is
/// computed.
namespace sim::scene {

/// Something that deserves screen time.
struct CalmPoint {
    SimTime begin; ///< from then on ...
    SimTime end;   ///< ... until then at the earliest (a message's flight); begin: an instant
    core::Duration screen; ///< at least so long

    friend bool operator==(const CalmPoint&, const CalmPoint&) = default;
};

class CalmMap {
public:
    CalmMap() = default; ///< plain: a second is a second
    /// From the points (in any order; overlapping stretches share their time) of a run that lasts
    /// until `until`. An instant is spread over the simulated time after it (before it at the end
    /// of the run) that a thousandth of its screen time is: time never stands still.
    static CalmMap of(std::span<const CalmPoint> points, SimTime until);
    /// The same, but equal to `before` up to `frozen` (to the next knot, an eighth of a second of
    /// screen time in quiet stretches); from there on with the pace of the new points. Ends at
    /// `until`, or at the end of what stays if that is later.
    static CalmMap continued(const CalmMap& before, SimTime frozen,
                             std::span<const CalmPoint> points, SimTime until);

    /// Clamped to the run. simAt(screenAt(t)) is t, or what a nanosecond of screen time adds.
    SimTime simAt(core::Duration screen) const;
    core::Duration screenAt(SimTime at) const;
    core::Duration length() const; ///< screen time of the whole run; max() of the plain one
    /// Simulated nanoseconds that pass in one second of screen time there.
    core::Duration pace(SimTime at) const;

    struct Knot {
        core::Duration screen;
        SimTime at;

        friend bool operator==(const Knot&, const Knot&) = default;
    };
    std::span<const Knot> knots() const { return knots_; }

    friend bool operator==(const CalmMap&, const CalmMap&) = default;

private:
    std::vector<Knot> knots_; ///< from (0, 0), strictly rising in both; empty: plain
};

} // namespace sim::scene
