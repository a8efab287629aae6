// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scenario/diagnostic.h"

#include <QString>

/// What the scenario loader says, in the language of the window. The loader speaks English, as the
/// command line does; here its sentences are known by their form and said again.
namespace gui::branches {

/// The message and what to do instead, without the place. A sentence that is not known stays
/// English and is introduced as the loader's.
QString complaintText(const sim::scenario::Diagnostic& complaint);

/// Whether its form is known: tests hold the loader's sentences against it.
bool isKnownComplaint(const std::string& sentence);

/// "web.yaml, line 12: deploy.web.tll: unknown key ..."; without a line where there is none.
QString placedComplaint(const sim::scenario::Diagnostic& complaint);

} // namespace gui::branches
