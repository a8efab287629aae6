// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scenario/formula.h"
#include "sim/scenario/model.h"
#include "sim/scenario/node.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What the readers share while a scenario grows out of its tree. They run in the order topology,
/// deploy, workload, timeline, measures, expect: later ones refer to what earlier ones made.
namespace sim::scenario {

using Group = std::vector<std::uint32_t>;
using Groups = std::map<std::string, Group, std::less<>>;

struct Building {
    Building(Report& r, std::span<const core::runtime::ComponentSchema* const> s)
        : report(r), schemas(s) {}

    Report& report;
    std::span<const core::runtime::ComponentSchema* const> schemas;
    std::vector<std::string> invariants; ///< known ones; empty: not checked
    Scenario scenario;
    Groups nodes;     ///< hosts and switches: their own names, and the names of groups
    Groups links;     ///< likewise
    Groups processes; ///< likewise
    References references;

    const core::runtime::ComponentSchema* findSchema(std::string_view component) const;
};

/// The members of what is called `name`; complains at `node` of a `noun` that is not there.
const Group* findGroup(const Groups& groups, const Node& node, const std::string& name,
                       std::string_view noun);

/// What a measure, an expectation or a moment may ask of a process.
enum class Showing { Event, Counter, Series };

/// Complains at `node` of a name that no process of `of` (empty: none at all) ever shows. Silent
/// where a component does not declare what it shows.
void checkShown(const Building& building, const Node& node, Showing what, const std::string& name,
                const std::string& of);

/// Members that are machines or switches.
std::vector<std::uint32_t> nodesOf(const Building& building, const Node& node,
                                   const std::string& name);
/// Members that are machines; complains of a switch.
std::vector<std::uint32_t> hostsOf(const Building& building, const Node& node,
                                   const std::string& name);

/// A formula, or a plain amount, of the wanted dimension, as a whole number of its base unit.
std::optional<std::int64_t> readFormula(const Building& building, const Node& node, Unit unit);

/// "text" or {en: ..., zh: ...}.
trace::Text readText(const Node& node);

/// Values for `specs` from what is left in `keys`; fallbacks filled in, mandatory ones demanded.
/// Names of processes and hosts are checked by `checkNames`, if it is not set at once.
core::runtime::Settings readSettings(Building& building, const Node& owner, Keys& keys,
                                     std::span<const core::runtime::SettingSpec> specs,
                                     std::vector<std::function<void()>>* later);

/// One value; nullopt after a complaint.
std::optional<core::runtime::SettingValue> readSetting(const Node& node,
                                                       const core::runtime::SettingSpec& spec);

void readTopology(Building& building, const Node& node);
/// Positions and lens; after the topology.
void readView(Building& building, const Node& node);
/// `deploy` and `workload`; either may be absent.
void readProcesses(Building& building, const std::optional<Node>& deploy,
                   const std::optional<Node>& workload);
void readTimeline(Building& building, const Node& node);
void readMeasures(Building& building, const Node& node);
void readExpectations(Building& building, const Node& node);
void readRun(Building& building, const Node& node);

} // namespace sim::scenario
