// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/child.h"
#include "sim/cli/commands.h"
#include "sim/cli/context.h"
#include "sim/cli/progress.h"
#include "sim/cli/sweep_plan.h"
#include "sim/cli/sweep_table.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <unistd.h>

namespace sim::cli {
namespace {

struct Options {
    ScenarioArguments scenario;
    std::string seeds;
    std::vector<std::string> vary;
    std::string until;
    std::string csv;
    std::size_t jobs = 0; ///< 0: one for each core
};

struct Plan {
    SeedRange seeds;
    std::vector<Varied> varied;
    std::vector<Choice> choices;

    std::uint64_t seedCount() const { return seeds.last - seeds.first + 1; }
};

core::Result<Plan, std::string> planOf(const Options& options) {
    Plan plan;
    const auto seeds = parseSeeds(options.seeds);
    if (!seeds) {
        return core::Failure{seeds.error()};
    }
    plan.seeds = *seeds;
    std::uint64_t runs = plan.seedCount();
    for (const std::string& text : options.vary) {
        auto varied = parseVaried(text);
        if (!varied) {
            return core::Failure{varied.error()};
        }
        runs *= varied->values.size();
        if (runs > kMaxRuns) {
            return core::Failure{"these are more than " + std::to_string(kMaxRuns) + " runs"};
        }
        plan.varied.push_back(std::move(*varied));
    }
    plan.choices = choicesOf(plan.varied);
    return plan;
}

ScenarioArguments withChoice(const ScenarioArguments& arguments, const Plan& plan,
                             const Choice& choice) {
    ScenarioArguments changed = arguments;
    for (std::size_t i = 0; i < choice.size(); ++i) {
        changed.sets.push_back(plan.varied[i].path + "=" + choice[i]);
    }
    return changed;
}

/// Row after row in the order of the table: choice by choice, seed by seed.
std::vector<std::vector<std::string>> commandsOf(const Options& options, const Plan& plan) {
    std::vector<std::vector<std::string>> commands;
    for (const Choice& choice : plan.choices) {
        ScenarioArguments arguments = withChoice(options.scenario, plan, choice);
        for (std::uint64_t i = 0; i < plan.seedCount(); ++i) {
            arguments.seed = plan.seeds.first + i;
            commands.push_back(scenarioWords("run", arguments));
            commands.back().emplace_back("--json");
            if (!options.until.empty()) {
                commands.back().insert(commands.back().end(), {"--until", options.until});
            }
        }
    }
    return commands;
}

std::size_t cores() {
    return static_cast<std::size_t>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
}

/// Runs everything; the worst exit code. `table` gets the rows of what came to its end.
int runAll(const Options& options, const Plan& plan, SweepTable& table) {
    const std::vector<std::vector<std::string>> commands = commandsOf(options, plan);
    ProgressBar bar(stderrIsTerminal() ? ProgressStyle::Bar : ProgressStyle::None);
    std::size_t finished = 0;
    int worst = kOk;
    bar.showCount(0, commands.size());
    const bool started =
        runChildren(commands, options.jobs == 0 ? cores() : options.jobs,
                    [&](std::size_t index, const ChildResult& result) {
                        bar.showCount(++finished, commands.size());
                        worst = std::max(worst, result.code);
                        const std::size_t choice = index / plan.seedCount();
                        const std::uint64_t seed = plan.seeds.first + index % plan.seedCount();
                        if (result.code <= kFailed &&
                            !table.add(index, seed, plan.choices[choice], result.output)) {
                            complain("a run printed no report");
                            worst = std::max(worst, kFailure);
                        }
                    });
    bar.clear();
    if (!started) {
        complain("cannot start another process");
        return kFailure;
    }
    return catchInterrupts() ? kInterrupted : worst;
}

int perform(const Options& options) {
    const auto plan = planOf(options);
    if (!plan) {
        complain(plan.error());
        return kBadInput;
    }
    if (!options.until.empty() && !parseDuration("--until", options.until)) {
        return kBadInput;
    }
    for (const Choice& choice : plan->choices) {
        if (!loadScenario(withChoice(options.scenario, *plan, choice))) {
            return kBadInput;
        }
    }
    std::ofstream csv;
    if (!options.csv.empty()) {
        csv.open(options.csv, std::ios::binary);
        if (!csv) {
            complain("cannot write " + options.csv);
            return kFailure;
        }
    }
    SweepTable table(plan->varied);
    const int code = runAll(options, *plan, table);
    fmt::print("{}", table.text());
    if (csv.is_open() && !(csv << table.csv() << std::flush)) {
        complain("cannot write " + options.csv + " (is the disk full?)");
        return kFailure;
    }
    return code;
}

} // namespace

void addSweep(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "sweep", "Run a scenario with many seeds and values, over all cores; one row a run");
    command->add_option("scenario", options->scenario.path, "Scenario or overlay file")->required();
    command->add_option("--seeds", options->seeds, "Seeds, both ends included, like 1..20")
        ->required();
    command
        ->add_option("--vary", options->vary,
                     "Values to try for one setting, like deploy.ns.ttl=5s,30s (repeatable: "
                     "all combinations)")
        ->allow_extra_args(false);
    command
        ->add_option("--with", options->scenario.overlays,
                     "Overlay to apply (repeatable, in order)")
        ->allow_extra_args(false);
    command
        ->add_option("--set", options->scenario.sets,
                     "Change one value for all runs, like deploy.ns.ttl=30s (repeatable)")
        ->allow_extra_args(false);
    command->add_option("--until", options->until, "Stop each run there, like 45s");
    command
        ->add_option("--jobs", options->jobs, "Runs at the same time (default: one for each core)")
        ->check(CLI::Range(1, 1024));
    command->add_option("--csv", options->csv,
                        "Write the rows into this file too, times in nanoseconds");
    command->footer("Example:\n  orrery sweep scenarios/discovery/dns-ttl-vs-registry.yaml "
                    "--seeds 1..10 --vary deploy.ns.ttl=5s,30s,60s --csv ttl.csv");
    command->callback([options, &action] { action = [options] { return perform(*options); }; });
}

} // namespace sim::cli
