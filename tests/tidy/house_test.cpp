// SPDX-License-Identifier: Apache-2.0
// The rules applied to this source folder (or to the one that ORRERY_TIDY_ROOT names).
#include "tests/tidy/rules.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tidy {
namespace {

const Tree& house() {
    static const char* const kElsewhere = std::getenv("ORRERY_TIDY_ROOT");
    static const Tree kTree = loadTree(kElsewhere != nullptr ? kElsewhere : ORRERY_SOURCE_DIR);
    return kTree;
}

TEST(House, IsThere) {
    EXPECT_NE(findFile(house(), "core/base/time.h"), nullptr);
    EXPECT_NE(findFile(house(), "CMakeLists.txt"), nullptr);
}

TEST(House, IncludesPointInOneDirection) {
    EXPECT_EQ(toText(checkIncludes(house())), "");
}

TEST(House, NothingBreaksDeterminism) {
    Findings findings;
    const File* list = findFile(house(), "tests/tidy/allow.txt");
    ASSERT_NE(list, nullptr);
    const AllowList allowed = parseAllowList(list->text, findings);
    EXPECT_EQ(toText(findings), "");
    EXPECT_EQ(toText(checkTokens(house(), allowed)), "");
}

TEST(House, FunctionsClassesAndFilesAreSmall) {
    EXPECT_EQ(toText(checkSizes(house())), "");
}

TEST(House, FilesSayTheirLicenceAndHeadersWhatTheyAre) {
    EXPECT_EQ(toText(checkHeads(house())), "");
}

TEST(House, TextIsClean) {
    EXPECT_EQ(toText(checkTexts(house())), "");
}

TEST(House, ScriptsCanBeRun) {
    EXPECT_EQ(toText(checkRunBits(house())), "");
}

TEST(House, RootHoldsOnlyWhatBelongsThere) {
    EXPECT_EQ(toText(checkRoot(house())), "");
}

TEST(House, LinksLeadSomewhere) {
    EXPECT_EQ(toText(checkLinks(house())), "");
}

TEST(House, EveryPageCanBeReached) {
    EXPECT_EQ(toText(checkReachable(house())), "");
}

TEST(House, EveryModuleOfCoreHasItsPage) {
    EXPECT_EQ(toText(checkModulePages(house())), "");
}

} // namespace
} // namespace tidy
