// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scenario/model.h"
#include "sim/trace/branch.h"
#include "sim/trace/header.h"
#include "sim/trace/outcome.h"
#include "sim/trace/sink.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// One run of a scenario: builds the machine room, lets time pass, records, measures, judges.
/// The only place where scenario, world, trace and components meet.
namespace sim::run {

class Checkpoints;

struct RunRequest {
    /// Stops there instead of at the scenario's duration.
    std::optional<core::Duration> until;
    /// Where to record; nullopt records nothing (or to a temporary file if SQL must be answered).
    std::optional<std::filesystem::path> traceFile;
    scenario::Level level = scenario::Level::Full;
    /// Starts the trace there, as a branch of another; REQUIRES: traceFile, and the parent's level.
    std::optional<trace::Branch> branch;
    /// More listeners, borrowed; they hear everything.
    std::vector<trace::Sink*> sinks;
    /// Set from a signal handler: the run stops soon and is marked as interrupted.
    const std::atomic<bool>* interrupted = nullptr;
    /// More kernel events than that within one nanosecond end the run as stuck. The busiest
    /// instants of honest scenarios have some thousands.
    std::uint64_t mostEventsAtOnce = 10'000'000;
    /// Told now and then how far the run is; not at all if empty.
    std::function<void(SimTime now, SimTime horizon)> progress;
    /// Stops where these say, and may go on as another run (sim/run/checkpoints.h), of which the
    /// report then is; borrowed. REQUIRES: a level above off, neither traceFile nor branch.
    Checkpoints* checkpoints = nullptr;
};

enum class RunErrorKind {
    Checkpoint, ///< the copy cannot go on as that run; computing it from the start can
    Parent,     ///< the trace to continue is not this run's
    Scenario,   ///< it names something that this build does not have
    Stuck,      ///< time stood still: something goes round in circles within one nanosecond
    Io,         ///< the trace could not be written or asked
};

struct RunError {
    RunErrorKind kind = RunErrorKind::Io;
    std::string text; ///< one sentence
    /// Checkpoint: a copy of a time before that could, if there is one.
    std::optional<SimTime> earlier{};
};

struct RunReport {
    std::string digest; ///< sixteen hexadecimal digits
    std::uint64_t seed = 0;
    SimTime end;              ///< simulated time reached
    std::uint64_t events = 0; ///< kernel events
    bool interrupted = false;
    std::vector<trace::MeasureResult> measures;
    std::vector<trace::ExpectationResult> expectations;
    std::vector<std::string> refusals; ///< faults and actions that were impossible
    std::vector<std::string> warnings; ///< one sentence each

    bool allHold() const;
};

/// REQUIRES: at most one run a process that uses bulk transfers (sim/fluid).
core::Result<RunReport, RunError> run(const scenario::Scenario& scenario,
                                      const RunRequest& request);

/// What a trace of this scenario starts with.
trace::RunHeader headerOf(const scenario::Scenario& scenario, core::Duration horizon,
                          scenario::Level level);

} // namespace sim::run
