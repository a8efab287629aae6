// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/folding.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sim::scene {
namespace {

using Groups = std::map<std::string, std::vector<trace::HostIndex>>;

/// The switch that a host's first link leads to; empty: none.
std::vector<std::string> accessSwitches(const trace::RunHeader& header) {
    std::vector<std::string> access(header.hosts.size());
    for (const trace::LinkEntry& link : header.links) {
        for (const auto& [host, other] : {std::pair{link.from, link.to}, {link.to, link.from}}) {
            if (!header.hosts[host].isSwitch && header.hosts[other].isSwitch &&
                access[host].empty()) {
                access[host] = header.hosts[other].name;
            }
        }
    }
    return access;
}

/// How many machines and tiles there are if groups of at least `least` fold.
std::size_t countWith(const Groups& groups, std::size_t least) {
    std::size_t count = 0;
    for (const auto& [name, hosts] : groups) {
        count += hosts.size() >= least ? 1 : hosts.size();
    }
    return count;
}

/// The largest size from which on groups must fold; 2 if even that does not help.
std::size_t leastFolded(const Groups& groups) {
    std::size_t most = 2;
    for (const auto& [name, hosts] : groups) {
        most = std::max(most, hosts.size() + 1);
    }
    while (most > 2 && countWith(groups, most) > kMostThings) {
        --most;
    }
    return most;
}

/// Stems, those whose hosts hang at several switches apart by switch if `apart`.
Groups groupsOf(const trace::RunHeader& header, bool apart) {
    const auto access = accessSwitches(header);
    std::map<std::string, std::set<std::string>> places;
    for (trace::HostIndex i = 0; i < header.hosts.size(); ++i) {
        places[stemOf(header.hosts[i].name)].insert(access[i]);
    }
    Groups groups;
    for (trace::HostIndex i = 0; i < header.hosts.size(); ++i) {
        if (!header.hosts[i].isSwitch) {
            const std::string stem = stemOf(header.hosts[i].name);
            const bool split = apart && places[stem].size() > 1 && !access[i].empty();
            groups[split ? stem + " @ " + access[i] : stem].push_back(i);
        }
    }
    return groups;
}

/// Only names without numbers: by their column, so that the stage stays readable.
Groups columnsOf(const trace::RunHeader& header) {
    Groups groups;
    const auto access = accessSwitches(header);
    for (trace::HostIndex i = 0; i < header.hosts.size(); ++i) {
        if (!header.hosts[i].isSwitch) {
            groups[access[i].empty() ? "machines" : "machines @ " + access[i]].push_back(i);
        }
    }
    return groups;
}

Groups chosenGroups(const trace::RunHeader& header) {
    Groups apart = groupsOf(header, true);
    if (countWith(apart, 2) <= kMostThings) {
        return apart;
    }
    Groups stems = groupsOf(header, false);
    if (countWith(stems, 2) <= kMostThings) {
        return stems;
    }
    Groups columns = columnsOf(header);
    return countWith(columns, 2) < countWith(stems, 2) ? columns : stems;
}

/// The value that all members share; empty: they differ.
std::string common(const trace::RunHeader& header, const std::vector<trace::HostIndex>& hosts,
                   std::string trace::HostEntry::*field) {
    const std::string& first = header.hosts[hosts.front()].*field;
    const bool same = std::all_of(hosts.begin(), hosts.end(), [&](trace::HostIndex host) {
        return header.hosts[host].*field == first;
    });
    return same ? first : std::string{};
}

Thing thingOf(const trace::RunHeader& header, Thing::Kind kind, std::string name,
              std::vector<trace::HostIndex> hosts) {
    Thing thing;
    thing.kind = kind;
    thing.name = std::move(name);
    thing.hosts = std::move(hosts);
    for (const trace::HostIndex host : thing.hosts) {
        thing.wanted.x += header.hosts[host].x / static_cast<double>(thing.hosts.size());
        thing.wanted.y += header.hosts[host].y / static_cast<double>(thing.hosts.size());
    }
    thing.rack = common(header, thing.hosts, &trace::HostEntry::rack);
    thing.zone = common(header, thing.hosts, &trace::HostEntry::zone);
    return thing;
}

/// Whether one box for all would hide what goes on: links among them, or all there is.
bool comesApart(const trace::RunHeader& header, const std::vector<trace::HostIndex>& hosts) {
    if (hosts.size() > kMostApart) {
        return false;
    }
    const auto isMember = [&](trace::HostIndex host) {
        return std::binary_search(hosts.begin(), hosts.end(), host);
    };
    const auto machines = std::count_if(header.hosts.begin(), header.hosts.end(),
                                        [](const auto& host) { return !host.isSwitch; });
    return static_cast<std::size_t>(machines) == hosts.size() ||
           std::any_of(header.links.begin(), header.links.end(),
                       [&](const auto& link) { return isMember(link.from) && isMember(link.to); });
}

} // namespace

std::string stemOf(const std::string& name) {
    std::size_t end = name.size();
    while (end > 0 && name[end - 1] >= '0' && name[end - 1] <= '9') {
        --end;
    }
    if (end == name.size() || end == 0) {
        return name;
    }
    while (end > 1 && (name[end - 1] == '-' || name[end - 1] == '_' || name[end - 1] == '.')) {
        --end;
    }
    return name.substr(0, end);
}

std::vector<Thing> fold(const trace::RunHeader& header, const std::set<std::string>& opened) {
    const Groups groups = chosenGroups(header);
    const std::size_t least = leastFolded(groups);
    std::vector<std::string> tileOf(header.hosts.size());
    std::vector<std::string> apartOf(header.hosts.size());
    for (const auto& [name, hosts] : groups) {
        if (hosts.size() >= least) {
            const bool apart = opened.contains(name) && comesApart(header, hosts);
            for (const trace::HostIndex host : hosts) {
                (apart ? apartOf : tileOf)[host] = name;
            }
        }
    }
    std::vector<Thing> things;
    for (trace::HostIndex i = 0; i < header.hosts.size(); ++i) {
        const trace::HostEntry& host = header.hosts[i];
        if (tileOf[i].empty()) {
            things.push_back(thingOf(header,
                                     host.isSwitch ? Thing::Kind::Switch : Thing::Kind::Machine,
                                     host.name, {i}));
            things.back().tile = apartOf[i];
        } else if (const auto& members = groups.at(tileOf[i]); members.front() == i) {
            things.push_back(thingOf(header, Thing::Kind::Tile, tileOf[i], members));
        } else {
            continue;
        }
        things.back().opened = opened.contains(things.back().name);
    }
    return things;
}

} // namespace sim::scene
