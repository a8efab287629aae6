// SPDX-License-Identifier: Apache-2.0
#include "core/base/planted.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace core {
namespace {

namespace fs = std::filesystem;

bool hasPlantedBugs(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::string octets{std::istreambuf_iterator<char>(stream), {}};
    return octets.find("with_planted_bugs") != std::string::npos;
}

bool endsWith(const std::string& text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Libraries that programs link, and the programs.
std::vector<fs::path> shipped() {
    const fs::path root = ORRERY_BINARY_DIR;
    std::vector<fs::path> files;
    for (const char* folder : {"core", "sim", "bin"}) {
        if (!fs::is_directory(root / folder)) {
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            const std::string name = entry.path().filename().string();
            const bool isLibrary = endsWith(name, ".a") && !endsWith(name, "-planted.a");
            const bool isProgram = folder == std::string("bin") && name.rfind("test-", 0) != 0;
            if (entry.is_regular_file() && (isLibrary || isProgram)) {
                files.push_back(entry.path());
            }
        }
    }
    return files;
}

TEST(Planted, IsOneMistakeAtATime) {
    EXPECT_FALSE(planted("vote-twice"));
    plant("vote-twice");
    EXPECT_TRUE(planted("vote-twice"));
    plant("answer-before-sync");
    EXPECT_FALSE(planted("vote-twice"));
    EXPECT_TRUE(planted("answer-before-sync"));
    plant("");
    EXPECT_FALSE(planted("answer-before-sync"));
    EXPECT_FALSE(planted(""));
}

TEST(Planted, IsRecognisedInALibraryThatHasIt) {
    EXPECT_TRUE(hasPlantedBugs(ORRERY_PLANTED_LIBRARY));
}

TEST(Planted, IsInNoProgramAndNoLibraryOfAProgram) {
    const std::vector<fs::path> files = shipped();
    EXPECT_FALSE(files.empty());
    for (const fs::path& file : files) {
        EXPECT_FALSE(hasPlantedBugs(file)) << file;
    }
}

} // namespace
} // namespace core
