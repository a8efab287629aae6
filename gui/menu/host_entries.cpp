// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/entry_list.h"

#include <algorithm>
#include <array>
#include <map>

namespace gui::menu {
namespace {

using sim::trace::HostIndex;
using sim::trace::LinkIndex;
using sim::trace::ProcessIndex;

using Hosts = std::span<const HostIndex>;

bool isWhole(const sim::scene::LinkCondition& link) {
    return link.forwardUp && link.backwardUp;
}

std::string hostTarget(const Present& now, Hosts hosts) {
    return hosts.size() == 1 ? now.hostName(hosts[0]) : listOf(namesOf(now, hosts));
}

/// Those of several that are (not) as wanted; the verb aims at them alone, for what is so already
/// is refused.
template <class Wanted>
std::vector<HostIndex> those(Hosts hosts, Wanted&& wanted) {
    std::vector<HostIndex> found;
    std::copy_if(hosts.begin(), hosts.end(), std::back_inserter(found), wanted);
    return found;
}

bool isGone(const sim::scene::LinkCondition& link) {
    return !link.forwardUp && !link.backwardUp;
}

/// Some links of a host by their names, or all by the host's.
std::string cableOf(const Present& now, HostIndex host, const std::vector<LinkIndex>& links) {
    std::vector<std::string> names;
    for (const LinkIndex link : links) {
        names.push_back(now.header->links[link].name);
    }
    return names.empty() || names.size() == now.linksOf(host).size() ? now.hostName(host)
                                                                     : listOf(names);
}

void addCable(EntryList& list, HostIndex host) {
    const Present& now = list.now();
    std::vector<LinkIndex> standing; // something still passes
    std::vector<LinkIndex> damaged;
    for (const LinkIndex link : now.linksOf(host)) {
        if (!isGone(now.links[link])) {
            standing.push_back(link);
        }
        if (!isWhole(now.links[link])) {
            damaged.push_back(link);
        }
    }
    if (standing.empty() && damaged.empty()) {
        return; // it has no link
    }
    const QString name = textOf(now.hostName(host));
    const bool isSwitch = now.header->hosts[host].isSwitch;
    if (!damaged.empty()) {
        list.add("repair",
                 (isSwitch ? MenuText::tr("Repair the links of %1")
                           : MenuText::tr("Plug the network of %1 in again"))
                     .arg(name),
                 cableOf(now, host, damaged));
    }
    list.add(
        "cut",
        (isSwitch ? MenuText::tr("Cut all links of %1") : MenuText::tr("Unplug the network of %1"))
            .arg(name),
        cableOf(now, host, standing),
        standing.empty() ? MenuText::tr("its links are cut already") : QString(),
        {lastingParameter()});
}

/// Faults of disk, processor and clock, with what puts them right.
struct Trouble {
    const char* verb;
    const char* label;
    const char* over; ///< label of what ends it; nullptr: nothing does
    const char* neutral;
    Parameter (*parameter)();
    bool lasts = true;
};

Parameter slowness() {
    return factorParameter(MenuText::tr("How many times as long"), "10");
}
Parameter syncs() {
    return {"count",
            MenuText::tr("How many syncs fail"),
            MenuText::tr("A whole number from 1"),
            core::runtime::SettingType::Integer,
            "1",
            {},
            true};
}
Parameter flips() {
    return rateParameter(MenuText::tr("Share of the reads"), "10 %");
}
Parameter skew() {
    return amountParameter(MenuText::tr("By how much"), "5 s",
                           MenuText::tr("Ahead of the truth; -5 s is behind it"));
}
Parameter step() {
    return amountParameter(MenuText::tr("By how much"), "1 h",
                           MenuText::tr("Forward; -1 h is back"));
}
Parameter drift() {
    return amountParameter(
        MenuText::tr("How fast"), "100000 ppm",
        MenuText::tr("Millionths: 100000 ppm runs a tenth fast, -100000 ppm a tenth slow"));
}

constexpr std::array<Trouble, 5> kHardware{{
    {"slow-disk", QT_TRANSLATE_NOOP("MenuText", "Make the disk slow"),
     QT_TRANSLATE_NOOP("MenuText", "Let the disk be fast again"), "factor: 1", slowness},
    {"fill-disk", QT_TRANSLATE_NOOP("MenuText", "Fill the disk"), nullptr, nullptr, nullptr},
    {"fail-sync", QT_TRANSLATE_NOOP("MenuText", "Let syncs to the disk fail"), nullptr, nullptr,
     syncs, false},
    {"flip-bits", QT_TRANSLATE_NOOP("MenuText", "Flip bits of what is read"),
     QT_TRANSLATE_NOOP("MenuText", "Flip no more bits"), "rate: 0 %", flips},
    {"slow-cpu", QT_TRANSLATE_NOOP("MenuText", "Make the processor slow"),
     QT_TRANSLATE_NOOP("MenuText", "Let the processor be fast again"), "factor: 1", slowness},
}};

constexpr std::array<Trouble, 3> kClock{{
    {"skew-clock", QT_TRANSLATE_NOOP("MenuText", "Set the clock wrong"),
     QT_TRANSLATE_NOOP("MenuText", "Set the clock right again"), "by: 0 s", skew},
    {"step-clock", QT_TRANSLATE_NOOP("MenuText", "Let the clock jump"), nullptr, nullptr, step,
     false},
    {"drift-clock", QT_TRANSLATE_NOOP("MenuText", "Let the clock run fast or slow"),
     QT_TRANSLATE_NOOP("MenuText", "Let the clock keep time again"), "by: 0 ppm", drift},
}};

void addTrouble(EntryList& list, Hosts hosts, const Trouble& trouble) {
    const Present& now = list.now();
    const auto running = those(hosts, [&](HostIndex host) { return now.powered[host]; });
    const auto stands = those(hosts, [&](HostIndex host) {
        return now.hasTrouble(trouble.verb, host, sim::trace::kNoIndex);
    });
    if (trouble.over != nullptr && !stands.empty()) {
        list.add(trouble.verb, MenuText::tr(trouble.over),
                 hostTarget(now, stands) + ", " + trouble.neutral)
            .mends = true;
    }
    std::vector<Parameter> parameters;
    if (trouble.parameter != nullptr) {
        parameters.push_back(trouble.parameter());
    }
    if (trouble.lasts) {
        parameters.push_back(lastingParameter());
    }
    list.add(trouble.verb, MenuText::tr(trouble.label),
             hostTarget(now, running.empty() ? hosts : Hosts(running)),
             running.empty() ? MenuText::tr("there is no power") : QString(),
             std::move(parameters));
}

/// What runs on a host, those of one group together.
void addPrograms(EntryList& list, HostIndex host) {
    const Present& now = list.now();
    std::map<std::string, std::vector<ProcessIndex>> groups;
    for (const ProcessIndex process : now.processesOn(host)) {
        groups[now.header->processes[process].group].push_back(process);
    }
    for (const auto& [group, processes] : groups) {
        const bool single = processes.size() == 1;
        const QString name =
            single ? textOf(now.header->processes[processes[0]].name)
                   : MenuText::tr("the %1 programs %2").arg(processes.size()).arg(textOf(group));
        const bool many = groups.size() > 1 || !single;
        list.setSubmenu(many ? MenuText::tr("Program: %1").arg(name) : QString());
        addLife(list, processes, name);
        list.setSubmenu({});
    }
    for (const auto& [group, processes] : groups) {
        addComponent(list, processes,
                     processes.size() == 1 ? textOf(now.header->processes[processes[0]].name)
                                           : textOf(group));
    }
}

} // namespace

void addPower(EntryList& list, Hosts hosts, const QString& name) {
    const Present& now = list.now();
    const auto on = those(hosts, [&](HostIndex host) { return now.powered[host]; });
    const auto off = those(hosts, [&](HostIndex host) { return !now.powered[host]; });
    if (!off.empty()) {
        list.add("power-on", MenuText::tr("Switch %1 on again").arg(name), hostTarget(now, off));
    }
    list.add("power-off", MenuText::tr("Cut the power of %1").arg(name),
             hostTarget(now, on.empty() ? hosts : Hosts(on)),
             on.empty() ? MenuText::tr("there is no power already") : QString(),
             {lastingParameter()});
}

void addHardware(EntryList& list, Hosts hosts) {
    list.setSubmenu(MenuText::tr("Disk and processor"));
    for (const Trouble& trouble : kHardware) {
        addTrouble(list, hosts, trouble);
    }
    list.setSubmenu(MenuText::tr("Clock"));
    for (const Trouble& trouble : kClock) {
        addTrouble(list, hosts, trouble);
    }
    list.setSubmenu({});
}

void addIsolation(EntryList& list, Hosts hosts, const QString& label) {
    const Present& now = list.now();
    const std::vector<HostIndex> others = othersThan(now, hosts);
    if (!others.empty()) {
        list.add("partition", label,
                 partitionOf(now, {std::vector<HostIndex>(hosts.begin(), hosts.end()), others}), {},
                 {lastingParameter()});
    }
}

void addHost(EntryList& list, HostIndex host) {
    const Present& now = list.now();
    const QString name = textOf(now.hostName(host));
    const std::array<HostIndex, 1> hosts{host};
    addPower(list, hosts, name);
    if (now.header->hosts[host].isSwitch) {
        addCable(list, host);
        return;
    }
    addIsolation(list, hosts, MenuText::tr("Cut %1 off from everybody else").arg(name));
    addCable(list, host);
    addPrograms(list, host);
    addHardware(list, hosts);
}

} // namespace gui::menu
