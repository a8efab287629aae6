// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/interaction/script.h"

#include <algorithm>
#include <sstream>

namespace tests::raft {
namespace {

std::vector<std::string> split(std::string text, char at) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, at);) {
        if (!part.empty()) {
            parts.push_back(part);
        }
    }
    return parts;
}

void parseCommand(const std::string& line, Step& step) {
    for (const std::string& word : split(line, ' ')) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos) {
            step.words.push_back(word);
            continue;
        }
        std::string value = word.substr(equals + 1);
        std::erase_if(value, [](char c) { return c == '(' || c == ')'; });
        step.options[word.substr(0, equals)] = split(value, ',');
    }
}

} // namespace

std::string Step::option(const std::string& name, const std::string& fallback) const {
    const auto found = options.find(name);
    return found == options.end() || found->second.empty() ? fallback : found->second.front();
}

std::vector<Step> parseScript(std::string_view text) {
    std::vector<Step> steps;
    std::istringstream stream{std::string(text)};
    bool inExpected = false;
    bool inCommand = false;
    int number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        if (line == "----" && inCommand) {
            inExpected = true;
            inCommand = false;
        } else if (inExpected && line.empty()) {
            inExpected = false;
        } else if (inExpected) {
            steps.back().expected.push_back(line);
        } else if (inCommand) {
            steps.back().input += line + " ";
        } else if (!line.empty() && line.front() != '#') {
            steps.push_back({});
            steps.back().line = number;
            parseCommand(line, steps.back());
            inCommand = true;
        }
    }
    return steps;
}

} // namespace tests::raft
