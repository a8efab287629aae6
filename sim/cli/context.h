// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/scenario/loader.h"
#include "sim/trace/reader.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the subcommands of `orrery` share: exit codes, loading, finding scenarios, terminals.
namespace sim::cli {

/// Exit codes of every subcommand.
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;   ///< an expectation fails, runs differ
inline constexpr int kBadInput = 2; ///< usage, scenario or trace
inline constexpr int kFailure = 3;  ///< internal or I/O failure
inline constexpr int kInterrupted = 130;

/// The arguments that choose and change a scenario; the same for run, verify, story, sweep.
struct ScenarioArguments {
    std::string path;
    std::vector<std::string> overlays;
    std::vector<std::string> sets;
    std::optional<std::uint64_t> seed;
};

/// Loads with this build's components. Complaints go to stderr, one line each.
std::optional<scenario::Scenario> loadScenario(const ScenarioArguments& arguments);

/// Whether stdout or stderr is a terminal that wants colour (NO_COLOR is obeyed).
bool stdoutIsTerminal();
bool stderrIsTerminal();

/// "orrery: TEXT" on stderr.
void complain(std::string_view text);

/// Opens a trace; complains about what is wrong or incomplete with it. nullptr: it is none.
std::unique_ptr<trace::Reader> openTrace(const std::string& path);

/// True if the file begins like a trace (an SQLite database).
bool looksLikeTrace(const std::filesystem::path& path);

} // namespace sim::cli
