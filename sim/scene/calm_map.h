// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "sim/kernel/sim_time.h"

#include <cstddef>
#include <span>
#include <vector>

/// The calm clock: a monotone map from screen time to simulated time, straight between knots. Each
/// headline gets at least 1.5 s of screen time, the messages that led to it at least 0.4 s each, a
/// quiet stretch at most 2 s. Integers only: the same on every machine.
namespace sim::scene {

/// Something that deserves screen time.
struct CalmPoint {
    SimTime begin; ///< from then on ...
    SimTime end;   ///< ... until then at the earliest (a message's flight); begin: an instant
    core::Duration screen; ///< at least so long
};

class CalmMap {
public:
    CalmMap() = default; ///< plain: a second is a second
    /// From the points (in any order; overlapping stretches share their time) of a run that lasts
    /// until `until`.
    static CalmMap of(std::span<const CalmPoint> points, SimTime until);
    /// The same, but equal to `before` up to `frozen`.
    static CalmMap continued(const CalmMap& before, SimTime frozen,
                             std::span<const CalmPoint> points, SimTime until);

    /// Clamped to the run. simAt(screenAt(t)) == t up to a nanosecond of screen time.
    SimTime simAt(core::Duration screen) const;
    core::Duration screenAt(SimTime at) const;
    core::Duration length() const; ///< screen time of the whole run
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
    std::vector<Knot> knots_; ///< strictly rising in screen time, rising in simulated time
};

} // namespace sim::scene
