// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runtime/schema.h"
#include "gui/menu/present.h"

#include <string>

/// Values that a form begins with: whoever just presses Enter should see an effect.
namespace gui::menu {

/// Another value than the present one: the opposite, the next choice, twice as much. `now` is as
/// a scenario file writes it; empty: not known.
std::string proposedValue(const core::runtime::SettingSpec& spec, const std::string& now);

/// For an argument of an action of `process`: its fallback, or what the scenario suggests (a name
/// that a client asks for, a member of its group).
std::string proposedArgument(const Present& now, sim::trace::ProcessIndex process,
                             const core::runtime::SettingSpec& spec);

} // namespace gui::menu
