// SPDX-License-Identifier: Apache-2.0
#include "sim/faults/injector.h"
#include "sim/kernel/kernel.h"
#include "sim/topology/topology.h"
#include "sim/world/world.h"
#include "tests/env/harness.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <variant>

namespace tests::env {
namespace {

std::string textOf(const core::runtime::FieldValue& value) {
    return std::visit(
        [](const auto& v) -> std::string {
            using T = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<T, bool>) {
                return v ? "true" : "false";
            } else if constexpr (std::is_same_v<T, std::int64_t>) {
                return std::to_string(v);
            } else if constexpr (std::is_same_v<T, core::Duration>) {
                return core::formatDuration(v);
            } else if constexpr (std::is_same_v<T, std::string_view>) {
                return std::string(v);
            } else {
                return core::runtime::toString(v);
            }
        },
        value);
}

/// Writes down what processes report.
class Recorder final : public sim::trace::Sink {
public:
    std::vector<std::string> processes;
    std::vector<Observed> observed;
    std::vector<std::string> refusals;

    void faultRefused(Time, std::uint64_t, std::string_view reason) override {
        refusals.emplace_back(reason);
    }
    void fault(const sim::trace::FaultRecord& record) override {
        if (!record.refused.empty()) {
            refusals.emplace_back(record.refused);
        }
    }
    void state(Time at, std::uint32_t process, std::string_view key,
               const core::runtime::FieldValue& value, sim::trace::Cause) override {
        add(Observed::What::State, at, process, key).value = textOf(value);
    }
    void stateCleared(Time at, std::uint32_t process, std::string_view key,
                      sim::trace::Cause) override {
        add(Observed::What::StateCleared, at, process, key);
    }
    void event(std::uint64_t id, Time at, std::uint32_t process, std::string_view kind,
               std::span<const core::runtime::Field> fields, sim::trace::Cause cause) override {
        fill(add(Observed::What::Event, at, process, kind), id, fields, cause);
    }
    void spanBegan(std::uint64_t id, Time at, std::uint32_t process, std::string_view kind,
                   std::span<const core::runtime::Field> fields, sim::trace::Cause cause) override {
        spans_[id] = {process, std::string(kind)};
        fill(add(Observed::What::SpanBegan, at, process, kind), id, fields, cause);
    }
    void spanEnded(std::uint64_t id, Time at, bool cut) override {
        const auto& [process, kind] = spans_.at(id);
        add(cut ? Observed::What::SpanCut : Observed::What::SpanEnded, at, process, kind).id = id;
    }
    void counter(Time at, std::uint32_t process, std::string_view name,
                 std::int64_t total) override {
        add(Observed::What::Counter, at, process, name).number = total;
    }
    void sample(Time at, std::uint32_t process, std::string_view series,
                core::Duration value) override {
        add(Observed::What::Sample, at, process, series).number = value.ns;
    }

private:
    Observed& add(Observed::What what, Time at, std::uint32_t process, std::string_view name) {
        Observed entry;
        entry.what = what;
        entry.at = at;
        entry.process = processes[process];
        entry.name = name;
        observed.push_back(std::move(entry));
        return observed.back();
    }
    static void fill(Observed& entry, std::uint64_t id,
                     std::span<const core::runtime::Field> fields, sim::trace::Cause cause) {
        entry.id = id;
        for (const core::runtime::Field& field : fields) {
            entry.fields.emplace_back(field.name, textOf(field.value));
        }
        entry.cause = static_cast<Observed::Cause>(cause.full.kind);
        entry.causeId = cause.full.id;
    }

