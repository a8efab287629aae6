// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runtime/schema.h"
#include "sim/scene/slice.h"
#include "sim/scene/stage.h"
#include "sim/scene/world.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

/// What a right click offers: the fault vocabulary for what was clicked, and the actions and live
/// settings that its component declares. Built from data; no widgets.
namespace gui::menu {

/// A value that the user gives before the line is complete.
struct Parameter {
    std::string name; ///< "for", "by", "rate", "factor", or of a component's argument
    QString label;
    QString help;
    core::runtime::SettingType type = core::runtime::SettingType::Text;
    std::string value;                ///< proposed, as written in a scenario file
    std::vector<std::string> choices; ///< for Choice, Process, Host
    bool mandatory = true;
};

struct ChangeEntry {
    enum class Group { Fault, Action, Setting };
    Group group = Group::Fault;
    std::string verb; ///< "power-off", "action", "set"
    QString label;    ///< "Cut the power of web-3"
    QString whyNot;   ///< empty: possible; else why it is not: "web-3 has no power already"
    std::vector<Parameter> parameters; ///< empty: chosen at once
    /// Everything of the line but moment and parameters: "power-off: web-3".
    std::string head;
};

struct MenuContext {
    const sim::scene::World* world = nullptr;
    const sim::scene::Slice* slice = nullptr; ///< for live settings' present values; may be null
    sim::SimTime at;                          ///< pinned
};

/// In the order in which a menu shows them. Texts by QObject::tr; a component's by its schema, in
/// Chinese if `chinese`.
std::vector<ChangeEntry> entriesFor(const sim::scene::Hit& hit, const MenuContext& context,
                                    bool chinese);
/// Clicked on the ground: partitions between groups, heal, a machine chosen by name.
std::vector<ChangeEntry> entriesForGround(const MenuContext& context, bool chinese);

/// The line, or what is wrong with the first parameter that cannot be read.
struct LineResult {
    std::string yaml; ///< "{at: 31.000000001 s, power-off: web-3}"
    QString error;
    std::string parameter; ///< which one the error is about
};
LineResult lineFor(const ChangeEntry& entry, const std::vector<Parameter>& filled, sim::SimTime at);

} // namespace gui::menu
