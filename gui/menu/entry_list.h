// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/menu/change_menu.h"
#include "gui/menu/present.h"

#include <QCoreApplication>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The parts that entries of a menu are put together from; one source each for machines,
/// processes, links, the ground and what components declare.
namespace gui::menu {

/// Context of all texts of the menu.
struct MenuText {
    Q_DECLARE_TR_FUNCTIONS(MenuText)
};

inline QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
/// "web-1", or "[web-1, web-2]".
std::string listOf(const std::vector<std::string>& names);

/// "for", may be left out.
Parameter lastingParameter();
Parameter amountParameter(const QString& label, std::string value, const QString& help = {});
Parameter rateParameter(const QString& label, std::string value);
Parameter factorParameter(const QString& label, std::string value);

class EntryList {
public:
    EntryList(const Present& present, bool chinese) : present_(present), chinese_(chinese) {}

    const Present& now() const { return present_; }
    QString inLanguage(const core::runtime::Wording& wording) const;

    /// Entries from now on belong there.
    void setSubmenu(QString title) { submenu_ = std::move(title); }
    const QString& submenu() const { return submenu_; }

    ChangeEntry& add(ChangeEntry entry);
    /// A fault: "power-off", "Cut the power of web-3", "web-3".
    ChangeEntry& add(std::string_view verb, QString label, const std::string& target,
                     QString whyNot = {}, std::vector<Parameter> parameters = {});

    std::vector<ChangeEntry> take();

private:
    const Present& present_;
    bool chinese_;
    QString submenu_;
    std::vector<ChangeEntry> entries_;
};

/// A machine or switch with what runs on it.
void addHost(EntryList& list, sim::trace::HostIndex host);
/// Power, network, disk, processor and clock of machines that are named together (one: itself).
void addPower(EntryList& list, std::span<const sim::trace::HostIndex> hosts, const QString& name);
void addHardware(EntryList& list, std::span<const sim::trace::HostIndex> hosts);
/// "Cut web-3 off from everybody else".
void addIsolation(EntryList& list, std::span<const sim::trace::HostIndex> hosts,
                  const QString& label);
/// A process with its machine.
void addProcess(EntryList& list, sim::trace::ProcessIndex process);
/// Crash, pause and so on of processes that are named together.
void addLife(EntryList& list, std::span<const sim::trace::ProcessIndex> processes,
             const QString& name);
/// Actions and live settings of processes of one component.
void addComponent(EntryList& list, std::span<const sim::trace::ProcessIndex> processes,
                  const QString& name);
void addLink(EntryList& list, sim::trace::LinkIndex link);
/// Machines that share a place.
void addTile(EntryList& list, const std::string& tile);
void addGround(EntryList& list);

/// Why nothing can be done to a process now; empty: it runs.
QString whyNotRunning(const Present& now, sim::trace::ProcessIndex process);
/// Processes as a line names them: by their group if all of it is meant.
std::string targetOf(const Present& now, std::span<const sim::trace::ProcessIndex> processes);
/// The names of hosts in as few words as possible: groups where all members are meant.
std::vector<std::string> namesOf(const Present& now, std::span<const sim::trace::HostIndex> hosts);
/// All machines but those.
std::vector<sim::trace::HostIndex> othersThan(const Present& now,
                                              std::span<const sim::trace::HostIndex> hosts);
/// "{name: split, groups: [[a], [b, c]]}" with a name that no partition has.
std::string partitionOf(const Present& now,
                        const std::vector<std::vector<sim::trace::HostIndex>>& sides,
                        bool oneWay = false);

} // namespace gui::menu
