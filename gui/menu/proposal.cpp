// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/proposal.h"

#include "core/base/time.h"
#include "sim/scenario/units.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

namespace gui::menu {
namespace {

using core::runtime::SettingSpec;
using core::runtime::SettingType;
using core::runtime::SettingValue;
using sim::scenario::Quantity;
using sim::trace::ProcessIndex;

std::int64_t withinBounds(std::int64_t amount, const SettingSpec& spec) {
    return std::clamp(amount, spec.least.value_or(std::numeric_limits<std::int64_t>::min()),
                      spec.most.value_or(std::numeric_limits<std::int64_t>::max()));
}

/// The fallback as a scenario file writes it.
std::string textOf(const SettingSpec& spec) {
    struct Printer {
        SettingType type;
        std::string operator()(bool truth) const { return truth ? "true" : "false"; }
        std::string operator()(std::int64_t number) const {
            return type == SettingType::Size ? sim::scenario::formatQuantity(Quantity::Size, number)
                                             : std::to_string(number);
        }
        std::string operator()(core::Duration d) const { return durationText(d); }
        std::string operator()(core::runtime::Rate rate) const {
            return core::runtime::formatRate(rate);
        }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(const std::vector<std::string>& list) const {
            std::string text;
            for (const std::string& item : list) {
                text += (text.empty() ? "" : ", ") + item;
            }
            return text;
        }
    };
    return spec.fallback ? std::visit(Printer{spec.type}, *spec.fallback) : std::string();
}

/// Which setting of some process of the scenario names what an argument of that name means.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kSources{{
    {"app", "service"},
    {"app", "name"},
    {"name", "dns-name"},
    {"key", "key"},
}};

std::string fromScenario(const Present& now, const SettingSpec& spec) {
    for (const auto& [argument, source] : kSources) {
        for (const QJsonObject& settings : now.settings) {
            const QJsonValue value = settings.value(QString::fromUtf8(source.data()));
            if (argument == spec.name && !value.toString().isEmpty()) {
                return value.toString().toStdString();
            }
        }
    }
    return {};
}

/// Another member of the process's group; itself if it is alone.
std::string otherMember(const Present& now, ProcessIndex process) {
    const sim::trace::ProcessEntry& own = now.header->processes[process];
    for (const ProcessIndex member : now.processesOf(own.group)) {
        if (member != process) {
            return now.header->processes[member].name;
        }
    }
    return own.name;
}

/// A server that is listed somewhere.
std::string someInstance(const Present& now) {
    for (const sim::trace::ProcessEntry& process : now.header->processes) {
        if (process.component == "http-service") {
            return process.name;
        }
    }
    return now.header->processes.front().name;
}

} // namespace

std::string exampleOf(const SettingSpec& spec) {
    if (spec.fallback) {
        return textOf(spec);
    }
    switch (spec.type) {
    case SettingType::Boolean:
        return "true";
    case SettingType::Choice:
        return std::string(spec.choices.front());
    case SettingType::Duration:
        return durationText({withinBounds(10'000'000'000, spec)});
    case SettingType::Size:
        return sim::scenario::formatQuantity(Quantity::Size, withinBounds(1024, spec));
    case SettingType::Integer:
        return sim::scenario::formatQuantity(Quantity::Integer, withinBounds(1, spec));
    case SettingType::Rate:
        return "10/s";
    case SettingType::Text:
    case SettingType::TextList:
    case SettingType::Process:
    case SettingType::Host:
        break;
    }
    return {};
}

std::string proposedArgument(const Present& now, ProcessIndex process, const SettingSpec& spec) {
    if (const std::string inForce = settingText(spec, now.settings[process]);
        spec.fallback && !inForce.empty()) {
        return inForce; // "ttl" of a record: that of the zone
    }
    if (const std::string example = exampleOf(spec); !example.empty()) {
        return example;
    }
    switch (spec.type) {
    case SettingType::Process:
        return otherMember(now, process);
    case SettingType::Host:
        return now.hostName(now.header->processes[process].host);
    default:
        break;
    }
    if (spec.fallback) {
        return {};
    }
    const std::string known = spec.name == "instance" ? someInstance(now) : fromScenario(now, spec);
    return known.empty() ? std::string(spec.name) : known;
}

} // namespace gui::menu
