// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scenario/diagnostic.h"

#include <QString>

/// What the scenario loader and the reader of traces say, in the language of the window. They speak
/// English, as the command line does; here their sentences are known by their form and said again.
namespace gui::branches {

/// The message and what to do instead, without the place. A sentence that is not known stays
/// English and is introduced as the loader's.
QString complaintText(const sim::scenario::Diagnostic& complaint);

/// Whether its form is known: tests hold the loader's sentences against it.
bool isKnownComplaint(const std::string& sentence);

/// What the reader of traces says, in the language of the window; as it is if it is not known.
QString saidAgain(const QString& sentence);

/// "web.yaml, line 12: deploy.web.tll: unknown key ..."; without a line where there is none.
QString placedComplaint(const sim::scenario::Diagnostic& complaint);

} // namespace gui::branches
