// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/fluid/workload.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>

namespace sim::fluid {
namespace {

using core::Duration;
using testing::PlannedFlow;
using topology::DirectedLink;

/// Max-min fairness straight from its definition, in long double: raise all rates together, freeze
/// the flows of whichever link fills up first, repeat (progressive filling; Bertsekas and Gallager,
/// Data Networks, 6.5.2).
class Reference {
public:
    Reference(const topology::Topology& topology, const std::vector<PlannedFlow>& plan)
        : topology_(topology), plan_(plan), left_(plan.size()), end_(plan.size(), -1) {
        for (std::size_t i = 0; i < plan.size(); ++i) {
            left_[i] = static_cast<long double>(plan[i].octets) * 8;
        }
    }

    /// Nanoseconds after `begin`; negative for cancelled flows.
    std::vector<long double> run(SimTime begin) {
        long double now = 0;
        for (;;) {
            const std::vector<long double> rates = fill(now, begin);
            long double next = nextChange(now, begin, rates);
            if (next < 0) {
                return end_;
            }
            for (std::size_t i = 0; i < plan_.size(); ++i) {
                if (rates[i] > 0) {
                    left_[i] -= rates[i] * (next - now) / 1e9L;
                    if (left_[i] < 1e-6L) {
                        left_[i] = 0;
                        end_[i] = next;
                    }
                }
            }
            now = next;
        }
    }

private:
    bool runs(std::size_t i, long double now, SimTime begin) const {
        return left_[i] > 0 && static_cast<long double>((plan_[i].start - begin).ns) <= now &&
               static_cast<long double>((plan_[i].cancelAt - begin).ns) > now;
    }

    std::vector<long double> fill(long double now, SimTime begin) const {
        std::vector<long double> rate(plan_.size(), 0);
        std::map<DirectedLink, long double> spare;
        std::map<DirectedLink, int> open;
        std::vector<bool> growing(plan_.size(), false);
        for (std::size_t i = 0; i < plan_.size(); ++i) {
            growing[i] = runs(i, now, begin);
            for (const DirectedLink hop : plan_[i].route) {
                open[hop] += growing[i] ? 1 : 0;
                spare[hop] = static_cast<long double>(topology_.bitsPerSecond(hop));
            }
        }
        for (;;) {
            long double share = -1;
            DirectedLink tightest = 0;
            for (const auto& [hop, count] : open) {
                if (count > 0 && (share < 0 || spare[hop] / count < share)) {
                    share = spare[hop] / count;
                    tightest = hop;
                }
            }
            if (share < 0) {
                return rate;
            }
            for (std::size_t i = 0; i < plan_.size(); ++i) {
                const auto& route = plan_[i].route;
                if (growing[i] && std::find(route.begin(), route.end(), tightest) != route.end()) {
                    growing[i] = false;
                    rate[i] = share;
                    for (const DirectedLink hop : route) {
                        spare[hop] -= share;
                        --open[hop];
                    }
                }
            }
        }
    }

    long double nextChange(long double now, SimTime begin,
                           const std::vector<long double>& rates) const {
        long double next = -1;
        const auto offer = [&](long double t) {
            if (t > now && (next < 0 || t < next)) {
                next = t;
            }
        };
        for (std::size_t i = 0; i < plan_.size(); ++i) {
            if (rates[i] > 0) {
                offer(now + left_[i] / rates[i] * 1e9L);
            }
            offer(static_cast<long double>((plan_[i].start - begin).ns));
            if (plan_[i].cancelAt != SimTime::max() && left_[i] > 0) {
                offer(static_cast<long double>((plan_[i].cancelAt - begin).ns));
            }
        }
        return next;
    }

    const topology::Topology& topology_;
    const std::vector<PlannedFlow>& plan_;
    std::vector<long double> left_; ///< bits
    std::vector<long double> end_;
};

void expectAsByDefinition(SimTime begin, Duration tolerance) {
    core::RandomStream random(11);
    constexpr int kLinks = 8;
    const topology::Topology topology = testing::unevenChain(random, kLinks);
    const std::vector<PlannedFlow> plan =
        testing::randomFlows(random, kLinks, 200, begin, Duration{5'000'000'000}, true);
    Fluid fluid(topology);
    const std::vector<SimTime> ends = testing::runPlan(fluid, plan);
    const std::vector<long double> expected = Reference(topology, plan).run(begin);
    for (std::size_t i = 0; i < plan.size(); ++i) {
        ASSERT_EQ(ends[i] == SimTime::max(), expected[i] < 0) << i;
        if (expected[i] >= 0) {
            const auto actual = static_cast<long double>((ends[i] - begin).ns);
            EXPECT_LE(std::abs(actual - expected[i]), static_cast<long double>(tolerance.ns)) << i;
        }
    }
}

TEST(MaxMinSharing, AgreesWithTheDefinitionOnTwoHundredRandomFlows) {
    expectAsByDefinition(SimTime{}, Duration{2});
}

TEST(MaxMinSharing, AgreesWithTheDefinitionAtAHundredDays) {
    expectAsByDefinition(SimTime{} + Duration{100LL * 86'400 * 1'000'000'000}, Duration{2});
}

std::string outputOf(const std::string& command) {
    std::string text;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) {
        return text;
    }
    std::array<char, 256> buffer{};
    while (fgets(buffer.data(), buffer.size(), pipe) != nullptr) {
        text += buffer.data();
    }
    return pclose(pipe) == 0 ? text : "failed: " + text;
}

TEST(MaxMinSharing, IsTheSameWithAndWithoutAddressRandomisation) {
    const std::string program = ORRERY_FLUID_WORKLOAD;
    const std::string first = outputOf(program);
    EXPECT_EQ(first.rfind("ends ", 0), 0U) << first;
    EXPECT_EQ(outputOf(program), first);
    EXPECT_EQ(outputOf("MALLOC_PERTURB_=165 " + program), first);
    EXPECT_EQ(outputOf("setarch -R " + program), first);
}

} // namespace
} // namespace sim::fluid
