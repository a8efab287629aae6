// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/building.h"
#include "sim/scenario/words.h"

#include <algorithm>

namespace sim::scenario {
namespace {

constexpr std::size_t kMaxChecks = 1'000;

/// Which of `choices` a map has; complains of none and of two.
std::string chooseKey(const Node& node, Keys& keys, const std::vector<std::string>& choices) {
    std::string chosen;
    for (const std::string& key : choices) {
        if (!keys.get(key)) {
            continue;
        }
        if (!chosen.empty()) {
            node.complain("'" + chosen + "' and '" + key + "' exclude each other");
            return chosen;
        }
        chosen = key;
    }
    if (chosen.empty() && node.isMap() && keys.others().empty()) {
        node.complain("it does not say what", hintFor({}, choices));
    }
    return chosen;
}

void readOf(const Building& building, Keys& keys, std::string& of) {
    if (const auto node = keys.get("of")) {
        of = node->text().value_or("");
        if (!of.empty()) {
            findGroup(building.processes, *node, of, "process");
        }
    }
}

Unit readUnit(Keys& keys) {
    if (const auto node = keys.get("unit")) {
        const std::size_t index = node->choice({"count", "time", "octets"}).value_or(0);
        return static_cast<Unit>(index);
    }
    return Unit::Count;
}

MeasureKind readStatistic(Keys& keys) {
    if (const auto node = keys.get("statistic")) {
        switch (node->choice({"mean", "min", "max", "count"}).value_or(0)) {
        case 1:
            return MeasureKind::SampleMin;
        case 2:
            return MeasureKind::SampleMax;
        case 3:
            return MeasureKind::SampleCount;
        default:
            break;
        }
    }
    return MeasureKind::SampleMean;
}

std::string subjectOf(Keys& keys, const std::string& key) {
    const auto node = keys.get(key);
    return node ? node->text().value_or("") : std::string();
}

void readMeasure(Building& building, const Node& node) {
    MeasureSpec measure;
    measure.name = node.key();
    Keys keys(node);
    if (const auto label = keys.get("label")) {
        measure.label = readText(*label);
    }
    const std::string kind =
        chooseKey(node, keys, {"counter", "series", "events", "time-of", "stale-period", "sql"});
    measure.subject = subjectOf(keys, kind);
    if (kind == "series") {
        measure.kind = readStatistic(keys);
        measure.unit = measure.kind == MeasureKind::SampleCount ? Unit::Count : Unit::Time;
    } else if (kind == "events") {
        measure.kind = MeasureKind::EventCount;
    } else if (kind == "time-of") {
        measure.kind = MeasureKind::EventTime;
        measure.unit = Unit::Time;
        keys.quantity("nth", Quantity::Integer, measure.nth, {1});
    } else if (kind == "stale-period") {
        measure.kind = MeasureKind::StalePeriod;
        measure.unit = Unit::Time;
        measure.of = std::exchange(measure.subject, {});
        findGroup(building.processes, *keys.get(kind), measure.of, "process");
    } else {
        measure.kind = kind == "sql" ? MeasureKind::Sql : MeasureKind::CounterSum;
        measure.unit = readUnit(keys);
    }
    if (!kind.empty() && kind != "sql" && kind != "stale-period") {
        readOf(building, keys, measure.of);
        checkShown(building, *keys.get(kind),
                   kind == "counter"  ? Showing::Counter
                   : kind == "series" ? Showing::Series
                                      : Showing::Event,
                   measure.subject, measure.of);
    }
    building.scenario.measures.push_back(std::move(measure));
}

/// `at-most`, `at-least` or `equals` with a formula.
void readBound(const Building& building, const Node& node, Keys& keys, Unit unit,
               ExpectationSpec& expectation) {
    static const std::vector<std::string> kWords{"at-most", "at-least", "equals"};
    const std::string word = chooseKey(node, keys, kWords);
    if (word.empty()) {
        return;
    }
    expectation.comparison = word == "at-most"    ? Comparison::AtMost
                             : word == "at-least" ? Comparison::AtLeast
                                                  : Comparison::Equals;
    const Node bound = *keys.get(word);
    expectation.formula = bound.value().scalar;
    expectation.bound = readFormula(building, bound, unit).value_or(0);
}

const MeasureSpec* findMeasure(const Building& building, const Node& node,
                               const std::string& name) {
    std::vector<std::string> known;
    for (const MeasureSpec& measure : building.scenario.measures) {
        if (measure.name == name) {
            return &measure;
        }
        known.push_back(measure.name);
    }
    node.complain("unknown measure " + inQuotes(name), hintFor(name, known));
    return nullptr;
}

void checkInvariant(const Building& building, const Node& node, const std::string& name) {
    const std::vector<std::string>& known = building.invariants;
    if (!known.empty() && std::find(known.begin(), known.end(), name) == known.end()) {
        node.complain("unknown invariant " + inQuotes(name), hintFor(name, known));
    }
}

void readExpectation(Building& building, const Node& node) {
    ExpectationSpec expectation;
    expectation.name = node.key();
    Keys keys(node);
    if (const auto label = keys.get("label")) {
        expectation.label = readText(*label);
    }
    const std::string kind =
        chooseKey(node, keys, {"measure", "always", "eventually", "never", "sql"});
    expectation.subject = subjectOf(keys, kind);
    if (kind == "measure") {
        const MeasureSpec* measure = findMeasure(building, *keys.get(kind), expectation.subject);
        readBound(building, node, keys, measure != nullptr ? measure->unit : Unit::Count,
                  expectation);
    } else if (kind == "sql") {
        expectation.kind = ExpectationKind::Sql;
        readBound(building, node, keys, readUnit(keys), expectation);
    } else if (!kind.empty()) {
        expectation.kind = kind == "always"  ? ExpectationKind::Always
                           : kind == "never" ? ExpectationKind::Never
                                             : ExpectationKind::Eventually;
        readOf(building, keys, expectation.of);
    }
    if (kind == "eventually" || kind == "never") {
        checkShown(building, *keys.get(kind), Showing::Event, expectation.subject, expectation.of);
    }
    if (kind == "always") {
        checkInvariant(building, *keys.get(kind), expectation.subject);
    }
    if (kind == "eventually") {
        if (const auto by = keys.get("by")) {
            expectation.formula = by->value().scalar;
            if (const auto time = readFormula(building, *by, Unit::Time)) {
                expectation.by = SimTime{*time};
            }
        }
    }
    building.scenario.expectations.push_back(std::move(expectation));
}

} // namespace

void readMeasures(Building& building, const Node& node) {
    for (const Node& entry : node.named()) {
        if (building.scenario.measures.size() >= kMaxChecks) {
            node.complain("more than 1,000 measures");
            return;
        }
        readMeasure(building, entry);
    }
}

void readExpectations(Building& building, const Node& node) {
    for (const Node& entry : node.named()) {
        if (building.scenario.expectations.size() >= kMaxChecks) {
            node.complain("more than 1,000 expectations");
            return;
        }
        readExpectation(building, entry);
    }
}

void readRun(Building& building, const Node& node) {
    RunOptions& run = building.scenario.run;
    Keys keys(node);
    if (const auto level = keys.get("level")) {
        static constexpr Level kLevels[] = {Level::Off, Level::Story, Level::Full, Level::Bytes};
        run.level = kLevels[level->choice({"off", "story", "full", "bytes"}).value_or(2)];
    }
    if (const auto fidelity = keys.get("fidelity")) {
        run.fidelity = fidelity->choice({"mixed", "fluid"}).value_or(0) == 0 ? Fidelity::Mixed
                                                                             : Fidelity::Fluid;
    }
    keys.quantity("bulk-threshold", Quantity::Size, run.bulkThreshold, {0});
    keys.boolean("fixed-horizon", run.fixedHorizon);
    keys.boolean("cut-chunks", run.cutChunks);
}

} // namespace sim::scenario
