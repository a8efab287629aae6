// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/entry_list.h"
#include "sim/scene/folding.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace gui::menu {
namespace {

using sim::trace::HostIndex;
using sim::trace::ProcessIndex;

using Hosts = std::vector<HostIndex>;

/// More than these go to a submenu.
constexpr std::size_t kMostKinds = 4;

void addHeal(EntryList& list) {
    const auto& standing = list.now().partitions;
    if (standing.empty()) {
        list.add("heal", MenuText::tr("Heal the network"), "all",
                 MenuText::tr("nobody is cut off"));
        return;
    }
    for (const sim::scene::PartitionView& partition : standing) {
        list.add("heal", MenuText::tr("Heal the partition %1").arg(textOf(partition.name)),
                 partition.name);
    }
    if (standing.size() > 1) {
        list.add("heal", MenuText::tr("Heal all partitions"), "all");
    }
}

/// Cuts that a teacher would make, each once, however it came about.
class Cuts {
public:
    explicit Cuts(EntryList& list) : list_(list) {}

    void add(const QString& label, const Hosts& side, const Hosts& other) {
        if (!side.empty() && !other.empty() && seen_.insert(std::minmax(side, other)).second) {
            list_.add("partition", label, partitionOf(list_.now(), {side, other}), {},
                      {lastingParameter()});
        }
    }
    void addFromRest(const QString& label, const Hosts& side) {
        add(label, side, othersThan(list_.now(), side));
    }

private:
    EntryList& list_;
    std::set<std::pair<Hosts, Hosts>> seen_;
};

Hosts hostsOf(const Present& now, const std::vector<ProcessIndex>& processes) {
    std::set<HostIndex> hosts;
    for (const ProcessIndex process : processes) {
        hosts.insert(now.header->processes[process].host);
    }
    return {hosts.begin(), hosts.end()};
}

/// The leader of a group from everybody, from the other members only, and with too few of them.
void addLeaders(const Present& now, Cuts& cuts) {
    for (const auto& [process, role] : now.roles) {
        if (role != "leader") {
            continue;
        }
        const sim::trace::ProcessEntry& leader = now.header->processes[process];
        const QString name = textOf(leader.name);
        Hosts members = hostsOf(now, now.processesOf(leader.group));
        std::erase(members, leader.host);
        cuts.addFromRest(MenuText::tr("Split the leader %1 from everybody else").arg(name),
                         {leader.host});
        cuts.add(MenuText::tr("Split the leader %1 from the other members").arg(name),
                 {leader.host}, members);
        const std::size_t minority = members.size() / 2; // of all members, the leader included
        if (minority >= 2) {
            Hosts few{leader.host};
            few.insert(few.end(), members.begin(),
                       members.begin() + static_cast<std::ptrdiff_t>(minority) - 1);
            cuts.add(
                MenuText::tr("Leave the leader %1 with a minority of %2").arg(name).arg(minority),
                few, othersThan(now, few));
        }
    }
}

using Places = std::map<std::string, Hosts>;

void addPlaces(Cuts& cuts, const Places& places, const char* label) {
    for (const auto& [name, hosts] : places) {
        cuts.addFromRest(MenuText::tr(label).arg(textOf(name)), hosts);
    }
}

/// Machines of one kind, and those on which one service runs; a single one by its own name.
Places kindsOf(const Present& now) {
    Places kinds;
    for (const auto& [name, hosts] : now.scenario.groups) {
        kinds[name] = hosts;
    }
    for (const sim::trace::ProcessEntry& process : now.header->processes) {
        const Hosts hosts = hostsOf(now, now.processesOf(process.group));
        if (hosts.size() > 1) {
            kinds.emplace(process.group, hosts);
        } else if (!now.scenario.clients.contains(process.host)) {
            kinds.emplace(now.hostName(process.host), hosts);
        }
    }
    return kinds;
}

bool hangsAt(const sim::trace::RunHeader& header, HostIndex host, const std::string& switchName) {
    return std::any_of(header.links.begin(), header.links.end(), [&](const auto& link) {
        return (link.from == host && header.hosts[link.to].name == switchName) ||
               (link.to == host && header.hosts[link.from].name == switchName);
    });
}

/// The members of a tile, by its name on the stage: "web", "web @ leaf-1".
Hosts membersOf(const Present& now, const std::string& tile) {
    for (const sim::scene::Thing& thing : sim::scene::fold(*now.header, {})) {
        if (thing.kind == sim::scene::Thing::Kind::Tile && thing.name == tile) {
            return thing.hosts;
        }
    }
    const std::size_t at = tile.find(" @ ");
    const std::string stem = tile.substr(0, at);
    Hosts members;
    for (const HostIndex host : now.machines()) {
        const bool kind = sim::scene::stemOf(now.hostName(host)) == stem;
        if (kind && (at == std::string::npos || hangsAt(*now.header, host, tile.substr(at + 3)))) {
            members.push_back(host);
        }
    }
    return members;
}

/// A verb over one machine of several, chosen in the form.
void addOne(EntryList& list, std::string_view verb, const QString& label, const Hosts& possible,
            const QString& whyNot) {
    Parameter which;
    which.name = verb;
    which.label = MenuText::tr("Which one");
    which.type = core::runtime::SettingType::Host;
    for (const HostIndex host : possible) {
        which.choices.push_back(list.now().hostName(host));
    }
    which.value = possible.empty() ? std::string() : which.choices.front();
    ChangeEntry entry;
    entry.mends = verb == "power-on";
    entry.verb = verb;
    entry.label = label;
    entry.whyNot = whyNot;
    entry.parameters = {which};
    if (verb != "power-on") {
        entry.parameters.push_back(lastingParameter());
    }
    list.add(std::move(entry));
}

} // namespace

