// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runtime/schema.h"
#include "gui/menu/present.h"

#include <string>

/// Values that a form begins with, where nothing is in force already.
namespace gui::menu {

/// One that is right, as a scenario file writes it: the fallback, or a round number within the
/// bounds. Empty for names.
std::string exampleOf(const core::runtime::SettingSpec& spec);

/// For an argument of an action of `process`: what a setting of that name has now, its fallback, or
/// what the scenario suggests (a name that a client asks for, a member of its group).
std::string proposedArgument(const Present& now, sim::trace::ProcessIndex process,
                             const core::runtime::SettingSpec& spec);

} // namespace gui::menu
