// SPDX-License-Identifier: Apache-2.0
// Each limit just kept, and passed by one line.
#include "tests/tidy/rules.h"

#include <gtest/gtest.h>

namespace tidy {
namespace {

std::string repeat(const std::string& line, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) {
        text += line;
    }
    return text;
}

std::string verdict(const std::string& path, const std::string& text) {
    return toText(checkSizes({{path, text}}));
}

TEST(SizeRule, AFunctionHasAtMostSeventyLines) {
    EXPECT_EQ(verdict("core/a.cpp", "int f() {\n" + repeat("    g();\n", 68) + "}\n"), "");
    EXPECT_EQ(verdict("core/a.cpp", "int f() {\n" + repeat("    g();\n", 69) + "}\n"),
              "core/a.cpp:1: the function has 71 lines, at most 70 are allowed\n");
}

TEST(SizeRule, AClassHasAtMost150Lines) {
    EXPECT_EQ(verdict("core/a.h", "class A {\n" + repeat("    int f();\n", 148) + "};\n"), "");
    EXPECT_NE(verdict("core/a.h", "class A {\n" + repeat("    int f();\n", 149) + "};\n"), "");
}

TEST(SizeRule, AHeaderHasAtMost300Lines) {
    EXPECT_EQ(verdict("core/a.h", repeat("int f();\n", 300)), "");
    EXPECT_NE(verdict("core/a.h", repeat("int f();\n", 301)), "");
}

TEST(SizeRule, ASourceHasAtMost600Lines) {
    EXPECT_EQ(verdict("core/a.cpp", repeat("int f();\n", 600)), "");
    EXPECT_NE(verdict("core/a.cpp", repeat("int f();\n", 601)), "");
}

TEST(SizeRule, BracesMustBalance) {
    EXPECT_NE(verdict("core/a.cpp", "int f() {\n"), "");
}

} // namespace
} // namespace tidy
