// SPDX-License-Identifier: Apache-2.0
#include "core/base/time.h"
#include "sim/cli/commands.h"
#include "sim/cli/context.h"
#include "sim/cli/progress.h"
#include "sim/cli/report.h"
#include "sim/cli/sweep_plan.h"
#include "sim/run/run.h"

#include <fmt/core.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sim::cli {
namespace {

struct Options {
    ScenarioArguments scenario;
    std::string until;
    std::string trace;
    std::string level;
    std::string recordFrom;
    std::string parent;
    bool json = false;
    bool quiet = false;
    bool progress = false;
};

std::optional<scenario::Level> parseLevel(const std::string& text) {
    if (text == "off") {
        return scenario::Level::Off;
    }
    if (text == "story") {
        return scenario::Level::Story;
    }
    if (text == "full") {
        return scenario::Level::Full;
    }
    return text == "bytes" ? std::optional(scenario::Level::Bytes) : std::nullopt;
}

/// --record-from and --parent; false if they were complained about.
bool addBranch(const Options& options, core::Duration horizon, run::RunRequest& request) {
    if (options.recordFrom.empty()) {
        return true;
    }
    const auto from = parseDuration("--record-from", options.recordFrom);
    if (!from) {
        return false;
    }
    if (*from > horizon) {
        complain("--record-from " + options.recordFrom + " lies beyond the end of the run at " +
                 core::formatDuration(horizon));
        return false;
    }
    auto branch = trace::branchOf(options.parent, {from->ns});
    if (!branch) {
        complain(branch.error().text);
        return false;
    }
    for (const std::filesystem::path& file : branch->files) {
        std::error_code ignored;
        if (std::filesystem::equivalent(options.trace, file, ignored)) {
            complain("--trace cannot name the same file as --parent or one of its parents: " +
                     file.string());
            return false;
        }
    }
    if (options.level.empty()) {
        request.level = *parseLevel(std::string(toString(branch->level)));
    }
    request.branch = std::move(*branch);
    return true;
}

ProgressStyle progressStyle(const Options& options) {
    const bool watched = stderrIsTerminal();
    if (options.progress) {
        return watched ? ProgressStyle::Bar : ProgressStyle::Lines;
    }
    return watched && !options.quiet && !options.json ? ProgressStyle::Bar : ProgressStyle::None;
}

int perform(const Options& options) {
    const auto scenario = loadScenario(options.scenario);
    if (!scenario) {
        return kBadInput;
    }
    run::RunRequest request;
    if (!options.until.empty()) {
        request.until = parseDuration("--until", options.until);
        if (!request.until) {
            return kBadInput;
        }
    }
    request.level = options.level.empty() ? scenario->run.level : *parseLevel(options.level);
    if (!options.trace.empty()) {
        request.traceFile = options.trace;
        if (request.level == scenario::Level::Off) {
            complain("--trace needs a level of story, full or bytes, and the level is off");
            return kBadInput;
        }
    }
    if (!addBranch(options, request.until.value_or(scenario->duration), request)) {
        return kBadInput;
    }
    request.interrupted = &catchInterrupts();
    ProgressBar bar(progressStyle(options));
    request.progress = [&bar](SimTime now, SimTime horizon) { bar.show(now, horizon); };
    const auto report = run::run(*scenario, request);
    bar.clear();
    if (!report) {
        complain(report.error().text);
        return report.error().kind == run::RunErrorKind::Io ||
                       report.error().kind == run::RunErrorKind::Stuck
                   ? kFailure
                   : kBadInput;
    }
    if (options.json) {
        printJson(*scenario, *report);
    } else {
        printReport(*scenario, *report, options.quiet);
    }
    for (const std::string& warning : report->warnings) {
        complain(warning);
    }
    if (report->interrupted) {
        return kInterrupted;
    }
    if (!report->warnings.empty()) {
        return kBadInput;
    }
    return report->allHold() ? kOk : kFailed;
}

} // namespace

std::optional<core::Duration> parseDuration(const std::string& option, const std::string& text) {
    const std::optional<core::Duration> until = core::parseDuration(text);
    if (!until || until->ns < 0) {
        complain(option + " '" + text + "' is no duration; write one like 45s or 1.5min");
        return std::nullopt;
    }
    return until;
}

void addScenarioOptions(CLI::App& command, ScenarioArguments& arguments) {
    command.add_option("scenario", arguments.path, "Scenario or overlay file")->required();
    command.add_option("--with", arguments.overlays, "Overlay to apply (repeatable, in order)")
        ->allow_extra_args(false);
    command
        .add_option("--set", arguments.sets,
                    "Change one value, like deploy.ns.ttl=30s (repeatable)")
        ->allow_extra_args(false);
    command.add_option("--seed", arguments.seed, "Seed instead of the scenario's, from 0")
        ->check([](const std::string& text) {
            // The library's own conversion takes -1 for the largest seed of all.
            return parseSeeds(text) && text.find('.') == std::string::npos
                       ? std::string()
                       : "'" + text + "' is no seed; write a whole number from 0";
        });
}

void addRun(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("run", "Run a scenario; print its measures, verdicts and digest");
    addScenarioOptions(*command, options->scenario);
    command->add_option("--until", options->until, "Stop there, like 45s");
    command->add_option("--trace", options->trace, "Record into this file (SQLite)");
    command->add_option("--level", options->level, "How much to record")
        ->check(CLI::IsMember({"off", "story", "full", "bytes"}));
    CLI::Option* from =
        command->add_option("--record-from", options->recordFrom,
                            "Start the trace there and continue --parent's: a branch, like 30s");
    CLI::Option* parent =
        command->add_option("--parent", options->parent, "Trace that the new one continues");
    from->needs(parent)->needs(command->get_option("--trace"));
    parent->needs(from);
    command->add_flag("--json", options->json, "Print one JSON object");
    command->add_flag("--quiet", options->quiet, "Print the digest only");
    command->add_flag("--progress", options->progress,
                      "Tell how far it is on stderr, in lines where no terminal is");
    command->footer("Examples:\n  orrery run scenarios/discovery/dns-ttl-vs-registry.yaml "
                    "--set deploy.ns.ttl=10s --seed 7\n"
                    "  orrery run scenarios/discovery/dns-ttl-vs-registry.yaml --trace all.trace\n"
                    "  orrery run scenarios/discovery/dns-ttl-vs-registry.yaml --with what-if.yaml "
                    "\\\n      --record-from 40s --parent all.trace --trace what-if.trace");
    command->callback([options, &action] { action = [options] { return perform(*options); }; });
}

} // namespace sim::cli
