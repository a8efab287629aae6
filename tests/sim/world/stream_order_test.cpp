// SPDX-License-Identifier: Apache-2.0
#include "sim/world/world.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sim::world {
namespace {

using namespace core::literals;
using core::runtime::Endpoint;
using core::runtime::Env;
using core::runtime::StreamCallbacks;
using core::runtime::StreamId;

constexpr std::uint16_t kPort = 80;
constexpr std::size_t kBig = 200'000;

class Scripted final : public core::runtime::Process {
public:
    Scripted(Env& env, std::function<void(Env&)> body) : env_(env), body_(std::move(body)) {}
    void start() override { body_(env_); }

private:
    Env& env_;
    std::function<void(Env&)> body_;
};

/// Hosts 1 and 2 at switch 0; an octet a microsecond, 1 ms.
topology::TopologySpec pairOfHosts() {
    topology::TopologySpec spec;
    spec.nodes.resize(3);
    spec.nodes[0].isSwitch = true;
    for (std::uint32_t host = 1; host <= 2; ++host) {
        spec.nodes[host].name = "host-" + std::to_string(host);
        spec.nodes[host].address = {(10U << 24) + host};
        spec.links.emplace_back();
        spec.links.back().from = host;
        spec.links.back().latency = 1_ms;
        spec.links.back().bitsPerSecond = 8'000'000;
    }
    return spec;
}

/// What each accepted connection received, and when the first octet of each kind came.
struct Received {
    std::vector<std::string> octets;
    std::vector<SimTime> first;
};

struct Scene {
    Scene() : topology(pairOfHosts()), world(kernel, topology, {}) {
        add(2, [this](Env& env) {
            const auto listener = env.network().listen(kPort, {"x"}, [this](StreamId, auto&) {
                const std::size_t index = received.octets.size();
                received.octets.emplace_back();
                received.first.emplace_back();
                StreamCallbacks calls;
                calls.data = [this, index](core::ByteView bytes) {
                    if (received.octets[index].empty()) {
                        received.first[index] = kernel.now();
                    }
                    received.octets[index] += core::textOf(bytes);
                };
                return calls;
            });
            ASSERT_TRUE(listener);
        });
    }

    void add(std::uint32_t host, std::function<void(Env&)> body) {
        ProcessPlan plan;
        plan.name = "process-" + std::to_string(host);
        plan.host = host;
        plan.factory = [body = std::move(body)](Env& env, const core::runtime::Settings&) {
            return std::make_unique<Scripted>(env, body);
        };
        world.addProcess(std::move(plan));
    }

    /// Opens a connection and sends the texts one after the other.
    static void sendAll(Env& env, std::vector<std::string> texts) {
        auto stream = std::make_shared<StreamId>();
        StreamCallbacks calls;
        calls.connected = [&env, stream, texts = std::move(texts)] {
            for (const std::string& text : texts) {
                EXPECT_EQ(env.network().send(*stream, core::viewOf(text)), text.size());
            }
        };
        *stream = *env.network().connect({{(10U << 24) + 2}, kPort}, 1_s, {"x"}, std::move(calls));
    }

    Kernel kernel;
    topology::Topology topology;
    World world;
    Received received;
};

TEST(StreamOrder, ASmallMessageNeverOvertakesABigOneOnItsConnection) {
    Scene scene;
    const std::string big(kBig, 'b');
    scene.add(1, [&](Env& env) { Scene::sendAll(env, {"first", big, "small"}); });
    scene.world.start();
    scene.kernel.run({(10_s).ns});
    ASSERT_EQ(scene.received.octets.size(), 1U);
    EXPECT_TRUE(scene.received.octets[0] == "first" + big + "small");
}

TEST(StreamOrder, ASmallMessageOvertakesABigOneOnAnotherConnection) {
    Scene scene;
    scene.add(1, [&](Env& env) {
        Scene::sendAll(env, {std::string(60'000, 'b')});
        Scene::sendAll(env, {"small"});
    });
    scene.world.start();
    scene.kernel.run({(10_s).ns});
    ASSERT_EQ(scene.received.octets.size(), 2U);
    EXPECT_EQ(scene.received.octets[1], "small");
    EXPECT_LT(scene.received.first[1], scene.received.first[0]);
}

} // namespace
} // namespace sim::world
