// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/network/net.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sim::network::test {
namespace {

constexpr std::uint64_t kOurs = 11;
constexpr std::uint64_t kOthers = 12;
constexpr std::int64_t kFast = 100'000'000'000; // so that queues do not matter

topology::TopologySpec lossyPair(std::int64_t lossPerMillion, core::Duration jitter) {
    topology::TopologySpec spec = pairOfHosts();
    for (topology::LinkSpec& link : spec.links) {
        link.bitsPerSecond = kFast;
    }
    spec.links[0].lossPerMillion = lossPerMillion;
    spec.links[0].jitter = jitter;
    return spec;
}

/// Sends 2,000 packets of our flow, 10 ms apart, with or without others between them; how long
/// each was under way, -1 if it was lost.
std::vector<std::int64_t> journeys(const topology::TopologySpec& spec, bool withOthers) {
    Net net(spec);
    std::vector<std::uint64_t> ours;
    for (std::int64_t i = 0; i < 2'000; ++i) {
        net.at(10_ms * i, [&] { ours.push_back(net.send(0, 1, 1, kOurs)); });
        if (withOthers) {
            net.at(10_ms * i + 5_ms, [&] { net.send(0, 1, 1, kOthers); });
        }
    }
    net.run(100_s);
    std::vector<std::int64_t> times;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const SimTime at = net.arrivalOf(ours[i]);
        times.push_back(at.ns < 0 ? -1 : at.ns - static_cast<std::int64_t>(i) * (10_ms).ns);
    }
    return times;
}

TEST(CarrierDraws, LossHitsTheGivenShareOfPackets) {
    const auto times = journeys(lossyPair(250'000, {}), false);
    const auto lost = std::count(times.begin(), times.end(), -1);
    EXPECT_NEAR(static_cast<double>(lost), 500, 80); // four standard deviations
}

TEST(CarrierDraws, JitterFillsItsRange) {
    const auto times = journeys(lossyPair(0, 1_ms), false);
    const auto [least, most] = std::minmax_element(times.begin(), times.end());
    EXPECT_GE(*least, (2_ms).ns);
    EXPECT_LT(*least, (2'010_us).ns);
    EXPECT_LE(*most, (3_ms).ns + 2);
    EXPECT_GT(*most, (2'990_us).ns);
    EXPECT_GT(std::set<std::int64_t>(times.begin(), times.end()).size(), 1'900U);
}

TEST(CarrierDraws, AnotherFlowShiftsNobodysDraws) {
    const topology::TopologySpec spec = lossyPair(100'000, 1_ms);
    EXPECT_EQ(journeys(spec, false), journeys(spec, true));
}

TEST(CarrierDraws, AFaultOnAnotherLinkShiftsNobodysDraws) {
    topology::TopologySpec spec = lossyPair(100'000, 1_ms);
    const auto before = journeys(spec, false);
    spec.links[1].lossPerMillion = 200'000;
    const auto after = journeys(spec, false);
    for (std::size_t i = 0; i < before.size(); ++i) {
        ASSERT_TRUE(after[i] == -1 || after[i] == before[i]) << i;
        ASSERT_TRUE(before[i] != -1 || after[i] == -1) << i;
    }
}

TEST(CarrierDraws, PacketsOfAFlowHaveFatesOfTheirOwnFromTheFirstFaultOn) {
    Net net(lossyPair(0, {}));
    LinkTrouble trouble;
    trouble.lossPerMillion = 500'000;
    net.carrier.setTrouble(topology::forward(0), trouble);
    for (int i = 0; i < 100; ++i) {
        net.send(0, 1, 1, kOurs);
    }
    net.run(1_s);
    const std::size_t lost = net.lostFor(trace::Fate::LostOnLink).size();
    EXPECT_GT(lost, 25U);
    EXPECT_LT(lost, 75U);
}

TEST(CarrierDraws, ADuplicateArrivesBesideItsOriginalAndIsNotDuplicatedAgain) {
    Net net(lossyPair(0, {}));
    LinkTrouble trouble;
    trouble.duplicatePerMillion = 1'000'000;
    net.carrier.setTrouble(topology::forward(0), trouble);
    net.send(0, 1, 1, kOurs);
    net.run(1_s);
    ASSERT_EQ(net.fates.size(), 2U);
    EXPECT_NE(net.fates[0].duplicate, net.fates[1].duplicate);
    net.carrier.setTrouble(topology::forward(0), {});
    net.send(0, 1, 1, kOurs);
    net.run(2_s);
    EXPECT_EQ(net.fates.size(), 3U);
}

TEST(CarrierDraws, AReorderedPacketComesLaterByTheGivenTime) {
    Net net(lossyPair(0, {}));
    LinkTrouble trouble;
    trouble.reorderPerMillion = 300'000;
    trouble.reorderBy = 50_ms;
    net.carrier.setTrouble(topology::forward(0), trouble);
    for (int i = 0; i < 200; ++i) {
        net.send(0, 1, 1, kOurs);
    }
    net.run(1_s);
    const auto late = std::count_if(net.fates.begin(), net.fates.end(), [](const Fate& fate) {
        return fate.at > SimTime{(52_ms).ns} && fate.at < SimTime{(53_ms).ns};
    });
    const auto onTime = std::count_if(net.fates.begin(), net.fates.end(), [](const Fate& fate) {
        return fate.at < SimTime{(3_ms).ns};
    });
    EXPECT_EQ(late + onTime, 200);
    EXPECT_GT(late, 30);
    EXPECT_LT(late, 90);
}

} // namespace
} // namespace sim::network::test
