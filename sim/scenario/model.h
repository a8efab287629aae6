// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "core/runtime/schema.h"
#include "core/runtime/settings.h"
#include "sim/faults/fault.h"
#include "sim/topology/spec.h"
#include "sim/trace/header.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// A scenario after loading: includes merged, overlays and --set applied, generators expanded,
/// every name resolved and every value validated. Plain data; no YAML below this line.
namespace sim::scenario {

enum class RestartPolicy {
    Never,     ///< stays dead after a crash or failure (a host's power-on always starts it)
    OnFailure, ///< started again `restartDelay` after a crash or failure
};

struct ProcessSpec {
    std::string name;       ///< "web-3"
    std::string group;      ///< the key in the file: "web"; equals name when there is no count
    std::string component;  ///< schema name
    std::uint32_t host = 0; ///< index into topology.nodes
    core::runtime::Settings settings; ///< complete: fallbacks filled in
    RestartPolicy restart = RestartPolicy::Never;
    core::Duration restartDelay{1'000'000'000};
    core::Duration startDelay; ///< after the run's start (or the host's power-on)
    bool fromWorkload = false; ///< listed under `workload`, not `deploy`

    friend bool operator==(const ProcessSpec&, const ProcessSpec&) = default;
};

enum class MeasureKind {
    CounterSum, ///< total of a counter over a group
    SampleCount,
    SampleMin,
    SampleMax,
    SampleMean,  ///< of a series over a group
    EventCount,  ///< events of a kind by a group
    EventTime,   ///< time of the nth event of a kind by a group
    StalePeriod, ///< longest time from a host's death to the last attempt of a member of the
                 ///< group at one of its addresses (before it came back)
    Sql,         ///< first column of the first row over the trace
};

/// How a measure's integer value is shown and compared.
enum class Unit { Count, Time, Octets };

struct MeasureSpec {
    std::string name;
    trace::Text label; ///< shown instead of the name if not empty
    MeasureKind kind = MeasureKind::CounterSum;
    Unit unit = Unit::Count;
    std::string subject; ///< counter, series or event kind; SQL text
    std::string of;      ///< group or process; empty: all
    std::int64_t nth = 1;

    friend bool operator==(const MeasureSpec&, const MeasureSpec&) = default;
};

enum class Comparison { AtMost, AtLeast, Equals };

enum class ExpectationKind {
    Bound,      ///< measure compared with `bound`
    Always,     ///< a named invariant never fails
    Eventually, ///< an event of a kind happens by a time
    Never,      ///< no event of a kind
    Sql,        ///< first column of the first row compared with `bound`
};

struct ExpectationSpec {
    std::string name;
    trace::Text label;
    ExpectationKind kind = ExpectationKind::Bound;
    std::string subject; ///< measure, invariant, event kind, SQL
    std::string of;      ///< group or process; empty: all
    Comparison comparison = Comparison::AtMost;
    std::int64_t bound = 0;    ///< in the unit of the measure, formula already evaluated
    std::string formula;       ///< as written, for the report
    std::optional<SimTime> by; ///< Eventually

    friend bool operator==(const ExpectationSpec&, const ExpectationSpec&) = default;
};

enum class Level { Off, Story, Full, Bytes };
enum class Fidelity { Mixed, Fluid };

struct RunOptions {
    Level level = Level::Full;
    Fidelity fidelity = Fidelity::Mixed;
    std::int64_t bulkThreshold = 4096; ///< octets; payloads from here on take the fluid path
    bool fixedHorizon = false;
    bool cutChunks = false; ///< the network cuts stream chunks at random places

    friend bool operator==(const RunOptions&, const RunOptions&) = default;
};

struct Scenario {
    std::string path;
    trace::Text title;
    trace::Text summary;
    trace::Text lesson;
    std::uint64_t seed = 1;
    core::WallTime start;
    core::Duration duration;
    topology::TopologySpec topology;
    std::vector<ProcessSpec> processes; ///< deploy first, then workload, in order of the file
    std::vector<faults::TimelineEntry> timeline;
    std::vector<MeasureSpec> measures;
    std::vector<ExpectationSpec> expectations;
    RunOptions run;
    std::string viewLens;                    ///< default lens; may be empty
    std::vector<trace::SourceFile> sources;  ///< verbatim: scenario first, then includes
    std::vector<trace::SourceFile> overlays; ///< verbatim, in order of application
    std::vector<std::string> sets;           ///< --set arguments

    friend bool operator==(const Scenario&, const Scenario&) = default;
};

} // namespace sim::scenario
