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

/// A stretch of simulated time.
struct CalmStretch {
    SimTime begin;
    SimTime end;

    friend bool operator==(const CalmStretch&, const CalmStretch&) = default;
};

/// What a map is made of.
struct CalmPlan {
    /// In any order; overlapping stretches share their time.
    std::vector<CalmPoint> points;
    /// Stretches in which nothing moves, by time, apart from each other. Whatever the points ask
    /// for, each takes no more than stillScreen() of its length.
    std::vector<CalmStretch> stills;
    /// By time, apart from each other: these take so long, even where nothing moves.
    std::vector<CalmPoint> least;
};

/// Screen time that a stretch in which nothing moves takes at most: half a second, or real time if
/// that is longer, but never more than two seconds.
core::Duration stillScreen(core::Duration length);

class CalmMap {
public:
    CalmMap() = default; ///< plain: a second is a second
    /// Of a run that lasts until `until`. An instant is spread over the simulated time after it
    /// (before it at the end of the run) that a thousandth of its screen time is: time never
    /// stands still.
    static CalmMap ofPlan(const CalmPlan& plan, SimTime until);
    static CalmMap of(std::span<const CalmPoint> points, SimTime until);
    /// The one map up to `at` to the nanosecond, then the pace of the other. Ends where `after`
    /// does, or at `at` if that is later (but not later than `before` ends). A plain `before` has
    /// nothing to keep.
    static CalmMap joined(const CalmMap& before, SimTime at, const CalmMap& after);
    /// The same for a run that grows: what an eighth of a second of screen time beyond `playhead`
    /// covers stays as well, for `after` was made while play went on.
    static CalmMap continued(const CalmMap& before, SimTime playhead, const CalmMap& after);

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
    /// The straight piece before a knot was laid for a later one, and keeps its slope.
    struct Cut {
        std::size_t knot; ///< index of where it ends now
        Knot aim;

        friend bool operator==(const Cut&, const Cut&) = default;
    };

    Knot aimOf(std::size_t knot) const;
    void cutAt(SimTime at);

    std::vector<Knot> knots_; ///< from (0, 0), strictly rising in both; empty: plain
    std::vector<Cut> cuts_;   ///< by knot
};

} // namespace sim::scene
