// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/building.h"

#include <limits>

namespace sim::scenario {
namespace {

using core::runtime::SettingSpec;
using core::runtime::SettingType;
using core::runtime::SettingValue;

std::optional<SettingValue> readQuantity(const Node& node, const SettingSpec& spec,
                                         Quantity quantity) {
    Range range;
    range.least = spec.least.value_or(std::numeric_limits<std::int64_t>::min());
    range.most = spec.most.value_or(std::numeric_limits<std::int64_t>::max());
    const std::optional<std::int64_t> amount = node.quantity(quantity, range);
    if (!amount) {
        return std::nullopt;
    }
    if (quantity == Quantity::Duration) {
        return core::Duration{*amount};
    }
    return *amount;
}

std::optional<SettingValue> readRate(const Node& node, const SettingSpec& spec) {
    const auto bound = [](std::optional<std::int64_t> given) {
        return given ? std::optional(core::runtime::Rate::perMillionSeconds(*given)) : std::nullopt;
    };
    const auto rate = node.rate(bound(spec.least), bound(spec.most));
    return rate ? std::optional<SettingValue>(*rate) : std::nullopt;
}

std::optional<SettingValue> readList(const Node& node) {
    std::vector<std::string> texts;
    for (const Node& item : node.oneOrMore()) {
        const std::optional<std::string> text = item.text();
        if (!text) {
            return std::nullopt;
        }
        texts.push_back(*text);
    }
    return texts;
}

std::optional<SettingValue> readChoice(const Node& node, const SettingSpec& spec) {
    const std::vector<std::string> words(spec.choices.begin(), spec.choices.end());
    const auto index = node.choice(words, "choice");
    return index ? std::optional<SettingValue>(words[*index]) : std::nullopt;
}

std::string exampleFor(const SettingSpec& spec) {
    switch (spec.type) {
    case SettingType::Boolean:
        return "true";
    case SettingType::Integer:
        return "1";
    case SettingType::Size:
        return "64 KiB";
    case SettingType::Duration:
        return "30 s";
    case SettingType::Rate:
        return "5/s";
    case SettingType::Choice:
        return spec.choices.empty() ? "WORD" : std::string(spec.choices.front());
    case SettingType::Process:
        return "PROCESS";
    case SettingType::Host:
        return "HOST";
    case SettingType::Text:
    case SettingType::TextList:
        return "TEXT";
    }
    return "TEXT";
}

/// A process or host that a setting names must exist; processes may be deployed further down.
void checkName(Building& building, const Node& node, SettingType type, const std::string& name,
               std::vector<std::function<void()>>* later) {
    if (type == SettingType::Host) {
        hostsOf(building, node, name);
    } else if (type == SettingType::Process && later != nullptr) {
        later->push_back(
            [&building, node, name] { findGroup(building.processes, node, name, "process"); });
    } else if (type == SettingType::Process) {
        findGroup(building.processes, node, name, "process");
    }
}

} // namespace

std::optional<SettingValue> readSetting(const Node& node, const SettingSpec& spec) {
    switch (spec.type) {
    case SettingType::Boolean:
        if (const auto value = node.boolean()) {
            return *value;
        }
        return std::nullopt;
    case SettingType::Integer:
        return readQuantity(node, spec, Quantity::Integer);
    case SettingType::Size:
        return readQuantity(node, spec, Quantity::Size);
    case SettingType::Duration:
        return readQuantity(node, spec, Quantity::Duration);
    case SettingType::Rate:
        return readRate(node, spec);
    case SettingType::Choice:
        return readChoice(node, spec);
    case SettingType::TextList:
        return readList(node);
    case SettingType::Text:
    case SettingType::Process:
    case SettingType::Host:
        if (auto text = node.text()) {
            return std::move(*text);
        }
        return std::nullopt;
    }
    return std::nullopt;
}

core::runtime::Settings readSettings(Building& building, const Node& owner, Keys& keys,
                                     std::span<const SettingSpec> specs,
                                     std::vector<std::function<void()>>* later) {
    core::runtime::Settings settings;
    for (const SettingSpec& spec : specs) {
        const std::optional<Node> node = keys.get(spec.name);
        if (!node) {
            if (spec.fallback) {
                settings.set(std::string(spec.name), *spec.fallback);
            } else {
                owner.complain("'" + std::string(spec.name) + "' is missing",
                               "add '" + std::string(spec.name) + ": " + exampleFor(spec) + "'");
            }
            continue;
        }
        std::optional<SettingValue> value = readSetting(*node, spec);
        if (!value) {
            continue;
        }
        if (const auto* name = std::get_if<std::string>(&*value)) {
            checkName(building, *node, spec.type, *name, later);
        }
        settings.set(std::string(spec.name), std::move(*value));
    }
    return settings;
}

} // namespace sim::scenario
