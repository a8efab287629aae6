// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

namespace tests::env {
namespace {

/// Sends one text from process "a" to port 9 of a host.
void sendText(EnvHarness& h, Time when, const SocketId& socket, std::string text,
              std::string host = "b") {
    h.at(when, "a", [&h, &socket, text, host](Env& env) {
        ASSERT_TRUE(env.network().sendTo(socket, h.endpoint(host, 9), core::bytesOf(text)));
    });
}

/// Sends `count` datagrams of `size` octets, one each 100 us from `from` on; numbered.
void sendMany(EnvHarness& h, Time from, const SocketId& socket, int count, std::size_t size = 8) {
    h.at(from, "a", [&h, &socket, count, size](Env& env) {
        for (int i = 0; i < count; ++i) {
            env.after(Duration{100'000} * i, [&h, &socket, &env, i, size] {
                std::string text = std::to_string(i);
                text.resize(std::max(size, text.size()), ' ');
                EXPECT_TRUE(env.network().sendTo(socket, h.endpoint("b", 9), core::bytesOf(text)));
            });
        }
    });
}

} // namespace

TEST_P(Datagrams, D1DatagramArrivesWithItsSenderAndItsBytes) {
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Endpoint from;
    Bytes received;
    int count = 0;
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(env.network().bind(9, "test", [&](const Endpoint& sender, ByteView payload) {
            from = sender;
            received.assign(payload.begin(), payload.end());
            count += 1;
        }));
    });
    const Bytes sent{0, 255, 10, 13, 0, 128};
    h.at(t(1_s), "a", [&](Env& env) {
        ASSERT_TRUE(env.network().sendTo(socket, h.endpoint("b", 9), sent));
    });
    h.runUntil(t(2_s));
    EXPECT_EQ(count, 1);
    EXPECT_EQ(received, sent);
    EXPECT_EQ(from, h.endpoint("a", 7000));
}

TEST_P(Datagrams, D2ArrivalIsLatencyPlusSizeOverBandwidth) {
    NEEDS(ExactTimes);
    for (const Shape shape : {Shape::Mesh, Shape::Star}) {
        World world = worldOf({"a", "b"});
        world.shape = shape;
        EnvHarness& h = build(world);
        SocketId socket;
        startSender(h, socket);
        Log log;
        startReceiver(h, "b", "b", 9, log);
        sendText(h, t(1_s), socket, std::string(100, 'x'));
        sendText(h, t(2_s), socket, std::string(3000, 'x'));
        h.runUntil(t(3_s));
        const Duration latency = shape == Shape::Mesh ? 1_ms : 2_ms;
        EXPECT_EQ(log.times(), (Times{t(1_s + latency + 8_ns * 128),
                                      t(2_s + latency + 8_ns * (3000 + 8 + 3 * 20))}));
    }
}

TEST_P(Datagrams, D3EmptyDatagramIsDelivered) {
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    sendText(h, t(1_s), socket, "");
    h.runUntil(t(2_s));
    EXPECT_EQ(log.words(), (Words{""}));
}

