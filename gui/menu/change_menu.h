// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runtime/schema.h"
#include "gui/branches/overlay.h"
#include "sim/scene/slice.h"
#include "sim/scene/stage.h"
#include "sim/scene/world.h"

#include <QString>

#include <memory>
#include <string>
#include <vector>

/// What a right click offers: the fault vocabulary for what was clicked, and the actions and live
/// settings that its component declares. Built from data; no widgets. Whatever it makes is a line
/// that `orrery run` accepts: the scenario loader itself reads it over the scenario of the trace.
namespace gui::menu {

/// A value that the user gives before the line is complete.
struct Parameter {
    /// "for", "by", "rate", "factor", or of a component's argument; the verb of the line where the
    /// target is chosen.
    std::string name;
    QString label;
    QString help;
    core::runtime::SettingType type = core::runtime::SettingType::Text;
    std::string value;                ///< proposed, as written in a scenario file
    std::vector<std::string> choices; ///< for Choice, Process, Host
    bool mandatory = true;            ///< else it may be left empty

    friend bool operator==(const Parameter&, const Parameter&) = default;
};

struct ChangeEntry {
    enum class Group { Fault, Action, Setting };

    Group group = Group::Fault;
    bool mends = false; ///< ends a fault: power-on, heal, a loss of 0 %
    std::string word;   ///< the script's word for it: "power-off", or of an action, of a setting
    std::string verb;   ///< "power-off", "action", "set"
    QString label;      ///< "Cut the power of web-3"
    QString detail;     ///< one sentence more, for a tool tip; may be empty
    QString whyNot;     ///< empty: possible; else why it is not: "web-3 has no power already"
    QString submenu;    ///< title of the submenu that it belongs to; empty: the menu itself
    std::vector<Parameter> parameters;
    /// Everything of the line but moment and parameters: "power-off: web-3".
    std::string head;

    /// Something must be filled in; else it may be chosen at once.
    bool needsForm() const;

    friend bool operator==(const ChangeEntry&, const ChangeEntry&) = default;
};

struct MenuContext {
    std::shared_ptr<const sim::scene::World> world; ///< never null
    /// For roles and for the present values of states; may be null.
    std::shared_ptr<const sim::scene::Slice> slice;
    sim::SimTime at; ///< pinned: that of the picture which was seen
};

/// In the order in which a menu shows them, the most telling first; those of one submenu are
/// neighbours. Texts by tr; a component's by its schema, in Chinese if `chinese`. On a message: as
/// on the ground.
std::vector<ChangeEntry> entriesFor(const sim::scene::Hit& hit, const MenuContext& context,
                                    bool chinese);
/// Clicked on the ground: partitions between groups, heal.
std::vector<ChangeEntry> entriesForGround(const MenuContext& context, bool chinese);

/// The line, or what is wrong with it.
struct LineResult {
    branches::OverlayLine line; ///< "{at: 31.000000001 s, power-off: web-3}"; empty with an error
    QString error;
    std::string parameter; ///< which one the error is about; empty: the whole
};
/// Acts one nanosecond after the pinned time. `filled`: the entry's parameters with values.
LineResult lineFor(const ChangeEntry& entry, const std::vector<Parameter>& filled,
                   const MenuContext& context);

} // namespace gui::menu