void addGround(EntryList& list) {
    const Present& now = list.now();
    if (!now.partitions.empty()) {
        addHeal(list);
    }
    Cuts cuts(list);
    addLeaders(now, cuts);
    cuts.addFromRest(MenuText::tr("Split the clients from the servers"),
                     {now.scenario.clients.begin(), now.scenario.clients.end()});
    Places zones;
    Places racks;
    for (const HostIndex host : now.machines()) {
        const sim::trace::HostEntry& entry = now.header->hosts[host];
        if (!entry.zone.empty()) {
            zones[entry.zone].push_back(host);
        }
        if (!entry.rack.empty()) {
            racks[entry.rack].push_back(host);
        }
    }
    addPlaces(cuts, zones, QT_TRANSLATE_NOOP("MenuText", "Split the zone %1 from the rest"));
    addPlaces(cuts, racks, QT_TRANSLATE_NOOP("MenuText", "Split the rack %1 from the rest"));
    const Places kinds = kindsOf(now);
    if (kinds.size() > kMostKinds) {
        list.setSubmenu(MenuText::tr("Split from the rest"));
    }
    addPlaces(cuts, kinds, QT_TRANSLATE_NOOP("MenuText", "Split %1 from the rest"));
    list.setSubmenu({});
    if (now.partitions.empty()) {
        addHeal(list);
    }
}

void addTile(EntryList& list, const std::string& tile) {
    const Present& now = list.now();
    const Hosts members = membersOf(now, tile);
    if (members.empty()) {
        return;
    }
    const QString name = textOf(tile);
    const QString all = MenuText::tr("all of %1").arg(name);
    Hosts on;
    Hosts off;
    for (const HostIndex host : members) {
        (now.powered[host] ? on : off).push_back(host);
    }
    addOne(list, "power-off", MenuText::tr("Cut the power of one of %1").arg(name), on,
           on.empty() ? MenuText::tr("there is no power already") : QString());
    if (!off.empty()) {
        addOne(list, "power-on", MenuText::tr("Switch one of %1 on again").arg(name), off, {});
    }
    addPower(list, members, all);
    addIsolation(list, members, MenuText::tr("Cut %1 off from everybody else").arg(all));
    std::map<std::string, std::vector<ProcessIndex>> groups;
    for (ProcessIndex i = 0; i < now.header->processes.size(); ++i) {
        const sim::trace::ProcessEntry& process = now.header->processes[i];
        if (std::find(members.begin(), members.end(), process.host) != members.end()) {
            groups[process.group].push_back(i);
        }
    }
    for (const auto& [group, processes] : groups) {
        const QString what = MenuText::tr("all of %1").arg(textOf(group));
        addLife(list, processes, what);
    }
    for (const auto& [group, processes] : groups) {
        addComponent(list, processes, textOf(group));
    }
    addHardware(list, members);
}

} // namespace gui::menu
