// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/trace/error.h"

#include <QString>

namespace gui::feed {

/// What is wrong with a trace, in one or two sentences for people: what happened, what can still be
/// seen, what to do. `wasOpen`: something of it is on the screen.
QString failureText(const QString& path, const sim::trace::TraceError& error, bool wasOpen);

} // namespace gui::feed
