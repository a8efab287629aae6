// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/commands.h"
#include "sim/cli/context.h"
#include "sim/cli/usage.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <string>
#include <system_error>
#include <vector>

namespace {

constexpr const char* kFooter = R"(Examples:
  orrery list
  orrery run scenarios/discovery/dns-ttl-vs-registry.yaml
  orrery run scenarios/discovery/dns-ttl-vs-registry.yaml --set deploy.ns.ttl=10s --trace ttl.trace
  orrery story ttl.trace --lang zh
  orrery verify scenarios/discovery/dns-ttl-vs-registry.yaml
  orrery sweep scenarios/discovery/dns-ttl-vs-registry.yaml --seeds 1..10

'orrery COMMAND --help' shows the options of a command, with an example.
Exit codes: 0 fine, 1 an expectation fails or runs differ, 2 bad usage, scenario or trace,
3 internal or I/O failure, 130 interrupted.)";

constexpr const char* kNoOutput = "cannot write the output (is the disk full?)";

/// The exit code, unless the output did not reach its place.
int flushOutput(int code) {
    if (std::fflush(stdout) != 0) {
        sim::cli::complain(kNoOutput);
        return sim::cli::kFailure;
    }
    return code;
}

int runProgram(int argc, char** argv) {
    CLI::App app{"Orrery: real distributed systems on a simulated network, replayed exactly.",
                 "orrery"};
    app.footer(kFooter);
    app.require_subcommand(1);
    app.set_version_flag("--version", "orrery 0.1.0");
    sim::cli::Action action;
    sim::cli::addList(app, action);
    sim::cli::addRun(app, action);
    sim::cli::addResident(app, action);
    sim::cli::addStory(app, action);
    sim::cli::addVerify(app, action);
    sim::cli::addExplain(app, action);
    sim::cli::addDiff(app, action);
    sim::cli::addSweep(app, action);
    sim::cli::addExport(app, action);
    sim::cli::addValidate(app, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            app.exit(error); // help or version
            return flushOutput(sim::cli::kOk);
        }
        const std::vector<std::string> words(argv + 1, argv + argc);
        sim::cli::complain(sim::cli::usageComplaint(app, words, error.what()));
        return sim::cli::kBadInput;
    }
    return flushOutput(action());
}

} // namespace

int main(int argc, char** argv) {
    try {
        return runProgram(argc, argv);
    } catch (const std::system_error&) { // fmt::print throws it, nothing else here does
        sim::cli::complain(kNoOutput);
        return sim::cli::kFailure;
    } catch (const std::exception& error) {
        sim::cli::complain(error.what());
        return sim::cli::kFailure;
    }
}
