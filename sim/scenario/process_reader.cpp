// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/building.h"
#include "sim/scenario/words.h"

namespace sim::scenario {
namespace {

using core::runtime::ComponentSchema;
using core::runtime::SettingType;

constexpr std::int64_t kMaxCount = 20'000;
constexpr std::size_t kMaxProcesses = 100'000;

class ProcessReader {
public:
    explicit ProcessReader(Building& building) : building_(building) {}

    void readSection(const Node& section, bool fromWorkload) {
        for (const Node& entry : section.named()) {
            readEntry(entry, fromWorkload);
        }
    }
    void checkNames() {
        for (const std::function<void()>& check : later_) {
            check();
        }
    }

private:
    /// Hosts for an entry, and whether they were named as a group or list.
    struct Places {
        std::vector<std::uint32_t> hosts;
        bool several = false;
    };

    void readEntry(const Node& entry, bool fromWorkload);

    const ComponentSchema* readComponent(Keys& keys, ProcessSpec& process);

    /// Without `on`, a process runs on the host (or hosts) of its own name.
    Places readPlaces(const Node& entry, Keys& keys);
    bool isGroup(const std::string& name) const {
        const auto found = building_.nodes.find(name);
        return found != building_.nodes.end() &&
               building_.scenario.topology.nodes[found->second.front()].name != name;
    }

    void readRestart(Keys& keys, ProcessSpec& process);

    void addProcesses(const Node& entry, const ProcessSpec& process, const Places& places,
                      bool numbered, std::int64_t count);

    void addReferences(const Node& entry, const core::runtime::Settings& settings,
                       std::int64_t count);

