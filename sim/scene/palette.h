// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/shape.h"

#include <cstdint>
#include <string>

/// Which colour an ink has. Text and thin lines have a contrast of at least 4.5 and 3 to what they
/// stand on (WCAG 2.1, 1.4.3 and 1.4.11); a test computes it.
namespace sim::scene {

enum class Theme : std::uint8_t { Light, Dark };

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    friend bool operator==(const Colour&, const Colour&) = default;
};

Colour colourOf(Ink ink, Theme theme);
/// "#56b4e9".
std::string toHex(Colour colour);

} // namespace sim::scene
