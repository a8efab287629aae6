// SPDX-License-Identifier: Apache-2.0
// Goal: each way in which a stream opens, closes and breaks looks in Wireshark like TCP's.
// Method: processes made of one function on two hosts, recorded at level bytes, read by tshark.
#include "sim/trace/export.h"
#include "sim/world/world.h"
#include "tests/sim/trace/fixture.h"
#include "tests/sim/trace/tshark.h"

#include <functional>

namespace sim::trace::testing {
namespace {

using namespace core::literals;
using core::runtime::Endpoint;
using core::runtime::Env;
using core::runtime::StreamCallbacks;
using core::runtime::StreamId;

class Scripted final : public core::runtime::Process {
public:
    Scripted(Env& env, std::function<void(Env&)> body) : env_(env), body_(std::move(body)) {}
    void start() override { body_(env_); }

private:
    Env& env_;
    std::function<void(Env&)> body_;
};

/// The two hosts of fixture.h with a millisecond between them, and a recorder at level bytes.
struct Room {
    Room() : topology(spec()), recorded(Level::Bytes), world(kernel, topology, options()) {}

    topology::TopologySpec spec() const {
        const RunHeader header = testing::world();
        topology::TopologySpec spec;
        for (const HostEntry& host : header.hosts) {
            auto& node = spec.nodes.emplace_back();
            node.name = host.name;
            node.address = host.address;
            node.isSwitch = host.isSwitch;
        }
        for (const LinkEntry& entry : header.links) {
            topology::LinkSpec link;
            link.name = entry.name;
            link.from = entry.from;
            link.to = entry.to;
            link.latency = 500_us;
            link.bitsPerSecond = 100'000'000;
            spec.links.push_back(link);
        }
        return spec;
    }
    world::WorldOptions options() {
        world::WorldOptions options;
        options.sink = recorded.recorder.get();
        return options;
    }
    void run(std::uint32_t host, std::function<void(Env&)> body) {
        world::ProcessPlan plan;
        plan.name = "p" + std::to_string(world.processCount());
        plan.host = host;
        plan.factory = [body](Env& env, const core::runtime::Settings&) {
            return std::make_unique<Scripted>(env, body);
        };
        world.addProcess(std::move(plan));
    }
    /// Lets the time pass, does `then` at each of its moments, and reads the capture.
    Dissection
    capture(core::Duration until,
            const std::vector<std::pair<core::Duration, std::function<void()>>>& then = {}) {
        world.start();
        for (const auto& [at, action] : then) {
            kernel.run({at.ns});
            action();
        }
        kernel.run({until.ns});
        const auto file = recorded.folder / "run.pcapng";
        const auto done = exportPcapng(recorded.done({until.ns}), file);
        EXPECT_TRUE(done) << (done ? "" : done.error().text);
        Dissection seen = dissect(file);
        EXPECT_TRUE(seen.ran) << "tshark did not run; ./check installs it";
        EXPECT_EQ(seen.count("_ws.malformed"), 0U);
        EXPECT_EQ(seen.count("tcp.analysis.lost_segment"), 0U);
        EXPECT_EQ(seen.count("tcp.analysis.ack_lost_segment"), 0U);
        for (const char* checksum :
             {"ip.checksum.status", "tcp.checksum.status", "udp.checksum.status"}) {
            EXPECT_EQ(seen.count(checksum), seen.count(checksum, "1")) << checksum;
        }
        return seen;
    }

