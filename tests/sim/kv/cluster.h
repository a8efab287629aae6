// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/history/register.h"
#include "sim/kernel/kernel.h"
#include "sim/topology/topology.h"
#include "sim/trace/sink.h"
#include "sim/world/world.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// A kv-server group with kv-clients on the simulated room, one host each at one switch, and the
/// history that the clients report.
namespace tests::kv {

struct ClusterOptions {
    std::size_t servers = 3;
    std::size_t spares = 0; ///< further servers, which wait to be added
    std::size_t clients = 3;
    std::uint64_t seed = 1;
    core::runtime::Settings server; ///< changes to the fallbacks
    core::runtime::Settings client;
};

/// Turns operation-invoked and operation-returned into operations.
class HistorySink final : public sim::trace::Sink {
public:
    void event(std::uint64_t id, sim::SimTime at, sim::trace::ProcessIndex process,
               std::string_view kind, std::span<const core::runtime::Field> fields,
               sim::trace::Cause cause) override;

    /// Those that failed are left out: they were not done.
    std::vector<core::history::RegisterOperation> history() const;
    std::size_t counted(std::string_view kind) const;

private:
    using Fields = std::map<std::string, core::runtime::FieldValue, std::less<>>;
    struct Entry {
        core::history::RegisterOperation operation;
        bool failed = false;
    };

    void invoked(sim::SimTime at, const Fields& fields);
    void returned(sim::SimTime at, const Fields& fields);

    std::vector<Entry> entries_;
    std::map<std::pair<std::string, std::int64_t>, std::size_t> byOperation_;
    std::map<std::string, std::size_t, std::less<>> kinds_;
};

class Cluster {
public:
    explicit Cluster(ClusterOptions options);
    ~Cluster();

    void run(core::Duration time);
    /// Number of the server, from 1, that leads as its role says; 0 if none or several do.
    std::size_t leader() const;
    std::size_t awaitLeader();
    std::uint32_t process(std::size_t server) const {
        return static_cast<std::uint32_t>(server - 1);
    }
    /// The link of a server's host, and its host.
    std::uint32_t host(std::size_t server) const { return static_cast<std::uint32_t>(server - 1); }
    std::int64_t clientTotal(std::string_view counter) const;

    sim::world::World& world() { return *world_; }
    const HistorySink& sink() const { return sink_; }

private:
    std::size_t allServers() const { return options_.servers + options_.spares; }
    void addServer(std::size_t number);
    void addClient(std::size_t number);

    ClusterOptions options_;
    HistorySink sink_;
    sim::Kernel kernel_;
    std::unique_ptr<sim::topology::Topology> topology_;
    std::unique_ptr<sim::world::World> world_;
    core::Duration elapsed_;
};

} // namespace tests::kv
