// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/context.h"

#include "core/components/components.h"
#include "sim/checks/checks.h"

#include <fmt/core.h>

#include <cstdlib>
#include <fstream>
#include <unistd.h>

namespace sim::cli {
namespace {

bool wantsColour(int descriptor) {
    return ::isatty(descriptor) != 0 && std::getenv("NO_COLOR") == nullptr;
}

} // namespace

std::optional<scenario::Scenario> loadScenario(const ScenarioArguments& arguments) {
    if (looksLikeTrace(arguments.path)) {
        complain(arguments.path + " is a trace, not a scenario; 'orrery story " + arguments.path +
                 "' tells what happened in it");
        return std::nullopt;
    }
    scenario::LoadOptions options;
    options.overlays = arguments.overlays;
    options.sets = arguments.sets;
    options.schemas = core::components::schemas();
    for (const checks::CheckInfo& check : checks::allChecks()) {
        options.invariants.emplace_back(check.name);
    }
    auto loaded = scenario::load(arguments.path, options);
    if (!loaded) {
        for (const scenario::Diagnostic& diagnostic : loaded.error()) {
            fmt::print(stderr, "{}\n", scenario::toString(diagnostic));
        }
        return std::nullopt;
    }
    scenario::Scenario scenario = std::move(loaded).value();
    if (arguments.seed) {
        scenario.seed = *arguments.seed;
    }
    return scenario;
}

bool stdoutIsTerminal() {
    return wantsColour(STDOUT_FILENO);
}
bool stderrIsTerminal() {
    return wantsColour(STDERR_FILENO);
}

void complain(std::string_view text) {
    fmt::print(stderr, "orrery: {}\n", text);
}

std::unique_ptr<trace::Reader> openTrace(const std::string& path) {
    auto reader = trace::Reader::open(path);
    if (!reader) {
        complain(reader.error().text);
        return nullptr;
    }
    if (const std::string notice = (*reader)->notice(); !notice.empty()) {
        complain(notice);
    }
    return std::move(*reader);
}

bool looksLikeTrace(const std::filesystem::path& path) {
    static constexpr std::string_view kMagic = "SQLite format 3";
    std::ifstream file(path, std::ios::binary);
    std::string begin(kMagic.size(), '\0');
    file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return file && begin == kMagic;
}

} // namespace sim::cli
