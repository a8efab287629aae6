// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/source.h"
#include "tests/tidy/tree.h"

#include <gtest/gtest.h>

namespace tidy {
namespace {

std::string squeeze(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        for (const char c : line) {
            if (c != ' ' || (!text.empty() && text.back() != ' ')) {
                text += c;
            }
        }
        text += '|';
    }
    return text;
}

TEST(Source, CommentsAndLiteralsAreNoCode) {
    const Source source = parseSource("int a; // rand()\n"
                                      "/* rand()\n rand() */ int b = 1'000;\n"
                                      "char c = '\"', d = '\\'';\n"
                                      "auto e = \"x\\\"y\"; auto f = R\"q(z\")q\";\n");
    EXPECT_EQ(squeeze(source.code), "int a; | | int b = 1'000;|char c = ' ', d = ' ';|"
                                    "auto e = \" \"; auto f = ;|");
    EXPECT_EQ(source.code.size(), 5u);
}

TEST(Source, ContentsOfStringsAreKeptApart) {
    const Source source = parseSource("log(\"%d\"); // \"%s\"\nauto r = R\"(%u)\";\n");
    EXPECT_EQ(squeeze(source.strings), "%d | %u |");
}

/// "F 1-3" for a function from line 1 to 3.
std::string describe(std::string_view text) {
    const Blocks blocks = findBlocks(parseSource(text));
    std::string lines = blocks.balanced ? "" : "unbalanced ";
    for (const Block& block : blocks.blocks) {
        lines += (block.kind == BlockKind::Class ? "C " : "F ") + std::to_string(block.firstLine) +
                 "-" + std::to_string(block.lastLine) + "; ";
    }
    return lines;
}

TEST(Blocks, FunctionsAreMeasuredFromTheirHeadToTheirBrace) {
    EXPECT_EQ(describe("namespace a {\n"
                       "int f(int x,\n"
                       "      int y) {\n"
                       "    if (x) {\n"
                       "        return y;\n"
                       "    }\n"
                       "    auto g = [&](int z) { return z; };\n"
                       "    return g(0);\n"
                       "}\n"
                       "} // namespace a\n"),
              "F 2-9; ");
}

TEST(Blocks, MembersInitialisedWithBracesBelongToTheConstructor) {
    EXPECT_EQ(describe("class A : public B<int> {\n"
                       "public:\n"
                       "    A(int x)\n"
                       "        : a_{x},\n"
                       "          b_{1, {2}} {\n"
                       "        go();\n"
                       "    }\n"
                       "\n"
                       "private:\n"
                       "    int a_{0};\n"
                       "    C b_ = {1, 2};\n"
                       "};\n"),
              "F 3-7; C 1-12; ");
}

TEST(Blocks, TemplatesAttributesAndFunctionsThatReturnAStructAreToldApart) {
    EXPECT_EQ(describe("template <class T, class = std::enable_if_t<is<T>>>\n"
                       "class [[nodiscard]] A {\n"
                       "};\n"
                       "struct B f() {\n"
                       "}\n"
                       "template <class T>\n"
                       "T g(T t) {\n"
                       "}\n"
                       "enum class E { One, Two };\n"
                       "const std::vector<D> kTable{{1, \"{\"}, {2, \"}\"}};\n"
                       "extern \"C\" {\n"
                       "int h() {\n"
                       "}\n"
                       "}\n"),
              "C 1-3; F 4-5; F 6-8; F 12-13; ");
}

TEST(Blocks, TestsAreFunctionsAndMacrosAreNot) {
    EXPECT_EQ(describe("#define A(x) \\\n"
                       "    do { \\\n"
                       "        x;\n"
                       "TEST(Subject, Sentence) {\n"
                       "    EXPECT_EQ(a, (B{1, 2}));\n"
                       "}\n"),
              "F 4-6; ");
}

TEST(Blocks, AMissingBraceIsSeen) {
    EXPECT_EQ(describe("int f() {\n"), "unbalanced ");
    EXPECT_EQ(describe("}\n"), "unbalanced ");
}

} // namespace
} // namespace tidy
