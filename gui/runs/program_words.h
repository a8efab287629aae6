// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/runs/run_request.h"

#include <QString>
#include <QStringList>

namespace gui::runs {

/// A time as the program `orrery` reads it.
QString durationText(sim::SimTime at);

/// The arguments that choose a run; the scenario comes last. `overlay` is the file that the
/// request's overlay is in.
QStringList wordsOf(const RunRequest& request, const QString& overlay);

} // namespace gui::runs
