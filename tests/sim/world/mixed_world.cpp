// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/world/mixed_world.h"

#include "sim/world/world.h"

#include <functional>
#include <memory>
#include <vector>

namespace sim::world::test {
namespace {

using namespace core::literals;
using core::runtime::Endpoint;
using core::runtime::Env;
using core::runtime::Settings;

constexpr std::uint32_t kHosts = 5;
constexpr std::uint32_t kLeft = 5;
constexpr std::uint32_t kRight = 6;
constexpr std::uint16_t kPort = 7;
constexpr core::runtime::Address kGroup{(224U << 24) + 9};

core::runtime::Address addressOf(std::uint64_t host) {
    return {(10U << 24) + static_cast<std::uint32_t>(host) + 1};
}

topology::LinkSpec link(std::uint32_t from, std::uint32_t to, core::Duration latency) {
    topology::LinkSpec spec;
    spec.from = from;
    spec.to = to;
    spec.latency = latency;
    spec.bitsPerSecond = 100'000'000;
    return spec;
}

/// Two switches with a fast and a slow link between them; two hosts left, three right.
topology::TopologySpec network() {
    topology::TopologySpec spec;
    spec.nodes.resize(kHosts + 2);
    for (std::uint32_t host = 0; host < kHosts; ++host) {
        spec.nodes[host].name = "host-" + std::to_string(host);
        spec.nodes[host].address = addressOf(host);
        spec.links.push_back(link(host, host < 2 ? kLeft : kRight, 150_us));
    }
    for (const std::uint32_t node : {kLeft, kRight}) {
        spec.nodes[node].name = node == kLeft ? "left" : "right";
        spec.nodes[node].isSwitch = true;
    }
    spec.links.push_back(link(kLeft, kRight, 1_ms));
    spec.links.push_back(link(kLeft, kRight, 7_ms));
    spec.nodes[1].clockDriftPpb = 40'000'000;
    spec.links[0].lossPerMillion = 10'000;
    spec.links[1].jitter = 300_us;
    spec.links[2].queueBytes = 8'000;
    return spec;
}

/// Talks to everybody in every way the Env offers.
class Busy final : public core::runtime::Process {
public:
    Busy(Env& env, MixedOutcome& outcome) : env_(env), outcome_(outcome) {}

