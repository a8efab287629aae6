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

/// The lines that an overlay has beyond its base, by time.
std::vector<OverlayLine> ownLines(const Overlay& overlay, const Overlay& base);
/// The earliest of them; nullopt: none of its lines differs.
std::optional<OverlayLine> firstOwnLine(const Overlay& overlay, const Overlay& base);
/// Names a change: "power off web-3 at 31.0 s"; nullopt: "other settings".
QString nameOf(const std::optional<OverlayLine>& line);

} // namespace gui::branches
