// SPDX-License-Identifier: Apache-2.0
#include "core/base/hash.h"
#include "core/components/components.h"
#include "sim/run/run.h"
#include "sim/topology/layout.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sim::run {
namespace {

nlohmann::json toJson(const core::runtime::SettingValue& value) {
    struct Printer {
        nlohmann::json operator()(bool truth) const { return truth; }
        nlohmann::json operator()(std::int64_t number) const { return number; }
        nlohmann::json operator()(core::Duration d) const { return core::formatDuration(d); }
        nlohmann::json operator()(core::runtime::Rate rate) const {
            return core::runtime::formatRate(rate);
        }
        nlohmann::json operator()(const std::string& text) const { return text; }
        nlohmann::json operator()(const std::vector<std::string>& list) const { return list; }
    };
    return std::visit(Printer{}, value);
}

std::string settingsJson(const core::runtime::Settings& settings) {
    nlohmann::json object = nlohmann::json::object();
    for (const auto& [name, value] : settings.values()) {
        object[name] = toJson(value);
    }
    return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Clients left, name systems and coordinators in the middle, servers right.
int columnOf(const scenario::ProcessSpec& process) {
    if (process.fromWorkload) {
        return 0;
    }
    const core::runtime::ComponentSchema* schema = core::components::findSchema(process.component);
    return schema != nullptr && schema->family == "discovery" ? 1 : 2;
}

/// 0 if it cannot be read. Mapped: reading 40 MB would take longer than many a run.
std::uint64_t hashOfFile(const char* path) {
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    struct stat status {};
    std::uint64_t hash = 0;
    if (file >= 0 && ::fstat(file, &status) == 0 && status.st_size > 0) {
        const auto size = static_cast<std::size_t>(status.st_size);
        void* const octets = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
        if (octets != MAP_FAILED) {
            hash = core::hash64(core::ByteView(static_cast<const std::uint8_t*>(octets), size));
            ::munmap(octets, size);
        }
    }
    if (file >= 0) {
        ::close(file);
    }
    return hash;
}

/// Hash of the running program, so that a trace says exactly what made it.
std::string executableHash() {
    std::string text(16, '0');
    std::uint64_t rest = hashOfFile("/proc/self/exe");
    for (auto at = text.rbegin(); at != text.rend(); ++at) {
        *at = "0123456789abcdef"[rest & 15];
        rest >>= 4;
    }
    return text;
}

void addTopology(const scenario::Scenario& scenario, trace::RunHeader& header) {
    const topology::TopologySpec& spec = scenario.topology;
    std::vector<topology::LayoutHint> hints(spec.nodes.size());
    for (std::size_t i = 0; i < hints.size(); ++i) {
        hints[i].order = static_cast<std::int64_t>(i);
    }
    for (const scenario::ProcessSpec& process : scenario.processes) {
        hints[process.host].column = columnOf(process);
    }
    const std::vector<topology::Position> positions = topology::layout(spec, hints);
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        const topology::NodeSpec& node = spec.nodes[i];
        header.hosts.push_back({node.name, node.address, node.isSwitch, node.rack, node.zone,
                                node.poweredOn, positions[i].x, positions[i].y});
    }
    for (const topology::LinkSpec& link : spec.links) {
        header.links.push_back({link.name, link.from, link.to, link.latency, link.bitsPerSecond});
    }
}

std::string_view nameOf(scenario::Level level) {
    switch (level) {
    case scenario::Level::Off:
        return "off";
    case scenario::Level::Story:
        return "story";
    case scenario::Level::Full:
        return "full";
    case scenario::Level::Bytes:
        break;
    }
    return "bytes";
}

} // namespace

trace::RunHeader headerOf(const scenario::Scenario& scenario, core::Duration horizon,
                          scenario::Level level) {
    trace::RunHeader header;
    header.scenarioPath = std::filesystem::path(scenario.path).filename().string();
    header.title = scenario.title;
    header.summary = scenario.summary;
    header.seed = scenario.seed;
    header.start = scenario.start;
    header.horizon = horizon;
    header.fixedHorizon = scenario.run.fixedHorizon;
    header.level = nameOf(level);
    header.fidelity = scenario.run.fidelity == scenario::Fidelity::Fluid ? "fluid" : "mixed";
    header.sources = scenario.sources;
    header.overlays = scenario.overlays;
    header.sets = scenario.sets;
    header.build = {{"executable", executableHash()}, {"compiler", __VERSION__}};
    addTopology(scenario, header);
    for (const scenario::ProcessSpec& process : scenario.processes) {
        header.processes.push_back({process.name, process.host, process.component, process.group,
                                    settingsJson(process.settings)});
    }
    return header;
}

} // namespace sim::run
