// SPDX-License-Identifier: Apache-2.0
// Each rule on a small tree with a planted violation, and on one without.
#include "tests/tidy/rules.h"

#include <gtest/gtest.h>

namespace tidy {
namespace {

const std::string kSpdx = "// SPDX-License-Identifier: Apache-2.0\n";

std::string heads(const std::string& path, const std::string& text) {
    return toText(checkHeads({{path, text}}));
}
std::string texts(const std::string& path, const std::string& text) {
    return toText(checkTexts({{path, text}}));
}

TEST(HeadRule, EverySourceBeginsWithItsLicence) {
    EXPECT_EQ(heads("core/a.cpp", kSpdx), "");
    EXPECT_NE(heads("core/a.cpp", "int x;\n"), "");
    EXPECT_NE(heads("core/a.cpp", ""), "");
    EXPECT_NE(heads("gui/a.cpp", kSpdx), "");
    EXPECT_EQ(heads("gui/a.cpp", "// SPDX-License-Identifier: GPL-3.0-or-later\n"), "");
    EXPECT_NE(heads("core/CMakeLists.txt", "add_library(x)\n"), "");
    EXPECT_EQ(heads("core/CMakeLists.txt", "# SPDX-License-Identifier: Apache-2.0\n"), "");
    EXPECT_NE(heads("run", "#!/bin/bash\nls\n"), "");
    EXPECT_EQ(heads("run", "#!/bin/bash\n# SPDX-License-Identifier: Apache-2.0\n"), "");
}

TEST(HeadRule, AHeaderIsIncludedOnceAndSaysWhatItIs) {
    EXPECT_EQ(heads("core/a.h", kSpdx + "#pragma once\n/// A thing.\n"), "");
    EXPECT_NE(heads("core/a.h", kSpdx + "/// A thing.\n"), "");
    EXPECT_NE(heads("core/a.h", kSpdx + "#pragma once\nint x;\n"), "");
}

TEST(TextRule, NothingUnfinishedIsLeftBehind) {
    for (const char* word : {"TO"
                             "DO",
                             "FIX"
                             "ME",
                             "GTEST_"
                             "SKIP()",
                             "TEST(A, DIS"
                             "ABLED_B)"}) {
        EXPECT_NE(texts("core/a.cpp", std::string("// ") + word + "\n"), "") << word;
        EXPECT_NE(texts("docs/a.md", std::string(word) + "\n"), "") << word;
    }
    EXPECT_EQ(texts("core/a.cpp", "// to do justice to TODOS\n"), "");
}

TEST(TextRule, NobodysMachineIsNamed) {
    EXPECT_NE(texts("docs/a.md", "see /ho"
                                 "me/me/x\n"),
              "");
    EXPECT_NE(texts("check", "cd /tm"
                             "p/x\n"),
              "");
    EXPECT_EQ(texts("docs/a.md", "see https://example.org/work/x and ../tmp/x\n"), "");
    EXPECT_EQ(texts("check", "#!/usr/bin/env bash\n"), "");
}

TEST(TextRule, BlanksAreClean) {
    EXPECT_NE(texts("docs/a.md", "a\tb\n"), "");
    EXPECT_NE(texts("docs/a.md", "a \n"), "");
    EXPECT_NE(texts("docs/a.md", "a\r\n"), "");
    EXPECT_NE(texts("docs/a.md", "a"), "");
    EXPECT_EQ(texts("docs/a.md", "a\n\nb\n"), "");
    EXPECT_EQ(texts("tests/vectors/a.json", "a\t"), "");
}

TEST(TextRule, TestNamesAreSentencesWithoutUnderscores) {
    EXPECT_NE(texts("tests/a_test.cpp", "TEST(Subject, Does_this) {}\n"), "");
    EXPECT_NE(texts("tests/a_test.cpp", "TEST_F(My_Subject, DoesThis) {}\n"), "");
    EXPECT_NE(texts("tests/a_test.cpp", "TEST(Subject,\n     Does_this) {}\n"), "");
    EXPECT_EQ(texts("tests/a_test.cpp", "TEST_F(Subject, DoesThis) { a_ = 1; }\n"), "");
}

TEST(RunBitRule, ScriptsHaveItAndNothingElse) {
    EXPECT_EQ(toText(checkRunBits({{"run", "#!/bin/bash\n", true}, {"a.md", "x\n", false}})), "");
    EXPECT_NE(toText(checkRunBits({{"run", "#!/bin/bash\n", false}})), "");
    EXPECT_NE(toText(checkRunBits({{"a.md", "x\n", true}})), "");
}

TEST(RootRule, KnowsWhatBelongsAtTheTop) {
    EXPECT_EQ(toText(checkRoot({{"README.md", ""}, {".gitignore", ""}, {"core/a.h", ""}})), "");
    EXPECT_NE(toText(checkRoot({{"notes.txt", ""}})), "");
    EXPECT_NE(toText(checkRoot({{"src/a.h", ""}})), "");
}

} // namespace
} // namespace tidy
