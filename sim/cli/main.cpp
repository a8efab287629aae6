// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/commands.h"
#include "sim/cli/context.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

namespace {

constexpr const char* kFooter = R"(Examples:
  orrery list
  orrery run scenarios/discovery/dns-ttl-vs-registry.yaml
  orrery run scenarios/discovery/dns-ttl-vs-registry.yaml --set deploy.ns.ttl=10s --trace ttl.trace
  orrery story ttl.trace --lang zh
  orrery verify scenarios/discovery/dns-ttl-vs-registry.yaml

Exit codes: 0 fine, 1 an expectation fails or runs differ, 2 bad usage, scenario or trace,
3 internal or I/O failure, 130 interrupted.)";

int runProgram(int argc, char** argv) {
    CLI::App app{"Orrery: real distributed systems on a simulated network, replayed exactly.",
                 "orrery"};
    app.footer(kFooter);
    app.require_subcommand(1);
    app.set_version_flag("--version", "orrery 0.1.0");
    sim::cli::Action action;
    sim::cli::addList(app, action);
    sim::cli::addRun(app, action);
    sim::cli::addStory(app, action);
    sim::cli::addVerify(app, action);
    sim::cli::addExplain(app, action);
    sim::cli::addDiff(app, action);
    sim::cli::addExport(app, action);
    sim::cli::addValidate(app, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? sim::cli::kOk : sim::cli::kBadInput;
    }
    const int code = action();
    if (std::fflush(stdout) != 0) {
        sim::cli::complain("cannot write the output (is the disk full?)");
        return sim::cli::kFailure;
    }
    return code;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return runProgram(argc, argv);
    } catch (const std::exception& error) {
        sim::cli::complain(error.what());
        return sim::cli::kFailure;
    }
}
