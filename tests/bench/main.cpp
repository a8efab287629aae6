// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/registry.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using bench::Benchmark;
using bench::Line;

bool wanted(const Line& line, const std::string& filter) {
    return line.name.find(filter) != std::string::npos;
}

/// Runs it in a child; empty if it failed.
std::vector<double> runApart(const Benchmark& benchmark) {
    int ends[2];
    if (pipe(ends) != 0) {
        return {};
    }
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        const std::vector<double> values = benchmark.run();
        const std::size_t octets = values.size() * sizeof(double);
        const bool written = write(ends[1], values.data(), octets) == static_cast<ssize_t>(octets);
        _exit(written ? 0 : 1);
    }
    close(ends[1]);
    std::vector<double> values(benchmark.lines.size());
    const std::size_t octets = values.size() * sizeof(double);
    const bool complete =
        child > 0 && read(ends[0], values.data(), octets) == static_cast<ssize_t>(octets);
    close(ends[0]);
    int status = 0;
    if (child > 0) {
        waitpid(child, &status, 0);
    }
    return complete && status == 0 ? values : std::vector<double>{};
}

std::string number(double value) {
    const double size = value < 0 ? -value : value;
    return size >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

void printRow(const Line& line, double value) {
    const char* sign = line.better == bench::Better::Higher ? ">=" : "<=";
    const std::string target =
        line.target ? fmt::format("{} {}", sign, number(*line.target)) : std::string("-");
    const char* verdict = !line.target ? "" : line.met(value) ? "met" : "MISSED";
    fmt::print("{:<44} {:>12} {:<14} {:>14}  {}\n", line.name, number(value), line.unit, target,
               verdict);
}

void printJson(const Line& line, double value) {
    nlohmann::ordered_json object;
    object["name"] = line.name;
    object["value"] = value;
    object["unit"] = line.unit;
    object["target"] = line.target ? nlohmann::ordered_json(*line.target) : nullptr;
    object["met"] = line.target ? nlohmann::ordered_json(line.met(value)) : nullptr;
    fmt::print("{}\n", object.dump());
}

int runAll(const bench::Registry& registry, const std::string& filter, bool json) {
    int failures = 0;
    int shown = 0;
    if (!json) {
        fmt::print("{:<44} {:>12} {:<14} {:>14}\n", "benchmark", "value", "unit", "target");
    }
    for (const Benchmark& benchmark : registry.all()) {
        const auto matches = [&](const Line& line) { return wanted(line, filter); };
        if (std::none_of(benchmark.lines.begin(), benchmark.lines.end(), matches)) {
            continue;
        }
        std::fflush(stdout);
        const std::vector<double> values = runApart(benchmark);
        for (std::size_t i = 0; i < benchmark.lines.size(); ++i) {
            if (!matches(benchmark.lines[i])) {
                continue;
            }
            ++shown;
            if (values.empty()) {
                fmt::print(stderr, "orrery-bench: {} failed\n", benchmark.lines[i].name);
                ++failures;
            } else if (json) {
                printJson(benchmark.lines[i], values[i]);
            } else {
                printRow(benchmark.lines[i], values[i]);
            }
        }
    }
    if (shown == 0) {
        fmt::print(stderr, "orrery-bench: no benchmark's name contains \"{}\"\n", filter);
        return 2;
    }
    return failures == 0 ? 0 : 3;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Measures how fast Orrery is, beside the numbers it has to reach.\n"
                 "A missed target is printed, and is no failure of the program."};
    std::string filter;
    bool json = false;
    app.add_option("--filter", filter, "only lines whose name contains TEXT")->type_name("TEXT");
    app.add_flag("--json", json, "one JSON object a line: name, value, unit, target, met");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    bench::Registry registry;
    bench::addStar(registry);
    bench::addCosts(registry);
    bench::addCommand(registry);
    bench::addTopology(registry);
    bench::addFluid(registry);
    bench::addHttp(registry);
    bench::addRegistry(registry);
    bench::addRaft(registry);
    bench::addScene(registry);
    return runAll(registry, filter, json);
}