TEST_P(Datagrams, D4LargestDatagramPassesAndOneMoreIsRefused) {
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    std::optional<NetworkError> error;
    h.at(t(1_s), "a", [&](Env& env) {
        const auto sent = env.network().sendTo(socket, h.endpoint("b", 9), Bytes(65'508));
        ASSERT_FALSE(sent);
        error = sent.error();
        ASSERT_TRUE(env.network().sendTo(socket, h.endpoint("b", 9), Bytes(65'507)));
    });
    h.runUntil(t(2_s));
    EXPECT_EQ(error, NetworkError::TooLarge);
    ASSERT_EQ(log.entries.size(), 1u);
    EXPECT_EQ(log.entries[0].what.size(), 65'507u);
}

TEST_P(Datagrams, D5OneLostFragmentLosesTheDatagram) {
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    h.inject(t(500_ms), loss("a--b", 200'000));
    sendMany(h, t(1_s), socket, 1000, 1472);            // one fragment: 80 % arrive
    sendMany(h, t(11_s), socket, 1000, 9 * 1480 + 100); // ten fragments: 10.7 % arrive
    h.runUntil(t(10_s));
    const std::size_t small = log.entries.size();
    h.runUntil(t(30_s));
    const std::size_t large = log.entries.size() - small;
    EXPECT_GT(small, 740u);
    EXPECT_LT(small, 860u);
    EXPECT_GT(large, 60u);
    EXPECT_LT(large, 160u);
}

TEST_P(Datagrams, D6DatagramForAFreePortIsDroppedInSilence) {
    EnvHarness& h = build({"a", "b"});
    Log back;
    startReceiver(h, "a", "a", 7000, back);
    Log log;
    startReceiver(h, "b", "b", 10, log);
    h.at(t(1_s), "a", [&](Env& env) {
        const auto socket = env.network().bind(0, "test", [&](const Endpoint&, ByteView) {
            back.entries.push_back({"reply", h.now()});
        });
        ASSERT_TRUE(socket);
        ASSERT_TRUE(env.network().sendTo(*socket, h.endpoint("b", 9), Bytes{1}));
    });
    h.runUntil(t(5_s));
    EXPECT_TRUE(log.entries.empty());
    EXPECT_TRUE(back.entries.empty());
}

TEST_P(Datagrams, D7DatagramGoesToWhoHasThePortWhenItArrives) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    std::vector<std::uint32_t> receivers;
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(env.network().bind(9, "test", [&](const Endpoint&, ByteView) {
            receivers.push_back(env.self().incarnation);
        }));
    });
    sendText(h, t(1_s), socket, "x");
    h.inject(t(1_s + 500_us), restart("b"));
    h.runUntil(t(2_s));
    EXPECT_EQ(receivers, (std::vector<std::uint32_t>{2}));
}

TEST_P(Datagrams, D8LossyLinkLosesItsShareInSilence) {
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    h.inject(t(500_ms), loss("a--b", 300'000));
    sendMany(h, t(1_s), socket, 2000);
    h.runUntil(t(5_s));
    EXPECT_GT(log.entries.size(), 1300u);
    EXPECT_LT(log.entries.size(), 1500u);
    h.inject(t(6_s), loss("a--b", 1'000'000));
    log.entries.clear();
    sendMany(h, t(7_s), socket, 100);
    h.runUntil(t(8_s));
    EXPECT_TRUE(log.entries.empty());
}

TEST_P(Datagrams, D9DuplicatingLinkDeliversTwice) {
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    h.inject(t(500_ms), duplicate("a--b", 1'000'000));
    sendText(h, t(1_s), socket, "x");
    h.inject(t(2_s), duplicate("a--b", 250'000));
    sendMany(h, t(3_s), socket, 1000);
    h.runUntil(t(2_s));
    EXPECT_EQ(log.words(), (Words{"x", "x"}));
    log.entries.clear();
    h.runUntil(t(5_s));
    EXPECT_GT(log.entries.size(), 1180u);
    EXPECT_LT(log.entries.size(), 1320u);
}

TEST_P(Datagrams, D10ReorderingLetsLaterDatagramsOvertake) {
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    h.inject(t(500_ms), reorder("a--b", 1'000'000, 10_ms));
    sendText(h, t(1_s), socket, "first");
    h.inject(t(1_s + 1_us), reorder("a--b", 0, 10_ms));
    sendText(h, t(1_s + 2_ms), socket, "second");
    h.runUntil(t(2_s));
    EXPECT_EQ(log.words(), (Words{"second", "first"}));
}

TEST_P(Datagrams, D11DatagramsArriveInOrder) {
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    h.at(t(1_s), "a", [&](Env& env) {
        for (int i = 0; i < 50; ++i) {
            Bytes payload(i % 2 == 0 ? 9000 : 10, static_cast<std::uint8_t>('A' + i));
            ASSERT_TRUE(env.network().sendTo(socket, h.endpoint("b", 9), std::move(payload)));
        }
    });
    h.runUntil(t(2_s));
    ASSERT_EQ(log.entries.size(), 50u);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(log.entries[static_cast<std::size_t>(i)].what[0], static_cast<char>('A' + i));
    }
}

TEST_P(Datagrams, D12DelayAddsToTheLatency) {
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    h.inject(t(1_s), delay("a--b", 40_ms));
    sendText(h, t(2_s), socket, std::string(72, 'x'));
    h.inject(t(3_s), delay("a--b", 0_ms));
    sendText(h, t(4_s), socket, std::string(72, 'x'));
    h.runUntil(t(5_s));
    EXPECT_EQ(log.times(), (Times{t(2_s + 41_ms + 800_ns), t(4_s + 1_ms + 800_ns)}));
}

TEST_P(Datagrams, D13CutLosesWhatIsOnTheWayAndWhatHasNoRoute) {
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    sendText(h, t(1_s), socket, "on the way");
    h.inject(t(1_s + 500_us), cut("a--b"));
    h.inject(t(1_s + 700_us), repair("a--b"));
    h.inject(t(2_s), cut("a--b"));
    sendText(h, t(3_s), socket, "no route");
    h.inject(t(4_s), repair("a--b"));
    sendText(h, t(5_s), socket, "whole again");
    h.runUntil(t(6_s));
    EXPECT_EQ(log.words(), (Words{"whole again"}));
}

TEST_P(Datagrams, D14OneWayCutStopsOneDirection) {
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b"});
    Log atA;
    Log atB;
    const auto talker = [&h](const std::string& self, const std::string& other, Log& log) {
        h.start(self, self, [&h, other, &log](Env& env) {
            const auto socket = env.network().bind(9, "test", [&](const Endpoint&, ByteView) {
                log.entries.push_back({"got", h.now()});
            });
            ASSERT_TRUE(socket);
            env.after(2_s, [&h, &env, other, socket] {
                EXPECT_TRUE(env.network().sendTo(*socket, h.endpoint(other, 9), Bytes{1}));
            });
        });
    };
    talker("a", "b", atA);
    talker("b", "a", atB);
    h.inject(t(1_s), cutForward("a--b"));
    h.runUntil(t(3_s));
    EXPECT_EQ(atA.entries.size(), 1u);
    EXPECT_EQ(atB.entries.size(), 0u);
}

TEST_P(Datagrams, D15PartitionDropsAtTheSendAndOnTheWay) {
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    sendText(h, t(1_s), socket, "on the way");
    h.inject(t(1_s + 500_us), partition({{"a"}, {"b"}}));
    sendText(h, t(2_s), socket, "at the send");
    h.inject(t(2_s + 500_us), heal());
    sendText(h, t(3_s), socket, "healed");
    h.runUntil(t(4_s));
    EXPECT_EQ(log.words(), (Words{"healed"}));
}

TEST_P(Datagrams, D16OneWayPartitionLetsTheOtherDirectionPass) {
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    h.inject(t(1_s), partition({{"b"}, {"a"}}, true));
    sendText(h, t(2_s), socket, "passes");
    h.inject(t(3_s), heal());
    h.inject(t(4_s), partition({{"a"}, {"b"}}, true));
    sendText(h, t(5_s), socket, "dropped");
    h.runUntil(t(6_s));
    EXPECT_EQ(log.words(), (Words{"passes"}));
}

TEST_P(Datagrams, D17DatagramForADarkHostIsLostInSilence) {
    NEEDS(Power);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    h.inject(t(1_s), powerOff("b"));
    sendText(h, t(2_s), socket, "lost");
    h.inject(t(3_s), powerOn("b"));
    sendText(h, t(4_s), socket, "arrives");
    h.runUntil(t(5_s));
    EXPECT_EQ(log.words(), (Words{"arrives"}));
}

} // namespace tests::env
