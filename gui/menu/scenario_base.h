// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scenario/files.h"
#include "sim/scenario/loader.h"
#include "sim/trace/header.h"
#include "sim/trace/sink.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// The scenario that a trace was made from, with the overlays and settings of its run: what a new
/// line is put on top of. Read from the texts in the trace, never from the disk.
namespace gui::menu {

/// What the scenario says beyond the header of a trace.
struct ScenarioFacts {
    /// Names that stand for several hosts, with their members.
    std::map<std::string, std::vector<sim::trace::HostIndex>> groups;
    /// Hosts on which only the load runs.
    std::set<sim::trace::HostIndex> clients;
    /// Names of the partitions that its timeline makes.
    std::set<std::string> partitions;
};

class ScenarioBase {
public:
    explicit ScenarioBase(const sim::trace::RunHeader& header);

    /// What the loader says of one more line of a timeline, in YAML; empty: it is accepted.
    std::vector<sim::scenario::Diagnostic> complaintsOf(const std::string& line) const;
    /// REQUIRES: the header that this was made of. Empty if the scenario cannot be read any more.
    ScenarioFacts facts(const sim::trace::RunHeader& header) const;

private:
    sim::scenario::Loaded load(const std::string* line) const;
    void findGroups(const sim::trace::RunHeader& header, ScenarioFacts& facts) const;

    sim::scenario::MemoryFiles files_;
    std::string path_;
    std::vector<std::string> overlays_;
    std::vector<std::string> sets_;
};

} // namespace gui::menu
