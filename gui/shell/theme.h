// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/palette.h"

#include <QColor>
#include <QPalette>
#include <QString>

/// The window in the colours of the pictures: sim/scene/palette as a QPalette and a small style
/// sheet.
namespace gui::shell {

QColor inkColour(sim::scene::Ink ink, sim::scene::Theme theme);
QPalette paletteFor(sim::scene::Theme theme);
QString styleSheetFor(sim::scene::Theme theme);
/// Whether the desktop has dark windows, as far as its palette and GTK_THEME tell. Ask before any
/// palette of ours is set.
bool desktopIsDark();
/// Palette, style sheet and style of the whole program.
void applyTheme(sim::scene::Theme theme);

} // namespace gui::shell
