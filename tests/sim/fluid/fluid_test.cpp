// SPDX-License-Identifier: Apache-2.0
#include "sim/fluid/fluid.h"
#include "sim/topology/transfer_time.h"
#include "tests/sim/topology/networks.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace sim::fluid {
namespace {

using core::Duration;
using topology::DirectedLink;
using topology::forward;
using topology::Topology;
using topology::TopologySpec;

constexpr std::int64_t kMega = 1'000'000;
constexpr Duration kSecond{1'000'000'000};
constexpr Duration kDay{86'400 * kSecond.ns};

/// A row of switches; link i leads from switch i to switch i + 1.
Topology chain(const std::vector<std::int64_t>& bitsPerSecond) {
    TopologySpec spec;
    for (std::uint32_t i = 0; i <= bitsPerSecond.size(); ++i) {
        topology::testing::addNode(spec, "s" + std::to_string(i), true);
        if (i > 0) {
            topology::testing::addLink(spec, i - 1, i, 100'000, bitsPerSecond[i - 1]);
        }
    }
    return Topology(spec);
}

/// Takes everything up to the time, as a run loop would; returns the ends.
std::map<FlowId, SimTime> takeUntil(Fluid& fluid, SimTime until) {
    std::map<FlowId, SimTime> ends;
    int idleWakes = 0;
    while (fluid.nextCompletion() <= until && fluid.nextCompletion() != SimTime::max()) {
        const SimTime now = fluid.nextCompletion();
        const auto completions = fluid.takeCompletions(now);
        idleWakes = completions.empty() ? idleWakes + 1 : 0;
        EXPECT_LT(idleWakes, 4) << "no progress at " << now.ns;
        if (idleWakes >= 4) {
            break;
        }
        for (const Completion& completion : completions) {
            EXPECT_EQ(completion.at, now);
            EXPECT_TRUE(ends.emplace(completion.flow, completion.at).second);
        }
    }
    return ends;
}

std::map<FlowId, SimTime> takeAll(Fluid& fluid) {
    return takeUntil(fluid, SimTime::max());
}

void expectFormulaAlone(SimTime start) {
    const std::vector<std::int64_t> bandwidths = {1'000'000'000, 999'999'937, 56'000, 7};
    const Topology topology = chain(bandwidths);
    Fluid fluid(topology);
    SimTime now = start;
    for (std::uint32_t link = 0; link < bandwidths.size(); ++link) {
        for (const std::int64_t octets : {1, 200, 4096, 65'537, 12'345'678}) {
            const std::vector<DirectedLink> route = {forward(link)};
            const FlowId flow = fluid.start(now, route, octets);
            const auto ends = takeAll(fluid);
            ASSERT_EQ(ends.size(), 1U);
            EXPECT_EQ((ends.at(flow) - now).ns, topology::transferTime(octets, bandwidths[link]).ns)
                << octets << " octets at " << bandwidths[link];
            now = ends.at(flow) + Duration{1};
        }
    }
}

TEST(Fluid, AloneTakesExactlyTheFormulaAtTenSeconds) {
    expectFormulaAlone(SimTime{} + 10 * kSecond);
}

TEST(Fluid, AloneTakesExactlyTheFormulaAtAHundredDays) {
    expectFormulaAlone(SimTime{} + 100 * kDay);
}

TEST(Fluid, AloneTakesExactlyTheFormulaAfterAHundredDaysWithoutAnIdleMoment) {
    const Topology topology = chain({1'000'000, 999'999'937});
    Fluid fluid(topology);
    const FlowId longOne =
        fluid.start(SimTime{}, std::vector<DirectedLink>{0}, 101 * 86'400 * kMega / 8);
    for (int i = 0; i < 200; ++i) {
        const SimTime now = SimTime{} + 100 * kDay + i * kSecond;
        const std::int64_t octets = 1'000 + 7'919 * i;
        const FlowId flow = fluid.start(now, std::vector<DirectedLink>{2}, octets);
        const auto ends = takeUntil(fluid, now + kSecond - Duration{1});
        ASSERT_EQ(ends.size(), 1U) << i;
        EXPECT_EQ(ends.at(flow), now + topology::transferTime(octets, 999'999'937)) << i;
    }
    EXPECT_EQ(takeAll(fluid).at(longOne), SimTime{} + 101 * kDay);
}

TEST(Fluid, NarrowestLinkOfTheRouteDecides) {
    const Topology topology = chain({100 * kMega, 8 * kMega, 1'000 * kMega});
    Fluid fluid(topology);
    const FlowId flow = fluid.start(SimTime{}, std::vector<DirectedLink>{0, 2, 4}, 1'000'000);
    EXPECT_EQ(takeAll(fluid).at(flow), SimTime{} + kSecond);
}

TEST(Fluid, TwoFlowsOnOneLinkTakeTwiceTheTime) {
    const Topology topology = chain({8 * kMega});
    Fluid fluid(topology);
    for (const Duration start : {10 * kSecond, 100 * kDay}) {
        const SimTime now = SimTime{} + start;
        const FlowId a = fluid.start(now, std::vector<DirectedLink>{0}, 1'000'000);
        const FlowId b = fluid.start(now, std::vector<DirectedLink>{0}, 1'000'000);
        const auto ends = takeAll(fluid);
        EXPECT_EQ(ends.at(a), now + 2 * kSecond);
        EXPECT_EQ(ends.at(b), now + 2 * kSecond);
    }
}

TEST(Fluid, DirectionsOfALinkDoNotDisturbEachOther) {
    const Topology topology = chain({8 * kMega});
    Fluid fluid(topology);
    const FlowId a = fluid.start(SimTime{}, std::vector<DirectedLink>{0}, 1'000'000);
    const FlowId b = fluid.start(SimTime{}, std::vector<DirectedLink>{1}, 1'000'000);
    const auto ends = takeAll(fluid);
    EXPECT_EQ(ends.at(a), SimTime{} + kSecond);
    EXPECT_EQ(ends.at(b), SimTime{} + kSecond);
}

TEST(Fluid, SharesMaxMinFairlyAmongThreeFlowsOverTwoLinks) {
    // By hand: the second link (4 Mbit/s) is the tightest, so `both` and `second` get 2 each;
    // `first` gets what `both` leaves of 10, that is 8, and all 10 once `both` has gone after 1 s.
    const Topology topology = chain({10 * kMega, 4 * kMega});
    Fluid fluid(topology);
    const FlowId both = fluid.start(SimTime{}, std::vector<DirectedLink>{0, 2}, 2 * kMega / 8);
    const FlowId first = fluid.start(SimTime{}, std::vector<DirectedLink>{0}, 18 * kMega / 8);
    const FlowId second = fluid.start(SimTime{}, std::vector<DirectedLink>{2}, 4 * kMega / 8);
    const auto ends = takeAll(fluid);
    EXPECT_EQ(ends.at(both), SimTime{} + kSecond);
    EXPECT_EQ(ends.at(first), SimTime{} + 2 * kSecond);
    EXPECT_EQ(ends.at(second), SimTime{} + Duration{1'500'000'000});
}

TEST(Fluid, ALateStarterSlowsTheFirstDownFromThenOn) {
    const Topology topology = chain({8 * kMega});
    Fluid fluid(topology);
    const FlowId a = fluid.start(SimTime{}, std::vector<DirectedLink>{0}, 1'000'000);
    const FlowId b = fluid.start(SimTime{500'000'000}, std::vector<DirectedLink>{0}, 1'000'000);
    const auto ends = takeAll(fluid);
    EXPECT_EQ(ends.at(a), SimTime{1'500'000'000});
    EXPECT_EQ(ends.at(b), SimTime{2'000'000'000});
}

TEST(Fluid, ACancelledFlowIsNotReportedAndFreesItsShare) {
    const Topology topology = chain({8 * kMega});
    Fluid fluid(topology);
    const FlowId a = fluid.start(SimTime{}, std::vector<DirectedLink>{0}, 1'000'000);
    const FlowId b = fluid.start(SimTime{}, std::vector<DirectedLink>{0}, 1'000'000);
    EXPECT_EQ(fluid.activeFlows(DirectedLink{0}), 2U);
    fluid.cancel(SimTime{1'000'000'000}, a);
    EXPECT_EQ(fluid.activeFlows(DirectedLink{0}), 1U);
    const auto ends = takeAll(fluid);
    EXPECT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends.at(b), SimTime{1'500'000'000});
    EXPECT_EQ(fluid.activeFlows(DirectedLink{0}), 0U);
    EXPECT_EQ(fluid.activeFlows(), 0U);
}

TEST(Fluid, ACompletionThatWasNotTakenCanStillBeCancelled) {
    const Topology topology = chain({8 * kMega});
    Fluid fluid(topology);
    const FlowId a = fluid.start(SimTime{}, std::vector<DirectedLink>{0}, 1'000'000);
    fluid.cancel(SimTime{} + kSecond, a);
    EXPECT_TRUE(fluid.takeCompletions(SimTime{} + kSecond).empty());
    EXPECT_EQ(fluid.nextCompletion(), SimTime::max());
}

TEST(Fluid, CancellingWhatIsOverOrUnknownDoesNothing) {
    const Topology topology = chain({8 * kMega});
    Fluid fluid(topology);
    fluid.cancel(SimTime{}, FlowId{7});
    const FlowId a = fluid.start(SimTime{}, std::vector<DirectedLink>{0}, 1'000);
    EXPECT_EQ(takeAll(fluid).size(), 1U);
    fluid.cancel(SimTime{} + kSecond, a);
    EXPECT_EQ(fluid.nextCompletion(), SimTime::max());
}

TEST(Fluid, NothingToMoveCompletesAtOnce) {
    const Topology topology = chain({8 * kMega});
    Fluid fluid(topology);
    const FlowId a = fluid.start(SimTime{5}, std::vector<DirectedLink>{0}, 0);
    const FlowId b = fluid.start(SimTime{5}, std::vector<DirectedLink>{}, 1'000'000);
    EXPECT_EQ(fluid.nextCompletion(), SimTime{5});
    const auto ends = takeAll(fluid);
    EXPECT_EQ(ends.at(a), SimTime{5});
    EXPECT_EQ(ends.at(b), SimTime{5});
}

TEST(Fluid, ListsTheFlowsOfADirectionOldestFirst) {
    const Topology topology = chain({8 * kMega, 8 * kMega});
    Fluid fluid(topology);
    EXPECT_TRUE(fluid.flowsOn(2).empty());
    std::vector<FlowId> expected;
    for (int i = 0; i < 20; ++i) {
        const bool second = i % 3 != 0;
        const auto route = second ? std::vector<DirectedLink>{0, 2} : std::vector<DirectedLink>{0};
        const FlowId flow = fluid.start(SimTime{i}, route, 1'000'000);
        if (second) {
            expected.push_back(flow);
        }
    }
    EXPECT_EQ(fluid.flowsOn(2), expected);
    EXPECT_EQ(fluid.flowsOn(0).size(), 20U);
    EXPECT_TRUE(fluid.flowsOn(1).empty());
    EXPECT_EQ(fluid.activeFlows(DirectedLink{2}), expected.size());
}

TEST(Fluid, AThousandFlowsOnOneLinkEndTogetherAfterAThousandTimesAsLong) {
    const Topology topology = chain({800 * kMega});
    Fluid fluid(topology);
    for (int i = 0; i < 1'000; ++i) {
        fluid.start(SimTime{}, std::vector<DirectedLink>{0}, 100'000);
    }
    EXPECT_EQ(fluid.nextCompletion(), SimTime{} + kSecond);
    const auto completions = fluid.takeCompletions(SimTime{} + kSecond);
    ASSERT_EQ(completions.size(), 1'000U);
    for (std::size_t i = 0; i < completions.size(); ++i) {
        EXPECT_EQ(completions[i].flow, FlowId{i + 1});
        EXPECT_EQ(completions[i].at, SimTime{} + kSecond);
    }
}

TEST(Fluid, MakesProgressWhenATransferTakesFarLessThanANanosecond) {
    const Topology topology = chain({100'000'000 * kMega});
    Fluid fluid(topology);
    const SimTime start{7};
    const std::vector<DirectedLink> route = {0};
    const FlowId a = fluid.start(start, route, 1);
    const FlowId b = fluid.start(start, route, 1);
    const auto ends = takeAll(fluid);
    ASSERT_EQ(ends.size(), 2U);
    EXPECT_LE(ends.at(a) - start, Duration{1});
    EXPECT_LE(ends.at(b) - start, Duration{1});
    const FlowId alone = fluid.start(start + Duration{10}, route, 1);
    EXPECT_EQ(takeAll(fluid).at(alone), start + Duration{11});
}

TEST(Fluid, AFlowMayStartAtTheInstantAnotherEnds) {
    const Topology topology = chain({8 * kMega});
    Fluid fluid(topology);
    const FlowId a = fluid.start(SimTime{}, std::vector<DirectedLink>{0}, 1'000'000);
    const FlowId b = fluid.start(SimTime{} + kSecond, std::vector<DirectedLink>{0}, 1'000'000);
    EXPECT_EQ(fluid.activeFlows(DirectedLink{0}), 1U);
    const auto ends = takeAll(fluid);
    EXPECT_EQ(ends.at(a), SimTime{} + kSecond);
    EXPECT_EQ(ends.at(b), SimTime{} + 2 * kSecond);
}

} // namespace
} // namespace sim::fluid
