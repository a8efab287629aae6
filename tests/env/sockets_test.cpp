// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

#include <set>

namespace tests::env {
namespace {

const auto kIgnore = [](const Endpoint&, ByteView) {};
const auto kAccept = [](StreamId, const Endpoint&) { return StreamCallbacks{}; };

} // namespace

TEST_P(Datagrams, D18DatagramForTheOwnHostCrossesNoLink) {
    World world = worldOf({"a", "b"});
    world.link.lossPerMillion = can(Capability::NetworkFaults) ? 1'000'000 : 0;
    EnvHarness& h = build(world);
    Log log;
    bool inHandler = false;
    bool nested = false;
    h.start("p", "a", [&](Env& env) {
        ASSERT_TRUE(env.network().bind(9, "test", [&](const Endpoint& from, ByteView) {
            nested = nested || inHandler;
            log.entries.push_back({toString(from.address), h.now()});
        }));
    });
    h.start("q", "a", [](Env&) {});
    h.at(t(1_s), "q", [&](Env& env) {
        inHandler = true;
        const auto socket = env.network().bind(0, "test", kIgnore);
        ASSERT_TRUE(socket);
        for (int i = 0; i < 20; ++i) {
            ASSERT_TRUE(env.network().sendTo(*socket, h.endpoint("a", 9), Bytes{1}));
        }
        inHandler = false;
    });
    h.runUntil(t(2_s));
    EXPECT_FALSE(nested);
    ASSERT_EQ(log.entries.size(), 20u);
    EXPECT_EQ(log.entries[0].what, "10.0.0.1");
    if (can(Capability::ExactTimes)) {
        EXPECT_LE(log.entries[19].at, t(1_s + 100_us));
    }
}

TEST_P(Datagrams, D19PortOfTheHostCanBeBoundOnce) {
    EnvHarness& h = build({"a"});
    std::optional<NetworkError> error;
    h.start("p", "a", [&](Env& env) { ASSERT_TRUE(env.network().bind(9, "test", kIgnore)); });
    h.start("q", "a", [&](Env& env) {
        const auto bound = env.network().bind(9, "test", kIgnore);
        ASSERT_FALSE(bound);
        error = bound.error();
    });
    h.runUntil(t(1_s));
    EXPECT_EQ(error, NetworkError::PortInUse);
}

TEST_P(Datagrams, D20DatagramAndStreamPortsAreApart) {
    EnvHarness& h = build({"a"});
    bool both = false;
    h.start("p", "a", [&](Env& env) {
        const bool bound = env.network().bind(53, "test", kIgnore).has_value();
        both = env.network().listen(53, {}, kAccept).has_value() && bound;
    });
    h.runUntil(t(1_s));
    EXPECT_TRUE(both);
}

TEST_P(Datagrams, D21PortZeroTakesAFreeDynamicPort) {
    EnvHarness& h = build({"a"});
    std::set<std::uint16_t> ports;
    h.start("p", "a", [&](Env& env) {
        ASSERT_TRUE(env.network().bind(49'152, "test", kIgnore));
        ports.insert(49'152);
        for (int i = 0; i < 50; ++i) {
            const auto socket = env.network().bind(0, "test", kIgnore);
            ASSERT_TRUE(socket);
            ports.insert(env.network().localEndpoint(*socket)->port);
        }
    });
    h.runUntil(t(1_s));
    EXPECT_EQ(ports.size(), 51u);
    EXPECT_GE(*ports.begin(), 49'152);
}

TEST_P(Datagrams, D22NoFreePortIsLeftAfterAllDynamicOnes) {
    EnvHarness& h = build({"a"});
    int bound = 0;
    std::optional<NetworkError> error;
    bool again = false;
    h.start("p", "a", [&](Env& env) {
        SocketId last;
        while (true) {
            const auto socket = env.network().bind(0, "test", kIgnore);
            if (!socket) {
                error = socket.error();
                break;
            }
            bound += 1;
            last = *socket;
        }
        env.network().close(last);
        again = env.network().bind(0, "test", kIgnore).has_value();
    });
    h.runUntil(t(1_s));
    EXPECT_EQ(bound, 65'536 - 49'152);
    EXPECT_EQ(error, NetworkError::NoFreePort);
    EXPECT_TRUE(again);
}

TEST_P(Datagrams, D23ClosedSocketReceivesNothingAndFreesItsPort) {
    EnvHarness& h = build({"a", "b"});
    SocketId sender;
    startSender(h, sender);
    int first = 0;
    int second = 0;
    SocketId socket;
    h.start("b", "b", [&](Env& env) {
        socket = *env.network().bind(9, "test", [&](const Endpoint&, ByteView) { first += 1; });
    });
    const auto send = [&](Env& env) {
        ASSERT_TRUE(env.network().sendTo(sender, h.endpoint("b", 9), Bytes{1}));
    };
    h.at(t(1_s), "b", [&](Env& env) { env.network().close(socket); });
    h.at(t(2_s), "a", send);
    h.at(t(3_s), "b", [&](Env& env) {
        const auto count = [&](const Endpoint&, ByteView) { second += 1; };
        const auto bound = env.network().bind(9, "test", count);
        ASSERT_TRUE(bound);
        env.network().close(*bound);
        ASSERT_TRUE(env.network().bind(9, "test", count));
    });
    h.at(t(4_s), "a", send);
    h.runUntil(t(5_s));
    EXPECT_EQ(first, 0);
    EXPECT_EQ(second, 1);
}

TEST_P(Datagrams, D24UnknownSocketsAreRefused) {
    EnvHarness& h = build({"a"});
    int refused = 0;
    h.start("p", "a", [&](Env& env) {
        const auto closed = env.network().bind(9, "test", kIgnore);
        ASSERT_TRUE(closed);
        env.network().close(*closed);
        for (const SocketId id : {SocketId{}, SocketId{987'654'321}, *closed}) {
            core::runtime::Network& net = env.network();
            const auto sent = net.sendTo(id, h.endpoint("a", 9), Bytes{1});
            const auto joined = net.joinGroup(id, Address{0xe0000001});
            const auto left = net.leaveGroup(id, Address{0xe0000001});
            const auto local = net.localEndpoint(id);
            ASSERT_FALSE(sent || joined || left || local);
            for (const NetworkError e :
                 {sent.error(), joined.error(), left.error(), local.error()}) {
                refused += e == NetworkError::UnknownSocket ? 1 : 0;
            }
            net.close(id);
        }
    });
    h.runUntil(t(1_s));
    EXPECT_EQ(refused, 12);
}

TEST_P(Datagrams, D25LocalEndpointIsTheFirstAddressAndThePort) {
    EnvHarness& h = build({"a", "b"});
    std::optional<Endpoint> local;
    h.start("p", "b", [&](Env& env) {
        const auto socket = env.network().bind(9, "test", kIgnore);
        ASSERT_TRUE(socket);
        local = *env.network().localEndpoint(*socket);
    });
    h.runUntil(t(1_s));
    EXPECT_EQ(local, h.endpoint("b", 9));
}

TEST_P(Datagrams, D26DatagramsWaitForAPausedProcessInOrder) {
    EnvHarness& h = build({"a", "b"});
    SocketId sender;
    startSender(h, sender);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    h.inject(t(1_s), pause("b"));
    for (const char* text : {"1", "2", "3"}) {
        h.at(t(2_s) + Duration{text[0] * 1'000'000}, "a", [&h, &sender, text](Env& env) {
            ASSERT_TRUE(env.network().sendTo(sender, h.endpoint("b", 9), core::bytesOf(text)));
        });
    }
    h.inject(t(10_s), resume("b"));
    h.runUntil(t(11_s));
    EXPECT_EQ(log.words(), (Words{"1", "2", "3"}));
    EXPECT_GE(log.entries[0].at, t(10_s));
}

} // namespace tests::env
