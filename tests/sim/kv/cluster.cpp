// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/kv/cluster.h"

#include "core/kv/client/kv_client.h"
#include "core/kv/client/kv_client_schema.h"
#include "core/kv/server/kv_schema.h"
#include "core/kv/server/kv_server.h"
#include "tests/support/settings.h"

#include <optional>

namespace tests::kv {

using namespace core::literals;
using core::history::Action;
using core::history::RegisterOperation;

namespace {

/// Snapshots take the message path too: SimGrid's engine, which shares bandwidth, exists once a
/// process, and a test plays several clusters.
constexpr std::int64_t kNoBulk = std::int64_t{1} << 40;

std::string textIn(const auto& fields, std::string_view name) {
    return std::string(std::get<std::string_view>(fields.find(name)->second));
}

bool flagIn(const auto& fields, std::string_view name) {
    return std::get<bool>(fields.find(name)->second);
}

std::pair<std::string, std::int64_t> operationOf(const auto& fields) {
    return {textIn(fields, "client"), std::get<std::int64_t>(fields.find("operation")->second)};
}

Action actionOf(const std::string& kind) {
    if (kind == "get") {
        return Action::Get;
    }
    if (kind == "put") {
        return Action::Put;
    }
    return kind == "cas" ? Action::CompareAndSet : Action::Delete;
}

} // namespace

void HistorySink::event(std::uint64_t, sim::SimTime at, sim::trace::ProcessIndex,
                        std::string_view kind, std::span<const core::runtime::Field> list,
                        sim::trace::Cause) {
    ++kinds_[std::string(kind)];
    if (kind != "operation-invoked" && kind != "operation-returned") {
        return;
    }
    Fields fields; // the texts are borrowed: used up below
    for (const core::runtime::Field& field : list) {
        fields.emplace(field.name, field.value);
    }
    if (kind == "operation-invoked") {
        invoked(at, fields);
    } else {
        returned(at, fields);
    }
}

void HistorySink::invoked(sim::SimTime at, const Fields& fields) {
    RegisterOperation operation;
    operation.client = textIn(fields, "client");
    operation.key = textIn(fields, "key");
    operation.action = actionOf(textIn(fields, "kind"));
    operation.calledAt = at.ns;
    operation.value = textIn(fields, "value");
    if (operation.action == Action::CompareAndSet && !flagIn(fields, "if-absent")) {
        operation.expected = textIn(fields, "expected");
    }
    byOperation_[operationOf(fields)] = entries_.size();
    entries_.push_back({std::move(operation), false});
}

void HistorySink::returned(sim::SimTime at, const Fields& fields) {
    Entry& entry = entries_[byOperation_.at(operationOf(fields))];
    const std::string outcome = textIn(fields, "outcome");
    entry.failed = outcome == "failed";
    if (outcome != "ok") {
        return;
    }
    entry.operation.returnedAt = at.ns;
    if (flagIn(fields, "found")) {
        entry.operation.found = textIn(fields, "value");
    }
    entry.operation.succeeded =
        entry.operation.action != Action::CompareAndSet || flagIn(fields, "succeeded");
}

std::vector<RegisterOperation> HistorySink::history() const {
    std::vector<RegisterOperation> operations;
    for (const Entry& entry : entries_) {
        if (!entry.failed) {
            operations.push_back(entry.operation);
        }
    }
    return operations;
}

std::size_t HistorySink::counted(std::string_view kind) const {
    const auto found = kinds_.find(kind);
    return found == kinds_.end() ? 0 : found->second;
}

Cluster::Cluster(ClusterOptions options) : options_(std::move(options)) {
    const auto hosts = static_cast<std::uint32_t>(allServers() + options_.clients);
    sim::topology::TopologySpec spec;
    spec.nodes.resize(hosts + 1);
    spec.nodes[hosts].name = "switch";
    spec.nodes[hosts].isSwitch = true;
    for (std::uint32_t i = 0; i < hosts; ++i) {
        spec.nodes[i].name = i < allServers() ? "kv-" + std::to_string(i + 1)
                                              : "client-" + std::to_string(i + 1 - allServers());
        spec.nodes[i].address = {0x0a000001U + i};
        sim::topology::LinkSpec link;
        link.name = spec.nodes[i].name + "--switch";
        link.from = i;
        link.to = hosts;
        spec.links.push_back(link);
    }
    topology_ = std::make_unique<sim::topology::Topology>(spec);
    world_ = std::make_unique<sim::world::World>(
        kernel_, *topology_,
        sim::world::WorldOptions{
            .seed = options_.seed, .start = {}, .sink = &sink_, .bulkThreshold = kNoBulk});
    for (std::size_t i = 1; i <= allServers(); ++i) {
        addServer(i);
    }
    for (std::size_t i = 1; i <= options_.clients; ++i) {
        addClient(i);
    }
    world_->start();
}

Cluster::~Cluster() {
    world_.reset();
}

void Cluster::addServer(std::size_t number) {
    sim::world::ProcessPlan plan;
    plan.name = "kv-" + std::to_string(number);
    plan.host = host(number);
    plan.restartOnFailure = true;
    plan.restartDelay = 100_ms;
    plan.factory = core::kv::makeKvServer;
    plan.settings = settingsOf(core::kv::kvServerSchema());
    std::vector<std::string> members;
    for (std::size_t i = 1; i <= options_.servers; ++i) {
        members.push_back("kv-" + std::to_string(i));
    }
    plan.settings.set("members", members);
    plan.settings.set("join", number > options_.servers);
    plan.settings.set("id", static_cast<std::int64_t>(number));
    for (const auto& [name, value] : options_.server.values()) {
        plan.settings.set(name, value);
    }
    world_->addProcess(std::move(plan));
}

void Cluster::addClient(std::size_t number) {
    sim::world::ProcessPlan plan;
    plan.name = "client-" + std::to_string(number);
    plan.host = static_cast<std::uint32_t>(allServers() + number - 1);
    plan.factory = core::kv::makeKvClient;
    plan.settings = settingsOf(core::kv::kvClientSchema());
    std::vector<std::string> servers;
    for (std::size_t i = 1; i <= options_.servers; ++i) {
        servers.push_back("kv-" + std::to_string(i));
    }
    plan.settings.set("servers", servers);
    // Few operations at a time: judging a history takes time exponential in that.
    plan.settings.set("load", std::string("closed"));
    plan.settings.set("users", std::int64_t{2});
    plan.settings.set("think-time", 40_ms);
    plan.settings.set("think-distribution", std::string("exponential"));
    for (const auto& [name, value] : options_.client.values()) {
        plan.settings.set(name, value);
    }
    world_->addProcess(std::move(plan));
}

void Cluster::run(core::Duration time) {
    elapsed_ += time;
    kernel_.run({elapsed_.ns});
}

std::size_t Cluster::leader() const {
    std::size_t found = 0;
    for (std::size_t server = 1; server <= allServers(); ++server) {
        if (world_->running(process(server)) && world_->role(process(server)) == "leader") {
            if (found != 0) {
                return 0;
            }
            found = server;
        }
    }
    return found;
}

std::size_t Cluster::awaitLeader() {
    for (int i = 0; i < 1'000 && leader() == 0; ++i) {
        run(10_ms);
    }
    return leader();
}

std::int64_t Cluster::clientTotal(std::string_view counter) const {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < options_.clients; ++i) {
        const auto& counters =
            world_->totals(static_cast<std::uint32_t>(allServers() + i)).counters;
        const auto found = counters.find(counter);
        total += found == counters.end() ? 0 : found->second;
    }
    return total;
}

} // namespace tests::kv
