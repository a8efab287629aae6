// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/usage.h"

#include "sim/scenario/words.h"

#include <algorithm>

namespace sim::cli {
namespace {

/// "--set=x" without its value.
std::string optionName(const std::string& word) {
    return word.substr(0, word.find('='));
}

bool knows(const CLI::App& command, const std::string& option) {
    return command.get_option_no_throw(option) != nullptr;
}

/// All "--..." names.
std::vector<std::string> optionsOf(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return names;
}

const CLI::App* subcommand(const CLI::App& app, const std::string& name) {
    for (const CLI::App* command : app.get_subcommands(nullptr)) {
        if (command->get_name() == name) {
            return command;
        }
    }
    return nullptr;
}

std::vector<std::string> subcommandsOf(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands(nullptr)) {
        names.push_back(command->get_name());
    }
    return names;
}

/// "; did you mean 'run'?"
std::string hint(const std::string& word, const std::vector<std::string>& known) {
    const std::string near = scenario::nearest(word, known);
    return near.empty() ? "" : "; did you mean '" + near + "'?";
}

std::string oneLine(std::string_view text) {
    std::string line(text.substr(0, text.find_last_not_of("\n") + 1));
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

std::string problemOfCommand(const CLI::App& command, const std::vector<std::string>& words,
                             std::string_view problem) {
    for (const std::string& word : words) {
        if (word == "--") {
            break;
        }
        if (word.size() > 2 && word.starts_with("--") && !knows(command, optionName(word))) {
            return command.get_name() + " has no option '" + optionName(word) + "'" +
                   hint(optionName(word), optionsOf(command));
        }
    }
    return command.get_name() + ": " + oneLine(problem);
}

} // namespace

std::string usageComplaint(const CLI::App& app, const std::vector<std::string>& words,
                           std::string_view problem) {
    const auto first = std::find_if(words.begin(), words.end(),
                                    [](const std::string& word) { return !word.starts_with('-'); });
    if (first == words.end()) {
        const std::string what =
            words.empty() ? "no command given" : "no option '" + words.front() + "' here";
        return what + " (see 'orrery --help')";
    }
    const CLI::App* command = subcommand(app, *first);
    if (command == nullptr) {
        return "there is no command '" + *first + "'" + hint(*first, subcommandsOf(app)) +
               " (see 'orrery --help')";
    }
    return problemOfCommand(*command, {first + 1, words.end()}, problem) + " (see 'orrery " +
           *first + " --help')";
}

} // namespace sim::cli
