// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "sim/cli/context.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// The subcommands of `orrery`. Each adds itself to the parser and sets `action` to what is to be
/// done when it was chosen; the action's result is the exit code.
namespace sim::cli {

using Action = std::function<int()>;

/// The scenario argument, --with, --set and --seed.
void addScenarioOptions(CLI::App& command, ScenarioArguments& arguments);

/// The words that pass the same choice on to another `orrery`.
std::vector<std::string> scenarioWords(const std::string& command,
                                       const ScenarioArguments& arguments);

/// The time given with an option such as --until; what is none is complained about.
std::optional<core::Duration> parseDuration(const std::string& option, const std::string& text);

void addRun(CLI::App& app, Action& action);
void addResident(CLI::App& app, Action& action);
void addStory(CLI::App& app, Action& action);
void addVerify(CLI::App& app, Action& action);
void addValidate(CLI::App& app, Action& action);
void addList(CLI::App& app, Action& action);
void addExplain(CLI::App& app, Action& action);
void addDiff(CLI::App& app, Action& action);
void addSweep(CLI::App& app, Action& action);
void addExport(CLI::App& app, Action& action);

} // namespace sim::cli
