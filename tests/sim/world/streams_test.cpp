// SPDX-License-Identifier: Apache-2.0
#include "sim/world/world.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// What streams put on the wire, and when: what the contract of Env leaves open.
namespace sim::world {
namespace {

using namespace core::literals;
using core::runtime::Endpoint;
using core::runtime::Env;
using core::runtime::StreamCallbacks;
using core::runtime::StreamId;

constexpr std::uint16_t kPort = 80;
const Endpoint kServer{{(10U << 24) + 2}, kPort};

class Scripted final : public core::runtime::Process {
public:
    Scripted(Env& env, std::function<void(Env&)> body) : env_(env), body_(std::move(body)) {}
    void start() override { body_(env_); }

private:
    Env& env_;
    std::function<void(Env&)> body_;
};

/// Hosts 0 and 1 with a link of 1 ms and an octet a microsecond between them; what host 1 gets at
/// its port is kept.
class Wire final : public trace::Sink, public EventTarget {
public:
    explicit Wire(std::int64_t lossPerMillion = 0)
        : topology(pairOfHosts(lossPerMillion)), world(kernel, topology, optionsOf()) {
        add(1, [this](Env& env) {
            ASSERT_TRUE(env.network().listen(kPort, {"x"}, [this](StreamId, const Endpoint&) {
                StreamCallbacks calls;
                calls.data = [this](core::ByteView bytes) { received += core::textOf(bytes); };
                return calls;
            }));
        });
    }

    void add(std::uint32_t host, std::function<void(Env&)> body) {
        ProcessPlan plan;
        plan.name = "process-" + std::to_string(world.processCount());
        plan.host = host;
        plan.factory = [body = std::move(body)](Env& env, const core::runtime::Settings&) {
            return std::make_unique<Scripted>(env, body);
        };
        world.addProcess(std::move(plan));
    }
    void at(core::Duration moment, std::function<void()> act) {
        acts_.push_back(std::move(act));
        kernel.scheduleTimeline({moment.ns}, acts_.size(), *this, acts_.size() - 1);
    }
    void fire(std::uint64_t index) override { acts_[index](); }
    void run(core::Duration until) {
        world.start();
        kernel.run({until.ns});
    }

    void segmentSent(const trace::SegmentSent& sent) override {
        segments.push_back({sent.connection, sent.offset, sent.at, sent.retransmission});
    }

    struct Sent {
        std::uint64_t connection;
        std::uint64_t offset;
        SimTime at;
        bool again;
    };

    Kernel kernel;
    topology::Topology topology;
    World world;
    std::string received;
    std::vector<Sent> segments;

private:
    static topology::TopologySpec pairOfHosts(std::int64_t lossPerMillion) {
        topology::TopologySpec spec;
        spec.nodes.resize(2);
        for (std::uint32_t host = 0; host < 2; ++host) {
            spec.nodes[host].name = "host-" + std::to_string(host);
            spec.nodes[host].address = {(10U << 24) + host + 1};
        }
        spec.links.resize(1);
        spec.links[0].to = 1;
        spec.links[0].latency = 1_ms;
        spec.links[0].bitsPerSecond = 8'000'000;
        spec.links[0].lossPerMillion = lossPerMillion;
        return spec;
    }
    WorldOptions optionsOf() {
        WorldOptions options;
        options.sink = this;
        return options;
    }

    std::vector<std::function<void()>> acts_;
};

/// Connects and says what else to do with the stream then.
void connectFrom(Env& env, std::function<void(StreamId)> connected) {
    auto stream = std::make_shared<StreamId>();
    StreamCallbacks calls;
    calls.connected = [stream, connected = std::move(connected)] { connected(*stream); };
    *stream = *env.network().connect(kServer, 60_s, {"x"}, std::move(calls));
}

/// RFC 9293, 3.4: an acknowledgement covers everything before it.
TEST(StreamSegments, OnceAcknowledgementsPassAgainNothingThatArrivedIsSentAnew) {
    Wire wire;
    wire.add(0, [](Env& env) {
        connectFrom(env, [&env](StreamId stream) {
            for (int i = 0; i < 3; ++i) {
                env.after(100_ms * i, [&env, stream] {
                    EXPECT_EQ(env.network().send(stream, core::viewOf("x")), 1U);
                });
            }
        });
    });
    wire.at(50_ms,
            [&] { wire.world.setLink(0, {}, false); }); // the way back of the second and third
    wire.at(350_ms, [&] { wire.world.setLink(0, {}, true); });
    wire.run(10_s);
    EXPECT_EQ(wire.received, "xxx");
    std::vector<std::uint64_t> again;
    for (const Wire::Sent& sent : wire.segments) {
        if (sent.again && sent.at > SimTime{(350_ms).ns}) {
            again.push_back(sent.offset);
        }
    }
    EXPECT_EQ(again, (std::vector<std::uint64_t>{1}));
}

TEST(StreamSegments, LossOfAHandshakeSaysNothingOfLossesAfterIt) {
    constexpr int kConnections = 1'000;
    Wire wire(300'000);
    wire.add(0, [](Env& env) {
        for (int i = 0; i < kConnections; ++i) {
            env.after(100_ms * i, [&env] {
                connectFrom(env, [&env](StreamId stream) {
                    env.network().send(stream, core::viewOf("x"));
                    env.network().send(stream, core::viewOf("y"));
                });
            });
        }
    });
    wire.run(300_s);
    // Of the connections whose first SYN came through, whether the second segment did.
    int through = 0;
    int lost = 0;
    std::vector<bool> early(kConnections + 1);
    for (const Wire::Sent& sent : wire.segments) {
        const SimTime opening{static_cast<std::int64_t>(sent.connection - 1) * (100_ms).ns};
        if (sent.offset == 1 && !sent.again && sent.at - opening < 90_ms) {
            early[sent.connection] = true;
            ++through;
        } else if (sent.offset == 1 && early[sent.connection]) {
            early[sent.connection] = false;
            ++lost;
        }
    }
    EXPECT_NEAR(through, 700, 60);
    EXPECT_NEAR(lost, through * 3 / 10, 60);
}

} // namespace
} // namespace sim::world
