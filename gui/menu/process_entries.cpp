// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/entry_list.h"

#include <algorithm>
#include <array>

namespace gui::menu {
namespace {

using sim::scene::ProcessCondition;
using sim::trace::HostIndex;
using sim::trace::ProcessIndex;

using Processes = std::span<const ProcessIndex>;

bool runs(const Present& now, ProcessIndex process) {
    const ProcessCondition condition = now.processes[process];
    return condition == ProcessCondition::Running || condition == ProcessCondition::Paused;
}

/// One verb over processes: over those for which it is possible, or greyed with the reason that
/// the first of them gives.
struct Deed {
    const char* verb;
    QString label;
    bool ends = false;
};
template <class WhyNot>
void addDeed(EntryList& list, Processes processes, const Deed& deed, WhyNot&& whyNot) {
    std::vector<ProcessIndex> possible;
    std::copy_if(processes.begin(), processes.end(), std::back_inserter(possible),
                 [&](ProcessIndex process) { return whyNot(process).isEmpty(); });
    const QString obstacle = possible.empty() ? whyNot(processes.front()) : QString();
    const std::vector<ProcessIndex> all(processes.begin(), processes.end());
    std::vector<Parameter> parameters;
    if (deed.ends) {
        parameters.push_back(lastingParameter());
    }
    list.add(deed.verb, deed.label, targetOf(list.now(), possible.empty() ? all : possible),
             obstacle, std::move(parameters));
}

void addCrash(EntryList& list, Processes processes, const QString& name) {
    addDeed(list, processes, {"crash", MenuText::tr("Crash %1").arg(name), true},
            [&](ProcessIndex process) { return whyNotRunning(list.now(), process); });
}

void addRestart(EntryList& list, Processes processes, const QString& label) {
    addDeed(list, processes, {"restart", label}, [&](ProcessIndex process) {
        const bool power = list.now().powered[list.now().header->processes[process].host];
        return power ? QString() : MenuText::tr("its machine has no power");
    });
}

void addPause(EntryList& list, Processes processes, const QString& name) {
    const Present& now = list.now();
    addDeed(list, processes, {"pause", MenuText::tr("Freeze %1").arg(name), true},
            [&](ProcessIndex process) {
                const bool paused = now.processes[process] == ProcessCondition::Paused;
                return paused ? MenuText::tr("it is frozen already") : whyNotRunning(now, process);
            });
    addDeed(list, processes, {"resume", MenuText::tr("Let %1 go on").arg(name)},
            [&](ProcessIndex process) {
                const bool paused = now.processes[process] == ProcessCondition::Paused;
                const QString obstacle = whyNotRunning(now, process);
                return paused || !obstacle.isEmpty() ? obstacle : MenuText::tr("it is not frozen");
            });
}

} // namespace

std::string targetOf(const Present& now, Processes processes) {
    const std::string& group = now.header->processes[processes.front()].group;
    const std::vector<ProcessIndex> members = now.processesOf(group);
    const bool whole = processes.size() > 1 && std::equal(members.begin(), members.end(),
                                                          processes.begin(), processes.end());
    std::vector<std::string> names;
    for (const ProcessIndex process : processes) {
        names.push_back(now.header->processes[process].name);
    }
    return whole ? group : listOf(names);
}

QString whyNotRunning(const Present& now, ProcessIndex process) {
    switch (now.processes[process]) {
    case ProcessCondition::Running:
    case ProcessCondition::Paused:
        return {};
    case ProcessCondition::NotStarted:
        return MenuText::tr("it has not started yet");
    case ProcessCondition::Crashed:
        return MenuText::tr("it has crashed");
    case ProcessCondition::Failed:
        return MenuText::tr("it gave up");
    case ProcessCondition::HostOff:
        return MenuText::tr("its machine has no power");
    }
    return {};
}

void addLife(EntryList& list, Processes processes, const QString& name) {
    const bool any = std::any_of(processes.begin(), processes.end(),
                                 [&](ProcessIndex process) { return runs(list.now(), process); });
    if (!any) { // what can be done comes first
        addRestart(list, processes, MenuText::tr("Start %1 again").arg(name));
        addCrash(list, processes, name);
        addPause(list, processes, name);
        return;
    }
    addCrash(list, processes, name);
    addPause(list, processes, name);
    addRestart(list, processes, MenuText::tr("Restart %1").arg(name));
}

void addProcess(EntryList& list, ProcessIndex process) {
    const Present& now = list.now();
    const sim::trace::ProcessEntry& entry = now.header->processes[process];
    const std::array<ProcessIndex, 1> one{process};
    const std::array<HostIndex, 1> host{entry.host};
    const QString name = textOf(entry.name);
    const QString machine = textOf(now.hostName(entry.host));
    addLife(list, one, name);
    addPower(list, host, MenuText::tr("its machine %1").arg(machine));
    addIsolation(list, host,
                 MenuText::tr("Cut its machine %1 off from everybody else").arg(machine));
    addComponent(list, one, name);
    if (const auto all = now.processesOf(entry.group); all.size() > 1) {
        const QString group = MenuText::tr("all of %1").arg(textOf(entry.group));
        list.setSubmenu(MenuText::tr("All %1 of %2").arg(all.size()).arg(textOf(entry.group)));
        addLife(list, all, group);
        addComponent(list, all, textOf(entry.group));
        list.setSubmenu({});
    }
}

} // namespace gui::menu
