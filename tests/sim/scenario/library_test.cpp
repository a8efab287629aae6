// SPDX-License-Identifier: Apache-2.0
#include "core/components/components.h"
#include "sim/scenario/library.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

/// The list of shipped scenarios that command line and desktop program show.
namespace sim::scenario {
namespace {

namespace fs = std::filesystem;

LoadOptions withAllComponents() {
    LoadOptions options;
    options.schemas = core::components::schemas();
    return options;
}

TEST(Library, FindsTheFolderAboveTheProgram) {
    const auto folder = libraryFolder();
    ASSERT_TRUE(folder);
    EXPECT_TRUE(fs::equivalent(*folder, fs::path(ORRERY_SOURCE_DIR) / "scenarios"));
}

TEST(Library, EveryShippedScenarioHasItsTopicAndTextsInBothLanguages) {
    const Library library =
        readLibrary(fs::path(ORRERY_SOURCE_DIR) / "scenarios", withAllComponents());
    EXPECT_TRUE(library.complaints.empty());
    ASSERT_FALSE(library.entries.empty());
    for (const LibraryEntry& entry : library.entries) {
        EXPECT_EQ(entry.topic, entry.path.parent_path().filename().string());
        EXPECT_FALSE(entry.title.en.empty() || entry.title.zh.empty()) << entry.path;
        EXPECT_FALSE(entry.summary.en.empty() || entry.summary.zh.empty()) << entry.path;
    }
    EXPECT_TRUE(std::is_sorted(
        library.entries.begin(), library.entries.end(),
        [](const LibraryEntry& a, const LibraryEntry& b) { return a.path < b.path; }));
}

TEST(Library, ABrokenFileIsComplainedOfAndTheOthersStay) {
    const fs::path folder = fs::path(testing::TempDir()) / "orrery-library-test";
    fs::create_directories(folder / "topic");
    std::ofstream(folder / "topic" / "a.yaml") << "orrery: 1\ntitle: A\nduration: 1 s\n"
                                                  "topology: {hosts: {h: {}}}\n";
    std::ofstream(folder / "topic" / "b.yaml") << "orrery: 1\ntitel: B\n";
    const Library library = readLibrary(folder, withAllComponents());
    ASSERT_EQ(library.entries.size(), 1U);
    EXPECT_EQ(library.entries[0].title.en, "A");
    EXPECT_EQ(library.entries[0].topic, "topic");
    ASSERT_EQ(library.complaints.size(), 1U);
    EXPECT_NE(library.complaints[0].file.find("b.yaml"), std::string::npos);
    fs::remove_all(folder);
}

TEST(Library, AFolderThatIsNotThereIsEmpty) {
    const Library library = readLibrary("/no/such/folder", withAllComponents());
    EXPECT_TRUE(library.entries.empty());
    EXPECT_TRUE(library.complaints.empty());
}

} // namespace
} // namespace sim::scenario
