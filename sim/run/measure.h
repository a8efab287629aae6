// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/checks/checks.h"
#include "sim/run/probes.h"
#include "sim/scenario/model.h"
#include "sim/trace/outcome.h"
#include "sim/world/world.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

/// Measures and expectations of one run: puts the probes they need beside the recorder, and works
/// out values and verdicts when the run is over.
namespace sim::run {

class Measures {
public:
    /// Asks the trace: one integer, nullopt for no row or NULL, an error as one sentence.
    using SqlAnswer = core::Result<std::optional<std::int64_t>, std::string>;
    using Sql = std::function<SqlAnswer(const std::string& query)>;

    /// Borrows the scenario.
    explicit Measures(const scenario::Scenario& scenario);
    ~Measures();

    /// Whether a trace must be recorded to answer everything.
    bool needsTrace() const;
    /// What must listen to the run.
    std::vector<trace::Sink*> sinks();

    struct Results {
        std::vector<trace::MeasureResult> measures;
        std::vector<trace::ExpectationResult> expectations;
        /// What went wrong with queries, one sentence each.
        std::vector<std::string> errors;
    };
    /// After the run; `sql` may be empty if !needsTrace().
    Results evaluate(const world::World& world, const Sql& sql) const;

private:
    struct Probes;

    std::vector<trace::ProcessIndex> members(const std::string& of) const;
    std::vector<checks::ProcessPlace> places() const;
    std::optional<std::int64_t> valueOf(std::size_t measure, const world::World& world) const;
    void judge(std::size_t index, const Sql& sql, Results& results) const;

    const scenario::Scenario& scenario_;
    std::vector<Probes> measures_;     ///< by measure
    std::vector<Probes> expectations_; ///< by expectation
};

/// "42", "1.5 s", "12,345,678 B": a value in its unit, for reports.
std::string formatValue(std::int64_t value, trace::MeasureUnit unit);

} // namespace sim::run
