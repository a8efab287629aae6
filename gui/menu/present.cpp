// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/present.h"

#include "core/base/time.h"
#include "sim/scenario/units.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace gui::menu {
namespace {

using core::runtime::SettingType;
using sim::trace::HostIndex;
using sim::trace::LinkIndex;
using sim::trace::ProcessIndex;

/// Live settings that were changed before, as the timeline's lines say: "set ttl=30 s of ns".
void applyChanges(const sim::scene::World& world, sim::SimTime at,
                  std::vector<QJsonObject>& settings) {
    constexpr std::string_view kVerb = "set ";
    for (const sim::trace::FaultRow& fault : world.faults()) {
        const std::string_view text = fault.text;
        const std::size_t of = text.rfind(" of ");
        const std::size_t equals = text.find('=');
        const bool counts = fault.verb == "set" && fault.refused.empty() && fault.at <= at &&
                            fault.process < settings.size();
        if (!counts || !text.starts_with(kVerb) || of == std::string_view::npos || equals > of) {
            continue;
        }
        const std::string name(text.substr(kVerb.size(), equals - kVerb.size()));
        const std::string value(text.substr(equals + 1, of - equals - 1));
        settings[fault.process][QString::fromStdString(name)] = QString::fromStdString(value);
    }
}

std::map<ProcessIndex, std::string> rolesAt(const sim::scene::Slice& slice, sim::SimTime at) {
    std::map<ProcessIndex, std::string> roles;
    for (const sim::scene::StateSpan& state : slice.states) {
        const auto* role = std::get_if<std::string>(&state.value);
        if (state.key == "role" && role != nullptr && state.since <= at && at < state.until) {
            roles[state.process] = *role;
        }
    }
    return roles;
}

std::string listText(const QJsonArray& list) {
    std::string text;
    for (const auto& item : list) {
        text += (text.empty() ? "" : ", ") + item.toString().toStdString();
    }
    return text;
}

} // namespace

std::vector<ProcessIndex> Present::processesOn(HostIndex host) const {
    std::vector<ProcessIndex> found;
    for (ProcessIndex i = 0; i < header->processes.size(); ++i) {
        if (header->processes[i].host == host) {
            found.push_back(i);
        }
    }
    return found;
}

std::vector<ProcessIndex> Present::processesOf(const std::string& group) const {
    std::vector<ProcessIndex> found;
    for (ProcessIndex i = 0; i < header->processes.size(); ++i) {
        if (header->processes[i].group == group) {
            found.push_back(i);
        }
    }
    return found;
}

std::vector<LinkIndex> Present::linksOf(HostIndex host) const {
    std::vector<LinkIndex> found;
    for (LinkIndex i = 0; i < header->links.size(); ++i) {
        if (header->links[i].from == host || header->links[i].to == host) {
            found.push_back(i);
        }
    }
    return found;
}

std::vector<HostIndex> Present::machines() const {
    std::vector<HostIndex> found;
    for (HostIndex i = 0; i < header->hosts.size(); ++i) {
        if (!header->hosts[i].isSwitch) {
            found.push_back(i);
        }
    }
    return found;
}

bool Present::hasTrouble(std::string_view verb, HostIndex host, LinkIndex link) const {
    return std::any_of(troubles.begin(), troubles.end(), [&](const auto& trouble) {
        return trouble.verb == verb && trouble.host == host && trouble.link == link;
    });
}

Present presentOf(const MenuContext& context, const ScenarioBase& base) {
    const sim::scene::World& world = *context.world;
    const sim::trace::RunHeader& header = world.header();
    Present present;
    present.header = &header;
    for (HostIndex i = 0; i < header.hosts.size(); ++i) {
        present.powered.push_back(world.isPowered(i, context.at));
    }
    for (ProcessIndex i = 0; i < header.processes.size(); ++i) {
        present.processes.push_back(world.conditionOf(i, context.at));
        const auto json = QByteArray::fromStdString(header.processes[i].settings);
        present.settings.push_back(QJsonDocument::fromJson(json).object());
    }
    for (LinkIndex i = 0; i < header.links.size(); ++i) {
        present.links.push_back(world.conditionOfLink(i, context.at));
    }
    present.partitions = world.partitionsAt(context.at);
    present.troubles = world.troublesAt(context.at);
    if (context.slice != nullptr) {
        present.roles = rolesAt(*context.slice, context.at);
    }
    // A line acts a nanosecond after the picture, as do those that were made at the same picture.
    applyChanges(world, {context.at.ns + 1}, present.settings);
    present.scenario = base.facts(header);
    return present;
}

std::string durationText(core::Duration duration) {
    constexpr std::int64_t kMinute = 60'000'000'000;
    constexpr std::int64_t kHour = 60 * kMinute;
    if (duration.ns != 0 && duration.ns % kHour == 0) {
        return std::to_string(duration.ns / kHour) + " h";
    }
    if (duration.ns % kMinute == 0 && std::abs(duration.ns) >= 5 * kMinute) { // but 60 s, 90 s
        return std::to_string(duration.ns / kMinute) + " min";
    }
    std::string text = core::formatDuration(duration);
    return text.insert(text.find_last_of("0123456789") + 1, " ");
}

std::string settingText(const core::runtime::SettingSpec& spec, const QJsonObject& settings) {
    const QJsonValue value =
        settings.value(QString::fromUtf8(spec.name.data(), static_cast<int>(spec.name.size())));
    if (value.isBool()) {
        return value.toBool() ? "true" : "false";
    }
    if (value.isDouble()) {
        const std::int64_t number = value.toInteger();
        return spec.type == SettingType::Size
                   ? sim::scenario::formatQuantity(sim::scenario::Quantity::Size, number)
                   : std::to_string(number);
    }
    if (value.isArray()) {
        return listText(value.toArray());
    }
    const std::string text = value.toString().toStdString();
    const auto duration = spec.type == SettingType::Duration ? core::parseDuration(text)
                                                             : std::optional<core::Duration>();
    return duration ? durationText(*duration) : text;
}

} // namespace gui::menu
