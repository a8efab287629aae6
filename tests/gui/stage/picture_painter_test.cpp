// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/picture_painter.h"
#include "gui/stage/shape_painter.h"
#include "sim/scene/text.h"
#include "tests/gui/stage/pictures.h"

#include <gtest/gtest.h>

#include <tuple>

namespace gui::stage {
namespace {

using namespace sim::scene;

constexpr QSize kSize(400, 300);

QColor inkColour(Ink ink, Theme theme = Theme::Light) {
    return toQColor(ink, theme);
}

Picture pictureOf(Layer layer, Shape shape) {
    Picture picture;
    picture.size = {400, 300};
    picture.at(layer).push_back(std::move(shape));
    return picture;
}

Style filled(Ink ink) {
    Style style;
    style.fill = ink;
    return style;
}

QImage paintedOnce(const Picture& picture, Theme theme = Theme::Light, double ratio = 1) {
    PicturePainter painter;
    painter.setTheme(theme);
    painter.setTransform({}, ratio, kSize);
    return painted(painter, picture, kSize, ratio);
}

/// The smallest rectangle around all pixels of another colour than the canvas.
QRect drawnIn(const QImage& image) {
    QRect drawn;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) != inkColour(Ink::Canvas)) {
                drawn |= QRect(x, y, 1, 1);
            }
        }
    }
    return drawn;
}

TEST(PicturePainter, TheCanvasFillsTheDevice) {
    const QImage image = paintedOnce({});
    EXPECT_EQ(image.pixelColor(0, 0), inkColour(Ink::Canvas));
    EXPECT_EQ(image.pixelColor(399, 299), inkColour(Ink::Canvas));
}

TEST(PicturePainter, ABoxFillsItsPixelsAndNoOthers) {
    for (const Layer layer : {Layer::Ground, Layer::Things, Layer::Traffic}) {
        const QImage image =
            paintedOnce(pictureOf(layer, {"a", Box{{10, 20, 30, 40}, 0}, filled(Ink::Hue1)}));
        EXPECT_EQ(drawnIn(image), QRect(10, 20, 30, 40));
        EXPECT_EQ(image.pixelColor(25, 40), inkColour(Ink::Hue1));
    }
}

TEST(PicturePainter, LaterLayersLieOverEarlierOnes) {
    Picture picture = pictureOf(Layer::Ground, {"a", Box{{0, 0, 90, 90}, 0}, filled(Ink::Hue1)});
    picture.at(Layer::Things).push_back({"b", Box{{0, 0, 60, 60}, 0}, filled(Ink::Hue2)});
    picture.at(Layer::Traffic).push_back({"c", Box{{0, 0, 30, 30}, 0}, filled(Ink::Hue3)});
    const QImage image = paintedOnce(picture);
    EXPECT_EQ(image.pixelColor(80, 80), inkColour(Ink::Hue1));
    EXPECT_EQ(image.pixelColor(50, 50), inkColour(Ink::Hue2));
    EXPECT_EQ(image.pixelColor(20, 20), inkColour(Ink::Hue3));
}

TEST(PicturePainter, AnArcIsAPieceOfTheRimClockwiseFromTheTop) {
    Style style;
    style.stroke = Ink::Ring;
    style.width = 6;
    const QImage image =
        paintedOnce(pictureOf(Layer::Traffic, {"ring", Arc{{100, 100}, 50, 0.25, 0.5}, style}));
    // A quarter, from three o'clock to six.
    EXPECT_EQ(image.pixelColor(135, 135), inkColour(Ink::Ring));
    EXPECT_EQ(image.pixelColor(135, 65), inkColour(Ink::Canvas));
    EXPECT_EQ(image.pixelColor(65, 135), inkColour(Ink::Canvas));
    EXPECT_EQ(image.pixelColor(65, 65), inkColour(Ink::Canvas));
}

TEST(PicturePainter, AHatchIsATextureOverTheFill) {
    Style style = filled(Ink::PanelMuted);
    style.stroke = Ink::Outline;
    for (const Hatch hatch : {Hatch::Diagonal, Hatch::Bars}) {
        style.hatch = hatch;
        const QImage image =
            paintedOnce(pictureOf(Layer::Things, {"off", Box{{0, 0, 200, 200}, 0}, style}));
        int dark = 0;
        int light = 0;
        for (int x = 20; x < 180; ++x) {
            const QColor colour = image.pixelColor(x, 100);
            dark += colour == inkColour(Ink::Outline) ? 1 : 0;
            light += colour == inkColour(Ink::PanelMuted) ? 1 : 0;
        }
        EXPECT_GE(dark, 8);
        EXPECT_GE(light, 60);
    }
}

