// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/kernel/sim_time.h"
#include "sim/trace/header.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is known when a run ends: written by the recorder's finish(), given back by the reader.
namespace sim::trace {

/// How much a trace holds; each level adds to the one before.
enum class Level {
    Story, ///< events, states, faults, roll-ups of counters
    Full,  ///< and messages and connections
    Bytes, ///< and every segment with its payload
};
std::string_view toString(Level level);
std::optional<Level> parseLevel(std::string_view text);

/// What a measure's integer counts.
enum class MeasureUnit { Count, Time, Octets };
std::string_view toString(MeasureUnit unit);

struct MeasureResult {
    std::string name;
    Text label;
    MeasureUnit unit = MeasureUnit::Count;
    std::optional<std::int64_t> value; ///< Time in nanoseconds; nullopt: nothing was measured
};

enum class Verdict { Holds, Fails, Unknown };
std::string_view toString(Verdict verdict);

struct ExpectationResult {
    std::string name;
    Text label;
    Verdict verdict = Verdict::Unknown;
    std::string text; ///< the formula or rule as written
    MeasureUnit unit = MeasureUnit::Count;
    std::optional<std::int64_t> value; ///< what was found
    std::optional<std::int64_t> bound; ///< what it was compared with
};

enum class RunStatus {
    Running,     ///< still written, or its writer was killed: read up to the last commit
    Complete,    ///< reached its end
    Interrupted, ///< stopped early by its user, closed properly
};
std::string_view toString(RunStatus status);

struct RunOutcome {
    SimTime end; ///< simulated time reached
    std::uint64_t digest = 0;
    std::uint64_t storyHash = 0;
    std::vector<MeasureResult> measures;
    std::vector<ExpectationResult> expectations;
    bool interrupted = false;
};

} // namespace sim::trace
