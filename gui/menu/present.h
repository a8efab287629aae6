// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/menu/change_menu.h"
#include "gui/menu/scenario_base.h"

#include <QJsonObject>

#include <map>
#include <string>
#include <vector>

/// All that decides which changes are possible at one moment, and how they are named. Made of a
/// world by presentOf(); tests of the menu make it by hand.
namespace gui::menu {

struct Present {
    const sim::trace::RunHeader* header = nullptr;
    std::vector<bool> powered; ///< by host
    std::vector<sim::scene::ProcessCondition> processes;
    std::vector<sim::scene::LinkCondition> links;
    std::vector<sim::scene::PartitionView> partitions;
    std::vector<sim::scene::TroubleView> troubles;
    std::map<sim::trace::ProcessIndex, std::string> roles; ///< state "role" of those that have one
    std::vector<QJsonObject> settings;                     ///< by process, as they are now

    ScenarioFacts scenario;

    const std::string& hostName(sim::trace::HostIndex host) const {
        return header->hosts[host].name;
    }
    std::vector<sim::trace::ProcessIndex> processesOn(sim::trace::HostIndex host) const;
    std::vector<sim::trace::ProcessIndex> processesOf(const std::string& group) const;
    std::vector<sim::trace::LinkIndex> linksOf(sim::trace::HostIndex host) const;
    /// No switches.
    std::vector<sim::trace::HostIndex> machines() const;
    bool hasTrouble(std::string_view verb, sim::trace::HostIndex host,
                    sim::trace::LinkIndex link) const;
};

/// REQUIRES: `base` is that of the context's world.
Present presentOf(const MenuContext& context, const ScenarioBase& base);

/// "30 s", "24 h", "250 ms": exact, in the unit that people would use.
std::string durationText(core::Duration duration);

/// The value that a setting has, as a scenario file writes it; empty: not known.
std::string settingText(const core::runtime::SettingSpec& spec, const QJsonObject& settings);

} // namespace gui::menu
