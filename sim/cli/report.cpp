// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/report.h"

#include "sim/cli/context.h"
#include "sim/run/measure.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace sim::cli {
namespace {

/// Colours only where a person looks.
struct Paint {
    explicit Paint(bool on) : on_(on) {}
    std::string operator()(const char* code, const std::string& text) const {
        return on_ ? std::string("\x1b[") + code + "m" + text + "\x1b[0m" : text;
    }

private:
    bool on_;
};

const std::string& nameOf(const std::string& name, const trace::Text& label) {
    return label.en.empty() ? name : label.en;
}

std::string shown(const std::optional<std::int64_t>& value, trace::MeasureUnit unit) {
    return value ? run::formatValue(*value, unit) : "nothing measured";
}

void printMeasures(const run::RunReport& report) {
    std::size_t width = 0;
    for (const trace::MeasureResult& measure : report.measures) {
        width = std::max(width, nameOf(measure.name, measure.label).size());
    }
    for (const trace::MeasureResult& measure : report.measures) {
        fmt::print("  {:<{}}  {:>14}\n", nameOf(measure.name, measure.label), width,
                   shown(measure.value, measure.unit));
    }
}

void printExpectation(const trace::ExpectationResult& result, const Paint& paint) {
    const bool holds = result.verdict == trace::Verdict::Holds;
    fmt::print("  {} {}", holds ? paint("32", "holds") : paint("1;31", "FAILS"),
               nameOf(result.name, result.label));
    if (result.bound) {
        fmt::print(" ({} against {})", shown(result.value, result.unit),
                   run::formatValue(*result.bound, result.unit));
    } else if (!holds) {
        fmt::print(" ({})", result.text);
    }
    fmt::print("\n");
}

nlohmann::json valueJson(const std::optional<std::int64_t>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

} // namespace

void printReport(const scenario::Scenario& scenario, const run::RunReport& report, bool quiet) {
    if (!quiet) {
        const Paint paint(stdoutIsTerminal());
        fmt::print("{}\n", paint("1", scenario.title.en));
        fmt::print("seed {}, {} s simulated{}\n", report.seed,
                   core::formatSeconds({report.end.ns}, 3),
                   report.interrupted ? ", interrupted" : "");
        if (!report.measures.empty()) {
            fmt::print("\nMeasures\n");
            printMeasures(report);
        }
        if (!report.expectations.empty()) {
            fmt::print("\nExpectations\n");
            for (const trace::ExpectationResult& expectation : report.expectations) {
                printExpectation(expectation, paint);
            }
        }
        for (const std::string& refusal : report.refusals) {
            fmt::print("  impossible at its moment: {}\n", refusal);
        }
        fmt::print("\n");
    }
    fmt::print("digest: {}\n", report.digest);
}

void printJson(const scenario::Scenario& scenario, const run::RunReport& report) {
    nlohmann::ordered_json object;
    object["scenario"] = scenario.path;
    object["title"] = scenario.title.en;
    object["seed"] = report.seed;
    object["simulated_ns"] = report.end.ns;
    object["events"] = report.events;
    object["digest"] = report.digest;
    object["interrupted"] = report.interrupted;
    object["measures"] = nlohmann::ordered_json::array();
    for (const trace::MeasureResult& measure : report.measures) {
        object["measures"].push_back({{"name", measure.name},
                                      {"label", measure.label.en},
                                      {"unit", toString(measure.unit)},
                                      {"value", valueJson(measure.value)}});
    }
    object["expectations"] = nlohmann::ordered_json::array();
    for (const trace::ExpectationResult& expectation : report.expectations) {
        object["expectations"].push_back({{"name", expectation.name},
                                          {"label", expectation.label.en},
                                          {"verdict", toString(expectation.verdict)},
                                          {"unit", toString(expectation.unit)},
                                          {"value", valueJson(expectation.value)},
                                          {"bound", valueJson(expectation.bound)}});
    }
    object["refusals"] = report.refusals;
    fmt::print("{}\n", object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

} // namespace sim::cli
