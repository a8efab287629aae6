// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/branches/overlay.h"

#include <QString>

/// What a line of an overlay does, in few words: for names of branches, marks and tool tips.
namespace gui::branches {

/// "power off", "cut"; the verb itself if it is none of the fault vocabulary.
QString verbText(const std::string& verb);
/// "power off web-3"; a partition by its sides: "partition a, b | c".
QString changeText(const OverlayLine& line);
/// "31.0 s".
QString momentText(sim::SimTime at);

/// Names what an overlay changes beyond its base: "power off web-3 at 31.0 s", by the earliest
/// line that only it has; "other settings" if none of its lines differs.
QString nameOf(const Overlay& overlay, const Overlay& base);

} // namespace gui::branches
