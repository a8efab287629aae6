// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/palette.h"

#include <QColor>
#include <QPalette>

/// The window in the colours of the pictures: sim/scene/palette as a QPalette. There is no style
/// sheet: Qt 6.4 does not tell widgets with one of a new font, and text can be made larger here.
namespace gui::shell {

QColor inkColour(sim::scene::Ink ink, sim::scene::Theme theme);
QPalette paletteFor(sim::scene::Theme theme);
/// Whether the desktop has dark windows, as far as its palette and GTK_THEME tell. Ask before any
/// palette of ours is set.
bool desktopIsDark();
/// Palette and style of the whole program.
void applyTheme(sim::scene::Theme theme);

} // namespace gui::shell
