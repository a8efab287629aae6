// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "sim/trace/header.h"

#include <QString>

/// The scenario that a trace carries, as files again, so that it can be run with changes.
namespace gui::session {

/// Writes the sources of a trace below `folder` (one subfolder for each content), with the overlay
/// and the arguments that the run was made with worked into the scenario. Result: the path of the
/// scenario. Error: for people, why this trace can be watched but not changed.
core::Result<QString, QString> unpackScenario(const sim::trace::RunHeader& header,
                                              const QString& folder);

} // namespace gui::session
