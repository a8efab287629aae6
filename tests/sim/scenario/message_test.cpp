// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/scenario/fixture.h"

#include <gtest/gtest.h>

namespace sim::scenario::testing {
namespace {

struct Case {
    const char* lines;   ///< appended to kSmall, which has 17 lines
    const char* message; ///< all complaints
};

class Messages : public ::testing::TestWithParam<Case> {};

TEST_P(Messages, NameFileLineColumnPathAndRemedy) {
    EXPECT_EQ(complaintsOf(smallWith(GetParam().lines)), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    TopLevel, Messages,
    ::testing::Values(
        Case{"mesures: {}\n",
             "s.yaml:18:1: mesures: unknown key 'mesures'; did you mean 'measures'?"},
        Case{"seed: many\n", "s.yaml:18:7: seed: expected a whole number like '3', found 'many'"},
        Case{"seed: -1\n", "s.yaml:18:7: seed: '-1' is too small; at least 0"},
        Case{"start: 2024-02-30T00:00:00Z\n",
             "s.yaml:18:8: start: expected a date and time with zone offset, found "
             "'2024-02-30T00:00:00Z'; like 2024-03-31T01:59:30+01:00, or ...Z"},
        Case{"run: {level: ful}\n",
             "s.yaml:18:14: run.level: unknown word 'ful'; did you mean 'full'?"},
        Case{"run: {bulk-threshold: 4096}\n",
             "s.yaml:18:23: run.bulk-threshold: '4096' has no unit; write '4096 KB' or another of "
             "B, KB, KiB, MB, MiB, GB, GiB, TB, TiB"},
        Case{"title: again\n",
             "s.yaml:18:1: the key 'title' stands twice in this map; first on line 2"},
        Case{"lesson: [a]\n",
             "s.yaml:18:9: lesson: expected a text, or {en: ..., zh: ...}, found a list"},
        Case{"summary: {zh: x}\n", "s.yaml:18:10: summary: 'en' is missing; add 'en: Text'"},
        Case{"view: {positions: {boxx: [0, 1]}}\n", "s.yaml:18:26: view.positions.boxx: unknown "
                                                    "host or switch 'boxx'; did you mean 'box'?"},
        Case{"view: {positions: {box: [0, 1.5]}}\n",
             "s.yaml:18:29: view.positions.box.2: expected a number from 0 to 1, found '1.5'"}));

INSTANTIATE_TEST_SUITE_P(
    Timeline, Messages,
    ::testing::Values(
        Case{"timeline: [{at: 1s, set: {rate: 1/min}, of: users}]\n",
             "s.yaml:18:33: timeline.1.set.rate: '1/min' is too small; at least 16667/1000000s"},
        Case{"timeline: [{at: 1s, set: {rate: 10001/10s}, of: users}]\n",
             "s.yaml:18:33: timeline.1.set.rate: '10001/10s' is too large; at most 1000/s"},
        Case{"timeline: [{at: 30, power-off: box}]\n",
             "s.yaml:18:17: timeline.1.at: '30' is a number, not a time; add a unit, like '15 s'"},
        Case{"timeline: [{power-off: box}]\n",
             "s.yaml:18:12: timeline.1: 'at' is missing; add 'at: 30 s', or 'after: {event: ...}'"},
        Case{"timeline: [{at: 1s, power-of: box}]\n", "s.yaml:18:21: timeline.1.power-of: unknown "
                                                      "verb 'power-of'; did you mean 'power-off'?"},
        Case{"timeline: [{at: 1s}]\n",
             "s.yaml:18:12: timeline.1: nothing happens on this line; add a verb, like "
             "'power-off: HOST'"},
        Case{"timeline: [{at: 1s, power-off: bax}]\n",
             "s.yaml:18:32: timeline.1.power-off: unknown host or switch 'bax'; did you mean "
             "'box'?"},
        Case{"timeline: [{at: 1s, slow-disk: core, factor: 2}]\n",
             "s.yaml:18:32: timeline.1.slow-disk: 'core' is a switch, a host is needed"},
        Case{
            "timeline: [{at: 1s, cut: web-1--cor}]\n",
            "s.yaml:18:26: timeline.1.cut: unknown link 'web-1--cor'; did you mean 'web-1--core'?"},
        Case{"timeline: [{at: 1s, cut: core--web-1, one-way: true}]\n",
             "s.yaml:18:26: timeline.1.cut: one-way cuts from a link's first end to its second; "
             "name it as it is written under 'topology'"},
        Case{"timeline: [{at: 1s, loss: box}]\n",
             "s.yaml:18:12: timeline.1: 'rate' is missing; add 'rate: 1 %'"},
        Case{"timeline: [{at: 1s, loss: box, rate: 101 %}]\n",
             "s.yaml:18:38: timeline.1.rate: '101 %' is too large; at most 100%"},
        Case{"timeline: [{at: 1s, power-on: box, for: 1s}]\n",
             "s.yaml:18:36: timeline.1.for: unknown key 'for'; one of name, at, after, power-on"},
        Case{"timeline: [{at: 1s, crash: ns, restart: ns}]\n",
             "s.yaml:18:32: timeline.1: two verbs on one line; write a line for each"},
        Case{"timeline: [{at: 1s, partition: {groups: [[box]]}}]\n",
             "s.yaml:18:41: timeline.1.partition.groups: a partition has at least two sides; like "
             "[[a, b], [c]]"},
        Case{"timeline: [{at: 1s, partition: {groups: [[box], [box]]}}]\n",
             "s.yaml:18:50: timeline.1.partition.groups.2.1: 'box' stands on two sides"},
        Case{"timeline: [{at: 1s, heal: splt}]\n",
             "s.yaml:18:27: timeline.1.heal: no line above makes a partition called 'splt'; one of "
             "all"},
        Case{"timeline: [{at: 1s, action: set-recrd, of: ns, with: {name: w}}]\n",
             "s.yaml:18:29: timeline.1.action: dns-server has no action 'set-recrd'; did you mean "
             "'set-record'?"},
        Case{"timeline: [{at: 1s, action: set-record, of: ns}]\n",
             "s.yaml:18:29: timeline.1.action: 'name' is missing; add 'name: TEXT'"},
        Case{"timeline: [{at: 1s, action: set-record, of: ns, with: {name: w, target: bx}}]\n",
             "s.yaml:18:73: timeline.1.with.target: unknown host 'bx'; did you mean 'box'?"},
        Case{"timeline: [{at: 1s, set: {zone: x}, of: ns}]\n",
             "s.yaml:18:26: timeline.1.set: dns-server has no setting 'zone' that can change while "
             "it runs; one of ttl"},
        Case{"timeline: [{at: 1s, set: {ttl: 2h}, of: ns}]\n",
             "s.yaml:18:32: timeline.1.set.ttl: '2h' is too large; at most 1h"},
        Case{"timeline: [{at: 1s, after: x, crash: ns}]\n",
             "s.yaml:18:17: timeline.1.at: 'at' and 'after' exclude each other"},
        Case{"timeline: [{after: {event: x, of: nss}, crash: ns}]\n",
             "s.yaml:18:35: timeline.1.after.of: unknown process 'nss'; did you mean 'ns'?"},
        Case{"timeline: {}\n", "s.yaml:18:11: timeline: expected a list, found a map"}));

INSTANTIATE_TEST_SUITE_P(
    MeasuresAndExpectations, Messages,
    ::testing::Values(
        Case{"measures: {m: {counter: c, of: userz}}\n",
             "s.yaml:18:32: measures.m.of: unknown process 'userz'; did you mean 'users'?"},
        Case{"measures: {m: {conter: c}}\n",
             "s.yaml:18:16: measures.m.conter: unknown key 'conter'; did you mean 'counter'?"},
        Case{"measures: {m: {counter: c, events: e}}\n",
             "s.yaml:18:15: measures.m: 'counter' and 'events' exclude each other"},
        Case{"expect: {e: {measure: mm, at-most: 1}}\n",
             "s.yaml:18:23: expect.e.measure: unknown measure 'mm'"},
        Case{
            "measures: {m: {stale-period: users}}\n"
            "expect: {e: {measure: m, at-most: 5}}\n",
            "s.yaml:19:35: expect.e.at-most: '5' is a number, not a time; add a unit, like '15 s'"},
        Case{"measures: {m: {stale-period: users}}\n"
             "expect: {e: {measure: m, at-most: '${deploy.ns.tll} + 1 s'}}\n",
             "s.yaml:19:35: expect.e.at-most: nothing is called 'deploy.ns.tll' in the formula "
             "'${deploy.ns.tll} + 1 s'; did you mean 'deploy.ns.ttl'?"},
        Case{"measures: {m: {counter: c}}\nexpect: {e: {measure: m}}\n",
             "s.yaml:19:13: expect.e: it does not say what; one of at-most, at-least, equals"}));

TEST(Messages, StandInOrderForEverySectionOfOneFile) {
    EXPECT_EQ(
        complaintsOf(R"(orrery: 2
title: T
topology:
  hosts:
    a: {cores: 0, clock: {drift: 50}, disk: {bandwidth: 5 Mbit/s}, address: 10.0.0.256}
    b: {address: 10.0.0.1, link: {to: c, bandwidth: 10 MB/s}}
    c: {address: 10.0.0.1, power: maybe}
  links:
    a--b: {latency: 0 s, loss: 5}
    x: {from: a}
deploy:
  p: {component: dns-servr, on: a, anything: goes}
  q: {component: dns-server, on: a, ttl: 30, zone: x, tll: 3}
  r: {component: client, on: [a, d], server: z, rate: 5/s, mode: opn, port: 0, body: 5 KBit}
)"),
        "s.yaml:1:9: orrery: format version '2' is not known to this program; it reads "
        "version 1\n"
        "s.yaml:1:1: 'duration' is missing; add 'duration: 60 s'\n"
        "s.yaml:5:16: topology.hosts.a.cores: '0' is too small; at least 1\n"
        "s.yaml:5:34: topology.hosts.a.clock.drift: '50' has no unit; write '50 ppm' or "
        "another of ppb, ppm\n"
        "s.yaml:5:57: topology.hosts.a.disk.bandwidth: 'Mbit/s' counts bits, a disk's "
        "bandwidth counts octets; 8 Mbit/s is 1 MB/s\n"
        "s.yaml:5:77: topology.hosts.a.address: expected an address like '10.0.0.1', found "
        "'10.0.0.256'\n"
        "s.yaml:7:35: topology.hosts.c.power: unknown word 'maybe'; one of on, off\n"
        "s.yaml:7:8: topology.hosts.c: the address 10.0.0.1 is taken by another host\n"
        "s.yaml:6:53: topology.hosts.b.link.bandwidth: 'MB/s' counts octets, a link's "
        "bandwidth counts bits; 1 MB/s is 8 Mbit/s\n"
        "s.yaml:9:21: topology.links.a--b.latency: '0 s' is too small; at least 1ns\n"
        "s.yaml:9:32: topology.links.a--b.loss: '5' has no unit; write '5 %'\n"
        "s.yaml:10:8: topology.links.x: 'to' is missing; add 'to: NAME'\n"
        "s.yaml:12:18: deploy.p.component: unknown component 'dns-servr'; did you mean "
        "'dns-server'?\n"
        "s.yaml:13:42: deploy.q.ttl: '30' has no unit; write '30 s' or another of ns, us, ms, "
        "s, min, h, d\n"
        "s.yaml:13:55: deploy.q.tll: unknown key 'tll'; did you mean 'ttl'?\n"
        "s.yaml:14:34: deploy.r.on.2: unknown host 'd'; one of a, b, c\n"
        "s.yaml:14:66: deploy.r.mode: unknown choice 'opn'; did you mean 'open'?\n"
        "s.yaml:14:77: deploy.r.port: '0' is too small; at least 1\n"
        "s.yaml:14:86: deploy.r.body: 'KBit' is no unit of a size; one of B, KB, KiB, MB, "
        "MiB, GB, GiB, TB, ...\n"
        "s.yaml:14:46: deploy.r.server: unknown process 'z'; one of q, r, r-1");
}

TEST(Messages, NameTheNearestInvariantWhereTheseAreKnown) {
    LoadOptions options = testOptions();
    options.invariants = {"no-process-fails", "no-refused-faults"};
    const std::string text = smallWith("expect:\n  safe: {always: no-proces-fails}\n");
    const std::string said = complaints(loadText(text, options, "s.yaml"));
    EXPECT_TRUE(said.ends_with("expect.safe.always: unknown invariant 'no-proces-fails'; did you "
                               "mean 'no-process-fails'?"))
        << said;
    EXPECT_EQ(complaintsOf(text), "ok"); // nobody said which there are
}

/// "dns-server" says what it shows, "web" does not: there any name may be right.
TEST(Messages, NameTheNearestOfWhatProcessesShow) {
    const auto said = [](const char* lines) { return complaintsOf(smallWith(lines)); };
    EXPECT_EQ(said("measures:\n  n: {counter: querys, of: ns}\n"),
              "s.yaml:19:16: measures.n.counter: 'ns' never shows the counter 'querys'; did you "
              "mean 'queries'?");
    EXPECT_EQ(said("measures:\n  n: {series: queries, of: ns}\n"),
              "s.yaml:19:15: measures.n.series: 'ns' never shows the series 'queries'; one of "
              "answer-time");
    EXPECT_EQ(said("measures:\n  n: {time-of: lost, of: ns}\n"),
              "s.yaml:19:16: measures.n.time-of: 'ns' never shows the event 'lost'; one of "
              "record-set, zone-loaded");
    EXPECT_EQ(said("expect:\n  n: {never: zone-loded, of: ns}\n"),
              "s.yaml:19:14: expect.n.never: 'ns' never shows the event 'zone-loded'; did you mean "
              "'zone-loaded'?");
    EXPECT_EQ(said("timeline: [{after: {event: recordset, of: ns}, crash: ns}]\n"),
              "s.yaml:18:28: timeline.1.after.event: 'ns' never shows the event 'recordset'; did "
              "you mean 'record-set'?");
    EXPECT_EQ(said("timeline: [{after: {event: record-set, of: ns}, crash: ns}]\n"), "ok");
    EXPECT_EQ(said("timeline: [{after: anything, crash: ns}]\n"), "ok");
    EXPECT_EQ(said("measures:\n  n: {counter: anything, of: web}\n"), "ok");
}

TEST(Messages, StopAtTwentyAndSayHowManyMore) {
    std::string lines = "measures:\n";
    for (int i = 0; i < 30; ++i) {
        lines += "  m" + std::to_string(i) + ": {}\n";
    }
    const Loaded loaded = loadText(smallWith(lines), testOptions(), "s.yaml");
    ASSERT_FALSE(loaded);
    ASSERT_EQ(loaded.error().size(), kMaxDiagnostics);
    EXPECT_EQ(toString(loaded.error().back()), "s.yaml: and 11 more complaints");
}

} // namespace
} // namespace sim::scenario::testing
