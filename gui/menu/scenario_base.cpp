// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/scenario_base.h"

#include "core/components/components.h"
#include "gui/branches/overlay.h"
#include "sim/scenario/assemble.h"

#include <charconv>
#include <filesystem>
#include <limits>

namespace gui::menu {
namespace {

using sim::scenario::Diagnostic;
using sim::scenario::Value;

/// No file has such a name.
constexpr const char* kLineFile = "(the change)";

/// The number that a text is; 0 if it is none, or too large.
std::int64_t numberOf(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

/// Its members are numbered from 1; one that is called alike by itself has a higher number.
void addGroup(const sim::trace::RunHeader& header, const std::string& name, std::int64_t most,
              ScenarioFacts& facts) {
    const std::string prefix = name + "-";
    for (sim::trace::HostIndex i = 0; i < header.hosts.size(); ++i) {
        const sim::trace::HostEntry& host = header.hosts[i];
        if (host.isSwitch || !host.name.starts_with(prefix)) {
            continue;
        }
        const auto number = numberOf(std::string_view(host.name).substr(prefix.size()));
        if (number >= 1 && number <= most) {
            facts.groups[name].push_back(i);
        }
    }
}

} // namespace

ScenarioBase::ScenarioBase(const sim::trace::RunHeader& header) : sets_(header.sets) {
    files_.add(header.sources);
    files_.add(header.overlays);
    path_ = header.sources.empty() ? std::string() : header.sources.front().name;
    for (const sim::trace::SourceFile& overlay : header.overlays) {
        overlays_.push_back(overlay.name);
    }
}

ScenarioFacts ScenarioBase::facts(const sim::trace::RunHeader& header) const {
    ScenarioFacts facts;
    const sim::scenario::Loaded loaded = load(nullptr);
    if (!loaded) {
        return facts;
    }
    findGroups(header, facts);
    std::set<sim::trace::HostIndex> servers;
    for (const sim::scenario::ProcessSpec& process : loaded->processes) {
        (process.fromWorkload ? facts.clients : servers).insert(process.host);
    }
    std::erase_if(facts.clients,
                  [&](sim::trace::HostIndex host) { return servers.contains(host); });
    for (const sim::faults::TimelineEntry& entry : loaded->timeline) {
        if (entry.fault.verb == sim::faults::Verb::Partition) {
            facts.partitions.insert(entry.fault.name);
        }
    }
    return facts;
}

sim::scenario::Loaded ScenarioBase::load(const std::string* line) const {
    sim::scenario::MemoryFiles files = files_;
    sim::scenario::LoadOptions options;
    options.overlays = overlays_;
    options.sets = sets_;
    options.schemas = core::components::schemas();
    options.files = &files;
    if (line != nullptr) {
        branches::Overlay overlay;
        overlay = overlay.with({{}, *line, {}});
        files.add(kLineFile, overlay.toFile(std::filesystem::path(path_).filename().string(), {}));
        options.overlays.emplace_back(kLineFile);
    }
    return sim::scenario::load(path_, options);
}

std::vector<Diagnostic> ScenarioBase::complaintsOf(const std::string& line) const {
    const sim::scenario::Loaded loaded = load(&line);
    return loaded ? std::vector<Diagnostic>() : loaded.error();
}

/// A name stands for many where the text says how many: `count: 6`, or a generator.
void ScenarioBase::findGroups(const sim::trace::RunHeader& header, ScenarioFacts& facts) const {
    sim::scenario::Report report;
    sim::scenario::Assembly assembly(report, files_);
    if (!assembly.readBase(path_)) {
        return;
    }
    for (const std::string& overlay : overlays_) {
        assembly.applyOverlay(overlay);
    }
    for (const std::string& set : sets_) {
        assembly.applySet(set);
    }
    const Value* topology = assembly.root().find("topology");
    const Value* hosts = topology != nullptr ? topology->find("hosts") : nullptr;
    for (std::size_t i = 0; hosts != nullptr && i < hosts->children.size(); ++i) {
        if (const Value* count = hosts->children[i].find("count")) {
            addGroup(header, hosts->children[i].key, numberOf(count->scalar), facts);
        }
    }
    const Value* generators = topology != nullptr ? topology->find("generate") : nullptr;
    for (std::size_t i = 0; generators != nullptr && i < generators->children.size(); ++i) {
        addGroup(header, generators->children[i].key, std::numeric_limits<std::int64_t>::max(),
                 facts);
    }
}

} // namespace gui::menu