    Kernel kernel;
    topology::Topology topology;
    Trace recorded;
    world::World world;
};

const Endpoint kServer{{10u << 24 | 2}, 7000};

/// "> SYN 0", "< SYN+ACK 0", ...: who, what, how many octets.
std::vector<std::string> conversation(const Dissection& seen) {
    static const std::map<std::string, std::string> kFlags{
        {"0x0001", "FIN"},     {"0x0002", "SYN"},     {"0x0010", "ACK"},    {"0x0011", "FIN+ACK"},
        {"0x0012", "SYN+ACK"}, {"0x0014", "RST+ACK"}, {"0x0018", "PSH+ACK"}};
    std::vector<std::string> lines;
    for (const Packet& packet : seen.packets) {
        if (packet.at("tcp.stream").empty()) {
            continue;
        }
        const auto flags = kFlags.find(packet.at("tcp.flags"));
        lines.push_back(std::string(packet.at("ip.src") == "10.0.0.1" ? "> " : "< ") +
                        (flags == kFlags.end() ? packet.at("tcp.flags") : flags->second) + " " +
                        packet.at("tcp.len"));
    }
    return lines;
}

/// A server that takes everything and does `onData` at each arrival.
void listen(Env& env, std::function<void(Env&, StreamId)> onData,
            std::function<void(Env&, StreamId)> onShutdown = {}) {
    auto accept = [&env, onData, onShutdown](StreamId id, const Endpoint&) {
        StreamCallbacks calls;
        calls.data = [&env, id, onData](core::ByteView) { onData(env, id); };
        calls.peerShutdown = [&env, id, onShutdown] {
            if (onShutdown) {
                onShutdown(env, id);
            }
        };
        return calls;
    };
    ASSERT_TRUE(env.network().listen(kServer.port, {"x"}, std::move(accept)));
}

/// A client that does `talk` once connected.
void dial(Env& env, std::function<void(Env&, StreamId)> talk, core::Duration timeout = 5_s) {
    auto stream = std::make_shared<StreamId>();
    StreamCallbacks calls;
    calls.connected = [&env, stream, talk] { talk(env, *stream); };
    *stream = *env.network().connect(kServer, timeout, {"x"}, std::move(calls));
}

const auto kIgnore = [](Env&, StreamId) {};
const auto kSayHello = [](Env& env, StreamId id) { env.network().send(id, core::viewOf("hello")); };

TEST(PcapngStream, ClosesHalfByHalf) {
    Room room;
    room.run(1, [](Env& env) {
        listen(env, kIgnore, [](Env& own, StreamId id) {
            own.network().send(id, core::viewOf("still here"));
            own.network().shutdown(id);
        });
    });
    room.run(0, [](Env& env) {
        dial(env, [](Env& own, StreamId id) {
            own.network().send(id, core::viewOf("hello"));
            own.network().shutdown(id);
        });
    });
    const Dissection seen = room.capture(10_s);
    EXPECT_EQ(conversation(seen),
              (std::vector<std::string>{"> SYN 0", "< SYN+ACK 0", "> ACK 0", "> PSH+ACK 5",
                                        "> FIN+ACK 0", "< PSH+ACK 10", "< FIN+ACK 0", "> ACK 0"}));
    EXPECT_EQ(seen.packets[2].at("tcp.window_size"), "262144");
    EXPECT_EQ(seen.packets[0].at("eth.src"), "02:00:0a:00:00:01");
}

TEST(PcapngStream, AcknowledgesAloneWhereNoDataAnswers) {
    Room room;
    room.run(1, [](Env& env) { listen(env, kIgnore); });
    room.run(0, [](Env& env) { dial(env, kSayHello); });
    EXPECT_EQ(
        conversation(room.capture(10_s)),
        (std::vector<std::string>{"> SYN 0", "< SYN+ACK 0", "> ACK 0", "> PSH+ACK 5", "< ACK 0"}));
}

TEST(PcapngStream, CutsWhatIsSentIntoSegments) {
    Room room;
    room.run(1, [](Env& env) { listen(env, kIgnore); });
    room.run(0, [](Env& env) {
        dial(env, [](Env& own, StreamId id) { own.network().send(id, core::Bytes(3000)); });
    });
    EXPECT_EQ(conversation(room.capture(10_s)),
              (std::vector<std::string>{"> SYN 0", "< SYN+ACK 0", "> ACK 0", "> ACK 1460",
                                        "> ACK 1460", "> PSH+ACK 80", "< ACK 0"}));
}

TEST(PcapngStream, IsRefusedByAReset) {
    Room room;
    room.run(0, [](Env& env) { dial(env, kIgnore); });
    const Dissection seen = room.capture(10_s);
    EXPECT_EQ(conversation(seen), (std::vector<std::string>{"> SYN 0", "< RST+ACK 0"}));
}

TEST(PcapngStream, AsksADeadHostAtOneTwoAndFourSeconds) {
    Room room;
    room.run(0, [](Env& env) { env.after(1_s, [&env] { dial(env, kIgnore, 6_s); }); });
    const Dissection seen =
        room.capture(20_s, {{500_ms, [&] { ASSERT_TRUE(room.world.powerOff(1)); }}});
    std::vector<std::string> times;
    for (const Packet& packet : seen.packets) {
        EXPECT_EQ(packet.at("tcp.flags"), "0x0002");
        EXPECT_EQ(packet.at("frame.comment"), "unanswered");
        times.push_back(packet.at("frame.time_epoch").substr(0, 3));
    }
    EXPECT_EQ(times, (std::vector<std::string>{"1.0", "2.0", "4.0"}));
}

TEST(PcapngStream, IsResetWhenItsProcessCrashes) {
    Room room;
    room.run(1, [](Env& env) { listen(env, kIgnore); });
    room.run(0, [](Env& env) { dial(env, kSayHello); });
    const auto crash = [&] { ASSERT_TRUE(room.world.crash(0)); };
    const auto lines = conversation(room.capture(10_s, {{1_s, crash}}));
    ASSERT_EQ(lines.size(), 6U);
    EXPECT_EQ(lines.back(), "< RST+ACK 0");
}

TEST(PcapngStream, SendsDataAndThenTheResetOfTheSameInstant) {
    Room room;
    room.run(1, [](Env& env) { listen(env, kIgnore); });
    room.run(0, [](Env& env) {
        dial(env, [](Env& own, StreamId id) {
            own.network().send(id, core::viewOf("farewell"));
            own.network().abort(id);
        });
    });
    EXPECT_EQ(conversation(room.capture(10_s)),
              (std::vector<std::string>{"> SYN 0", "< SYN+ACK 0", "> ACK 0", "> PSH+ACK 8",
                                        "> RST+ACK 0"}));
}

TEST(PcapngStream, IsSilentAfterAPowerLossUntilTheRestartedHostResets) {
    Room room;
    room.run(1, [](Env& env) { listen(env, kIgnore); });
    room.run(0, [](Env& env) {
        dial(env, [](Env& own, StreamId id) {
            own.network().send(id, core::viewOf("hello"));
            own.after(2_s, [&own, id] { kSayHello(own, id); });
        });
    });
    const auto off = [&] { ASSERT_TRUE(room.world.powerOff(1)); };
    const auto on = [&] { ASSERT_TRUE(room.world.powerOn(1)); };
    const Dissection seen = room.capture(20_s, {{1_s, off}, {2500_ms, on}});
    const auto lines = conversation(seen);
    ASSERT_GT(lines.size(), 7U);
    EXPECT_EQ(lines[5], "> PSH+ACK 5"); // into silence
    EXPECT_EQ(seen.packets[5].at("frame.comment"), "lost: host-down");
    EXPECT_EQ(lines.back(), "< RST+ACK 0");
    EXPECT_EQ(std::count(lines.begin(), lines.end(), "< RST+ACK 0"), 1);
    EXPECT_EQ(seen.count("tcp.analysis.retransmission"), lines.size() - 7);
}

TEST(PcapngDatagram, OverTheMtuGoesInFragments) {
    Room room;
    room.run(1, [](Env& env) {
        ASSERT_TRUE(env.network().bind(7000, "x", [](const Endpoint&, core::ByteView) {}));
    });
    room.run(0, [](Env& env) {
        const auto socket = env.network().bind(0, "x", nullptr);
        for (const std::size_t size : {1472u, 1473u, 5000u, 65507u}) {
            ASSERT_TRUE(env.network().sendTo(*socket, kServer, core::Bytes(size, 'x')));
        }
    });
    const Dissection seen = room.capture(1_s);
    std::vector<std::string> found;
    for (const Packet& packet : seen.packets) {
        if (!packet.at("udp.length").empty()) {
            found.push_back(packet.at("udp.length") + "/" + packet.at("ip.fragment.count"));
        }
    }
    EXPECT_EQ(found, (std::vector<std::string>{"1480/", "1481/2", "5008/4", "65515/45"}));
    EXPECT_EQ(seen.packets.size(), 1U + 2 + 4 + 45);
    EXPECT_EQ(seen.count("udp.checksum.status", "1"), 4U);
}

TEST(PcapngDatagram, WithoutAListenerSaysSo) {
    Room room;
    room.run(0, [](Env& env) {
        const auto socket = env.network().bind(0, "x", nullptr);
        ASSERT_TRUE(env.network().sendTo(*socket, kServer, core::Bytes(10)));
    });
    const Dissection seen = room.capture(1_s);
    ASSERT_EQ(seen.packets.size(), 1U);
    EXPECT_EQ(seen.packets[0].at("frame.comment"), "not received: no-listener");
}

TEST(PcapngDatagram, ToAGroupLeavesItsSenderOnce) {
    Trace trace(Level::Bytes);
    std::uint64_t packet = 0;
    for (int send = 0; send < 2; ++send) { // the very same octets twice in one instant
        for (const HostIndex receiver : {1u, 2u}) {
            DatagramSent sent;
            sent.packet = ++packet;
            sent.at = ms(1);
            sent.process = 0;
            sent.fromHost = 0;
            sent.toHost = receiver;
            sent.from = {{0x0a000001}, 4000};
            sent.to = {{0xe0000101}, 7000};
            sent.protocol = "echo";
            sent.payload = core::viewOf("who is there");
            trace.recorder->datagramSent(sent);
        }
    }
    const auto file = trace.folder / "run.pcapng";
    ASSERT_TRUE(exportPcapng(trace.done(), file));
    const Dissection seen = dissect(file);
    EXPECT_EQ(seen.packets.size(), 2U);
    EXPECT_EQ(seen.count("ip.dst", "224.0.1.1"), 2U);
}

} // namespace
} // namespace sim::trace::testing