    void start() override {
        socket_ =
            *env_.network().bind(kPort, "busy", [this](const Endpoint& from, core::ByteView view) {
                ++outcome_.datagrams;
                if (view.size() > 8) {
                    send(from, view.size() / 2);
                }
            });
        ORRERY_ASSERT(env_.network().joinGroup(socket_, kGroup).has_value());
        listener_ = *env_.network().listen(kPort, {"busy"}, [this](auto stream, const Endpoint&) {
            core::runtime::StreamCallbacks calls;
            calls.data = [this](core::ByteView view) { outcome_.octets += view.size(); };
            calls.peerShutdown = [this, stream] { env_.network().shutdown(stream); };
            return calls;
        });
        file_ = *env_.disk().open("log", core::runtime::OpenMode::OpenOrCreate);
        tick();
    }

private:
    void tick() {
        core::RandomStream& random = env_.random("tick");
        const Endpoint peer{addressOf(random.below(kHosts)), kPort};
        const std::uint64_t what = random.below(8);
        if (what < 5) {
            send(peer, 1 + random.below(what == 0 ? 9'000 : 1'200));
        } else if (what == 5) {
            send({kGroup, kPort}, 100);
        } else if (what == 6) {
            connect(peer, 1 + random.below(100'000));
        } else {
            persist(1 + random.below(20'000));
        }
        env_.after(random.exponential(10_ms), [this] { tick(); });
    }

    void send(const Endpoint& to, std::size_t octets) {
        const core::Bytes payload(octets, static_cast<std::uint8_t>(octets));
        const auto sent = env_.network().sendTo(socket_, to, payload);
        ORRERY_ASSERT(sent.has_value());
    }

    void connect(const Endpoint& to, std::uint64_t octets) {
        auto stream = std::make_shared<core::runtime::StreamId>();
        core::runtime::StreamCallbacks calls;
        calls.connected = [this, stream, octets] {
            env_.network().send(*stream, core::Bytes(octets, 's'));
            env_.network().shutdown(*stream);
        };
        *stream = *env_.network().connect(to, 1_s, {"busy"}, std::move(calls));
    }

    void persist(std::uint64_t octets) {
        const auto written = env_.disk().append(file_, core::Bytes(octets, 'd'));
        env_.compute(core::Duration{static_cast<std::int64_t>(octets) * 10}, [this, written] {
            env_.disk().sync(file_, [this, written](auto result) {
                outcome_.syncs += written && result ? 1 : 0;
            });
        });
    }

    Env& env_;
    MixedOutcome& outcome_;
    core::runtime::SocketId socket_;
    core::runtime::ListenerId listener_;
    core::runtime::FileId file_;
};

/// Does things to the world at their moments, ahead of the ordinary events of the nanosecond.
class Script final : public EventTarget {
public:
    explicit Script(Kernel& kernel) : kernel_(kernel) {}

    void at(core::Duration moment, std::function<void()> act) {
        acts_.push_back(std::move(act));
        kernel_.scheduleTimeline({moment.ns}, acts_.size(), *this, acts_.size() - 1);
    }
    void fire(std::uint64_t index) override { acts_[index](); }

private:
    Kernel& kernel_;
    std::vector<std::function<void()>> acts_;
};

/// The link behind those of the hosts.
constexpr trace::LinkIndex kFastTrunk = kHosts;

void writeScript(Script& script, World& world, Kernel& kernel) {
    network::Carrier& carrier = world.carrier();
    script.at(1_s, [&] { world.setLink(kFastTrunk, false, false); });
    script.at(2_s, [&] { world.setLink(kFastTrunk, true, true); });
    script.at(2500_ms, [&] { (void)world.crash(0); });
    script.at(3_s, [&] { (void)world.restart(0); });
    script.at(3500_ms, [&] { (void)world.pause(1); });
    script.at(4_s, [&] { (void)world.resume(1); });
    script.at(4500_ms, [&] { carrier.partitions().add(kernel.now(), "p", {{0, 2}, {3}}, true); });
    script.at(5_s, [&] { carrier.partitions().heal(kernel.now(), "p"); });
    script.at(5500_ms, [&] { (void)world.powerOff(4); });
    script.at(6_s, [&] { (void)world.powerOn(4); });
    script.at(6500_ms, [&] { world.setDrift(2, -90'000'000); });
    script.at(7_s, [&] {
        network::LinkTrouble trouble;
        trouble.duplicatePerMillion = 200'000;
        trouble.reorderPerMillion = 100'000;
        trouble.reorderBy = 2_ms;
        carrier.setTrouble(topology::forward(3), trouble);
    });
    script.at(8_s, [&] { world.setCpuFactor(3, 300); });
    script.at(9_s, [&] { world.setLink(kFastTrunk, std::nullopt, false); });
}

} // namespace

MixedOutcome runMixedWorld(trace::Sink* sink) {
    MixedOutcome outcome;
    Kernel kernel;
    topology::Topology topology(network());
    WorldOptions options;
    options.seed = 20'251'122;
    options.sink = sink;
    options.cutChunks = true;
    World world(kernel, topology, options);
    for (std::uint32_t host = 0; host < kHosts; ++host) {
        ProcessPlan plan;
        plan.name = "busy-" + std::to_string(host);
        plan.host = host;
        plan.factory = [&outcome](Env& env, const Settings&) {
            return std::make_unique<Busy>(env, outcome);
        };
        world.addProcess(std::move(plan));
    }
    Script script(kernel);
    writeScript(script, world, kernel);
    world.start();
    kernel.run({(10_s).ns});
    outcome.digest = kernel.digest().hex();
    outcome.events = kernel.digest().events();
    return outcome;
}

} // namespace sim::world::test
