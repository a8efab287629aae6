// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

/// The document and the suite belong together: each numbered sentence has exactly one test, and
/// each test carries the number of a sentence. Model tests have names without a number.
namespace tests::env {
namespace {

const std::filesystem::path kRoot = ORRERY_SOURCE_DIR;

/// Sentence number -> how often it stands in the document.
std::map<std::string, int> sentences() {
    std::ifstream in(kRoot / "docs/reference/env.md");
    EXPECT_TRUE(in) << "docs/reference/env.md is missing";
    static const std::regex pattern(R"(^- \[([A-Z][0-9]+)\] )");
    std::map<std::string, int> found;
    std::smatch match;
    for (std::string line; std::getline(in, line);) {
        if (std::regex_search(line, match, pattern)) {
            found[match[1]] += 1;
        }
    }
    return found;
}

/// Sentence number -> the names of its tests.
std::map<std::string, std::vector<std::string>> tests() {
    static const std::regex pattern(R"(^TEST_P\([A-Za-z]+, (([A-Z][0-9]+)[A-Z][A-Za-z0-9]*)\))");
    std::map<std::string, std::vector<std::string>> found;
    std::smatch match;
    for (const auto& entry : std::filesystem::directory_iterator(kRoot / "tests/env")) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with("_test.cpp")) {
            continue;
        }
        std::ifstream in(entry.path());
        for (std::string line; std::getline(in, line);) {
            if (std::regex_search(line, match, pattern)) {
                found[match[2]].push_back(match[1]);
            }
        }
    }
    return found;
}

} // namespace

TEST(Contract, EverySentenceHasExactlyOneTest) {
    const auto all = tests();
    const auto numbered = sentences();
    EXPECT_GT(numbered.size(), 100u);
    for (const auto& [number, times] : numbered) {
        EXPECT_EQ(times, 1) << number << " stands twice in the document";
        const auto found = all.find(number);
        ASSERT_NE(found, all.end()) << "sentence " << number << " has no test";
        EXPECT_EQ(found->second.size(), 1u) << "sentence " << number << " has several tests";
    }
}

TEST(Contract, EveryTestNamesASentence) {
    const auto numbered = sentences();
    for (const auto& [number, names] : tests()) {
        EXPECT_TRUE(numbered.contains(number)) << names[0] << " tests no sentence of the document";
    }
}

} // namespace tests::env
