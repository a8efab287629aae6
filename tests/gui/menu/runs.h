// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/menu/change_menu.h"

#include <string>
#include <vector>

/// Worlds of real runs for the tests of the menu: the program records each scenario once.
namespace gui::menu::tests {

/// Of a shipped scenario, "raft/leader-power-off", at a time; with a slice.
MenuContext contextOf(const std::string& scenario, sim::SimTime at);
/// Of a scenario that a test writes.
MenuContext contextOfText(const std::string& yaml, sim::SimTime at);

/// Of a branch of that one, recorded as its continuation from `from` on.
MenuContext contextOfBranch(const std::string& yaml, const std::string& line, sim::SimTime from,
                            sim::SimTime at);

/// Everything that can be clicked.
std::vector<sim::scene::Hit> everything(const sim::trace::RunHeader& header);
sim::scene::Hit hostHit(const MenuContext& context, const std::string& name);
sim::scene::Hit processHit(const MenuContext& context, const std::string& name);
sim::scene::Hit linkHit(const MenuContext& context, const std::string& name);
sim::scene::Hit tileHit(const std::string& name);

constexpr sim::SimTime seconds(std::int64_t s) {
    return {s * 1'000'000'000};
}

} // namespace gui::menu::tests
