// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/scenario/fixture.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace sim::scenario::testing {
namespace {

using faults::Fault;
using faults::Target;
using faults::TimelineEntry;
using faults::Verb;

Fault faultOf(const std::string& line) {
    return loadSmallWith("timeline: [{at: 1 s, " + line + "}]\n").timeline.front().fault;
}
std::vector<std::string> targetsOf(const Fault& fault) {
    std::vector<std::string> names;
    for (const Target& target : fault.targets) {
        names.push_back(toString(target));
    }
    return names;
}
using Names = std::vector<std::string>;

TEST(Timeline, ReadsProcessVerbs) {
    EXPECT_EQ(targetsOf(faultOf("crash: ns")), Names{"ns"});
    EXPECT_EQ(targetsOf(faultOf("restart: web")), (Names{"web-1", "web-2"}));
    EXPECT_EQ(faultOf("pause: [ns, web-1], for: 5 s").lasting, core::Duration{5'000'000'000});
    EXPECT_EQ(faultOf("resume: users-3").verb, Verb::Resume);
    EXPECT_EQ(targetsOf(faultOf("crash: leader of web")), Names{"leader of web"});
}

TEST(Timeline, ReadsHostVerbs) {
    EXPECT_EQ(targetsOf(faultOf("power-off: web")), (Names{"web-1", "web-2"}));
    EXPECT_EQ(faultOf("power-on: box").verb, Verb::PowerOn);
    EXPECT_EQ(targetsOf(faultOf("power-off: [core, web-1]")), (Names{"core", "web-1"}));
    EXPECT_EQ(targetsOf(faultOf("power-on: core")), Names{"core"});
    EXPECT_EQ(faultOf("slow-disk: box, factor: 2.5").factorPercent, 250);
    EXPECT_EQ(faultOf("slow-cpu: box, factor: 10").factorPercent, 1'000);
    EXPECT_EQ(faultOf("fill-disk: box, for: 1 s").lasting, core::Duration{1'000'000'000});
    EXPECT_EQ(faultOf("fail-sync: box, count: 3").count, 3);
    EXPECT_EQ(faultOf("flip-bits: box, rate: 0.1 %").perMillion, 1'000);
    EXPECT_EQ(faultOf("skew-clock: box, by: -5 s").amount, core::Duration{-5'000'000'000});
    EXPECT_EQ(faultOf("step-clock: box, by: 1 h").amount, core::Duration{3'600'000'000'000});
    EXPECT_EQ(faultOf("drift-clock: box, by: -50 ppm").ppb, -50'000);
}

TEST(Timeline, ReadsLinkVerbs) {
    EXPECT_EQ(targetsOf(faultOf("cut: web-1--core")), Names{"web-1--core"});
    EXPECT_EQ(targetsOf(faultOf("cut: core--web-1")), Names{"web-1--core"});
    EXPECT_TRUE(faultOf("cut: web-1--core, one-way: true").oneWay);
    EXPECT_EQ(targetsOf(faultOf("repair: web")), (Names{"web-1--core", "web-2--core"}));
    const Fault delay = faultOf("delay: box, by: 100 ms, jitter: 20 ms");
    EXPECT_EQ(delay.amount, core::Duration{100'000'000});
    EXPECT_EQ(delay.jitter, core::Duration{20'000'000});
    EXPECT_EQ(faultOf("loss: box, rate: 5 %").perMillion, 50'000);
    EXPECT_EQ(faultOf("duplicate: box, rate: 5 %").verb, Verb::Duplicate);
    EXPECT_EQ(faultOf("reorder: box, rate: 1 %, by: 3 ms").amount, core::Duration{3'000'000});
}

TEST(Timeline, ReadsPartitionsAndTheirEnd) {
    const Fault fault =
        faultOf("partition: {name: split, groups: [[web], [box, ns-host]], one-way: true}");
    EXPECT_EQ(fault.name, "split");
    EXPECT_TRUE(fault.oneWay);
    EXPECT_EQ(fault.groups, (std::vector<Names>{{"web-1", "web-2"}, {"box", "ns-host"}}));
    EXPECT_TRUE(faultOf("heal: all").targets.empty());
    const Scenario healed = loadSmallWith(
        "timeline:\n- {at: 1 s, partition: {groups: [web, box]}}\n- {at: 2 s, heal: partition}\n");
    EXPECT_EQ(healed.timeline[1].fault.name, "partition");
}

TEST(Timeline, ReadsActionsAndSettings) {
    const Fault action = faultOf("action: set-record, of: ns, with: {name: web.example.}");
    EXPECT_EQ(action.name, "set-record");
    EXPECT_EQ(targetsOf(action), Names{"ns"});
    EXPECT_EQ(action.arguments.text("name"), "web.example.");
    EXPECT_EQ(action.arguments.text("address"), "10.0.0.1");
    const Fault set = faultOf("set: {rate: 9/s}, of: users");
    EXPECT_EQ(set.name, "rate");
    EXPECT_EQ(set.arguments.rate("rate"), core::runtime::Rate::perSecond(9));
    EXPECT_EQ(set.targets.size(), 3U);
}

TEST(Timeline, TellsEachLineInOneLine) {
    const auto textOf = [](const std::string& line) {
        return loadSmallWith("timeline: [{at: 1 s, " + line + "}]\n").timeline.front().text;
    };
    EXPECT_EQ(textOf("power-off: [web-1, box], for: 5 s"), "power-off web-1, box for 5 s");
    EXPECT_EQ(textOf("crash: leader of web"), "crash leader of web");
    EXPECT_EQ(textOf("partition: {name: p, groups: [[box], [web-1]]}"), "partition p: box | web-1");
    EXPECT_EQ(textOf("action: set-record, of: ns, with: {name: w, address: 10.0.0.7}"),
              "action set-record of ns with name=w address=10.0.0.7");
    EXPECT_EQ(textOf("delay: box, by: 1 ms, jitter: 2 ms"), "delay box by 1 ms jitter 2 ms");
}

TEST(Timeline, CountsIdsFromOneAndKnowsMomentsOfOtherLines) {
    const Scenario scenario = loadSmallWith(R"(timeline:
  - {name: kill, at: 10 s, power-off: web-1}
  - {at: "${timeline.kill.at} + 1500 ms", power-on: web-1}
  - {after: {event: lease-expired, of: web, nth: 2, where: {instance: web-1}, wait: 2 s}, crash: ns}
  - {after: lease-expired, crash: ns}
)");
    EXPECT_EQ(scenario.timeline[1].id, 2U);
    EXPECT_EQ(scenario.timeline[1].at, SimTime{11'500'000'000});
    const faults::EventMoment& moment = *scenario.timeline[2].after;
    EXPECT_EQ(moment.kind, "lease-expired");
    EXPECT_EQ(moment.process, "web");
    EXPECT_EQ(moment.nth, 2);
    EXPECT_EQ(moment.where.front(), (std::pair<std::string, std::string>{"instance", "web-1"}));
    EXPECT_EQ(moment.wait, core::Duration{2'000'000'000});
    EXPECT_EQ(scenario.timeline[3].after->wait, core::Duration{1});
}

TEST(Deploy, MakesOneProcessForEachHostOfAGroupOrSeveralOnOne) {
    const Scenario scenario = loadSmallWith("");
    Names names;
    for (const ProcessSpec& process : scenario.processes) {
        names.push_back(process.name + "@" + scenario.topology.nodes[process.host].name);
    }
    EXPECT_EQ(names, (Names{"ns@ns-host", "web-1@web-1", "web-2@web-2", "users-1@box",
                            "users-2@box", "users-3@box"}));
    EXPECT_EQ(scenario.processes[3].group, "users");
    EXPECT_TRUE(scenario.processes[3].fromWorkload);
}

TEST(Deploy, FillsFallbacksAndReadsEveryTypeOfSetting) {
    const Scenario scenario = loadSmallWith(
        "", {"workload.users.mode=closed", "workload.users.body=1 KiB", "workload.users.home=box",
             "workload.users.retry=true", "workload.users.paths=[/a, /b]",
             "workload.users.restart=on-failure", "workload.users.restart-delay=3 s",
             "workload.users.start-delay=1 s", "workload.users.timeout=500 ms"});
    const ProcessSpec& user = scenario.processes[3];
    EXPECT_EQ(user.settings.text("mode"), "closed");
    EXPECT_EQ(user.settings.integer("body"), 1'024);
    EXPECT_EQ(user.settings.integer("port"), 80);
    EXPECT_EQ(user.settings.text("home"), "box");
    EXPECT_TRUE(user.settings.boolean("retry"));
    EXPECT_EQ(user.settings.list("paths"), (Names{"/a", "/b"}));
    EXPECT_EQ(user.settings.duration("timeout"), core::Duration{500'000'000});
    EXPECT_EQ(user.settings.rate("rate"), core::runtime::Rate::perSecond(5));
    EXPECT_EQ(user.restart, RestartPolicy::OnFailure);
    EXPECT_EQ(user.restartDelay, core::Duration{3'000'000'000});
    EXPECT_EQ(user.startDelay, core::Duration{1'000'000'000});
}

TEST(Expectations, FollowTheSettingsTheyNameWhenThoseChange) {
    const std::string lines = R"(measures:
  stale: {stale-period: users, label: {en: Stale, zh: 过期}}
  sent: {counter: requests, of: users}
  slow: {series: latency, of: users, statistic: max}
  first: {time-of: lease-expired, nth: 2}
  rows: {sql: "select 1", unit: octets}
expect:
  bounded: {measure: stale, at-most: "${deploy.ns.ttl} + ${workload.users.timeout}"}
  sent: {measure: sent, at-least: "${workload.users.rate} * ${duration} * ${workload.users.count}"}
  calm: {never: split-brain, of: web}
  safe: {always: one-leader}
  soon: {eventually: lease-expired, by: 30 s}
  none: {sql: "select count(*) from event", equals: 0}
)";
    const Scenario scenario = loadSmallWith(lines, {"deploy.ns.ttl=30 s"});
    EXPECT_EQ(scenario.expectations[0].bound, 32'000'000'000);
    EXPECT_EQ(scenario.expectations[1].bound, 900);
    EXPECT_EQ(scenario.expectations[1].comparison, Comparison::AtLeast);
    EXPECT_EQ(scenario.expectations[2].kind, ExpectationKind::Never);
    EXPECT_EQ(scenario.expectations[3].subject, "one-leader");
    EXPECT_EQ(scenario.expectations[4].by, SimTime{30'000'000'000});
    EXPECT_EQ(scenario.expectations[5].kind, ExpectationKind::Sql);
    EXPECT_EQ(scenario.measures[0].kind, MeasureKind::StalePeriod);
    EXPECT_EQ(scenario.measures[0].of, "users");
    EXPECT_EQ(scenario.measures[2].kind, MeasureKind::SampleMax);
    EXPECT_EQ(scenario.measures[3].nth, 2);
    EXPECT_EQ(scenario.measures[4].unit, Unit::Octets);
}

TEST(Reference, HasACompleteExampleThatLoads) {
    std::ifstream file(std::string(ORRERY_SOURCE_DIR) + "/docs/reference/scenario.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    const std::size_t begin = page.find("```yaml\n") + 8;
    const std::string example = page.substr(begin, page.find("```", begin) - begin);
    const Loaded loaded = loadText(example, testOptions());
    ASSERT_TRUE(loaded) << complaints(loaded);
    EXPECT_EQ(loaded->processes.size(), 6U);
    EXPECT_EQ(loaded->expectations.front().bound, 62'000'000'000);
}

TEST(Reference, ExplainsEveryVerb) {
    std::ifstream file(std::string(ORRERY_SOURCE_DIR) + "/docs/reference/scenario.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    for (const Verb verb : faults::allVerbs()) {
        EXPECT_NE(page.find("`" + std::string(toString(verb)) + "`"), std::string::npos)
            << toString(verb);
    }
}

TEST(Head, HasDefaultsAndReadsTextsInBothLanguages) {
    const Scenario scenario = loadSmallWith("summary: Plain\nstart: 2024-01-01T00:00:00Z\n");
    EXPECT_EQ(scenario.seed, 1U);
    EXPECT_EQ(scenario.title.zh, "小");
    EXPECT_EQ(scenario.summary.en, "Plain");
    EXPECT_EQ(scenario.duration, core::Duration{60'000'000'000});
    EXPECT_EQ(scenario.start, core::WallTime{1'704'067'200'000'000'000});
    EXPECT_EQ(scenario.run.level, Level::Full);
}

} // namespace
} // namespace sim::scenario::testing
