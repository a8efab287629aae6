// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>

/// The window's own pictograms, drawn as paths: they take the theme's colour and any size.
namespace gui::shell {

enum class Pictogram {
    None,
    Play,
    Pause,
    ToStart,
    ToEnd,
    PreviousHeadline,
    NextHeadline,
    StepBack,
    StepForward,
    Library,
    Script,
    Branch,
    Parent, ///< the other of two
    Calm,
    Close,
};

/// An icon of 16 to 64 pixels; greyed where disabled. Pictogram::None gives an empty icon.
QIcon pictogram(Pictogram which, const QColor& colour);

/// The program's own icon: planets on their rings.
QIcon programIcon();

} // namespace gui::shell
