// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/network/net.h"

#include <gtest/gtest.h>

#include <string>

namespace sim::network::test {
namespace {

using trace::Fate;

constexpr std::uint32_t kLeft = 2;

/// 100 octets from host 0 to host 1: the head is at the switch after 1 ms, the tail after 1.1 ms,
/// and at the other host after 2.1 ms. Link `link` is cut at `moment` and at once repaired.
bool survives(std::uint32_t link, core::Duration moment) {
    Net net(pairOfHosts());
    const topology::DirectedLink direction =
        link == 0 ? topology::forward(link) : topology::backward(link);
    net.send(0, 1, 100);
    net.at(moment, [&] { net.carrier.setLinkUp(direction, false); });
    net.at(moment + 1_ns, [&] { net.carrier.setLinkUp(direction, true); });
    net.run(1_s);
    EXPECT_EQ(net.fates.size(), 1U);
    return net.fates.at(0).fate == Fate::Delivered;
}

TEST(CarrierCuts, LoseWhatIsOnTheLink) {
    EXPECT_FALSE(survives(0, 1_ns));
    EXPECT_FALSE(survives(0, 500_us));
    EXPECT_FALSE(survives(0, 1'050_us)); // the tail is still there
    EXPECT_FALSE(survives(1, 1'500_us));
    EXPECT_FALSE(survives(1, 2'100_us));
}

TEST(CarrierCuts, SpareWhatHasPassedOrNotYetCome) {
    EXPECT_TRUE(survives(0, 1'101_us));
    EXPECT_TRUE(survives(0, 2_ms));
    EXPECT_TRUE(survives(1, 500_us));
    EXPECT_TRUE(survives(1, 999_us));
}

TEST(CarrierCuts, SpareWhatHasPassedAndWaitsInTheSwitch) {
    topology::TopologySpec spec = pairOfHosts();
    spec.links[1].bitsPerSecond = kSlow / 100; // 100 octets take 10 ms
    Net net(spec);
    net.send(0, 1, 100);
    const std::uint64_t waiting = net.send(0, 1, 100);
    net.at(5_ms, [&] { net.carrier.setLinkUp(topology::forward(0), false); });
    net.run(1_s);
    EXPECT_EQ(net.arrivalOf(waiting), SimTime{(22_ms).ns});
}

TEST(CarrierCuts, LoseWhatComesToACutLink) {
    Net net(pairOfHosts());
    net.send(0, 1, 100);
    net.at(500_us, [&] { net.carrier.setLinkUp(topology::backward(1), false); });
    net.run(1_s);
    EXPECT_EQ(net.lostFor(Fate::LinkCut), (std::vector<std::uint64_t>{1}));
    EXPECT_EQ(net.fates[0].at, SimTime{(1_ms).ns});
}

TEST(CarrierCuts, OfOneDirectionLeaveTheOther) {
    Net net(pairOfHosts());
    net.carrier.setLinkUp(topology::forward(0), false);
    net.send(0, 1, 100);
    const std::uint64_t back = net.send(1, 0, 100);
    net.run(1_s);
    EXPECT_EQ(net.lostFor(Fate::NoRoute), (std::vector<std::uint64_t>{1}));
    EXPECT_EQ(net.arrivalOf(back), SimTime{(2'100_us).ns});
    EXPECT_FALSE(net.carrier.reachable(0, 1));
    EXPECT_TRUE(net.carrier.reachable(1, 0));
}

TEST(CarrierCuts, RerouteWhatIsSentAfterwards) {
    Net net(twoWays());
    net.send(0, 1, 100);
    net.at(2_ms + 500_us, [&] {
        net.carrier.setLinkUp(topology::forward(2), false);
        net.send(0, 1, 100);
    });
    net.at(50_ms, [&] {
        net.carrier.setLinkUp(topology::forward(2), true);
        net.send(0, 1, 100);
    });
    net.run(1_s);
    EXPECT_EQ(net.arrivalOf(1), SimTime{(3'100_us).ns}); // had passed the trunk
    EXPECT_EQ(net.arrivalOf(2), SimTime{} + 2'500_us + 12'100_us);
    EXPECT_EQ(net.arrivalOf(3), SimTime{} + 50_ms + 3'100_us);
}

TEST(CarrierPower, ASenderThatGoesOffLosesWhatWaitsInItsCard) {
    Net net(pairOfHosts());
    for (int i = 0; i < 10; ++i) {
        net.send(0, 1, 100);
    }
    net.at(250_us, [&] {
        net.carrier.noteHostOff(0);
        net.topology.setNodeUp(0, false);
    });
    net.run(1_s);
    EXPECT_EQ(net.arrivalOf(2), SimTime{(2'200_us).ns}); // was out
    EXPECT_EQ(net.lostFor(Fate::LinkCut).size(), 8U);
}

TEST(CarrierCuts, TheQueueThatACutEmptiedHoldsNobodyUp) {
    Net net(pairOfHosts());
    for (int i = 0; i < 10; ++i) {
        net.send(0, 1, 1'000); // 1 ms each
    }
    net.at(500_us, [&] {
        net.carrier.setLinkUp(topology::forward(0), false);
        net.carrier.setLinkUp(topology::forward(0), true);
    });
    net.at(600_us, [&] { net.send(0, 1, 100); });
    net.run(1_s);
    EXPECT_EQ(net.arrivalOf(11), SimTime{} + 600_us + 2'100_us);
}

TEST(CarrierPower, TheQueueThatAPowerLossEmptiedHoldsNobodyUp) {
    Net net(pairOfHosts());
    for (int i = 0; i < 10; ++i) {
        net.send(0, 1, 1'000);
    }
    net.at(500_us, [&] {
        net.carrier.noteHostOff(0);
        net.topology.setNodeUp(0, false);
        net.topology.setNodeUp(0, true);
    });
    net.at(600_us, [&] { net.send(0, 1, 100); });
    net.run(1_s);
    EXPECT_EQ(net.arrivalOf(11), SimTime{} + 600_us + 2'100_us);
}

TEST(CarrierPower, ASwitchThatGoesOffLosesWhatIsInIt) {
    topology::TopologySpec spec = pairOfHosts();
    spec.links[1].bitsPerSecond = kSlow / 100;
    Net net(spec);
    net.send(0, 1, 100);         // leaves the switch from 1 ms to 11 ms
    net.send(0, 1, 100);         // waits for it
    net.at(11_ms + 500_us, [&] { // the first is on the last link
        net.carrier.noteHostOff(kLeft);
        net.topology.setNodeUp(kLeft, false);
        net.topology.setNodeUp(kLeft, true);
    });
    net.run(1_s);
    EXPECT_EQ(net.arrivalOf(1), SimTime{(12_ms).ns});
    EXPECT_EQ(net.lostFor(Fate::LinkCut), (std::vector<std::uint64_t>{2}));
}

TEST(CarrierPower, WhatArrivesAtADeadHostIsLostThere) {
    Net net(pairOfHosts());
    net.topology.setNodeUp(1, false);
    net.send(0, 1, 100);
    net.run(1_s);
    EXPECT_EQ(net.lostFor(Fate::HostDown), (std::vector<std::uint64_t>{1}));
    EXPECT_EQ(net.fates[0].at, SimTime{(2'100_us).ns});
}

TEST(CarrierPartitions, DropAtTheSendAndInFlight) {
    Net net(pairOfHosts());
    Partitions& partitions = net.carrier.partitions();
    net.send(0, 1, 100);
    net.at(1_ms, [&] { EXPECT_TRUE(partitions.add({(1_ms).ns}, "p", {{0}, {1}}, false)); });
    net.at(1_ms + 1_ns, [&] { net.send(1, 0, 100); });
    net.at(2_ms, [&] { EXPECT_TRUE(partitions.heal({(2_ms).ns}, "p")); });
    net.at(2_ms + 1_ns, [&] { net.send(0, 1, 100); });
    net.run(1_s);
    EXPECT_EQ(net.lostFor(Fate::Partitioned), (std::vector<std::uint64_t>{2, 1}));
    EXPECT_EQ(net.arrivalOf(3), SimTime{} + 2_ms + 1_ns + 2'100_us);
}

TEST(CarrierPartitions, OneWayStopTheFirstSidesPacketsOnly) {
    Net net(pairOfHosts());
    net.carrier.partitions().add({}, "p", {{0}, {1}}, true);
    net.send(0, 1, 100);
    net.send(1, 0, 100);
    net.run(1_s);
    EXPECT_EQ(net.lostFor(Fate::Partitioned), (std::vector<std::uint64_t>{1}));
    EXPECT_EQ(net.arrivalOf(2), SimTime{(2'100_us).ns});
}

TEST(CarrierPartitions, HostsInNoSideReachEverybody) {
    topology::TopologySpec spec = pairOfHosts();
    addLink(spec, addNode(spec, false), kLeft, 1_ms, kSlow);
    Net net(spec);
    net.carrier.partitions().add({}, "p", {{0}, {1}}, false);
    EXPECT_FALSE(net.carrier.reachable(0, 1));
    EXPECT_TRUE(net.carrier.reachable(0, 3));
    EXPECT_TRUE(net.carrier.reachable(3, 1));
}

TEST(CarrierPartitions, StandTogetherAndHealByName) {
    Partitions partitions(3);
    EXPECT_TRUE(partitions.add({}, "one", {{0}, {1, 2}}, false));
    EXPECT_TRUE(partitions.add({}, "two", {{0, 1}, {2}}, false));
    EXPECT_FALSE(partitions.add({}, "one", {{0}, {1}}, false));
    EXPECT_EQ(partitions.standing(), (std::vector<std::string>{"one", "two"}));
    EXPECT_TRUE(partitions.heal({5}, "one"));
    EXPECT_FALSE(partitions.heal({5}, "one"));
    EXPECT_FALSE(partitions.blocks(0, 1));
    EXPECT_TRUE(partitions.blocks(0, 2));
    EXPECT_TRUE(partitions.blockedSince({4}, 0, 1)); // it was sent before the healing
    EXPECT_FALSE(partitions.blockedSince({5}, 0, 1));
}

} // namespace
} // namespace sim::network::test
