// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/svg.h"

#include <gtest/gtest.h>

#include <string>

namespace sim::scene {
namespace {

std::string svgOf(const std::string& name, Geometry geometry, const Style& style) {
    Picture picture;
    picture.size = {200, 100};
    picture.at(Layer::Things).push_back({name, std::move(geometry), style});
    return toSvg(picture, Theme::Light);
}

TEST(Svg, NamesEachShapeAndEscapesWhatIsMarkup) {
    Style style;
    style.fill = Ink::Text;
    const std::string svg = svgOf("host/a<b", Label{"\"1 < 2\" & \x01", {10, 20}, 14}, style);
    EXPECT_NE(svg.find("<title>host/a&lt;b</title>"), std::string::npos) << svg;
    EXPECT_NE(svg.find("&quot;1 &lt; 2&quot; &amp; \ufffd"), std::string::npos) << svg;
}

TEST(Svg, UsesTheOneFontWithoutKerning) {
    Style style;
    style.fill = Ink::Text;
    const std::string svg = svgOf("x", Label{"web", {10, 20}, 14}, style);
    EXPECT_NE(svg.find("font-family=\"'Noto Sans CJK SC'\""), std::string::npos);
    EXPECT_NE(svg.find("font-kerning:none"), std::string::npos);
}

TEST(Svg, HatchesWithAPatternInTheColourOfTheStroke) {
    const Style style{Ink::Panel, Ink::Trouble, 2, Dash::Solid, Hatch::Bars, 1};
    const std::string svg = svgOf("x", Box{{1, 2, 30, 40}, 3}, style);
    EXPECT_NE(svg.find("<pattern id=\"bars-"), std::string::npos);
    EXPECT_NE(svg.find("stroke=\"" + toHex(colourOf(Ink::Trouble, Theme::Light)) + "\""),
              std::string::npos);
    EXPECT_NE(svg.find("fill=\"url(#bars-"), std::string::npos);
}

TEST(Svg, HoldsNoBitmapAndNoUnusedPattern) {
    const std::string svg =
        svgOf("x", Glyph{GlyphKind::Crown, {50, 50}, 24, 16, Ink::Text}, Style{});
    EXPECT_EQ(svg.find("<image"), std::string::npos);
    EXPECT_EQ(svg.find("<pattern"), std::string::npos);
    EXPECT_NE(svg.find("rotate(90)"), std::string::npos);
}

TEST(Svg, AnArcOfMoreThanHalfTakesTheLongWay) {
    Style style;
    style.stroke = Ink::Ring;
    const std::string most = svgOf("x", Arc{{50, 50}, 10, 0, 0.75}, style);
    EXPECT_NE(most.find("A10 10 0 1 1 40 50"), std::string::npos) << most;
    const std::string few = svgOf("x", Arc{{50, 50}, 10, 0, 0.25}, style);
    EXPECT_NE(few.find("A10 10 0 0 1 60 50"), std::string::npos) << few;
    const std::string all = svgOf("x", Arc{{50, 50}, 10, 0, 1}, style);
    EXPECT_NE(all.find("<ellipse"), std::string::npos) << all;
}

TEST(PictureText, IsOneLineAShape) {
    Picture picture;
    picture.at(Layer::Things)
        .push_back({"host/web-3",
                    Box{{40, 60, 120, 48}, 4},
                    {Ink::Panel, Ink::Outline, 1.5, Dash::Dashed, Hatch::Diagonal, 0.5}});
    EXPECT_EQ(toText(picture),
              "things box host/web-3 (40.0, 60.0, 120.0 x 48.0) fill panel stroke outline 1.5 "
              "dashed hatch diagonal opacity 0.50\n");
}

} // namespace
} // namespace sim::scene
