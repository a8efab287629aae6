// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/palette.h"

#include <fmt/core.h>

#include <array>
#include <cstddef>

namespace sim::scene {
namespace {

struct Row {
    Ink ink;
    std::uint32_t light; ///< 0xRRGGBB
    std::uint32_t dark;
};

constexpr std::array kRows = {
    Row{Ink::None, 0x000000, 0x000000},
    Row{Ink::Canvas, 0xf6f6f3, 0x15171c},
    Row{Ink::Panel, 0xffffff, 0x262a33},
    Row{Ink::PanelMuted, 0xc9ccd2, 0x3b3f49},
    Row{Ink::Text, 0x16181d, 0xf3f5f8},
    Row{Ink::TextMuted, 0x50565f, 0xb6bdc9},
    Row{Ink::Outline, 0x2b2f36, 0xd5dae2},
    Row{Ink::OutlineMuted, 0x666c77, 0x99a1af},
    Row{Ink::Link, 0x80868f, 0x7b8494},
    Row{Ink::LinkBusy, 0x3c4450, 0xc4ccd8},
    Row{Ink::Request, 0x0b57a4, 0x7db8ff},
    Row{Ink::Reply, 0x0a6b4f, 0x6fd6b0},
    Row{Ink::Heartbeat, 0x7a3fa0, 0xd0a2f5},
    Row{Ink::Replication, 0x8a4a00, 0xf0b060},
    Row{Ink::Trouble, 0xb3121d, 0xff8585},
    Row{Ink::Fence, 0xa3195b, 0xff8ac2},
    Row{Ink::Ghost, 0x666c77, 0x99a1af},
    Row{Ink::Ring, 0x1d6fb8, 0x6db3ff},
    Row{Ink::RingLast, 0xb3470a, 0xffb366},
    Row{Ink::Pulse, 0xb05a00, 0xffc95c},
    Row{Ink::Accent, 0x0b57a4, 0x7db8ff},
    // Okabe and Ito, "Color Universal Design", 2008; their black, which is our outline, is grey.
    Row{Ink::Hue1, 0xe69f00, 0xe69f00},
    Row{Ink::Hue2, 0x56b4e9, 0x56b4e9},
    Row{Ink::Hue3, 0x009e73, 0x009e73},
    Row{Ink::Hue4, 0xf0e442, 0xf0e442},
    Row{Ink::Hue5, 0x0072b2, 0x0072b2},
    Row{Ink::Hue6, 0xd55e00, 0xd55e00},
    Row{Ink::Hue7, 0xcc79a7, 0xcc79a7},
    Row{Ink::Hue8, 0x999999, 0x999999},
};
static_assert(kRows.size() == static_cast<std::size_t>(Ink::Hue8) + 1);

} // namespace

Colour colourOf(Ink ink, Theme theme) {
    const Row& row = kRows[static_cast<std::size_t>(ink)];
    const std::uint32_t value = theme == Theme::Light ? row.light : row.dark;
    return {static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8),
            static_cast<std::uint8_t>(value)};
}

std::string toHex(Colour colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

} // namespace sim::scene
