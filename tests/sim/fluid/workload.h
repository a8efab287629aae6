// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "sim/fluid/fluid.h"
#include "tests/sim/topology/networks.h"

#include <algorithm>
#include <cstdint>
#include <vector>

/// A random load of bulk transfers for tests: flows over random stretches of a chain of links,
/// some cancelled on the way.
namespace sim::fluid::testing {

struct PlannedFlow {
    SimTime start;
    std::vector<topology::DirectedLink> route;
    std::int64_t octets = 0;
    SimTime cancelAt = SimTime::max();
};

inline topology::Topology unevenChain(core::RandomStream& random, int links) {
    topology::TopologySpec spec;
    for (int i = 0; i <= links; ++i) {
        topology::testing::addNode(spec, "s" + std::to_string(i), true);
        if (i > 0) {
            topology::testing::addLink(spec, i - 1, i, 100'000,
                                       random.between(1'000'000, 50'000'000));
        }
    }
    return topology::Topology(spec);
}

/// Flows that start within `span` of `begin`, in order of their start.
inline std::vector<PlannedFlow> randomFlows(core::RandomStream& random, int links, int count,
                                            SimTime begin, core::Duration span, bool cancelSome) {
    std::vector<PlannedFlow> flows;
    for (int i = 0; i < count; ++i) {
        PlannedFlow flow;
        flow.start = begin + random.between(core::Duration{}, span);
        const std::int64_t first = random.between(0, links - 1);
        const std::int64_t last =
            random.between(first, std::min<std::int64_t>(first + 3, links - 1));
        for (std::int64_t link = first; link <= last; ++link) {
            flow.route.push_back(topology::forward(static_cast<topology::LinkIndex>(link)));
        }
        flow.octets = random.between(1, 500'000);
        if (cancelSome && random.chance(1, 5)) {
            flow.cancelAt = flow.start + random.between(core::Duration{1}, span);
        }
        flows.push_back(std::move(flow));
    }
    std::stable_sort(flows.begin(), flows.end(),
                     [](const PlannedFlow& a, const PlannedFlow& b) { return a.start < b.start; });
    return flows;
}

/// Runs the plan as a run loop would; ends by flow, SimTime::max() for the cancelled.
inline std::vector<SimTime> runPlan(Fluid& fluid, const std::vector<PlannedFlow>& plan) {
    std::vector<SimTime> ends(plan.size(), SimTime::max());
    std::vector<FlowId> ids;
    std::vector<bool> cancelled(plan.size(), false);
    for (;;) {
        SimTime cancelTime = SimTime::max();
        std::size_t victim = 0;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (!cancelled[i] && plan[i].cancelAt < cancelTime) {
                cancelTime = plan[i].cancelAt;
                victim = i;
            }
        }
        const SimTime startTime =
            ids.size() < plan.size() ? plan[ids.size()].start : SimTime::max();
        const SimTime now = std::min({fluid.nextCompletion(), startTime, cancelTime});
        if (now == SimTime::max()) {
            return ends;
        }
        if (now == fluid.nextCompletion()) {
            for (const Completion& completion : fluid.takeCompletions(now)) {
                ends[completion.flow.value - 1] = completion.at;
            }
        } else if (now == startTime) {
            const PlannedFlow& flow = plan[ids.size()];
            ids.push_back(fluid.start(now, flow.route, flow.octets));
        } else {
            cancelled[victim] = true;
            fluid.cancel(now, ids[victim]);
        }
    }
}

} // namespace sim::fluid::testing
