// SPDX-License-Identifier: Apache-2.0
#include "core/components/components.h"
#include "sim/cli/commands.h"
#include "sim/cli/context.h"
#include "sim/scenario/library.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sim::cli {
namespace {

namespace fs = std::filesystem;

int list(bool json) {
    const auto folder = scenario::libraryFolder();
    if (!folder) {
        complain("the folder 'scenarios' is not where this program was built or installed");
        return kFailure;
    }
    scenario::LoadOptions options;
    options.schemas = core::components::schemas();
    const scenario::Library library = scenario::readLibrary(*folder, options);
    for (const scenario::Diagnostic& diagnostic : library.complaints) {
        complain(scenario::toString(diagnostic));
    }
    nlohmann::ordered_json array = nlohmann::ordered_json::array();
    std::string topic;
    for (const scenario::LibraryEntry& entry : library.entries) {
        std::error_code ignored;
        const std::string path = fs::proximate(entry.path, ignored).string();
        if (json) {
            array.push_back({{"path", path},
                             {"topic", entry.topic},
                             {"title", entry.title.en},
                             {"summary", entry.summary.en}});
            continue;
        }
        if (entry.topic != topic) {
            topic = entry.topic;
            fmt::print("{}\n", topic);
        }
        fmt::print("  {}\n      {}\n", path, entry.title.en);
    }
    if (json) {
        fmt::print("{}\n", array.dump(2));
    }
    return kOk;
}

int validate(const std::vector<std::string>& files) {
    int code = kOk;
    for (const std::string& file : files) {
        ScenarioArguments arguments;
        arguments.path = file;
        if (loadScenario(arguments)) {
            fmt::print("{}: fine\n", file);
        } else {
            code = kBadInput;
        }
    }
    return code;
}

} // namespace

void addList(CLI::App& app, Action& action) {
    auto json = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("list", "The scenarios that come with Orrery, by topic");
    command->add_flag("--json", *json, "Print a JSON array");
    command->footer("Example:\n  orrery list --json");
    command->callback([json, &action] { action = [json] { return list(*json); }; });
}

void addValidate(CLI::App& app, Action& action) {
    auto files = std::make_shared<std::vector<std::string>>();
    CLI::App* command =
        app.add_subcommand("validate", "Check scenario and overlay files without running them");
    command->add_option("file", *files, "Files to check")->required();
    command->footer("Example:\n  orrery validate my-scenario.yaml my-overlay.yaml");
    command->callback([files, &action] { action = [files] { return validate(*files); }; });
}

} // namespace sim::cli
