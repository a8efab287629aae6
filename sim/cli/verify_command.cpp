// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/child.h"
#include "sim/cli/commands.h"
#include "sim/cli/context.h"
#include "sim/trace/diff.h"
#include "sim/trace/reader.h"

#include <fmt/core.h>

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace sim::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    ScenarioArguments scenario;
    std::string until;
    std::size_t runs = 2;
};

/// A folder for the traces of the runs; gone afterwards.
class Scratch {
public:
    Scratch() {
        std::error_code ignored;
        folder_ =
            fs::temp_directory_path(ignored) / ("orrery-verify-" + std::to_string(::getpid()));
        fs::create_directories(folder_, ignored);
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string trace(std::size_t run) const {
        return (folder_ / ("run-" + std::to_string(run) + ".trace")).string();
    }

private:
    fs::path folder_;
};

std::string digestIn(const std::string& output) {
    static constexpr std::string_view kMark = "digest: ";
    const std::size_t at = output.rfind(kMark);
    return at == std::string::npos ? "" : output.substr(at + kMark.size(), 16);
}

int reportDifference(const std::string& left, const std::string& right) {
    const auto a = trace::Reader::open(left);
    const auto b = trace::Reader::open(right);
    if (!a || !b) {
        complain(!a ? a.error().text : b.error().text);
        return kFailure;
    }
    const auto difference = trace::compareTraces(**a, **b, trace::Language::English);
    if (!difference) {
        complain(difference.error().text);
        return kFailure;
    }
    for (const std::string& line : trace::toLines(*difference)) {
        fmt::print("{}\n", line);
    }
    return kFailed;
}

int perform(const Options& options) {
    if (!loadScenario(options.scenario)) {
        return kBadInput;
    }
    const Scratch scratch;
    std::vector<std::vector<std::string>> commands;
    for (std::size_t run = 0; run < options.runs; ++run) {
        std::vector<std::string> command = scenarioWords("run", options.scenario);
        command.insert(command.end(),
                       {"--quiet", "--level", "full", "--trace", scratch.trace(run)});
        if (!options.until.empty()) {
            command.insert(command.end(), {"--until", options.until});
        }
        commands.push_back(std::move(command));
    }
    std::vector<std::string> digests(options.runs);
    int worst = kOk;
    const bool started =
        runChildren(commands, 1, [&](std::size_t index, const ChildResult& result) {
            digests[index] = digestIn(result.output);
            worst = result.code > kFailed ? result.code : worst;
        });
    if (!started) {
        complain("cannot start another process");
        return kFailure;
    }
    if (worst != kOk) {
        return worst;
    }
    for (std::size_t run = 1; run < options.runs; ++run) {
        if (digests[run] != digests[0]) {
            fmt::print("run 1 has digest {}, run {} has {}\n", digests[0], run + 1, digests[run]);
            return reportDifference(scratch.trace(0), scratch.trace(run));
        }
    }
    fmt::print("same: {} runs, digest: {}\n", options.runs, digests[0]);
    return kOk;
}

} // namespace

std::vector<std::string> scenarioWords(const std::string& command,
                                       const ScenarioArguments& arguments) {
    std::vector<std::string> words{command, arguments.path};
    for (const std::string& overlay : arguments.overlays) {
        words.insert(words.end(), {"--with", overlay});
    }
    for (const std::string& set : arguments.sets) {
        words.insert(words.end(), {"--set", set});
    }
    if (arguments.seed) {
        words.insert(words.end(), {"--seed", std::to_string(*arguments.seed)});
    }
    return words;
}

void addVerify(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "verify", "Run a scenario several times and compare: the same run every time?");
    addScenarioOptions(*command, options->scenario);
    command->add_option("--runs", options->runs, "How many runs")->check(CLI::Range(2, 1000));
    command->add_option("--until", options->until, "Stop there, like 45s");
    command->footer(
        "Example:\n  orrery verify scenarios/discovery/dns-ttl-vs-registry.yaml --runs 3");
    command->callback([options, &action] { action = [options] { return perform(*options); }; });
}

} // namespace sim::cli
