// SPDX-License-Identifier: Apache-2.0
#include "sim/run/measure.h"
#include "sim/run/probes.h"
#include "sim/run/run.h"
#include "sim/topology/topology.h"

#include <gtest/gtest.h>

#include <string>

namespace sim::run {
namespace {

using namespace core::literals;

constexpr SimTime at(core::Duration d) {
    return {d.ns};
}

TEST(FormatValue, ShowsUnitsAndGroups) {
    EXPECT_EQ(formatValue(1'234'567, trace::MeasureUnit::Count), "1,234,567");
    EXPECT_EQ(formatValue(-1'000, trace::MeasureUnit::Count), "-1,000");
    EXPECT_EQ(formatValue(999, trace::MeasureUnit::Octets), "999 B");
    EXPECT_EQ(formatValue((29'870_ms).ns, trace::MeasureUnit::Time), "29.870 s");
}

trace::ConnectionOpening attempt(core::Duration when, trace::ProcessIndex process,
                                 trace::HostIndex host) {
    trace::ConnectionOpening opening;
    opening.at = at(when);
    opening.clientProcess = process;
    opening.serverHost = host;
    return opening;
}

TEST(StaleProbe, IsTheLongestTimeFromADeathToAMembersLastAttempt) {
    StaleProbe probe({1, 2}, 5);
    probe.connectionOpening(attempt(5_s, 1, 3)); // alive: not stale
    probe.hostPower(at(10_s), 3, false, {});
    probe.connectionOpening(attempt(12_s, 1, 3));
    probe.connectionOpening(attempt(17_s, 2, 3));
    probe.connectionOpening(attempt(30_s, 9, 3)); // no member
    probe.connectionOpening(attempt(31_s, 1, 4)); // another host
    EXPECT_EQ(probe.longest(), 7_s);
}

TEST(StaleProbe, CountsNothingAfterTheHostIsBack) {
    StaleProbe probe({0}, 1);
    probe.hostPower(at(1_s), 0, false, {});
    probe.hostPower(at(2_s), 0, true, {});
    probe.connectionOpening(attempt(9_s, 0, 0));
    EXPECT_EQ(probe.longest(), std::nullopt);
}

TEST(StaleProbe, CountsDatagramsAndIgnoresAddressesOfNobody) {
    StaleProbe probe({0}, 1);
    probe.hostPower(at(1_s), 0, false, {});
    trace::DatagramSent sent;
    sent.at = at(4_s);
    sent.process = 0;
    sent.toHost = 0;
    probe.datagramSent(sent);
    probe.connectionOpening(attempt(9_s, 0, trace::kNoIndex));
    EXPECT_EQ(probe.longest(), 3_s);
}

TEST(EventProbe, CountsOneKindOfOneGroupAndKnowsTheNthTime) {
    EventProbe probe("lease-expired", {2});
    probe.event(1, at(1_s), 2, "lease-expired", {}, {});
    probe.event(2, at(2_s), 3, "lease-expired", {}, {});
    probe.event(3, at(3_s), 2, "registered", {}, {});
    probe.event(4, at(4_s), 2, "lease-expired", {}, {});
    EXPECT_EQ(probe.count(), 2);
    EXPECT_EQ(probe.time(2), at(4_s));
    EXPECT_EQ(probe.time(3), std::nullopt);
    EXPECT_EQ(probe.time(0), std::nullopt);
}

/// A scenario of two processes that never run: only measures and expectations matter.
scenario::Scenario twoProcesses() {
    scenario::Scenario scenario;
    scenario.topology.nodes.resize(1);
    scenario.topology.nodes[0].name = "host";
    scenario.topology.nodes[0].address = {1};
    scenario.processes.resize(2);
    scenario.processes[0].name = "a";
    scenario.processes[0].group = "a";
    scenario.processes[1].name = "b-1";
    scenario.processes[1].group = "b";
    return scenario;
}

Measures::Results evaluate(const scenario::Scenario& scenario, Measures& measures,
                           const Measures::Sql& sql = {}) {
    Kernel kernel;
    topology::Topology topology(scenario.topology);
    world::World world(kernel, topology, {});
    for (const scenario::ProcessSpec& process : scenario.processes) {
        world::ProcessPlan plan;
        plan.name = process.name;
        plan.group = process.group;
        world.addProcess(std::move(plan));
    }
    return measures.evaluate(world, sql);
}

TEST(Expectation, EventuallyHoldsUntilItsTimeOnly) {
    scenario::Scenario scenario = twoProcesses();
    scenario::ExpectationSpec spec;
    spec.kind = scenario::ExpectationKind::Eventually;
    spec.subject = "elected";
    spec.of = "b";
    spec.by = at(5_s);
    scenario.expectations = {spec, spec};
    scenario.expectations[1].by = at(2_s);
    Measures measures(scenario);
    for (trace::Sink* sink : measures.sinks()) {
        sink->event(1, at(3_s), 1, "elected", {}, {});
    }
    const auto results = evaluate(scenario, measures);
    EXPECT_EQ(results.expectations[0].verdict, trace::Verdict::Holds);
    EXPECT_EQ(results.expectations[1].verdict, trace::Verdict::Fails);
}

TEST(Expectation, NeverFailsWithTheFirstEventOfItsGroup) {
    scenario::Scenario scenario = twoProcesses();
    scenario::ExpectationSpec spec;
    spec.kind = scenario::ExpectationKind::Never;
    spec.subject = "split-brain";
    spec.of = "a";
    scenario.expectations = {spec};
    Measures measures(scenario);
    measures.sinks()[0]->event(1, at(1_s), 1, "split-brain", {}, {});
    EXPECT_EQ(evaluate(scenario, measures).expectations[0].verdict, trace::Verdict::Holds);
    measures.sinks()[0]->event(2, at(2_s), 0, "split-brain", {}, {});
    EXPECT_EQ(evaluate(scenario, measures).expectations[0].verdict, trace::Verdict::Fails);
}

TEST(Expectation, BoundIsUnknownWhenNothingWasMeasured) {
    scenario::Scenario scenario = twoProcesses();
    scenario::MeasureSpec measure;
    measure.name = "latency";
    measure.kind = scenario::MeasureKind::SampleMax;
    measure.unit = scenario::Unit::Time;
    measure.subject = "latency";
    scenario.measures = {measure};
    scenario::ExpectationSpec bound;
    bound.kind = scenario::ExpectationKind::Bound;
    bound.subject = "latency";
    bound.bound = 1;
    scenario.expectations = {bound};
    Measures measures(scenario);
    const auto results = evaluate(scenario, measures);
    EXPECT_EQ(results.measures[0].value, std::nullopt);
    EXPECT_EQ(results.expectations[0].verdict, trace::Verdict::Unknown);
}

TEST(Expectation, SqlIsAskedAndCompared) {
    scenario::Scenario scenario = twoProcesses();
    scenario::ExpectationSpec spec;
    spec.kind = scenario::ExpectationKind::Sql;
    spec.subject = "select 7";
    spec.comparison = scenario::Comparison::AtMost;
    spec.bound = 7;
    scenario.expectations = {spec, spec};
    scenario.expectations[1].bound = 6;
    Measures measures(scenario);
    EXPECT_TRUE(measures.needsTrace());
    const auto results = evaluate(scenario, measures, [](const std::string& query) {
        EXPECT_EQ(query, "select 7");
        return Measures::SqlAnswer(std::optional<std::int64_t>(7));
    });
    EXPECT_EQ(results.expectations[0].verdict, trace::Verdict::Holds);
    EXPECT_EQ(results.expectations[1].verdict, trace::Verdict::Fails);
}

TEST(Expectation, AQueryThatFailsIsReportedAndLeavesTheVerdictOpen) {
    scenario::Scenario scenario = twoProcesses();
    scenario::ExpectationSpec spec;
    spec.name = "odd";
    spec.kind = scenario::ExpectationKind::Sql;
    scenario.expectations = {spec};
    Measures measures(scenario);
    const auto results = evaluate(scenario, measures, [](const std::string&) {
        return Measures::SqlAnswer(core::Failure{std::string("no such table")});
    });
    EXPECT_EQ(results.expectations[0].verdict, trace::Verdict::Unknown);
    EXPECT_EQ(results.errors, (std::vector<std::string>{"expectation odd: no such table"}));
}

TEST(Run, RefusesAnInvariantThatThisBuildDoesNotHave) {
    scenario::Scenario scenario = twoProcesses();
    scenario.processes.clear();
    scenario.duration = 1_s;
    scenario::ExpectationSpec spec;
    spec.kind = scenario::ExpectationKind::Always;
    spec.subject = "no-such-rule";
    scenario.expectations = {spec};
    const auto report = run(scenario, {});
    ASSERT_FALSE(report.has_value());
    EXPECT_EQ(report.error().kind, RunErrorKind::Scenario);
    EXPECT_EQ(report.error().text, "this build has no invariant no-such-rule");
}

} // namespace
} // namespace sim::run
