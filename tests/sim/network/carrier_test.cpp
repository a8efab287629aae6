// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/network/net.h"

#include <gtest/gtest.h>

namespace sim::network::test {
namespace {

TEST(Carrier, AnUncontendedPacketCutsThrough) {
    topology::TopologySpec spec = twoWays();
    spec.links[2].bitsPerSecond = kSlow / 4; // the narrowest counts, once
    Net net(spec);
    net.send(0, 1, 100);
    net.run(1_s);
    EXPECT_EQ(net.arrivalOf(1), SimTime{(3'400_us).ns});
    EXPECT_EQ(net.carrier.idleTime(0, 1, 100), 3'400_us);
}

TEST(Carrier, AHerdFillsItsLinkAndTakesTheComputedTime) {
    Net net(pairOfHosts());
    for (int i = 0; i < 1'000; ++i) {
        net.send(0, 1, 100);
    }
    net.run(1_s);
    for (std::uint64_t packet = 1; packet <= 1'000; ++packet) {
        const core::Duration queued = 100_us * static_cast<std::int64_t>(packet);
        ASSERT_EQ(net.arrivalOf(packet), SimTime{} + 2_ms + queued) << packet;
    }
}

TEST(Carrier, AHerdFromManyHostsQueuesAtTheReceiversLink) {
    topology::TopologySpec spec;
    const std::uint32_t center = addNode(spec, true);
    for (std::uint32_t host = 1; host <= 50; ++host) {
        addLink(spec, addNode(spec, false), center, 1_ms, kSlow);
    }
    Net net(spec);
    for (std::uint32_t host = 2; host <= 50; ++host) {
        net.send(host, 1, 100);
    }
    net.run(1_s);
    ASSERT_EQ(net.fates.size(), 49U);
    for (std::size_t i = 0; i < net.fates.size(); ++i) {
        EXPECT_EQ(net.fates[i].packet, i + 1); // first come, first served
        EXPECT_EQ(net.fates[i].at, SimTime{} + 2_ms + 100_us * static_cast<std::int64_t>(i + 1));
    }
}

TEST(Carrier, DirectionsOfALinkDoNotDisturbEachOther) {
    Net net(pairOfHosts());
    for (int i = 0; i < 10; ++i) {
        net.send(0, 1, 1'000);
    }
    const std::uint64_t back = net.send(1, 0, 100);
    net.run(1_s);
    EXPECT_EQ(net.arrivalOf(back), SimTime{(2'100_us).ns});
}

TEST(Carrier, AHostReachesItselfWithoutALink) {
    Net net(pairOfHosts());
    net.carrier.setLinkUp(topology::forward(0), false);
    net.send(0, 0, 100'000);
    net.run(1_s);
    EXPECT_EQ(net.arrivalOf(1), SimTime{(10_us).ns});
}

TEST(Carrier, AFullQueueDropsWhatWouldWaitTooLong) {
    topology::TopologySpec spec = pairOfHosts();
    spec.links[0].queueBytes = 1'000; // a millisecond of waiting
    Net net(spec);
    for (int i = 0; i < 20; ++i) {
        net.send(0, 1, 100);
    }
    EXPECT_EQ(net.lostFor(trace::Fate::QueueOverflow).size(), 9U); // one under way, ten wait
    net.run(500_us);
    net.send(0, 1, 100); // five have left
    net.run(1_s);
    EXPECT_EQ(net.lostFor(trace::Fate::QueueOverflow),
              (std::vector<std::uint64_t>{12, 13, 14, 15, 16, 17, 18, 19, 20}));
    EXPECT_EQ(net.arrivalOf(21), SimTime{} + 2_ms + 1'200_us);
}

TEST(Carrier, ExtraDelayOfALinkIsAdded) {
    Net net(pairOfHosts());
    LinkTrouble trouble;
    trouble.delay = 5_ms;
    net.carrier.setTrouble(topology::forward(0), trouble);
    net.send(0, 1, 100);
    const std::uint64_t back = net.send(1, 0, 100);
    net.run(1_s);
    EXPECT_EQ(net.arrivalOf(1), SimTime{(7'100_us).ns});
    EXPECT_EQ(net.arrivalOf(back), SimTime{(2'100_us).ns});
}

TEST(Carrier, CountsWhatIsInFlight) {
    Net net(pairOfHosts());
    net.send(0, 1, 100);
    net.send(0, 1, 100);
    EXPECT_EQ(net.carrier.inFlight(), 2U);
    net.run(2'100_us);
    EXPECT_EQ(net.carrier.inFlight(), 1U);
    net.run(1_s);
    EXPECT_EQ(net.carrier.inFlight(), 0U);
}

} // namespace
} // namespace sim::network::test
