// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/components/components.h"
#include "core/runtime/schema.h"
#include "gui/menu/entry_list.h"
#include "gui/menu/proposal.h"

#include <algorithm>

namespace gui::menu {
namespace {

using core::runtime::ActionSpec;
using core::runtime::ComponentSchema;
using core::runtime::SettingSpec;
using core::runtime::SettingType;
using sim::scene::ProcessCondition;
using sim::trace::ProcessIndex;

using Processes = std::span<const ProcessIndex>;

/// The first clause of a sentence, without its end: a menu has no room for all of it.
QString clauseOf(const QString& sentence) {
    static const QString kEnds = QStringLiteral("(;:.（；：。，");
    constexpr qsizetype kRoom = 60;
    qsizetype end = 0;
    while (end < sentence.size() && !kEnds.contains(sentence[end])) {
        ++end;
    }
    const QString clause = sentence.left(end).trimmed();
    if (clause.size() <= kRoom) {
        return clause;
    }
    const qsizetype blank = clause.lastIndexOf(QLatin1Char(' '), kRoom);
    return clause.left(blank > 0 ? blank : kRoom) + QStringLiteral("…");
}

std::vector<std::string> choicesFor(const Present& now, const SettingSpec& spec) {
    std::vector<std::string> choices;
    if (spec.type == SettingType::Process) {
        for (const sim::trace::ProcessEntry& process : now.header->processes) {
            choices.push_back(process.name);
        }
    } else if (spec.type == SettingType::Host) {
        for (const sim::trace::HostIndex host : now.machines()) {
            choices.push_back(now.hostName(host));
        }
    } else if (spec.type == SettingType::Boolean) {
        choices = {"true", "false"};
    } else {
        choices.assign(spec.choices.begin(), spec.choices.end());
    }
    return choices;
}

/// What is asked of the user for an argument or a setting.
Parameter parameterOf(const EntryList& list, const SettingSpec& spec) {
    Parameter parameter;
    parameter.name = spec.name;
    parameter.help = list.inLanguage(spec.help);
    parameter.label = clauseOf(parameter.help);
    parameter.type = spec.type;
    parameter.choices = choicesFor(list.now(), spec);
    parameter.mandatory = !spec.fallback;
    return parameter;
}

QString whyNoAction(const Present& now, ProcessIndex process) {
    if (now.processes[process] == ProcessCondition::Paused) {
        return MenuText::tr("it is frozen and answers nobody");
    }
    return whyNotRunning(now, process);
}

/// Processes that can act at all, or all of them with the reason why none can.
std::vector<ProcessIndex> ready(const Present& now, Processes processes, QString& whyNot) {
    std::vector<ProcessIndex> able;
    std::copy_if(processes.begin(), processes.end(), std::back_inserter(able),
                 [&](ProcessIndex process) { return whyNoAction(now, process).isEmpty(); });
    if (!able.empty()) {
        return able;
    }
    whyNot = whyNoAction(now, processes.front());
    return {processes.begin(), processes.end()};
}

void addActions(EntryList& list, Processes processes, const ComponentSchema& schema) {
    const Present& now = list.now();
    QString whyNot;
    const std::vector<ProcessIndex> able = ready(now, processes, whyNot);
    for (const ActionSpec& action : schema.actions) {
        ChangeEntry entry;
        entry.group = ChangeEntry::Group::Action;
        entry.verb = "action";
        entry.word = action.name;
        entry.label = list.inLanguage(action.label);
        entry.detail = list.inLanguage(action.help);
        entry.whyNot = whyNot;
        entry.head = "action: " + std::string(action.name) + ", of: " + targetOf(now, able);
        for (const SettingSpec& argument : action.arguments) {
            Parameter parameter = parameterOf(list, argument);
            parameter.value = proposedArgument(now, able.front(), argument);
            entry.parameters.push_back(std::move(parameter));
        }
        list.add(std::move(entry));
    }
}

/// Something with two positions is switched at once.
void addSwitch(EntryList& list, Processes processes, const SettingSpec& setting, bool isOn) {
    const Parameter parameter = parameterOf(list, setting);
    ChangeEntry entry;
    entry.group = ChangeEntry::Group::Setting;
    entry.verb = "set";
    entry.word = setting.name;
    entry.label = (isOn ? MenuText::tr("Switch off: %1") : MenuText::tr("Switch on: %1"))
                      .arg(parameter.label);
    entry.detail = parameter.help;
    entry.head = "set: {" + std::string(setting.name) + ": " + (isOn ? "false" : "true") +
                 "}, of: " + targetOf(list.now(), processes);
    list.add(std::move(entry));
}

void addSettings(EntryList& list, Processes processes, const ComponentSchema& schema) {
    const Present& now = list.now();
    for (const SettingSpec& setting : schema.settings) {
        if (!setting.live) {
            continue;
        }
        const std::string value = settingText(setting, now.settings[processes.front()]);
        if (setting.type == SettingType::Boolean && !value.empty()) {
            addSwitch(list, processes, setting, value == "true");
            continue;
        }
        Parameter parameter = parameterOf(list, setting);
        parameter.value = value.empty() ? exampleOf(setting) : value;
        parameter.mandatory = true;
        ChangeEntry entry;
        entry.group = ChangeEntry::Group::Setting;
        entry.verb = "set";
        entry.word = setting.name;
        entry.label =
            value.empty()
                ? parameter.label
                : MenuText::tr("%1: now %2").arg(parameter.label, QString::fromStdString(value));
        entry.detail = parameter.help;
        entry.head =
            "set: {" + std::string(setting.name) + ": " + "}, of: " + targetOf(now, processes);
        entry.parameters.push_back(std::move(parameter));
        list.add(std::move(entry));
    }
}

/// Of a group with a leader, the leader: it is the one that is asked.
std::vector<ProcessIndex> askedOf(const Present& now, Processes processes) {
    for (const ProcessIndex process : processes) {
        const auto role = now.roles.find(process);
        if (role != now.roles.end() && role->second == "leader") {
            return {process};
        }
    }
    return {processes.begin(), processes.end()};
}

} // namespace

void addComponent(EntryList& list, Processes processes, const QString& name) {
    const Present& now = list.now();
    const ComponentSchema* schema =
        core::components::findSchema(now.header->processes[processes.front()].component);
    if (schema == nullptr) {
        return;
    }
    const QString before = list.submenu();
    const bool nested = !before.isEmpty();
    const std::vector<ProcessIndex> asked = askedOf(now, processes);
    if (!nested) {
        const bool one = asked.size() == 1;
        list.setSubmenu(MenuText::tr("Actions of %1")
                            .arg(one ? textOf(now.header->processes[asked.front()].name) : name));
    }
    addActions(list, asked, *schema);
    if (!nested) {
        list.setSubmenu(MenuText::tr("Settings of %1").arg(name));
    }
    addSettings(list, processes, *schema);
    list.setSubmenu(before);
}

} // namespace gui::menu
