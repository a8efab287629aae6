// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/building.h"

#include "sim/scenario/words.h"

#include <algorithm>
#include <set>

namespace sim::scenario {
namespace {

std::string_view nameOfUnit(Unit unit) {
    switch (unit) {
    case Unit::Count:
        return "a number";
    case Unit::Time:
        return "a time";
    case Unit::Octets:
        return "a size";
    }
    return "a number";
}

} // namespace

const core::runtime::ComponentSchema* Building::findSchema(std::string_view component) const {
    for (const core::runtime::ComponentSchema* schema : schemas) {
        if (schema->name == component) {
            return schema;
        }
    }
    return nullptr;
}

const Group* findGroup(const Groups& groups, const Node& node, const std::string& name,
                       std::string_view noun) {
    const auto found = groups.find(name);
    if (found != groups.end()) {
        return &found->second;
    }
    std::vector<std::string> known;
    for (const auto& [each, members] : groups) {
        known.push_back(each);
    }
    node.complain("unknown " + std::string(noun) + " " + inQuotes(name), hintFor(name, known));
    return nullptr;
}

void checkShown(const Building& building, const Node& node, Showing what, const std::string& name,
                const std::string& of) {
    const auto members = building.processes.find(of);
    if (!of.empty() && members == building.processes.end()) {
        return; // complained of where it stands
    }
    std::set<std::string> known;
    const std::vector<ProcessSpec>& all = building.scenario.processes;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
        if (!of.empty() && !std::count(members->second.begin(), members->second.end(), i)) {
            continue;
        }
        const core::runtime::ComponentSchema* schema = building.findSchema(all[i].component);
        if (schema == nullptr || !schema->shown) {
            return;
        }
        const core::runtime::Shown& shown = *schema->shown;
        const auto& names = what == Showing::Event     ? shown.events
                            : what == Showing::Counter ? shown.counters
                                                       : shown.series;
        known.insert(names.begin(), names.end());
    }
    if (name.empty() || known.contains(name)) {
        return;
    }
    const std::string noun = what == Showing::Event     ? "event"
                             : what == Showing::Counter ? "counter"
                                                        : "series";
    node.complain((of.empty() ? "no process" : inQuotes(of) + " never") + " shows the " + noun +
                      " " + inQuotes(name),
                  hintFor(name, {known.begin(), known.end()}));
}

std::vector<std::uint32_t> nodesOf(const Building& building, const Node& node,
                                   const std::string& name) {
    const Group* group = findGroup(building.nodes, node, name, "host or switch");
    return group == nullptr ? Group() : *group;
}

std::vector<std::uint32_t> hostsOf(const Building& building, const Node& node,
                                   const std::string& name) {
    const Group* group = findGroup(building.nodes, node, name, "host");
    if (group == nullptr) {
        return {};
    }
    for (const std::uint32_t index : *group) {
        if (building.scenario.topology.nodes[index].isSwitch) {
            node.complain(inQuotes(name) + " is a switch, a host is needed");
            return {};
        }
    }
    return *group;
}

std::optional<std::int64_t> readFormula(const Building& building, const Node& node, Unit unit) {
    const std::optional<std::string> text = node.text();
    if (!text) {
        return std::nullopt;
    }
    const auto amount = evaluate(*text, building.references);
    if (!amount) {
        node.complain(amount.error().message + " in the formula " + inQuotes(*text),
                      amount.error().hint);
        return std::nullopt;
    }
    const bool fits = amount->time == (unit == Unit::Time ? 1 : 0) &&
                      amount->octets == (unit == Unit::Octets ? 1 : 0);
    if (!fits) {
        node.complain(inQuotes(*text) + " is " + dimensionOf(*amount) + ", not " +
                          std::string(nameOfUnit(unit)),
                      unit == Unit::Time && amount->time == 0 ? "add a unit, like '15 s'" : "");
        return std::nullopt;
    }
    return amount->whole();
}

trace::Text readText(const Node& node) {
    if (node.isScalar()) {
        return {node.value().scalar, {}};
    }
    trace::Text text;
    if (!node.isMap()) {
        node.expected("a text, or {en: ..., zh: ...}");
        return text;
    }
    Keys keys(node);
    if (const auto en = keys.require("en", "Text")) {
        text.en = en->text().value_or("");
    }
    keys.text("zh", text.zh);
    return text;
}

} // namespace sim::scenario
