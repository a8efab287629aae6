// SPDX-License-Identifier: Apache-2.0
#include "sim/world/world.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace sim::world {
namespace {

using namespace core::literals;
using core::runtime::Endpoint;
using core::runtime::Env;

/// A process made of one function.
class Scripted final : public core::runtime::Process {
public:
    Scripted(Env& env, std::function<void(Env&)> body) : env_(env), body_(std::move(body)) {}
    void start() override { body_(env_); }

private:
    Env& env_;
    std::function<void(Env&)> body_;
};

topology::TopologySpec twoHosts() {
    topology::TopologySpec spec;
    spec.nodes.resize(3);
    spec.nodes[0].name = "a";
    spec.nodes[0].address = *core::runtime::parseAddress("10.0.0.1");
    spec.nodes[1].name = "b";
    spec.nodes[1].address = *core::runtime::parseAddress("10.0.0.2");
    spec.nodes[2].name = "switch";
    spec.nodes[2].isSwitch = true;
    for (std::uint32_t host = 0; host < 2; ++host) {
        topology::LinkSpec link;
        link.name = spec.nodes[host].name + "--switch";
        link.from = host;
        link.to = 2;
        link.latency = 1_ms;
        link.bitsPerSecond = 8'000'000; // an octet a microsecond
        spec.links.push_back(link);
    }
    return spec;
}

struct Room : trace::Sink {
    Room() : topology(twoHosts()), world(kernel, topology, optionsOf()) {}

    WorldOptions optionsOf() {
        WorldOptions options;
        options.sink = this;
        return options;
    }
    void addressMoved(SimTime, core::runtime::Address address, trace::HostIndex host, bool claimed,
                      trace::Cause) override {
        moves.push_back(toString(address) + (claimed ? " to " : " from ") + std::to_string(host));
    }

    std::uint32_t run(std::uint32_t host, std::function<void(Env&)> body) {
        ProcessPlan plan;
        plan.name = "p" + std::to_string(world.processCount());
        plan.host = host;
        plan.factory = [body](Env& env, const core::runtime::Settings&) {
            return std::make_unique<Scripted>(env, body);
        };
        return world.addProcess(std::move(plan));
    }

    Kernel kernel;
    topology::Topology topology;
    World world;
    std::vector<std::string> moves; ///< of addresses, as reported
};

const Endpoint kB{{10u << 24 | 2}, 53};

TEST(World, DatagramTakesOctetsOverBandwidthPlusLatencies) {
    Room room;
    std::vector<std::int64_t> arrivals;
    room.run(1, [&](Env& env) {
        ASSERT_TRUE(env.network().bind(53, "x", [&](const Endpoint&, core::ByteView bytes) {
            EXPECT_EQ(bytes.size(), 72U);
            arrivals.push_back(env.now().ns);
        }));
    });
    room.run(0, [&](Env& env) {
        const auto socket = env.network().bind(0, "x", nullptr);
        ASSERT_TRUE(socket);
        // 72 octets and 28 of headers: 100 us on each link, cut through.
        ASSERT_TRUE(env.network().sendTo(*socket, kB, core::Bytes(72)));
        ASSERT_TRUE(env.network().sendTo(*socket, kB, core::Bytes(72)));
    });
    room.world.start();
    room.kernel.run({(10_s).ns});
    EXPECT_EQ(arrivals, (std::vector<std::int64_t>{2'100'000, 2'200'000}));
}

TEST(World, ReportsThatAPowerLossTakesAwayClaimedAddresses) {
    Room room;
    room.run(1, [](Env& env) {
        EXPECT_TRUE(env.network().claimAddress({10U << 24 | 99}));
        EXPECT_TRUE(env.network().claimAddress({10U << 24 | 98}));
        EXPECT_TRUE(env.network().releaseAddress({10U << 24 | 98}));
    });
    room.world.start();
    room.kernel.run({(1_s).ns});
    ASSERT_TRUE(room.world.powerOff(1));
    EXPECT_EQ(room.moves, (std::vector<std::string>{"10.0.0.99 to 1", "10.0.0.98 to 1",
                                                    "10.0.0.98 from 1", "10.0.0.99 from 1"}));
}

TEST(World, StreamEchoesAndFinishes) {
    Room room;
    std::string echoed;
    std::vector<std::string> ends;
    room.run(1, [&](Env& env) {
        auto accept = [&env, &ends](core::runtime::StreamId id, const Endpoint&) {
            core::runtime::StreamCallbacks calls;
            calls.data = [&env, id](core::ByteView bytes) { env.network().send(id, bytes); };
            calls.peerShutdown = [&env, id] { env.network().shutdown(id); };
            calls.closed = [&ends](core::runtime::StreamEnd end) {
                ends.push_back("server " + std::string(toString(end)));
            };
            return calls;
        };
        ASSERT_TRUE(env.network().listen(53, {"x"}, std::move(accept)));
    });
    room.run(0, [&](Env& env) {
        static core::runtime::StreamId stream;
        core::runtime::StreamCallbacks calls;
        calls.connected = [&env] {
            EXPECT_EQ(env.now().ns, 4'080'000); // a round trip of 40 octets each way
            EXPECT_EQ(env.network().send(stream, core::viewOf("hello")), 5U);
            env.network().shutdown(stream);
        };
        calls.data = [&echoed](core::ByteView bytes) { echoed += core::textOf(bytes); };
        calls.closed = [&ends](core::runtime::StreamEnd end) {
            ends.push_back("client " + std::string(toString(end)));
        };
        stream = *env.network().connect(kB, 1_s, {"x"}, std::move(calls));
    });
    room.world.start();
    room.kernel.run({(10_s).ns});
    EXPECT_EQ(echoed, "hello");
    EXPECT_EQ(ends, (std::vector<std::string>{"client finished", "server finished"}));
}

TEST(World, ConnectToAPortWithoutListenerIsRefusedAfterARoundTrip) {
    Room room;
    std::string result;
    room.run(0, [&](Env& env) {
        core::runtime::StreamCallbacks calls;
        calls.closed = [&](core::runtime::StreamEnd end) {
            result = std::string(toString(end)) + " " + std::to_string(env.now().ns);
        };
        ASSERT_TRUE(env.network().connect(kB, 1_s, {"x"}, std::move(calls)));
    });
    room.world.start();
    room.kernel.run({(10_s).ns});
    EXPECT_EQ(result, "refused 4080000");
}

TEST(World, ConnectToADeadHostHangsUntilTheTimeOut) {
    Room room;
    std::string result;
    ASSERT_TRUE(room.world.powerOff(1));
    room.run(0, [&](Env& env) {
        core::runtime::StreamCallbacks calls;
        calls.closed = [&](core::runtime::StreamEnd end) {
            result = std::string(toString(end)) + " " + std::to_string(env.now().ns);
        };
        ASSERT_TRUE(env.network().connect(kB, 1500_ms, {"x"}, std::move(calls)));
    });
    room.world.start();
    room.kernel.run({(10_s).ns});
    EXPECT_EQ(result, "timed-out 1500000000");
}

} // namespace
} // namespace sim::world