    std::map<std::uint64_t, std::pair<std::uint32_t, std::string>> spans_;
};

sim::topology::LinkSpec linkOf(const LinkOptions& options) {
    sim::topology::LinkSpec link;
    link.latency = options.latency;
    link.jitter = options.jitter;
    link.bitsPerSecond = options.bitsPerSecond;
    link.lossPerMillion = options.lossPerMillion;
    return link;
}

sim::topology::TopologySpec topologyOf(const tests::env::World& world) {
    sim::topology::TopologySpec spec;
    for (const HostOptions& host : world.hosts) {
        sim::topology::NodeSpec node;
        node.name = host.name;
        node.address = {0x0a000001U + static_cast<std::uint32_t>(spec.nodes.size())};
        node.cores = host.cores;
        node.clockSkew = host.clockSkew;
        node.clockDriftPpb = host.clockDriftPpb;
        node.diskLatency = host.diskLatency;
        node.diskSyncLatency = host.diskSyncLatency;
        node.diskBytesPerSecond = host.diskBytesPerSecond;
        node.diskCapacity = host.diskCapacity;
        spec.nodes.push_back(std::move(node));
    }
    const auto count = static_cast<std::uint32_t>(spec.nodes.size());
    const auto join = [&](std::uint32_t from, std::uint32_t to) {
        sim::topology::LinkSpec link = linkOf(world.link);
        link.from = from;
        link.to = to;
        link.name = spec.nodes[from].name + "--" + spec.nodes[to].name;
        spec.links.push_back(std::move(link));
    };
    if (world.shape == Shape::Star) {
        sim::topology::NodeSpec hub;
        hub.name = "hub";
        hub.isSwitch = true;
        spec.nodes.push_back(std::move(hub));
    }
    for (std::uint32_t from = 0; from < count; ++from) {
        if (world.shape == Shape::Star) {
            join(from, count);
            continue;
        }
        for (std::uint32_t to = from + 1; to < count; ++to) {
            join(from, to);
        }
    }
    return spec;
}

sim::storage::UnsyncedFate fateOf(UnsyncedFate fate) {
    switch (fate) {
    case UnsyncedFate::Kept:
        return sim::storage::UnsyncedFate::Kept;
    case UnsyncedFate::Lost:
        return sim::storage::UnsyncedFate::Lost;
    case UnsyncedFate::Drawn:
        break;
    }
    return sim::storage::UnsyncedFate::Random;
}

/// Faults go through the injector, as those of a scenario do.
class SimHarness final : public EnvHarness {
public:
    explicit SimHarness(std::int64_t bulkThreshold) : bulkThreshold_(bulkThreshold) {}

    bool can(Capability) const override { return true; }

    void build(const tests::env::World& world) override {
        rememberHosts(world);
        topology_.emplace(topologyOf(world));
        sim::world::WorldOptions options;
        options.seed = world.seed;
        options.start = world.start;
        options.sink = &recorder_;
        options.cutChunks = world.cutChunks;
        options.bulkThreshold = bulkThreshold_;
        world_.emplace(kernel_, *topology_, options);
        world_->carrier().countFlows();
        for (const HostOptions& host : world.hosts) {
            world_->setUnsyncedFate(node(host.name), fateOf(host.unsynced));
        }
        injector_.emplace(*world_, &recorder_);
    }

    void startProcess(std::string name, std::string host, core::runtime::ProcessFactory factory,
                      const StartOptions& options) override {
        sim::world::ProcessPlan plan;
        plan.name = name;
        plan.group = name;
        plan.host = node(host);
        plan.factory = std::move(factory);
        plan.restartOnFailure = options.restartOnFailure;
        plan.restartDelay = options.restartDelay;
        plan.startDelay = options.startDelay;
        world_->addProcess(std::move(plan));
        recorder_.processes.push_back(std::move(name));
    }

    void inject(Time at, const sim::faults::Fault& fault) override {
        sim::faults::TimelineEntry entry;
        entry.id = ++entries_;
        entry.at = at;
        entry.fault = fault;
        injector_->add(std::move(entry));
    }

    void runUntil(Time until) override {
        if (!std::exchange(started_, true)) {
            world_->start();
        }
        kernel_.run(until);
    }

    Time now() const override { return kernel_.now(); }
    const std::vector<Observed>& observed() const override { return recorder_.observed; }
    const std::vector<std::string>& refusals() const override { return recorder_.refusals; }

private:
    std::uint32_t node(std::string_view name) const {
        const auto& nodes = topology_->spec().nodes;
        const auto found = std::find_if(nodes.begin(), nodes.end(),
                                        [&](const auto& node) { return node.name == name; });
        ORRERY_ASSERT(found != nodes.end());
        return static_cast<std::uint32_t>(found - nodes.begin());
    }

    std::int64_t bulkThreshold_;
    Recorder recorder_;
    sim::Kernel kernel_;
    std::optional<sim::topology::Topology> topology_;
    std::optional<sim::world::World> world_;
    std::optional<sim::faults::Injector> injector_;
    std::uint64_t entries_ = 0;
    bool started_ = false;
};

} // namespace

std::unique_ptr<EnvHarness> makeSimHarness() {
    return std::make_unique<SimHarness>(std::numeric_limits<std::int64_t>::max());
}

std::unique_ptr<EnvHarness> makeFluidSimHarness() {
    return std::make_unique<SimHarness>(sim::world::WorldOptions().bulkThreshold);
}

} // namespace tests::env
