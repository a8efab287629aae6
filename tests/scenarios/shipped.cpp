// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/shipped.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <sys/wait.h>

namespace tests::scenarios {

namespace fs = std::filesystem;

Said say(const std::string& program, const std::vector<std::string>& arguments) {
    std::string command = "'" + program + "'";
    for (const std::string& argument : arguments) {
        command += " '" + argument + "'";
    }
    Said said;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
        said.code = -1;
        return said;
    }
    std::array<char, 4'096> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        said.output.append(buffer.data(), got);
    }
    const int status = ::pclose(pipe);
    said.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return said;
}

std::vector<std::string> shippedIn(const fs::path& folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".yaml") {
            found.push_back(entry.path().lexically_relative(folder).generic_string());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

fs::path storyOf(const fs::path& folder, const std::string& scenario) {
    return (folder / scenario).replace_extension(".story");
}

std::map<std::string, std::string> readDigests(const fs::path& folder) {
    std::map<std::string, std::string> digests;
    std::istringstream lines(contentsOf(folder / "digests.txt"));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line.substr(0, line.find('#')));
        std::string scenario;
        std::string digest;
        if (words >> scenario >> digest) {
            digests[scenario] = digest;
        }
    }
    return digests;
}

std::string digestsText(const std::map<std::string, std::string>& digests) {
    std::string text = "# Expected digest of each scenario with its own seed; written by "
                       "orrery-golden.\n";
    for (const auto& [scenario, digest] : digests) {
        text += scenario + " " + digest + "\n";
    }
    return text;
}

std::string digestIn(const std::string& json) {
    const auto parsed = nlohmann::json::parse(json, nullptr, false);
    const bool has = parsed.is_object() && parsed.contains("digest");
    return has ? parsed["digest"].get<std::string>() : "";
}

std::string contentsOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

} // namespace tests::scenarios
