// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/star_world.h"

#include "core/base/random.h"
#include "tests/bench/star.h"

#include <memory>
#include <string>
#include <utility>

namespace bench::star {
namespace {

using core::runtime::Endpoint;
using core::runtime::Env;
using core::runtime::Settings;

constexpr std::uint16_t kPort = 4000;

/// Answers each message with one to a random other host.
class Answerer final : public core::runtime::Process {
public:
    Answerer(Env& env, std::uint32_t self, std::uint32_t hosts, bool talking, Progress& progress)
        : env_(env), self_(self), hosts_(hosts), talking_(talking), progress_(progress),
          random_(core::combine64(kSeed, self)) {}

    void start() override {
        socket_ = *env_.network().bind(kPort, "ping", [this](const Endpoint&, core::ByteView view) {
            progress_.count();
            send({view.begin(), view.end()});
        });
        if (talking_) {
            env_.after(firstSend(self_), [this] { send(core::Bytes(kPayloadOctets, 'x')); });
        }
    }

private:
    void send(core::Bytes payload) {
        auto to = static_cast<std::uint32_t>(random_.below(hosts_ - 1));
        to += to >= self_ ? 1 : 0;
        const Endpoint peer{addressOf(to), kPort};
        ORRERY_ASSERT(env_.network().sendTo(socket_, peer, std::move(payload)).has_value());
    }

    Env& env_;
    std::uint32_t self_;
    std::uint32_t hosts_;
    bool talking_;
    Progress& progress_;
    core::RandomStream random_;
    core::runtime::SocketId socket_;
};

sim::world::WorldOptions optionsWith(sim::trace::Sink* sink) {
    sim::world::WorldOptions options;
    options.seed = kSeed;
    options.sink = sink;
    return options;
}

} // namespace

StarWorld::StarWorld(std::uint32_t hosts, bool talking, sim::trace::Sink* sink)
    : topology_(network(hosts)), world_(kernel_, topology_, optionsWith(sink)) {
    if (sink != nullptr) {
        kernel_.digest().onBlock([sink](std::uint64_t index, sim::SimTime end, std::uint64_t hash) {
            sink->digestBlock(index, end, hash);
        });
    }
    for (std::uint32_t i = 0; i < hosts; ++i) {
        sim::world::ProcessPlan plan;
        plan.name = "answerer-" + std::to_string(i + 1);
        plan.group = "answerer";
        plan.host = i + 1;
        plan.factory = [this, i, hosts, talking](Env& env, const Settings&) {
            return std::make_unique<Answerer>(env, i, hosts, talking, progress_);
        };
        world_.addProcess(std::move(plan));
    }
    world_.start();
    kernel_.run(sim::SimTime{});
}

void StarWorld::run(std::uint64_t messages) {
    progress_.stopAt = progress_.received + messages;
    kernel_.run(sim::SimTime::max());
}

sim::trace::RunHeader headerOf(std::uint32_t hosts) {
    const sim::topology::TopologySpec spec = network(hosts);
    sim::trace::RunHeader header;
    header.scenarioPath = "star";
    for (const auto& node : spec.nodes) {
        sim::trace::HostEntry host;
        host.name = node.name;
        host.address = node.address;
        host.isSwitch = node.isSwitch;
        header.hosts.push_back(host);
    }
    for (const auto& link : spec.links) {
        header.links.push_back({link.name, link.from, link.to, link.latency, link.bitsPerSecond});
    }
    for (std::uint32_t i = 0; i < hosts; ++i) {
        header.processes.push_back(
            {"answerer-" + std::to_string(i + 1), i + 1, "answerer", "answerer", "{}"});
    }
    return header;
}

} // namespace bench::star
