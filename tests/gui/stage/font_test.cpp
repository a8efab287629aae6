// SPDX-License-Identifier: GPL-3.0-or-later
// Boxes are measured by a table, text is painted with the font: both must agree.
#include "gui/stage/text_runs.h"
#include "sim/scene/text.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <gtest/gtest.h>

#include <array>

namespace gui::stage {
namespace {

using sim::scene::Weight;

constexpr std::array<const char*, 8> kTexts = {"web-3",
                                               "Raft: term 7, leader node-2",
                                               "AVAToWaLTfi",
                                               "lease of web-1 runs out in 12.5 s",
                                               "节点 3 成为领导者",
                                               "“超时”：30 秒内未收到心跳，已移除。",
                                               "1 s here = 20 s there",
                                               "0123456789.%…→"};

TEST(PictureFont, IsTheOneThatWasAskedFor) {
    EXPECT_TRUE(hasPictureFont());
    EXPECT_EQ(QFontInfo(pictureFont(14, Weight::Regular)).family().toStdString(),
              sim::scene::fontName());
    EXPECT_EQ(QFontInfo(pictureFont(14, Weight::Bold)).family().toStdString(),
              sim::scene::fontName());
}

TEST(PictureFont, HasTheSizeThatWasAskedFor) {
    EXPECT_EQ(QFontInfo(pictureFont(14, Weight::Regular)).pixelSize(), 14);
    EXPECT_EQ(QFontInfo(pictureFont(22.4, Weight::Bold)).pixelSize(), 22);
}

TEST(PictureFont, QtMeasuresWhatTheSceneMeasures) {
    for (const Weight weight : {Weight::Regular, Weight::Bold}) {
        for (const double size : {11.0, 14.0, 22.0, 48.0}) {
            for (const char* text : kTexts) {
                const double scene = sim::scene::textWidth(text, size, weight);
                const QFontMetricsF metrics(pictureFont(size, weight));
                EXPECT_NEAR(metrics.horizontalAdvance(QString::fromUtf8(text)), scene, scene / 100)
                    << text << " at " << size;
            }
        }
    }
}

TEST(PictureFont, ShapedLinesAreAsWideAsTheSceneSays) {
    TextRuns runs;
    for (const Weight weight : {Weight::Regular, Weight::Bold}) {
        for (const char* text : kTexts) {
            const double scene = sim::scene::textWidth(text, 1, weight);
            EXPECT_NEAR(runs.unitWidth(text, weight), scene, scene / 100) << text;
        }
    }
}

} // namespace
} // namespace gui::stage