TEST(PicturePainter, ADashedLineHasGaps) {
    Style style;
    style.stroke = Ink::Trouble;
    style.width = 4;
    style.dash = Dash::Dashed;
    const QImage image =
        paintedOnce(pictureOf(Layer::Traffic, {"cut", Line{{{20, 50}, {380, 50}}, false}, style}));
    int changes = 0;
    for (int x = 21; x < 380; ++x) {
        changes += image.pixelColor(x, 50) != image.pixelColor(x - 1, 50) ? 1 : 0;
    }
    EXPECT_GT(changes, 20);
}

TEST(PicturePainter, ALabelStaysInItsMeasuredBox) {
    for (const char* text : {"leader of term 7", "节点 3 成为领导者"}) {
        for (const double size : {12.0, 16.5, 40.0}) {
            const double width = textWidth(text, size, Weight::Bold);
            const QImage image = paintedOnce(pictureOf(
                Layer::Things,
                {"t", Label{text, {10, 100}, size, Align::Left, Weight::Bold}, filled(Ink::Text)}));
            const QRect drawn = drawnIn(image);
            EXPECT_GE(drawn.left(), 9);
            EXPECT_LE(drawn.right(), 10 + width * 1.01 + 1);
            EXPECT_GE(drawn.width(), width * 0.85);
            EXPECT_GE(drawn.top(), 100 - size * 1.2);
            EXPECT_LE(drawn.bottom(), 100 + size * 0.4);
        }
    }
}

TEST(PicturePainter, LabelsAreAlignedToTheirPoint) {
    const auto drawn = [](Align align) {
        return drawnIn(paintedOnce(
            pictureOf(Layer::Traffic, {"t", Label{"HHHH", {200, 100}, 20, align, Weight::Regular},
                                       filled(Ink::Text)})));
    };
    EXPECT_NEAR(drawn(Align::Left).left(), 202, 2);
    EXPECT_NEAR(drawn(Align::Right).right(), 198, 2);
    EXPECT_NEAR(drawn(Align::Middle).center().x(), 200, 2);
}

TEST(PicturePainter, EveryGlyphIsDrawnInItsSquareInEveryTurn) {
    for (int kind = 0; kind <= static_cast<int>(GlyphKind::FamilyOther); ++kind) {
        for (const double turn : {0.0, 16.0, 37.0}) {
            const Glyph glyph{static_cast<GlyphKind>(kind), {100, 100}, 40, turn, Ink::Text};
            const QRect drawn =
                drawnIn(paintedOnce(pictureOf(Layer::Traffic, {"g", glyph, Style{}})));
            EXPECT_GE(std::max(drawn.width(), drawn.height()), 8) << kind;
            EXPECT_TRUE(QRect(68, 68, 64, 64).contains(drawn)) << kind << " turned " << turn;
        }
    }
}

TEST(PicturePainter, ASpriteLooksLikeTheOutline) {
    for (const Point at : {Point{100, 100}, Point{50.5, 60.5}, Point{0, 0}, Point{399, 120.5}}) {
        const Glyph glyph{GlyphKind::Request, at, 30, 11, Ink::Request};
        const Picture picture = pictureOf(Layer::Traffic, {"g", glyph, Style{}});
        const PixelDifference difference =
            compareImages(paintedOnce(picture), paintedPlainly(picture, kSize, {}), 8);
        EXPECT_EQ(difference.pixels, 0) << difference.largest;
    }
}

TEST(PicturePainter, AGlyphFadesWithItsOpacity) {
    Style style;
    style.opacity = 0.5;
    const Glyph glyph{GlyphKind::Heartbeat, {100, 100}, 40, 0, Ink::Text};
    const QImage image = paintedOnce(pictureOf(Layer::Traffic, {"g", glyph, style}));
    const int text = inkColour(Ink::Text).red();
    const int canvas = inkColour(Ink::Canvas).red();
    EXPECT_NEAR(image.pixelColor(100, 100).red(), (text + canvas) / 2, 3);
}

TEST(PicturePainter, AtScaleTwoEverythingIsTwiceAsLarge) {
    const Picture picture =
        pictureOf(Layer::Things, {"a", Box{{10, 20, 30, 40}, 0}, filled(Ink::Hue1)});
    const QImage image = paintedOnce(picture, Theme::Light, 2);
    EXPECT_EQ(image.size(), QSize(800, 600));
    EXPECT_EQ(drawnIn(image), QRect(20, 40, 60, 80));
}

