// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/loader.h"

#include "sim/scenario/assemble.h"
#include "sim/scenario/building.h"
#include "sim/scenario/calendar.h"
#include "sim/scenario/keys.h"

#include <exception>

namespace sim::scenario {
namespace {

using core::Failure;

void readStart(const Node& node, Scenario& scenario) {
    const std::optional<std::string> text = node.text();
    if (!text) {
        return;
    }
    const std::optional<core::WallTime> start = parseDateTime(*text);
    if (!start) {
        node.complain("expected a date and time with zone offset, found " + inQuotes(*text),
                      "like 2024-03-31T01:59:30+01:00, or ...Z");
        return;
    }
    scenario.start = *start;
}

/// Seed and what people read.
void readHead(Keys& keys, Scenario& scenario) {
    if (const auto version = keys.require("orrery", "1")) {
        if (version->text().value_or("1") != "1") {
            version->complain("format version " + inQuotes(version->value().scalar) +
                                  " is not known to this program",
                              "it reads version 1");
        }
    }
    if (const auto title = keys.require("title", "What this shows")) {
        scenario.title = readText(*title);
    }
    if (const auto summary = keys.get("summary")) {
        scenario.summary = readText(*summary);
    }
    if (const auto lesson = keys.get("lesson")) {
        scenario.lesson = readText(*lesson);
    }
    auto seed = static_cast<std::int64_t>(scenario.seed);
    keys.quantity("seed", Quantity::Integer, seed, {0});
    scenario.seed = static_cast<std::uint64_t>(seed);
    if (const auto start = keys.get("start")) {
        readStart(*start, scenario);
    }
    if (keys.require("duration", "60 s")) {
        keys.quantity("duration", Quantity::Duration, scenario.duration.ns, {1});
    }
}

void readScenario(Building& building, const Value& root) {
    Keys keys(Node(root, {}, building.report));
    readHead(keys, building.scenario);
    building.references.emplace("duration", Amount::ofTime(building.scenario.duration.ns));
    keys.get("include");
    if (const auto topology = keys.require("topology", "{hosts: {web: {}}}")) {
        readTopology(building, *topology);
    }
    readProcesses(building, keys.get("deploy"), keys.get("workload"));
    if (const auto timeline = keys.get("timeline")) {
        readTimeline(building, *timeline);
    }
    if (const auto measures = keys.get("measures")) {
        readMeasures(building, *measures);
    }
    if (const auto expect = keys.get("expect")) {
        readExpectations(building, *expect);
    }
    if (const auto view = keys.get("view")) {
        readView(building, *view);
    }
    if (const auto run = keys.get("run")) {
        readRun(building, *run);
    }
}

Loaded loadFrom(const std::string& path, const LoadOptions& options, const FileProvider& files) {
    Report report;
    Assembly assembly(report, files);
    if (!assembly.readBase(path)) {
        return Failure{report.take()};
    }
    for (const std::string& overlay : options.overlays) {
        assembly.applyOverlay(overlay);
    }
    for (const std::string& set : options.sets) {
        assembly.applySet(set);
    }
    Building building(report, options.schemas);
    building.invariants = options.invariants;
    readScenario(building, assembly.root());
    if (!report.clean()) {
        return Failure{report.take()};
    }
    Scenario& scenario = building.scenario;
    scenario.path = assembly.basePath();
    scenario.sources = assembly.sources();
    scenario.overlays = assembly.overlays();
    scenario.sets = options.sets;
    return std::move(scenario);
}

} // namespace

Loaded load(const std::string& path, const LoadOptions& options) {
    static const DiskFiles kDisk;
    const FileProvider& files = options.files != nullptr ? *options.files : kDisk;
    try {
        return loadFrom(path, options, files);
    } catch (const std::exception& error) {
        // What the standard library throws (no memory, a path it cannot convert) ends here.
        return Failure{std::vector{Diagnostic{path, 0, 0, {}, error.what(), {}}}};
    }
}

Loaded loadText(std::string_view text, const LoadOptions& options, const std::string& name) {
    static const DiskFiles kDisk;
    MemoryFiles files(options.files != nullptr ? *options.files : kDisk);
    files.add(name, std::string(text));
    LoadOptions withText = options;
    withText.files = &files;
    return load(name, withText);
}

} // namespace sim::scenario
