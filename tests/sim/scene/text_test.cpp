// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/text.h"

#include <gtest/gtest.h>

namespace sim::scene {
namespace {

TEST(Text, FullWidthSignsAreOneEm) {
    EXPECT_DOUBLE_EQ(textWidth("领导者", 20), 60);
    EXPECT_DOUBLE_EQ(textWidth("，。", 20), 40);
}

TEST(Text, LatinWidthsAreThoseOfTheFont) {
    // hmtx of NotoSansCJK-Regular.ttc and -Bold.ttc, version 2.004.
    EXPECT_DOUBLE_EQ(textWidth("A", 1000), 608);
    EXPECT_DOUBLE_EQ(textWidth("web-3", 1000), 802 + 554 + 618 + 347 + 555);
    EXPECT_DOUBLE_EQ(textWidth("A", 1000, Weight::Bold), 641);
}

TEST(Text, EveryDigitIsAsWide) {
    for (const char* digit : {"1", "2", "3", "4", "5", "6", "7", "8", "9"}) {
        EXPECT_DOUBLE_EQ(textWidth(digit, 16), textWidth("0", 16));
    }
}

TEST(Text, OctetsThatAreNoUtf8CountAsTheReplacementCharacter) {
    EXPECT_DOUBLE_EQ(textWidth("\xff", 10), textWidth("\ufffd", 10));
    EXPECT_DOUBLE_EQ(textWidth("\xe4\xbd", 10), 2 * textWidth("\ufffd", 10));
}

TEST(Text, FittedTextEndsInAnEllipsisAndFits) {
    const std::string cut = fitted("registry-clients", 60, 16);
    EXPECT_TRUE(cut.ends_with("…"));
    EXPECT_LE(textWidth(cut, 16), 60);
    EXPECT_EQ(fitted("web", 60, 16), "web");
    EXPECT_EQ(fitted("web", 3, 16), "");
}

TEST(Text, FittedTextIsNotCutWithinASign) {
    for (double width = 16; width < 80; width += 1) {
        const std::string cut = fitted("当选领导者", width, 16);
        EXPECT_EQ(cut.size() % 3, 0U) << cut; // each sign and the ellipsis have three octets
    }
}

TEST(Text, WrapsAtBlanks) {
    const auto lines = wrapped("kv-2 is elected leader of term 3", 100, 16, 5);
    ASSERT_GT(lines.size(), 1U);
    std::string joined;
    for (const std::string& line : lines) {
        EXPECT_LE(textWidth(line, 16), 100);
        joined += (joined.empty() ? "" : " ") + line;
    }
    EXPECT_EQ(joined, "kv-2 is elected leader of term 3");
}

TEST(Text, WrapsBetweenChineseSignsButNotBeforeClosingPunctuation) {
    const auto lines = wrapped("主机断电，无人应答。", 70, 16, 5);
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0], "主机断");
    EXPECT_EQ(lines[1], "电，无人");
}

TEST(Text, KeepsWordsWholeBetweenChineseSigns) {
    for (const std::string& line : wrapped("修改设置 rate=5/s 对象 herd", 100, 16, 5)) {
        EXPECT_TRUE(line.find("rate=5/s") != std::string::npos ||
                    line.find("rate") == std::string::npos)
            << line;
    }
}

TEST(Text, TheLastLineIsFitted) {
    const auto lines = wrapped("one two three four five six seven", 60, 16, 2);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_TRUE(lines[1].ends_with("…"));
    EXPECT_LE(textWidth(lines[1], 16), 60);
}

TEST(Text, AWordLongerThanALineIsBroken) {
    const auto lines = wrapped("aaaaaaaaaaaaaaaaaaaaaaaa", 50, 16, 9);
    EXPECT_GT(lines.size(), 2U);
    for (const std::string& line : lines) {
        EXPECT_LE(textWidth(line, 16), 50);
    }
}

} // namespace
} // namespace sim::scene
