// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/sprites.h"

#include <QPainter>
#include <gtest/gtest.h>

#include <algorithm>

namespace gui::stage {
namespace {

using sim::scene::Glyph;

constexpr int kTurns = 60; ///< more than a coarse picture makes images of
constexpr QPoint kMiddle{256, 256};

Glyph glyphTurned(int turn) {
    Glyph glyph;
    glyph.kind = sim::scene::GlyphKind::Request;
    glyph.ink = sim::scene::Ink::Request;
    glyph.turn = turn;
    return glyph;
}

/// Width or height of what the sprite left on the device, whichever is larger.
int extentOf(Sprites& sprites, ShapePainter& shapes, int turn, double size, bool coarse) {
    QImage device(512, 512, QImage::Format_ARGB32_Premultiplied);
    device.fill(Qt::transparent);
    QPainter painter(&device);
    sprites.draw(painter, shapes, glyphTurned(turn), kMiddle, size, 1, coarse);
    painter.end();
    QRect inked;
    for (int y = 0; y < device.height(); ++y) {
        for (int x = 0; x < device.width(); ++x) {
            if (qAlpha(device.pixel(x, y)) > 0) {
                inked |= QRect(x, y, 1, 1);
            }
        }
    }
    EXPECT_TRUE(inked.contains(kMiddle)) << "at its place";
    return std::max(inked.width(), inked.height());
}

TEST(Sprites, AreOfTheSizeThatIsAskedFor) {
    Sprites sprites;
    ShapePainter shapes;
    const double unit = extentOf(sprites, shapes, 0, 100, false) / 100.0;
    for (const double size : {12.0, 20.0, 47.0, 90.0}) {
        EXPECT_NEAR(extentOf(sprites, shapes, 0, size, false), unit * size, 2.5) << size;
    }
}

/// As a hand zooms: every picture is a little larger, and there are many glyphs.
TEST(Sprites, OfCoarsePicturesAreNearlyOfThatSizeHoweverManyThereAre) {
    Sprites sprites;
    Sprites exact;
    ShapePainter shapes;
    for (double size = 20; size < 160; size *= 1.3) {
        sprites.beginPicture();
        for (int turn = 0; turn < kTurns; turn += 7) {
            const double ratio = extentOf(sprites, shapes, turn, size, true) /
                                 static_cast<double>(extentOf(exact, shapes, turn, size, false));
            EXPECT_GT(ratio, 0.65) << size;
            EXPECT_LT(ratio, 1.5) << size;
        }
    }
}

TEST(Sprites, GrowSharpWhereACoarsePictureMadeNone) {
    Sprites sprites;
    ShapePainter shapes;
    for (const double size : {40.0, 52.0}) {
        sprites.beginPicture();
        for (int turn = 0; turn < kTurns; ++turn) {
            extentOf(sprites, shapes, turn, size, true);
        }
    }
    // Pictures that follow at the same size make the rest.
    const int last = kTurns - 1;
    const int borrowed = extentOf(sprites, shapes, last, 52, true);
    for (int picture = 0; picture < 3; ++picture) {
        sprites.beginPicture();
        for (int turn = 0; turn < kTurns; ++turn) {
            extentOf(sprites, shapes, turn, 52, true);
        }
    }
    EXPECT_GT(extentOf(sprites, shapes, last, 52, true), borrowed);
}

} // namespace
} // namespace gui::stage
