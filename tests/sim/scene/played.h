// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/reader.h"
#include "tests/scenarios/shipped.h"

#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sim::scene::testing {

inline const std::filesystem::path kShippedFolder =
    std::filesystem::path(ORRERY_SOURCE_DIR) / "scenarios";

/// The trace of one shipped scenario, gone with it.
class Played {
public:
    /// `line`: something more on its timeline, "{at: 3 s, crash: web-1}".
    explicit Played(const std::string& scenario, const std::string& line = {}) {
        std::string name =
            (std::filesystem::temp_directory_path() / "orrery-shipped-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        const std::string file = (folder_ / "run.trace").string();
        const std::string path = (kShippedFolder / scenario).string();
        std::vector<std::string> words{"run", path, "--trace", file, "--quiet"};
        if (!line.empty()) {
            const std::string overlay = (folder_ / "change.yaml").string();
            std::ofstream(overlay) << "orrery: 1\nextends: {path: \"" << path
                                   << "\"}\ntimeline:\n  - " << line << "\n";
            words.insert(words.end(), {"--with", overlay});
        }
        const auto said = tests::scenarios::say(ORRERY_PROGRAM, words);
        // A change may make an expectation fail, which is told by 1.
        EXPECT_LE(said.code, line.empty() ? 0 : 1) << said.output;
        auto opened = trace::Reader::open(file);
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().text);
        reader = std::move(opened).value();
    }
    ~Played() {
        reader.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Played(const Played&) = delete;
    Played& operator=(const Played&) = delete;

    std::unique_ptr<trace::Reader> reader;

private:
    std::filesystem::path folder_;
};

/// "discovery/x-y.yaml" as the name of a test.
inline std::string testNameOf(std::string scenario) {
    std::erase_if(scenario, [](unsigned char c) { return !std::isalnum(c); });
    return scenario;
}

} // namespace sim::scene::testing
