// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/run/run.h"
#include "sim/scenario/model.h"

#include <functional>
#include <optional>

/// Copies of a run on its way, from which runs with another future go on. A run is a pure function
/// of scenario and seed, and what happens before a time depends on no timeline line after it, so
/// that a copy that gets other lines is the run that had them from the start (docs/decisions/0009).
namespace sim::run {

/// What a copy becomes.
struct Continuation {
    scenario::Scenario scenario;
    RunRequest request; ///< with a branch that begins after the copy's time
    /// Asked when all else is well and nothing was written yet; false: leave it.
    std::function<bool()> mayBegin;
    /// Told once, when the trace is there and nothing can be refused any more.
    std::function<void()> begun;
};

/// Who makes the copies. The run asks it where to stop, and stops there.
class Checkpoints {
public:
    /// The next stop after `now`, not beyond the horizon; nullopt: there is none any more.
    virtual std::optional<SimTime> next(SimTime now, SimTime horizon) = 0;
    /// At a stop, when all that was due is done. nullopt: go on. Otherwise this process is a copy
    /// now, and goes on as another run: next() and at() are not called again.
    virtual std::optional<Continuation> at(SimTime now) = 0;

protected:
    ~Checkpoints() = default;
};

/// Whether two scenarios are the same but for their timelines, overlays and durations.
bool sameButTimeline(const scenario::Scenario& a, const scenario::Scenario& b);

} // namespace sim::run
