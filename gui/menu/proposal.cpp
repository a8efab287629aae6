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

/// Twice as much, within the bounds; half of it where the upper bound is reached already.
std::int64_t otherThan(std::int64_t now, std::int64_t unit, const SettingSpec& spec) {
    const std::int64_t least = spec.least.value_or(std::numeric_limits<std::int64_t>::min());
    const std::int64_t most = spec.most.value_or(std::numeric_limits<std::int64_t>::max());
    const std::int64_t more = now == 0 ? unit : now > most / 2 ? most : now * 2;
    return std::clamp(more == now ? now / 2 : more, least, most);
}

std::string otherAmount(const SettingSpec& spec, Quantity quantity, std::int64_t unit,
                        const std::string& now) {
    const auto amount = sim::scenario::parseQuantity(quantity, now);
    const std::int64_t other = otherThan(amount ? *amount : 0, unit, spec);
    return quantity == Quantity::Duration ? durationText({other})
                                          : sim::scenario::formatQuantity(quantity, other);
}

std::string otherRate(const std::string& now) {
    const auto rate = sim::scenario::parseRate(now);
    if (!rate || rate->isZero() || rate->count() > std::numeric_limits<std::int64_t>::max() / 10) {
        return "10/s";
    }
    return core::runtime::formatRate(core::runtime::Rate::of(rate->count() * 10, rate->per()));
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

std::string proposedValue(const SettingSpec& spec, const std::string& now) {
    switch (spec.type) {
    case SettingType::Boolean:
        return now == "true" ? "false" : "true";
    case SettingType::Duration:
        return otherAmount(spec, Quantity::Duration, 1'000'000'000, now);
    case SettingType::Size:
        return otherAmount(spec, Quantity::Size, 1024, now);
    case SettingType::Integer:
        return otherAmount(spec, Quantity::Integer, 1, now);
    case SettingType::Rate:
        return otherRate(now);
    case SettingType::Choice: {
        const auto found = std::find(spec.choices.begin(), spec.choices.end(), now);
        const bool last = found == spec.choices.end() || found + 1 == spec.choices.end();
        return std::string(last ? spec.choices.front() : *(found + 1));
    }
    case SettingType::Text:
    case SettingType::Process:
    case SettingType::Host:
    case SettingType::TextList:
        break;
    }
    return now;
}

std::string proposedArgument(const Present& now, ProcessIndex process, const SettingSpec& spec) {
    if (spec.fallback) {
        return textOf(spec);
    }
    switch (spec.type) {
    case SettingType::Process:
        return otherMember(now, process);
    case SettingType::Host:
        return now.hostName(now.header->processes[process].host);
    case SettingType::Boolean:
        return "true";
    case SettingType::Choice:
        return std::string(spec.choices.front());
    case SettingType::Duration:
        return durationText({std::max<std::int64_t>(spec.least.value_or(0), 10'000'000'000)});
    case SettingType::Size:
    case SettingType::Integer:
    case SettingType::Rate:
        return proposedValue(spec, {});
    case SettingType::Text:
    case SettingType::TextList:
        break;
    }
    const std::string known = spec.name == "instance" ? someInstance(now) : fromScenario(now, spec);
    return known.empty() ? std::string(spec.name) : known;
}

} // namespace gui::menu
