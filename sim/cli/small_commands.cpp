// SPDX-License-Identifier: Apache-2.0
#include "core/components/components.h"
#include "sim/cli/commands.h"
#include "sim/cli/context.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sim::cli {
namespace {

namespace fs = std::filesystem;

struct Listed {
    std::string path;
    std::string topic;
    std::string title;
    std::string summary;
};

std::vector<Listed> shippedScenarios(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
        if (entry.path().extension() == ".yaml") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<Listed> found;
    for (const fs::path& file : files) {
        scenario::LoadOptions options;
        options.schemas = core::components::schemas();
        const auto loaded = scenario::load(file.string(), options);
        const std::string topic = fs::relative(file, folder, error).parent_path().string();
        if (loaded) {
            found.push_back(
                {fs::proximate(file, error).string(), topic, loaded->title.en, loaded->summary.en});
        } else {
            complain(scenario::toString(loaded.error().front()));
        }
    }
    return found;
}

int list(bool json) {
    const auto folder = scenarioFolder();
    if (!folder) {
        complain("the folder 'scenarios' is not where this program was built or installed");
        return kFailure;
    }
    const std::vector<Listed> scenarios = shippedScenarios(*folder);
    if (json) {
        nlohmann::ordered_json array = nlohmann::ordered_json::array();
        for (const Listed& scenario : scenarios) {
            array.push_back({{"path", scenario.path},
                             {"topic", scenario.topic},
                             {"title", scenario.title},
                             {"summary", scenario.summary}});
        }
        fmt::print("{}\n", array.dump(2));
        return kOk;
    }
    std::string topic;
    for (const Listed& scenario : scenarios) {
        if (scenario.topic != topic) {
            topic = scenario.topic;
            fmt::print("{}\n", topic);
        }
        fmt::print("  {}\n      {}\n", scenario.path, scenario.title);
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
