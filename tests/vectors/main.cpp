// SPDX-License-Identifier: Apache-2.0
#include "tests/vectors/runner.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <vector>

/// orrery-vectors DIR...: runs every JSON file in the folders. Prints a line for each failed case
/// and ends with "N passed, N failed"; exit 1 if any failed, 2 for bad usage. A file without
/// `cases` is data for the others; a file with cases and no runner counts as failed.
namespace {

using nlohmann::json;
using tests::vectors::Runner;

struct Totals {
    int passed = 0;
    int failed = 0;
};

void fail(Totals& totals, const std::string& where, const std::string& why) {
    ++totals.failed;
    std::cout << "FAILED " << where << ": " << why << "\n";
}

void runCases(const json& cases, const Runner& runner, Totals& totals) {
    for (const json& vector : cases) {
        std::string id = std::string(runner.file) + " (case without id)";
        try {
            id = vector.at("id").get<std::string>();
            if (const auto why = runner.run(vector)) {
                fail(totals, id, *why);
            } else {
                ++totals.passed;
            }
        } catch (const json::exception& error) {
            fail(totals, id, error.what());
        }
    }
}

void runFile(const std::filesystem::path& path, Totals& totals) {
    std::ifstream stream(path);
    const json document = json::parse(stream, nullptr, false);
    if (document.is_discarded()) {
        fail(totals, path.string(), "not readable as JSON");
        return;
    }
    if (!document.is_object() || !document.contains("cases")) {
        return; // data
    }
    const auto all = tests::vectors::runners();
    const std::string stem = path.stem().string();
    const auto runner = std::find_if(all.begin(), all.end(),
                                     [&](const Runner& known) { return known.file == stem; });
    if (runner == all.end()) {
        fail(totals, path.string(), "no runner for its cases");
        return;
    }
    runCases(document["cases"], *runner, totals);
}

std::vector<std::filesystem::path> jsonFiles(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() == ".json") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: orrery-vectors DIR...\n";
        return 2;
    }
    Totals totals;
    for (int i = 1; i < argc; ++i) {
        if (!std::filesystem::is_directory(argv[i])) {
            std::cerr << "orrery-vectors: " << argv[i] << " is no folder\n";
            return 2;
        }
        for (const auto& file : jsonFiles(argv[i])) {
            runFile(file, totals);
        }
    }
    std::cout << totals.passed << " passed, " << totals.failed << " failed\n";
    return totals.failed == 0 ? 0 : 1;
}
