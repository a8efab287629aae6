// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gui/menu/runs.h"

#include <string>

/// A small scenario in which at 5 s about everything is out of order that can be.
namespace gui::menu::tests {

const std::string& troubledScenario();
/// At 5 s.
MenuContext troubled();

/// The entry of that verb and head beginning; fails if there is none.
const ChangeEntry& entryOf(const std::vector<ChangeEntry>& entries, const std::string& head);
bool offers(const std::vector<ChangeEntry>& entries, const std::string& head);

} // namespace gui::menu::tests
