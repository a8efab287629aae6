// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "sim/kernel/sim_time.h"

#include <QFontMetrics>
#include <QString>

/// Times and speeds as the window writes them: digits and units are the same in every language,
/// only the words around them are translated.
namespace gui::shell {

/// A time of the run as all clocks write it, with milliseconds or more digits: "31.004 s", from a
/// minute on "2:05.004".
QString timeText(sim::SimTime at, int decimals = 3);

/// A length of time to two or three digits with the unit that reads best: "20 ms", "1.5 s",
/// "2 min". For looking at, not exact.
QString roundedText(core::Duration length);

/// "1 s here = 20 ms there": simulated time that passes in a second of screen time.
QString paceText(core::Duration pace);

/// Width of so many letters of a text. The average sign of a font with Chinese is far wider.
int lettersWide(const QFontMetrics& metrics, int count);

} // namespace gui::shell
