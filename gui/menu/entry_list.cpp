// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/entry_list.h"

#include <algorithm>
#include <array>
#include <set>

namespace gui::menu {

using sim::trace::HostIndex;

namespace {

constexpr std::array<std::string_view, 5> kMending{"power-on", "restart", "resume", "repair",
                                                   "heal"};

} // namespace

std::string listOf(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return names.size() == 1 ? text : "[" + text + "]";
}

Parameter lastingParameter() {
    return {"for",
            MenuText::tr("For how long"),
            MenuText::tr("It ends by itself after so long, like 10 s. Empty: it stays."),
            core::runtime::SettingType::Duration,
            {},
            {},
            false};
}

Parameter amountParameter(const QString& label, std::string value, const QString& help) {
    return {"by", label, help, core::runtime::SettingType::Text, std::move(value), {}, true};
}

Parameter rateParameter(const QString& label, std::string value) {
    return {"rate",
            label,
            MenuText::tr("A share in percent, like 5 %"),
            core::runtime::SettingType::Text,
            std::move(value),
            {},
            true};
}

Parameter factorParameter(const QString& label, std::string value) {
    return {"factor",
            label,
            MenuText::tr("A number like 10: everything takes ten times as long"),
            core::runtime::SettingType::Text,
            std::move(value),
            {},
            true};
}

QString EntryList::inLanguage(const core::runtime::Wording& wording) const {
    return textOf(chinese_ && !wording.zh.empty() ? wording.zh : wording.en);
}

ChangeEntry& EntryList::add(ChangeEntry entry) {
    entry.submenu = submenu_;
    if (entry.word.empty()) {
        entry.word = entry.verb;
    }
    entries_.push_back(std::move(entry));
    return entries_.back();
}

ChangeEntry& EntryList::add(std::string_view verb, QString label, const std::string& target,
                            QString whyNot, std::vector<Parameter> parameters) {
    ChangeEntry entry;
    entry.mends = std::find(kMending.begin(), kMending.end(), verb) != kMending.end();
    entry.verb = verb;
    entry.label = std::move(label);
    entry.whyNot = std::move(whyNot);
    entry.parameters = std::move(parameters);
    entry.head = std::string(verb) + ": " + target;
    return add(std::move(entry));
}

std::vector<ChangeEntry> EntryList::take() {
    // What is in one submenu stands together, where the first of it stands.
    std::vector<ChangeEntry> sorted;
    std::set<QString> done;
    for (const ChangeEntry& entry : entries_) {
        if (entry.submenu.isEmpty()) {
            sorted.push_back(entry);
        } else if (done.insert(entry.submenu).second) {
            std::copy_if(entries_.begin(), entries_.end(), std::back_inserter(sorted),
                         [&](const ChangeEntry& other) { return other.submenu == entry.submenu; });
        }
    }
    return sorted;
}

std::vector<std::string> namesOf(const Present& now, std::span<const HostIndex> hosts) {
    std::set<HostIndex> left(hosts.begin(), hosts.end());
    std::vector<std::string> names;
    for (const auto& [name, members] : now.scenario.groups) {
        const bool whole = members.size() > 1 &&
                           std::all_of(members.begin(), members.end(),
                                       [&](HostIndex member) { return left.contains(member); });
        if (whole) {
            names.push_back(name);
            for (const HostIndex member : members) {
                left.erase(member);
            }
        }
    }
    for (const HostIndex host : left) {
        names.push_back(now.hostName(host));
    }
    return names;
}

std::vector<HostIndex> othersThan(const Present& now, std::span<const HostIndex> hosts) {
    std::vector<HostIndex> others = now.machines();
    std::erase_if(others, [&](HostIndex host) {
        return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
    });
    return others;
}

std::string partitionOf(const Present& now, const std::vector<std::vector<HostIndex>>& sides,
                        bool oneWay) {
    std::string name = "split";
    for (int i = 2; now.scenario.partitions.contains(name); ++i) {
        name = "split-" + std::to_string(i);
    }
    std::string groups;
    for (const std::vector<HostIndex>& side : sides) {
        std::string text;
        for (const std::string& member : namesOf(now, side)) {
            text += (text.empty() ? "" : ", ") + member;
        }
        groups += (groups.empty() ? "[" : ", [") + text + "]";
    }
    return "{name: " + name + ", groups: [" + groups + "]" + (oneWay ? ", one-way: true" : "") +
           "}";
}

} // namespace gui::menu
