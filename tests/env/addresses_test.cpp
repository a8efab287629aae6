// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

#include <map>

namespace tests::env {
namespace {

constexpr Address kGroup{0xe0000005};    // 224.0.0.5
constexpr Address kFloating{0x0a0000c8}; // 10.0.0.200
const auto kIgnore = [](const Endpoint&, ByteView) {};

/// Receivers on hosts: process and host of one name, port 9, counting.
using Counts = std::map<std::string, int>;

void startMember(EnvHarness& h, const std::string& name, Counts& counts, int joins,
                 std::uint16_t port = 9) {
    h.start(name, name, [&counts, name, joins, port](Env& env) {
        const auto socket = env.network().bind(
            port, "test", [&counts, name](const Endpoint&, ByteView) { counts[name] += 1; });
        ASSERT_TRUE(socket);
        for (int i = 0; i < joins; ++i) {
            ASSERT_TRUE(env.network().joinGroup(*socket, kGroup));
        }
    });
}

void sendTo(EnvHarness& h, Time when, const SocketId& socket, Endpoint to, int times = 1) {
    h.at(when, "a", [&socket, to, times](Env& env) {
        for (int i = 0; i < times; ++i) {
            ASSERT_TRUE(env.network().sendTo(socket, to, Bytes{1}));
        }
    });
}

/// Claims or releases the floating address.
void claim(EnvHarness& h, Time when, const std::string& process) {
    h.at(when, process, [](Env& env) { ASSERT_TRUE(env.network().claimAddress(kFloating)); });
}
void release(EnvHarness& h, Time when, const std::string& process) {
    h.at(when, process, [](Env& env) { ASSERT_TRUE(env.network().releaseAddress(kFloating)); });
}

} // namespace

TEST_P(Multicast, M1DatagramToAGroupReachesEveryMemberOnce) {
    NEEDS(Multicast);
    EnvHarness& h = build({"a", "b", "c", "d"});
    SocketId socket;
    startSender(h, socket);
    Counts counts;
    startMember(h, "b", counts, 1);
    startMember(h, "c", counts, 1);
    startMember(h, "d", counts, 1, 10);
    sendTo(h, t(1_s), socket, {kGroup, 9});
    h.runUntil(t(2_s));
    EXPECT_EQ(counts, (Counts{{"b", 1}, {"c", 1}}));
}

TEST_P(Multicast, M2OnlyMembersGetTheDatagram) {
    NEEDS(Multicast);
    EnvHarness& h = build({"a", "b", "c"});
    SocketId socket;
    startSender(h, socket);
    Counts counts;
    startMember(h, "b", counts, 0);
    SocketId member;
    h.start("c", "c", [&](Env& env) {
        member =
            *env.network().bind(9, "test", [&](const Endpoint&, ByteView) { counts["c"] += 1; });
        ASSERT_TRUE(env.network().joinGroup(member, kGroup));
    });
    sendTo(h, t(1_s), socket, {kGroup, 9});
    h.at(t(2_s), "c", [&](Env& env) { ASSERT_TRUE(env.network().leaveGroup(member, kGroup)); });
    sendTo(h, t(3_s), socket, {kGroup, 9});
    h.runUntil(t(4_s));
    EXPECT_EQ(counts, (Counts{{"c", 1}}));
}

TEST_P(Multicast, M3MemberReceivesItsOwnDatagrams) {
    NEEDS(Multicast);
    EnvHarness& h = build({"a", "b"});
    int own = 0;
    SocketId socket;
    h.start("a", "a", [&](Env& env) {
        socket = *env.network().bind(9, "test", [&](const Endpoint&, ByteView) { own += 1; });
        ASSERT_TRUE(env.network().joinGroup(socket, kGroup));
    });
    sendTo(h, t(1_s), socket, {kGroup, 9});
    h.runUntil(t(2_s));
    EXPECT_EQ(own, 1);
}

TEST_P(Multicast, M4JoiningTwiceBringsOneCopy) {
    NEEDS(Multicast);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Counts counts;
    startMember(h, "b", counts, 2);
    sendTo(h, t(1_s), socket, {kGroup, 9});
    h.runUntil(t(2_s));
    EXPECT_EQ(counts, (Counts{{"b", 1}}));
}

TEST_P(Multicast, M5OnlyMulticastAddressesCanBeJoined) {
    EnvHarness& h = build({"a"});
    int refused = 0;
    h.start("a", "a", [&](Env& env) {
        const auto socket = env.network().bind(9, "test", kIgnore);
        ASSERT_TRUE(socket);
        for (const std::uint32_t address : {0x0a000001U, 0xdfffffffU, 0xf0000000U, 0U}) {
            const auto joined = env.network().joinGroup(*socket, {address});
            const auto left = env.network().leaveGroup(*socket, {address});
            ASSERT_FALSE(joined || left);
            refused += joined.error() == NetworkError::NotMulticast ? 1 : 0;
            refused += left.error() == NetworkError::NotMulticast ? 1 : 0;
        }
    });
    h.runUntil(t(1_s));
    EXPECT_EQ(refused, 8);
}

TEST_P(Multicast, M6EachCopyIsLostOrDeliveredByItself) {
    NEEDS(Multicast);
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b", "c"});
    SocketId socket;
    startSender(h, socket);
    Counts counts;
    startMember(h, "b", counts, 1);
    startMember(h, "c", counts, 1);
    h.inject(t(500_ms), partition({{"a"}, {"b"}}));
    sendTo(h, t(1_s), socket, {kGroup, 9});
    h.runUntil(t(2_s));
    EXPECT_EQ(counts, (Counts{{"c", 1}}));
}

TEST_P(Multicast, M7MembershipEndsWithSocketAndIncarnation) {
    NEEDS(Multicast);
    EnvHarness& h = build({"a", "b", "c"});
    SocketId sender;
    startSender(h, sender);
    Counts counts;
    h.start("b", "b", [&](Env& env) {
        const auto first = env.network().bind(9, "test", kIgnore);
        ASSERT_TRUE(first);
        ASSERT_TRUE(env.network().joinGroup(*first, kGroup));
        env.network().close(*first);
        ASSERT_TRUE(
            env.network().bind(9, "test", [&](const Endpoint&, ByteView) { counts["b"] += 1; }));
    });
    h.start("c", "c", [&](Env& env) {
        const auto socket =
            env.network().bind(9, "test", [&](const Endpoint&, ByteView) { counts["c"] += 1; });
        ASSERT_TRUE(socket);
        if (env.self().incarnation == 1) {
            ASSERT_TRUE(env.network().joinGroup(*socket, kGroup));
        }
    });
    sendTo(h, t(1_s), sender, {kGroup, 9});
    h.inject(t(2_s), restart("c"));
    sendTo(h, t(3_s), sender, {kGroup, 9});
    h.runUntil(t(4_s));
    EXPECT_EQ(counts, (Counts{{"c", 1}}));
}

TEST_P(Addresses, A1HostsTableKnowsEveryMachineAndProcessAndNothingElse) {
    EnvHarness& h = build({"a", "b", "c"});
    std::vector<std::optional<Address>> found;
    h.start("web-1", "a", [&](Env& env) {
        env.after(2_s, [&] {
            for (const char* name : {"a", "b", "c", "web-1", "hub", "", "a.example"}) {
                found.push_back(env.lookupHost(name));
            }
        });
    });
    if (can(Capability::Power)) {
        h.inject(t(1_s), powerOff("c"));
    }
    h.runUntil(t(3_s));
    EXPECT_EQ(found, (std::vector<std::optional<Address>>{
                         h.addressOf("a"), h.addressOf("b"), h.addressOf("c"), h.addressOf("a"),
                         std::nullopt, std::nullopt, std::nullopt}));
}

TEST_P(Addresses, A2ClaimedAddressLeadsToItsHost) {
    NEEDS(Addresses);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    int datagrams = 0;
    int accepted = 0;
    h.start("b", "b", [&](Env& env) {
        ASSERT_TRUE(
            env.network().bind(9, "test", [&](const Endpoint&, ByteView) { datagrams += 1; }));
        ASSERT_TRUE(env.network().listen(80, {}, [&](StreamId, const Endpoint&) {
            accepted += 1;
            return StreamCallbacks{};
        }));
    });
    claim(h, t(1_s), "b");
    sendTo(h, t(2_s), socket, {kFloating, 9});
    StreamLog stream;
    h.at(t(2_s), "a", [&](Env& env) {
        ASSERT_TRUE(env.network().connect({kFloating, 80}, 1_s, {}, stream.callbacks(h)));
    });
    h.runUntil(t(5_s));
    EXPECT_EQ(datagrams, 1);
    EXPECT_EQ(accepted, 1);
    EXPECT_EQ(stream.connectedAt.size(), 1u);
}

TEST_P(Addresses, A3ClaimingAnAddressOfTheHostFails) {
    NEEDS(Addresses);
    EnvHarness& h = build({"a", "b"});
    int inUse = 0;
    const auto expectInUse = [&](Env& env, Address address) {
        const auto claimed = env.network().claimAddress(address);
        ASSERT_FALSE(claimed);
        inUse += claimed.error() == NetworkError::AddressInUse ? 1 : 0;
    };
    h.start("p", "a", [&](Env& env) {
        ASSERT_TRUE(env.network().claimAddress(kFloating));
        expectInUse(env, kFloating);
        expectInUse(env, env.self().address);
    });
    h.start("q", "a", [&](Env& env) { expectInUse(env, kFloating); });
    h.runUntil(t(1_s));
    EXPECT_EQ(inUse, 3);
}

TEST_P(Addresses, A4ReleasedAddressLeadsNowhere) {
    NEEDS(Addresses);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Log log;
    startReceiver(h, "b", "b", 9, log);
    sendTo(h, t(1_s), socket, {kFloating, 9});
    claim(h, t(2_s), "b");
    sendTo(h, t(3_s), socket, {kFloating, 9});
    release(h, t(4_s), "b");
    sendTo(h, t(5_s), socket, {kFloating, 9});
    h.runUntil(t(6_s));
    ASSERT_EQ(log.entries.size(), 1u);
    EXPECT_LT(log.entries[0].at, t(4_s));
}

TEST_P(Addresses, A5OnlyAClaimedAddressCanBeReleased) {
    NEEDS(Addresses);
    EnvHarness& h = build({"a", "b"});
    int notOwned = 0;
    h.start("p", "a", [&](Env& env) {
        for (const Address address : {kFloating, env.self().address, h.addressOf("b")}) {
            const auto released = env.network().releaseAddress(address);
            ASSERT_FALSE(released);
            notOwned += released.error() == NetworkError::AddressNotOwned ? 1 : 0;
        }
    });
    h.runUntil(t(1_s));
    EXPECT_EQ(notOwned, 3);
}

TEST_P(Addresses, A6LatestClaimWins) {
    NEEDS(Addresses);
    EnvHarness& h = build({"a", "b", "c"});
    SocketId socket;
    startSender(h, socket);
    Counts counts;
    startMember(h, "b", counts, 0);
    startMember(h, "c", counts, 0);
    claim(h, t(1_s), "b");
    sendTo(h, t(2_s), socket, {kFloating, 9});
    claim(h, t(3_s), "c");
    sendTo(h, t(4_s), socket, {kFloating, 9}, 10);
    h.runUntil(t(5_s));
    EXPECT_EQ(counts, (Counts{{"b", 1}, {"c", 10}}));
}

TEST_P(Addresses, A7HostThatMissedAClaimKeepsWhatItKnew) {
    NEEDS(Addresses);
    NEEDS(NetworkFaults);
    EnvHarness& h = build({"a", "b", "c"});
    SocketId socket;
    startSender(h, socket);
    Counts counts;
    startMember(h, "b", counts, 0);
    startMember(h, "c", counts, 0);
    claim(h, t(1_s), "b");
    h.inject(t(2_s), partition({{"a"}, {"c"}}));
    claim(h, t(3_s), "c");
    sendTo(h, t(4_s), socket, {kFloating, 9});
    h.inject(t(5_s), heal());
    sendTo(h, t(6_s), socket, {kFloating, 9}, 10);
    h.runUntil(t(7_s));
    EXPECT_EQ(counts, (Counts{{"b", 11}}));
    release(h, t(8_s), "c");
    claim(h, t(9_s), "c");
    sendTo(h, t(10_s), socket, {kFloating, 9}, 100);
    h.runUntil(t(11_s));
    EXPECT_EQ(counts, (Counts{{"b", 11}, {"c", 100}}));
}

TEST_P(Addresses, A8ClaimedAddressOutlivesTheProcessButNotThePower) {
    NEEDS(Addresses);
    NEEDS(Power);
    EnvHarness& h = build({"a", "b"});
    SocketId socket;
    startSender(h, socket);
    Counts counts;
    startMember(h, "b", counts, 0);
    claim(h, t(1_s), "b");
    h.inject(t(2_s), restart("b"));
    sendTo(h, t(3_s), socket, {kFloating, 9});
    h.runUntil(t(4_s));
    EXPECT_EQ(counts, (Counts{{"b", 1}}));
    h.inject(t(5_s), powerOff("b"));
    h.inject(t(6_s), powerOn("b"));
    sendTo(h, t(7_s), socket, {kFloating, 9});
    h.runUntil(t(8_s));
    EXPECT_EQ(counts, (Counts{{"b", 1}}));
}

} // namespace tests::env
