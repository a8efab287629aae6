// SPDX-License-Identifier: Apache-2.0
#include "core/base/time.h"
#include "sim/cli/commands.h"
#include "sim/cli/context.h"
#include "sim/cli/progress.h"
#include "sim/cli/report.h"
#include "sim/cli/sweep_plan.h"
#include "sim/resident/client.h"
#include "sim/resident/copies.h"
#include "sim/resident/keeper.h"
#include "sim/run/checkpoints.h"
#include "sim/run/run.h"

#include <fmt/core.h>

#include <csignal>
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
    std::string fromCheckpoints;
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

/// Tells of a run on its way, in the style that its outputs want when it begins to.
class Teller {
public:
    explicit Teller(const Options& options) : options_(options) {}

    void show(SimTime now, SimTime horizon) {
        if (!bar_) {
            bar_.emplace(progressStyle(options_));
        }
        bar_->show(now, horizon);
    }
    /// Of the whole run; the exit code.
    int tell(const scenario::Scenario& scenario,
             const core::Result<run::RunReport, run::RunError>& report);

private:
    Options options_;
    std::optional<ProgressBar> bar_;
};

int Teller::tell(const scenario::Scenario& scenario,
                 const core::Result<run::RunReport, run::RunError>& report) {
    bar_.reset();
    if (!report) {
        complain(report.error().text);
        return report.error().kind == run::RunErrorKind::Io ||
                       report.error().kind == run::RunErrorKind::Stuck
                   ? kFailure
                   : kBadInput;
    }
    if (options_.json) {
        printJson(scenario, *report);
    } else {
        printReport(scenario, *report, options_.quiet);
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

/// What was asked for; nullopt if it was complained about. `teller` must outlive the request.
std::optional<run::Continuation> understand(const Options& options, Teller& teller) {
    auto scenario = loadScenario(options.scenario);
    if (!scenario) {
        return std::nullopt;
    }
    run::RunRequest request;
    if (!options.until.empty()) {
        request.until = parseDuration("--until", options.until);
        if (!request.until) {
            return std::nullopt;
        }
    }
    request.level = options.level.empty() ? scenario->run.level : *parseLevel(options.level);
    if (!options.trace.empty()) {
        request.traceFile = options.trace;
        if (request.level == scenario::Level::Off) {
            complain("--trace needs a level of story, full or bytes, and the level is off");
            return std::nullopt;
        }
    }
    if (!addBranch(options, request.until.value_or(scenario->duration), request)) {
        return std::nullopt;
    }
    request.interrupted = &catchInterrupts();
    request.progress = [&teller](SimTime now, SimTime horizon) { teller.show(now, horizon); };
    return run::Continuation{std::move(*scenario), std::move(request), {}, {}};
}

/// The options that decide what is run and how it is told of, for another `orrery`.
resident::Words wordsOf(const Options& options) {
    resident::Words words = scenarioWords("run", options.scenario);
    for (const auto& [name, value] : {std::pair("--until", options.until),
                                      {"--trace", options.trace},
                                      {"--level", options.level},
                                      {"--record-from", options.recordFrom},
                                      {"--parent", options.parent}}) {
        if (!value.empty()) {
            words.insert(words.end(), {name, value});
        }
    }
    for (const auto& [name, is] : {std::pair("--json", options.json),
                                   {"--quiet", options.quiet},
                                   {"--progress", options.progress}}) {
        if (is) {
            words.emplace_back(name);
        }
    }
    return words;
}

/// Has it done by a copy of a resident; nullopt if it must be done here.
std::optional<int> performThere(const Options& options) {
    using Kind = resident::Outcome::Kind;
    const auto from = core::parseDuration(options.recordFrom);
    if (options.fromCheckpoints.empty() || !from) {
        return std::nullopt;
    }
    const auto told = [&](const std::string& line) {
        if (options.progress) {
            fmt::print(stderr, "{}\n", line);
        }
    };
    const resident::Outcome outcome = resident::goOnThere(
        options.fromCheckpoints, {from->ns}, wordsOf(options), catchInterrupts(),
        [&](SimTime at) { told("from a copy at " + core::formatSeconds({at.ns}, 3) + " s"); });
    switch (outcome.kind) {
    case Kind::Done:
        return outcome.code;
    case Kind::Broken:
        complain(outcome.text);
        return kFailure;
    case Kind::Nobody:
        break;
    }
    told("from the start: " + outcome.text);
    return std::nullopt;
}

int perform(const Options& options) {
    if (const auto code = performThere(options)) {
        return *code;
    }
    Teller teller(options);
    const auto asked = understand(options, teller);
    return asked ? teller.tell(asked->scenario, run::run(asked->scenario, asked->request))
                 : kBadInput;
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

/// The options of `run`.
CLI::App& defineRun(CLI::App& app, Options& options) {
    CLI::App* command =
        app.add_subcommand("run", "Run a scenario; print its measures, verdicts and digest");
    addScenarioOptions(*command, options.scenario);
    command->add_option("--until", options.until, "Stop there, like 45s");
    command->add_option("--trace", options.trace, "Record into this file (SQLite)");
    command->add_option("--level", options.level, "How much to record")
        ->check(CLI::IsMember({"off", "story", "full", "bytes"}));
    CLI::Option* from =
        command->add_option("--record-from", options.recordFrom,
                            "Start the trace there and continue --parent's: a branch, like 30s");
    CLI::Option* parent =
        command->add_option("--parent", options.parent, "Trace that the new one continues");
    from->needs(parent)->needs(command->get_option("--trace"));
    parent->needs(from);
    command
        ->add_option("--from-checkpoints", options.fromCheckpoints,
                     "Ask 'orrery resident' there to go on from one of its copies")
        ->needs(from)
        ->group(""); // for programs
    command->add_flag("--json", options.json, "Print one JSON object");
    command->add_flag("--quiet", options.quiet, "Print the digest only");
    command->add_flag("--progress", options.progress,
                      "Tell how far it is on stderr, in lines where no terminal is");
    command->footer("Examples:\n  orrery run scenarios/discovery/dns-ttl-vs-registry.yaml "
                    "--set deploy.ns.ttl=10s --seed 7\n"
                    "  orrery run scenarios/discovery/dns-ttl-vs-registry.yaml --trace all.trace\n"
                    "  orrery run scenarios/discovery/dns-ttl-vs-registry.yaml --with what-if.yaml "
                    "\\\n      --record-from 40s --parent all.trace --trace what-if.trace");
    return *command;
}

void addRun(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App& command = defineRun(app, *options);
    command.callback([options, &action] { action = [options] { return perform(*options); }; });
}

/// In the computing process of a resident, and in its copies.
void computeCopies(const Options& options, std::uint64_t megabytes, resident::Descriptor report) {
    Teller teller(options);
    auto asked = understand(options, teller);
    if (!asked || asked->request.level == scenario::Level::Off) {
        return;
    }
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    asked->request.interrupted = nullptr;
    asked->request.progress = nullptr;
    std::optional<Teller> clients;
    std::optional<scenario::Scenario> scenario;
    const auto read = [&](const resident::Words& words) -> std::optional<run::Continuation> {
        CLI::App app;
        Options wanted;
        defineRun(app, wanted);
        try {
            app.parse(resident::Words(words.rbegin(), words.rend()));
        } catch (const CLI::ParseError&) {
            return std::nullopt;
        }
        auto continuation = understand(wanted, clients.emplace(wanted));
        if (continuation) {
            scenario = continuation->scenario;
        }
        return continuation;
    };
    resident::Copies copies(std::move(report), megabytes << 20, read);
    asked->request.checkpoints = &copies;
    const auto told = run::run(asked->scenario, asked->request);
    if (!copies.isClients()) {
        return;
    }
    if (!copies.hasBegun()) {
        copies.refuse(told.error().text, told.error().earlier);
    }
    copies.finish(clients->tell(*scenario, told));
}

void addResident(CLI::App& app, Action& action) {
    struct All {
        Options run;
        std::string socket;
        std::uint64_t megabytes = 768;
    };
    auto options = std::make_shared<All>();
    CLI::App* command = app.add_subcommand(
        "resident",
        "Compute a run, and keep copies of it that 'run --from-checkpoints' goes on from");
    command->group(""); // for programs
    addScenarioOptions(*command, options->run.scenario);
    command->add_option("--socket", options->socket, "Where to listen for clients")->required();
    command->add_option("--until", options->run.until, "Stop there, like 45s");
    command->add_option("--level", options->run.level, "Of the traces that will go on")
        ->check(CLI::IsMember({"story", "full", "bytes"}));
    command->add_option("--megabytes", options->megabytes, "Memory for all copies together")
        ->check(CLI::Range(1, 1 << 20));
    command->callback([options, &action] {
        action = [options] {
            const auto compute = [&](resident::Descriptor report) {
                computeCopies(options->run, options->megabytes, std::move(report));
            };
            const auto told = [](SimTime copy) {
                std::fputs((std::to_string(copy.ns) + "\n").c_str(), stdout);
                std::fflush(stdout); // if nobody reads it, nobody needs it
            };
            const auto kept = resident::keep(options->socket, compute, told);
            if (!kept) {
                complain(kept.error());
            }
            return kept ? kOk : kFailure;
        };
    });
}

} // namespace sim::cli
