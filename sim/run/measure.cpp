// SPDX-License-Identifier: Apache-2.0
#include "sim/run/measure.h"

#include <algorithm>
#include <utility>

namespace sim::run {
namespace {

using scenario::Comparison;
using scenario::ExpectationKind;
using scenario::ExpectationSpec;
using scenario::MeasureKind;
using scenario::MeasureSpec;

trace::MeasureUnit unitOf(scenario::Unit unit) {
    switch (unit) {
    case scenario::Unit::Time:
        return trace::MeasureUnit::Time;
    case scenario::Unit::Octets:
        return trace::MeasureUnit::Octets;
    case scenario::Unit::Count:
        break;
    }
    return trace::MeasureUnit::Count;
}

bool compare(std::int64_t value, Comparison comparison, std::int64_t bound) {
    switch (comparison) {
    case Comparison::AtMost:
        return value <= bound;
    case Comparison::AtLeast:
        return value >= bound;
    case Comparison::Equals:
        break;
    }
    return value == bound;
}

trace::Verdict verdictOf(bool holds) {
    return holds ? trace::Verdict::Holds : trace::Verdict::Fails;
}

std::string withSeparators(std::uint64_t value) {
    std::string digits = std::to_string(value);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

/// Sums up a series over several processes.
world::SampleSummary combined(const world::World& world,
                              const std::vector<trace::ProcessIndex>& members,
                              const std::string& series) {
    world::SampleSummary all;
    for (const trace::ProcessIndex process : members) {
        const auto& samples = world.totals(process).samples;
        const auto found = samples.find(series);
        if (found == samples.end()) {
            continue;
        }
        const world::SampleSummary& one = found->second;
        all.least = all.count == 0 ? one.least : std::min(all.least, one.least);
        all.most = all.count == 0 ? one.most : std::max(all.most, one.most);
        all.count += one.count;
        all.sum += one.sum;
    }
    return all;
}

} // namespace

std::string formatValue(std::int64_t value, trace::MeasureUnit unit) {
    const std::string sign = value < 0 ? "-" : "";
    const std::uint64_t magnitude =
        value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    switch (unit) {
    case trace::MeasureUnit::Time:
        return core::formatSeconds({value}, 3) + " s";
    case trace::MeasureUnit::Octets:
        return sign + withSeparators(magnitude) + " B";
    case trace::MeasureUnit::Count:
        break;
    }
    return sign + withSeparators(magnitude);
}

/// What listens for one measure or expectation; at most one is set.
struct Measures::Probes {
    std::unique_ptr<StaleProbe> stale;
    std::unique_ptr<EventProbe> events;
    std::unique_ptr<checks::Check> check;
};

Measures::Measures(const scenario::Scenario& scenario)
    : scenario_(scenario), measures_(scenario.measures.size()),
      expectations_(scenario.expectations.size()) {
    for (std::size_t i = 0; i < measures_.size(); ++i) {
        const MeasureSpec& spec = scenario.measures[i];
        if (spec.kind == MeasureKind::StalePeriod) {
            measures_[i].stale =
                std::make_unique<StaleProbe>(members(spec.of), scenario.topology.nodes.size());
        } else if (spec.kind == MeasureKind::EventCount || spec.kind == MeasureKind::EventTime) {
            measures_[i].events = std::make_unique<EventProbe>(spec.subject, members(spec.of));
        }
    }
    for (std::size_t i = 0; i < expectations_.size(); ++i) {
        const ExpectationSpec& spec = scenario.expectations[i];
        if (spec.kind == ExpectationKind::Eventually || spec.kind == ExpectationKind::Never) {
            expectations_[i].events = std::make_unique<EventProbe>(spec.subject, members(spec.of));
        } else if (spec.kind == ExpectationKind::Always) {
            expectations_[i].check = checks::makeCheck(spec.subject, members(spec.of), places());
        }
    }
}

Measures::~Measures() = default;

std::vector<trace::ProcessIndex> Measures::members(const std::string& of) const {
    std::vector<trace::ProcessIndex> found;
    for (std::uint32_t i = 0; i < scenario_.processes.size(); ++i) {
        const scenario::ProcessSpec& process = scenario_.processes[i];
        if (of.empty() || process.name == of || process.group == of) {
            found.push_back(i);
        }
    }
    return found;
}

std::vector<checks::ProcessPlace> Measures::places() const {
    std::vector<checks::ProcessPlace> found;
    for (const scenario::ProcessSpec& process : scenario_.processes) {
        found.push_back({process.name, process.host});
    }
    return found;
}

bool Measures::needsTrace() const {
    const auto isSql = [](const auto& spec) {
        using Kind = decltype(spec.kind);
        return spec.kind == Kind::Sql;
    };
    return std::any_of(scenario_.measures.begin(), scenario_.measures.end(), isSql) ||
           std::any_of(scenario_.expectations.begin(), scenario_.expectations.end(), isSql);
}

std::vector<trace::Sink*> Measures::sinks() {
    std::vector<trace::Sink*> found;
    for (auto* list : {&measures_, &expectations_}) {
        for (Probes& probes : *list) {
            for (trace::Sink* sink : {static_cast<trace::Sink*>(probes.stale.get()),
                                      static_cast<trace::Sink*>(probes.events.get()),
                                      static_cast<trace::Sink*>(probes.check.get())}) {
                if (sink != nullptr) {
                    found.push_back(sink);
                }
            }
        }
    }
    return found;
}

std::optional<std::int64_t> Measures::valueOf(std::size_t index, const world::World& world) const {
    const MeasureSpec& spec = scenario_.measures[index];
    const std::vector<trace::ProcessIndex> group = members(spec.of);
    switch (spec.kind) {
    case MeasureKind::CounterSum: {
        std::int64_t sum = 0;
        for (const trace::ProcessIndex process : group) {
            const auto& counters = world.totals(process).counters;
            const auto found = counters.find(spec.subject);
            sum += found == counters.end() ? 0 : found->second;
        }
        return sum;
    }
    case MeasureKind::SampleCount:
        return combined(world, group, spec.subject).count;
    case MeasureKind::SampleMin:
    case MeasureKind::SampleMax:
    case MeasureKind::SampleMean: {
        const world::SampleSummary all = combined(world, group, spec.subject);
        if (all.count == 0) {
            return std::nullopt;
        }
        const core::Duration value = spec.kind == MeasureKind::SampleMin   ? all.least
                                     : spec.kind == MeasureKind::SampleMax ? all.most
                                                                           : all.sum / all.count;
        return value.ns;
    }
    case MeasureKind::EventCount:
        return measures_[index].events->count();
    case MeasureKind::EventTime: {
        const auto time = measures_[index].events->time(spec.nth);
        return time ? std::optional(time->ns) : std::nullopt;
    }
    case MeasureKind::StalePeriod:
        return measures_[index].stale->longest().value_or(core::Duration{}).ns;
    case MeasureKind::Sql:
        break;
    }
    return std::nullopt;
}

Measures::Results Measures::evaluate(const world::World& world, const Sql& sql) const {
    Results results;
    for (std::size_t i = 0; i < measures_.size(); ++i) {
        const MeasureSpec& spec = scenario_.measures[i];
        trace::MeasureResult result{spec.name, spec.label, unitOf(spec.unit), std::nullopt};
        if (spec.kind == MeasureKind::Sql) {
            const SqlAnswer answer = sql(spec.subject);
            if (answer) {
                result.value = *answer;
            } else {
                results.errors.push_back("measure " + spec.name + ": " + answer.error());
            }
        } else {
            result.value = valueOf(i, world);
        }
        results.measures.push_back(std::move(result));
    }
    for (std::size_t i = 0; i < expectations_.size(); ++i) {
        judge(i, sql, results);
    }
    return results;
}

void Measures::judge(std::size_t index, const Sql& sql, Results& results) const {
    const ExpectationSpec& spec = scenario_.expectations[index];
    const Probes& probes = expectations_[index];
    trace::ExpectationResult result;
    result.name = spec.name;
    result.label = spec.label;
    result.text = spec.formula;
    switch (spec.kind) {
    case ExpectationKind::Bound:
        for (const trace::MeasureResult& measure : results.measures) {
            if (measure.name == spec.subject) {
                result.unit = measure.unit;
                result.value = measure.value;
            }
        }
        result.bound = spec.bound;
        break;
    case ExpectationKind::Sql: {
        const SqlAnswer answer = sql(spec.subject);
        if (answer) {
            result.value = *answer;
        } else {
            results.errors.push_back("expectation " + spec.name + ": " + answer.error());
        }
        result.bound = spec.bound;
        break;
    }
    case ExpectationKind::Always:
        result.verdict = verdictOf(probes.check->violation().empty());
        result.text = probes.check->violation().empty() ? spec.subject : probes.check->violation();
        break;
    case ExpectationKind::Eventually: {
        const auto first = probes.events->time(1);
        result.unit = trace::MeasureUnit::Time;
        result.verdict = verdictOf(first && (!spec.by || *first <= *spec.by));
        result.value = first ? std::optional(first->ns) : std::nullopt;
        result.bound = spec.by ? std::optional(spec.by->ns) : std::nullopt;
        break;
    }
    case ExpectationKind::Never:
        result.value = probes.events->count();
        result.bound = 0;
        result.verdict = verdictOf(probes.events->count() == 0);
        break;
    }
    const bool compares = spec.kind == ExpectationKind::Bound || spec.kind == ExpectationKind::Sql;
    if (compares && result.value) {
        result.verdict = verdictOf(compare(*result.value, spec.comparison, spec.bound));
    }
    results.expectations.push_back(std::move(result));
}

} // namespace sim::run
