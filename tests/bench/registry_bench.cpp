// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registrar/registrar.h"
#include "core/discovery/registry/registry.h"
#include "core/discovery/registry/registry_schema.h"
#include "sim/world/world.h"
#include "tests/bench/registry.h"
#include "tests/bench/star.h"
#include "tests/support/settings.h"

#include <memory>
#include <string>

namespace bench {
namespace {

namespace discovery = core::discovery;
using namespace core::literals;
using core::runtime::Env;
using core::runtime::Settings;

constexpr std::uint32_t kInstances = 1'000;
constexpr std::int64_t kSeconds = 100;

/// A program that does nothing but keep itself registered.
class Instance final : public core::runtime::Process {
public:
    explicit Instance(Env& env) : registrar_(env, optionsOf(env)) {}
    void start() override { registrar_.start(); }

private:
    static discovery::registrar::RegistrarOptions optionsOf(const Env& env) {
        discovery::registrar::RegistrarOptions options;
        options.registry = {star::addressOf(0), discovery::registry::kDefaultPort};
        options.registration = {"web", env.self().name, {env.self().address, 80}, 15_s};
        options.heartbeat = 1_s;
        options.call = {1_s, 5_s};
        return options;
    }

    discovery::registrar::Registrar registrar_;
};

/// A thousand instances that renew their leases every second: the whole way of a heartbeat, from
/// the instance's timer over connection, links and HTTP to the registry's table and back.
std::vector<double> simulatedHeartbeat() {
    sim::Kernel kernel;
    sim::topology::Topology topology(star::network(kInstances + 1));
    sim::world::World world(kernel, topology, {});
    for (std::uint32_t host = 1; host <= kInstances + 1; ++host) {
        sim::world::ProcessPlan plan;
        plan.host = host;
        plan.name = host == 1 ? "registry" : "web-" + std::to_string(host - 1);
        plan.startDelay = core::Duration{host * 1'000'000}; // not all in one nanosecond
        if (host == 1) {
            plan.factory = discovery::registry::makeRegistry;
            plan.settings = tests::settingsOf(discovery::registry::registrySchema(), {});
        } else {
            plan.factory = [](Env& env, const Settings&) {
                return std::make_unique<Instance>(env);
            };
        }
        world.addProcess(std::move(plan));
    }
    world.start();
    kernel.run({(10_s).ns});
    const auto heartbeats = [&world] {
        const auto& counters = world.totals(0).counters;
        const auto found = counters.find("heartbeats");
        return found == counters.end() ? 0 : found->second;
    };
    const std::int64_t before = heartbeats();
    const Stopwatch watch;
    kernel.run({(10_s).ns + kSeconds * (1_s).ns});
    return {watch.seconds() * 1e6 / static_cast<double>(heartbeats() - before)};
}

} // namespace

void addRegistry(Registry& registry) {
    registry.add({{"http/simulated-heartbeat", "us", Better::Lower, {}}}, simulatedHeartbeat);
}

} // namespace bench