TEST(PicturePainter, CaptionClockAndLegendStayWhereTheyAreReadWhileZoomed) {
    Picture picture = pictureOf(Layer::Things, {"a", Box{{0, 0, 400, 300}, 0}, filled(Ink::Hue1)});
    for (const char* name : {"caption", "clock/time", "legend/leader"}) {
        picture.at(Layer::Traffic) = {{name, Box{{10, 250, 30, 40}, 0}, filled(Ink::Hue2)}};
        PicturePainter painter;
        painter.setTransform(QTransform(4, 0, 0, 4, 0, 0), 1, kSize);
        painter.setBandTransform({});
        const QImage image = painted(painter, picture, kSize);
        EXPECT_EQ(image.pixelColor(20, 260), inkColour(Ink::Hue2));
        EXPECT_EQ(image.pixelColor(200, 100), inkColour(Ink::Hue1));
        // What lies below them is dimmed, so that they can be read.
        EXPECT_NE(image.pixelColor(200, 270), inkColour(Ink::Hue1));
    }
}

TEST(PicturePainter, AnotherThemeHasOtherColours) {
    const Picture picture =
        pictureOf(Layer::Things, {"a", Box{{10, 20, 30, 40}, 0}, filled(Ink::Panel)});
    PicturePainter painter;
    painter.setTransform({}, 1, kSize);
    painted(painter, picture, kSize);
    painter.setTheme(Theme::Dark);
    const QImage image = painted(painter, picture, kSize);
    EXPECT_EQ(image.pixelColor(0, 0), inkColour(Ink::Canvas, Theme::Dark));
    EXPECT_EQ(image.pixelColor(25, 40), inkColour(Ink::Panel, Theme::Dark));
    EXPECT_NE(inkColour(Ink::Panel, Theme::Dark), inkColour(Ink::Panel, Theme::Light));
}

/// Qt rounds the edges of what is clipped otherwise, by a few of 255 levels.
constexpr int kClipSlack = 6;

/// Every place and scale: what is kept must never show.
class Caching : public testing::TestWithParam<std::tuple<double, double, double>> {};

TEST_P(Caching, PaintsWhatWouldBePaintedWithoutCaches) {
    const auto [scale, shift, ratio] = GetParam();
    const QTransform transform(scale, 0, 0, scale, shift, -shift);
    PicturePainter painter;
    painter.setTransform(transform, ratio, kSize);
    Picture picture = randomPicture(7);
    for (std::uint32_t i = 0; i < 100; ++i) {
        const QImage kept = painted(painter, picture, kSize, ratio);
        PicturePainter fresh;
        fresh.setTransform(transform, ratio, kSize);
        const PixelDifference byCache =
            compareImages(kept, painted(fresh, picture, kSize, ratio), kClipSlack);
        ASSERT_EQ(byCache.pixels, 0) << "picture " << i << ": " << byCache.largest;
        picture = changedPicture(picture, i);
    }
}

INSTANTIATE_TEST_SUITE_P(Places, Caching,
                         testing::Values(std::tuple(1.0, 0.0, 1.0), std::tuple(1.7, 23.0, 1.0),
                                         std::tuple(0.6, 31.0, 2.0), std::tuple(1.0, 5.0, 1.5)));

/// Qt mixes the edges of letters otherwise on a layer that can be seen through: a few levels of
/// grey.
constexpr int kLetterSlack = 40;

TEST(PicturePainter, PaintsWhatItsShapesPaintOneByOne) {
    PicturePainter painter;
    painter.setTransform({}, 1, kSize);
    for (std::uint32_t i = 0; i < 20; ++i) {
        Picture picture = randomPicture(i);
        const auto compare = [&](int slack) {
            return compareImages(painted(painter, picture, kSize),
                                 paintedPlainly(picture, kSize, {}), slack);
        };
        EXPECT_EQ(compare(kLetterSlack).pixels, 0);
        for (auto& layer : picture.layers) {
            std::erase_if(layer, [](const Shape& shape) {
                return std::holds_alternative<Label>(shape.geometry);
            });
        }
        const PixelDifference difference = compare(3);
        EXPECT_EQ(difference.pixels, 0) << "picture " << i << ": " << difference.largest;
    }
}

TEST(PicturePainter, APictureThatDidNotChangeCostsNoPainting) {
    PicturePainter painter;
    painter.setTransform({}, 1, kSize);
    const Picture picture = randomPicture(3);
    painted(painter, picture, kSize);
    EXPECT_EQ(painter.repainted(), 2 * 400 * 300);
    painted(painter, picture, kSize);
    EXPECT_EQ(painter.repainted(), 0);
}

TEST(PicturePainter, OnlyThePlaceOfAChangedThingIsPaintedAgain) {
    PicturePainter painter;
    painter.setTransform({}, 1, kSize);
    Picture picture = pictureOf(Layer::Things, {"a", Box{{10, 20, 30, 40}, 0}, filled(Ink::Hue1)});
    painted(painter, picture, kSize);
    picture.at(Layer::Things)[0].style.fill = Ink::Hue2;
    painted(painter, picture, kSize);
    EXPECT_GE(painter.repainted(), 30 * 40);
    EXPECT_LE(painter.repainted(), 40 * 50);
}

} // namespace
} // namespace gui::stage