    Building& building_;
    std::vector<std::function<void()>> later_;
};

void ProcessReader::readEntry(const Node& entry, bool fromWorkload) {
    Keys keys(entry);
    if (!entry.isMap()) {
        return;
    }
    ProcessSpec process;
    process.group = entry.key();
    process.fromWorkload = fromWorkload;
    const ComponentSchema* schema = readComponent(keys, process);
    Places places = readPlaces(entry, keys);
    if (places.hosts.empty() && !building_.scenario.topology.nodes.empty()) {
        places.hosts.push_back(0); // complained of; whoever names this process need not be, too
    }
    readRestart(keys, process);
    const bool counted = keys.has("count");
    std::int64_t count = static_cast<std::int64_t>(places.hosts.size());
    keys.quantity("count", Quantity::Integer, count, {1, kMaxCount});
    if (schema == nullptr) {
        for (const Node& other : keys.others()) {
            keys.get(other.key()); // settings of nobody knows what: one complaint is enough
        }
        return;
    }
    process.settings = readSettings(building_, entry, keys, schema->settings, &later_);
    if (!places.hosts.empty()) {
        addProcesses(entry, process, places, counted || places.several, count);
        addReferences(entry, process.settings, count);
    }
}

const ComponentSchema* ProcessReader::readComponent(Keys& keys, ProcessSpec& process) {
    std::vector<std::string> known;
    for (const ComponentSchema* schema : building_.schemas) {
        known.emplace_back(schema->name);
    }
    const auto node = keys.require("component", known.empty() ? "NAME" : known.front());
    const auto index = node ? node->choice(known, "component") : std::nullopt;
    if (!index) {
        return nullptr;
    }
    process.component = known[*index];
    return building_.schemas[*index];
}

ProcessReader::Places ProcessReader::readPlaces(const Node& entry, Keys& keys) {
    Places places;
    std::optional<Node> on = keys.get("on");
    if (!on) {
        const auto same = building_.nodes.find(entry.key());
        if (same == building_.nodes.end()) {
            keys.require("on", "HOST");
            return places;
        }
        places.hosts = hostsOf(building_, entry, entry.key());
        places.several = isGroup(entry.key());
        return places;
    }
    places.several = on->isList();
    for (const Node& item : on->oneOrMore()) {
        if (const auto name = item.text()) {
            const std::vector<std::uint32_t> hosts = hostsOf(building_, item, *name);
            places.hosts.insert(places.hosts.end(), hosts.begin(), hosts.end());
            places.several = places.several || isGroup(*name);
        }
    }
    return places;
}

void ProcessReader::readRestart(Keys& keys, ProcessSpec& process) {
    if (const auto restart = keys.get("restart")) {
        if (restart->choice({"never", "on-failure"}).value_or(0) == 1) {
            process.restart = RestartPolicy::OnFailure;
        }
    }
    keys.quantity("restart-delay", Quantity::Duration, process.restartDelay.ns, {0});
    keys.quantity("start-delay", Quantity::Duration, process.startDelay.ns, {0});
}

void ProcessReader::addProcesses(const Node& entry, const ProcessSpec& process,
                                 const Places& places, bool numbered, std::int64_t count) {
    Group members;
    std::vector<ProcessSpec>& all = building_.scenario.processes;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        ProcessSpec one = process;
        one.name = numbered ? entry.key() + "-" + std::to_string(i + 1) : entry.key();
        one.host = places.hosts[i % places.hosts.size()];
        const auto index = static_cast<std::uint32_t>(all.size());
        if (all.size() >= kMaxProcesses) {
            entry.complain("more than 100,000 processes");
            return;
        }
        if (!building_.processes.emplace(one.name, Group{index}).second) {
            entry.complain("the name " + inQuotes(one.name) + " is taken by another process");
            return;
        }
        members.push_back(index);
        all.push_back(std::move(one));
    }
    if (numbered && !building_.processes.emplace(entry.key(), members).second) {
        entry.complain("the name " + inQuotes(entry.key()) + " is taken by another process");
    }
}

/// What formulas may reckon with.
std::optional<Amount> amountOf(const core::runtime::Settings& settings,
                               const core::runtime::SettingSpec& spec) {
    switch (spec.type) {
    case SettingType::Duration:
        return Amount::ofTime(settings.duration(spec.name).ns);
    case SettingType::Size:
        return Amount::ofOctets(settings.integer(spec.name));
    case SettingType::Integer:
        return Amount::number(settings.integer(spec.name));
    case SettingType::Rate:
        return Amount::ofRate(settings.rate(spec.name));
    default:
        return std::nullopt;
    }
}

/// Something of the same dimension.
Amount standIn(SettingType type) {
    switch (type) {
    case SettingType::Duration:
        return Amount::ofTime(1);
    case SettingType::Size:
        return Amount::ofOctets(1);
    case SettingType::Rate:
        return Amount::ofRate(core::runtime::Rate::perSecond(1));
    default:
        return Amount::number(1);
    }
}

void ProcessReader::addReferences(const Node& entry, const core::runtime::Settings& settings,
                                  std::int64_t count) {
    References& references = building_.references;
    references.emplace(entry.path() + ".count", Amount::number(count));
    const ComponentSchema* schema =
        building_.findSchema(building_.scenario.processes.back().component);
    for (const core::runtime::SettingSpec& spec : schema->settings) {
        const std::string path = entry.path() + "." + std::string(spec.name);
        if (settings.has(spec.name)) {
            if (const auto amount = amountOf(settings, spec)) {
                references.emplace(path, *amount);
            }
        } else if (entry.value().find(spec.name) != nullptr) {
            // Wrong, and complained of; formulas that name it need not be, too.
            references.emplace(path, standIn(spec.type));
        }
    }
}

} // namespace

void readProcesses(Building& building, const std::optional<Node>& deploy,
                   const std::optional<Node>& workload) {
    ProcessReader reader(building);
    if (deploy) {
        reader.readSection(*deploy, false);
    }
    if (workload) {
        reader.readSection(*workload, true);
    }
    reader.checkNames();
}

} // namespace sim::scenario
