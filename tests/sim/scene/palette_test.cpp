// SPDX-License-Identifier: Apache-2.0
// Contrast: WCAG 2.1, 1.4.3 (text, 4.5 to 1) and 1.4.11 (lines and signs, 3 to 1).
#include "sim/scene/palette.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sim::scene {
namespace {

double linear(std::uint8_t channel) {
    const double share = channel / 255.0;
    return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double contrast(Ink first, Ink second, Theme theme) {
    const auto luminance = [theme](Ink ink) {
        const Colour colour = colourOf(ink, theme);
        return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
               0.0722 * linear(colour.blue);
    };
    const double a = luminance(first);
    const double b = luminance(second);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

class Palette : public ::testing::TestWithParam<Theme> {};

TEST_P(Palette, TextIsReadableOnEveryGround) {
    for (const Ink ground : {Ink::Canvas, Ink::Panel, Ink::PanelMuted}) {
        for (const Ink text : {Ink::Text, Ink::TextMuted}) {
            EXPECT_GE(contrast(text, ground, GetParam()), 4.5)
                << static_cast<int>(text) << " on " << static_cast<int>(ground);
        }
    }
    // "!" is set in it.
    for (const Ink ground : {Ink::Canvas, Ink::Panel}) {
        EXPECT_GE(contrast(Ink::Trouble, ground, GetParam()), 4.5);
    }
}

TEST_P(Palette, LinesAndSignsAreSeenOnCanvasAndPanel) {
    for (const Ink ground : {Ink::Canvas, Ink::Panel}) {
        for (const Ink line :
             {Ink::Outline, Ink::OutlineMuted, Ink::Link, Ink::LinkBusy, Ink::Request, Ink::Reply,
              Ink::Heartbeat, Ink::Replication, Ink::Trouble, Ink::Fence, Ink::Ghost, Ink::Ring,
              Ink::RingLast, Ink::Pulse, Ink::Accent}) {
            EXPECT_GE(contrast(line, ground, GetParam()), 3)
                << static_cast<int>(line) << " on " << static_cast<int>(ground);
        }
    }
}

TEST_P(Palette, HuesHaveAnOutlineThatIsSeenOnThePanel) {
    EXPECT_GE(contrast(Ink::Outline, Ink::Panel, GetParam()), 7);
    for (std::size_t i = 0; i < kHues; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            EXPECT_NE(colourOf(hue(i), GetParam()), colourOf(hue(j), GetParam()));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Themes, Palette, ::testing::Values(Theme::Light, Theme::Dark),
                         [](const auto& instance) {
                             return instance.param == Theme::Light ? "Light" : "Dark";
                         });

TEST(Hex, IsWrittenWithTwoDigitsAChannel) {
    EXPECT_EQ(toHex({0x56, 0xb4, 0x09}), "#56b409");
}

} // namespace
} // namespace sim::scene
