// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "tests/sim/network/net.h"

#include <gtest/gtest.h>

namespace sim::network::test {
namespace {

// Each test in a process of its own: SimGrid's engine exists once a process.

/// Sends packets of random sizes, each alone, in turn on the message path and on the fluid path;
/// both must take the same time to the nanosecond.
void expectTheSameTimes(core::Duration from) {
    topology::TopologySpec spec = twoWays();
    spec.links[0].bitsPerSecond = 1'000'000'000;
    spec.links[1].bitsPerSecond = 77'777'777;
    spec.links[2].bitsPerSecond = 123'456'789;
    spec.links[2].latency = 3'333_us;
    Net net(spec);
    core::RandomStream random(1);
    std::vector<core::Duration> moments;
    for (std::int64_t i = 0; i < 100; ++i) {
        const std::int64_t octets = random.between(1, 3'000'000);
        for (const bool bulk : {false, true}) {
            moments.push_back(from + 1_s * (2 * i + bulk) + random.between(0_ns, 1_ms));
            net.at(moments.back(), [&net, octets, bulk] { net.send(0, 1, octets, 0, bulk); });
        }
    }
    net.run(moments.back() + 10_s);
    for (std::size_t i = 0; i < moments.size(); i += 2) {
        const core::Duration message = net.arrivalOf(i + 1) - (SimTime{} + moments[i]);
        const core::Duration bulk = net.arrivalOf(i + 2) - (SimTime{} + moments[i + 1]);
        ASSERT_EQ(message, bulk) << i;
        ASSERT_GT(message, 5'333_us);
    }
}

TEST(CarrierPaths, TakeTheSameTimeAtAClockOfTenSeconds) {
    expectTheSameTimes(10_s);
}

TEST(CarrierPaths, TakeTheSameTimeAtAClockOfAHundredDays) {
    expectTheSameTimes(8'640'000_s);
}

TEST(CarrierPaths, TwoBulkFlowsOnOneLinkTakeTwiceTheTime) {
    Net net(pairOfHosts());
    net.send(0, 1, 1'000'000, 0, true);
    net.send(0, 1, 1'000'000, 0, true);
    net.run(10_s);
    EXPECT_EQ(net.arrivalOf(1), SimTime{} + 2_s + 2_ms);
    EXPECT_EQ(net.arrivalOf(2), SimTime{} + 2_s + 2_ms);
}

TEST(CarrierPaths, AMessageSharesItsLinksWithBulkFlows) {
    Net net(pairOfHosts());
    net.send(0, 1, 1'000'000, 0, true);
    net.send(0, 1, 1'000'000, 0, true);
    net.at(10_ms, [&] { net.send(0, 1, 100); }); // a third of the bandwidth
    net.run(10_s);
    EXPECT_EQ(net.arrivalOf(3), SimTime{} + 12_ms + 300_us);
}

TEST(CarrierPaths, ACutLosesABulkFlowAndGivesItsShareToTheOthers) {
    topology::TopologySpec spec = pairOfHosts();
    addLink(spec, addNode(spec, false), 2, 1_ms, kSlow);
    Net net(spec);
    net.send(0, 1, 1'000'000, 0, true);
    net.send(3, 1, 1'000'000, 0, true);
    net.at(1_s, [&] { net.carrier.setLinkUp(topology::forward(0), false); });
    net.run(10_s);
    EXPECT_EQ(net.lostFor(trace::Fate::LinkCut), (std::vector<std::uint64_t>{1}));
    EXPECT_EQ(net.arrivalOf(2), SimTime{} + 1_s + 500_ms + 2_ms);
}

TEST(CarrierPaths, ACutLosesBulkThatIsStillOnItsWayAfterTheLastOctetLeft) {
    Net net(pairOfHosts());
    net.send(0, 1, 100'000, 0, true); // flows until 100 ms, passes the switch at 101 ms
    net.at(100_ms + 500_us, [&] { net.carrier.setLinkUp(topology::forward(0), false); });
    net.run(1_s);
    EXPECT_EQ(net.lostFor(trace::Fate::LinkCut), (std::vector<std::uint64_t>{1}));
}

TEST(CarrierPaths, ACutBehindBulkSparesIt) {
    Net net(pairOfHosts());
    net.send(0, 1, 100'000, 0, true);
    net.at(101_ms + 500_us, [&] { net.carrier.setLinkUp(topology::forward(0), false); });
    net.run(1_s);
    EXPECT_EQ(net.arrivalOf(1), SimTime{(102_ms).ns});
}

} // namespace
} // namespace sim::network::test
