// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "sim/scenario/flatten.h"
#include "tests/sim/scenario/fixture.h"

#include <gtest/gtest.h>

namespace sim::scenario::testing {
namespace {

constexpr std::string_view kBase = R"(# A base with comments everywhere
orrery: 1
title: Base   # the title
duration: 60 s
include: net.yaml

topology:
  hosts:
    # the name server
    ns-host: {cores: 2}   # two cores
    box:
      cores: 1
      clock:
        skew: 5 ms        # off
    web: {count: 2, link: core,
          rack: r1}       # over two lines
deploy:
  ns:
    component: dns-server
    on: ns-host
    zone: "example."      # quoted
  web: {component: web}   # flow
workload:
  users:
    component: client
    on: box
    server: web
    paths:
      - /a
      - /b
    # the end of users
summary: |
  Two lines
  of text
timeline:
  # first comes
  - at: 10 s            # a comment on a key
    power-off: web-1
  - {name: kill, at: 20 s, power-on: web-1}
  # nothing after this
expect:
)";
constexpr std::string_view kNet = "topology: {switches: {core: {}}}\nrun: {level: story}\n";

struct World {
    MemoryFiles files;
    LoadOptions options = testOptions();

    explicit World(const std::string& overlay, std::string_view base = kBase) {
        files.add("base.yaml", std::string(base));
        files.add("net.yaml", std::string(kNet));
        files.add("o.yaml", overlay);
        options.files = &files;
    }
    Loaded both() {
        LoadOptions with = options;
        with.overlays = {"o.yaml"};
        return load("base.yaml", with);
    }
    std::string flattened() {
        const auto text = flatten("base.yaml", "o.yaml", options);
        EXPECT_TRUE(text) << (text ? "" : toString(text.error().front()));
        return text.value_or("");
    }
};

/// Everything of a scenario that a run depends on, as text.
std::string fingerprint(const Scenario& s) {
    std::string text = s.title.en + s.summary.en + std::to_string(s.seed) +
                       std::to_string(s.duration.ns) +
                       std::to_string(static_cast<int>(s.run.level));
    for (const topology::NodeSpec& node : s.topology.nodes) {
        text += "\n" + node.name + node.rack + core::runtime::toString(node.address) +
                std::to_string(node.cores) + " " + std::to_string(node.clockSkew.ns) + " " +
                std::to_string(node.clockDriftPpb);
    }
    for (const ProcessSpec& process : s.processes) {
        text += "\n" + process.name + std::to_string(process.host) +
                std::to_string(static_cast<int>(process.restart));
        for (const auto& [name, value] : process.settings.values()) {
            text += " " + name + "=" + std::to_string(value.index());
            if (const auto* d = std::get_if<core::Duration>(&value)) {
                text += std::to_string(d->ns);
            } else if (const auto* t = std::get_if<std::string>(&value)) {
                text += *t;
            } else if (const auto* l = std::get_if<std::vector<std::string>>(&value)) {
                for (const std::string& item : *l) {
                    text += item + ",";
                }
            }
        }
    }
    for (const faults::TimelineEntry& entry : s.timeline) {
        text += "\n" + std::to_string(entry.id) + " " + std::to_string(entry.at->ns) + entry.text;
    }
    return text;
}

TEST(Overlay, SetsValuesAndAppendsLinesAfterThoseOfTheBase) {
    World world("extends: base.yaml\nset:\n  deploy.ns.ttl: 30 s\n  timeline.kill.at: 25 s\n"
                "  timeline.1.at: 5 s\ntimeline:\n  - {at: 1 s, crash: ns}\n");
    const Loaded loaded = world.both();
    ASSERT_TRUE(loaded) << complaints(loaded);
    EXPECT_EQ(loaded->processes[0].settings.duration("ttl"), core::Duration{30'000'000'000});
    ASSERT_EQ(loaded->timeline.size(), 3U);
    EXPECT_EQ(loaded->timeline[0].at, SimTime{5'000'000'000});
    EXPECT_EQ(loaded->timeline[1].at, SimTime{25'000'000'000});
    EXPECT_EQ(loaded->timeline[2].id, 3U);
    EXPECT_EQ(loaded->timeline[2].text, "crash ns");
    EXPECT_EQ(loaded->overlays.front().name, "o.yaml");
}

TEST(Overlay, IsAppliedWhenItIsLoadedItself) {
    World world("extends: base.yaml\nset: {seed: 9}\n");
    world.files.add("deep/second.yaml", "extends: ../o.yaml\nset: {duration: 5 s}\n");
    const Loaded loaded = load("deep/second.yaml", world.options);
    ASSERT_TRUE(loaded) << complaints(loaded);
    EXPECT_EQ(loaded->seed, 9U);
    EXPECT_EQ(loaded->duration, core::Duration{5'000'000'000});
    EXPECT_EQ(loaded->path, "base.yaml");
    ASSERT_EQ(loaded->overlays.size(), 2U);
    EXPECT_EQ(loaded->overlays[0].name, "o.yaml");
    EXPECT_EQ(loaded->overlays[1].name, "deep/second.yaml");
}

TEST(Overlay, MayCarryTheHashOfTheBaseItWasMadeFor) {
    const std::string hash = contentHash({{"", std::string(kBase)}, {"", std::string(kNet)}});
    EXPECT_EQ(complaints(World("extends: {path: base.yaml, hash: " + hash + "}\n").both()), "ok");
    EXPECT_EQ(
        complaints(World("extends: {path: base.yaml, hash: 0123456789abcdef}\n").both()),
        "o.yaml:1:10: extends: the base 'base.yaml' is not the text this overlay was made for "
        "(its hash is " +
            hash +
            ", not '0123456789abcdef'); check the overlay, then write the "
            "new hash or remove it");
}

TEST(Overlay, ComplainsWithItsOwnPositions) {
    const auto complaint = [](const std::string& overlay) {
        return complaints(World(overlay).both());
    };
    EXPECT_EQ(complaint("extends: other.yaml\n"),
              "o.yaml:1:10: extends: this overlay extends 'other.yaml', not 'base.yaml'");
    EXPECT_EQ(complaint("set: {seed: 2}\n"),
              "o.yaml: is no overlay: it has no 'extends'; an overlay "
              "starts with 'extends: base.yaml'");
    EXPECT_EQ(complaint("extends: base.yaml\nsett: {seed: 2}\n"),
              "o.yaml:2:1: sett: unknown key 'sett'; did you mean 'set'?");
    EXPECT_EQ(complaint("extends: base.yaml\nset: {deploy.nss.ttl: 30 s}\n"),
              "o.yaml:2:7: deploy.nss: there is nothing called 'nss' to set; did you mean 'ns'?");
    EXPECT_EQ(complaint("extends: base.yaml\nset: {deploy.ns.tll: 30 s}\n"),
              "o.yaml:2:7: deploy.ns.tll: unknown key 'tll'; did you mean 'ttl'?");
    EXPECT_EQ(
        complaint("extends: base.yaml\nset: {deploy.ns.ttl: 30}\n"),
        "o.yaml:2:22: deploy.ns.ttl: '30' has no unit; write '30 s' or another of ns, us, ms, "
        "s, min, h, d");
    EXPECT_EQ(complaint("extends: base.yaml\ntimeline:\n- {at: 1 s, crash: nss}\n"),
              "o.yaml:3:20: timeline.3.crash: unknown process 'nss'; did you mean 'ns'?");
    EXPECT_EQ(complaint("extends: base.yaml\ntimeline: {}\n"),
              "o.yaml:2:11: timeline: expected a list, found a map");
}

TEST(Set, ComplainsByItsArgument) {
    const auto complaint = [](const std::string& set) {
        LoadOptions options = testOptions();
        options.sets = {set};
        return complaints(loadText(kSmall, options, "s.yaml"));
    };
    EXPECT_EQ(complaint("deploy.ns.ttl=30 s"), "ok");
    EXPECT_EQ(complaint("run.level=bytes"), "ok");
    EXPECT_EQ(complaint("topology.hosts.box.clock.skew=1 s"), "ok");
    EXPECT_EQ(complaint("title=A # B: [c"), "ok");
    EXPECT_EQ(complaint("deploy.ns.ttl=30"),
              "--set deploy.ns.ttl=30: deploy.ns.ttl: '30' has no unit; write '30 s' or another of "
              "ns, us, ms, s, min, h, d");
    EXPECT_EQ(complaint("deploy.ns.tll=30s"),
              "--set deploy.ns.tll=30s: deploy.ns.tll: unknown key 'tll'; did you mean 'ttl'?");
    EXPECT_EQ(complaint("deplo.ns.ttl=30s"),
              "--set deplo.ns.ttl=30s: deplo: there is nothing called "
              "'deplo' to set; did you mean 'deploy'?");
    EXPECT_EQ(complaint("workload.user.rate=1/s"),
              "--set workload.user.rate=1/s: workload.user: there is nothing called 'user' to set; "
              "did you mean 'users'?");
    EXPECT_EQ(complaint("seed"), "--set seed: expected PATH=VALUE; like deploy.web.ttl=30s");
}

TEST(Set, ToNothingBringsBackTheDefault) {
    LoadOptions options = testOptions();
    options.sets = {"workload.users.count=", "workload.users.rate=9/s", "workload.users.rate=null"};
    const Loaded loaded = loadText(kSmall, options);
    ASSERT_TRUE(loaded) << complaints(loaded);
    EXPECT_EQ(loaded->processes.back().name, "users");
    EXPECT_EQ(loaded->processes.back().settings.rate("rate"), core::runtime::Rate::perSecond(5));
}

TEST(Flatten, LeavesCommentsAndLayoutAlone) {
    World world(
        "extends: base.yaml\nset:\n  deploy.ns.ttl: 30 s\n  topology.hosts.ns-host.cores: 4\n"
        "  deploy.ns.zone: other.\n  title: 'It''s: new'\n  summary: short\n"
        "timeline:\n  - {at: 30 s, crash: ns}\n");
    const std::string text = world.flattened();
    std::string expected(kBase);
    const auto replace = [&](const std::string& from, const std::string& to) {
        expected.replace(expected.find(from), from.size(), to);
    };
    replace("cores: 2}", "cores: 4}");
    replace("zone: \"example.\"      # quoted", "zone: other.      # quoted\n    ttl: 30 s");
    replace("title: Base", "title: \"It's: new\"");
    replace("|\n  Two lines\n  of text", "short");
    replace("power-on: web-1}", "power-on: web-1}\n  - {at: 30 s, crash: ns}");
    EXPECT_EQ(text, expected);
}

TEST(Flatten, SaysWhatItCannotWrite) {
    World world(
        "extends: base.yaml\nset: {deploy.b.ttl: 5 s}\n",
        "orrery: 1\ntitle: T\nduration: 1 s\ninclude: net.yaml\ntopology: {hosts: {h: {}}}\n"
        "deploy:\n  a: &a {component: dns-server, on: h, zone: x}\n  b: *a\n");
    EXPECT_EQ(complaints(world.both()), "ok");
    const auto text = flatten("base.yaml", "o.yaml", world.options);
    ASSERT_FALSE(text);
    EXPECT_EQ(toString(text.error().front()),
              "o.yaml:2:7: deploy.b.ttl: no edit of the base's text can set this; write the change "
              "into the scenario by hand");
}

/// A random overlay out of sensible pieces, every kind of place a value can stand in.
std::string randomOverlay(core::RandomStream& random) {
    static const std::vector<std::string> kSets{"deploy.ns.ttl: 30 s",
                                                "deploy.ns.zone: \"a # b: [c\"",
                                                "deploy.ns.restart: on-failure",
                                                "deploy.web.restart: on-failure",
                                                "workload.users.paths: [/x, \"/y, z\"]",
                                                "workload.users.paths: /z",
                                                "workload.users.count: 3",
                                                "workload.users.rate: 7/s",
                                                "topology.hosts.ns-host.cores: 16",
                                                "topology.hosts.ns-host.clock.drift: 5 ppm",
                                                "topology.hosts.box.clock.skew: -1 s",
                                                "topology.hosts.box.clock: {drift: 1 ppm}",
                                                "topology.hosts.web.rack: [p, q]",
                                                "topology.hosts.web.cores: 3",
                                                "title: 新标题",
                                                "title: {en: \"line\\nbreak\", zh: 二}",
                                                "summary: \"\"",
                                                "seed: 12",
                                                "duration: 90 s",
                                                "run.level: bytes",
                                                "run.fixed-horizon: true",
                                                "timeline.1.at: 11 s",
                                                "timeline.kill.at: 21 s",
                                                "timeline.kill.power-on: [web-1, web-2]",
                                                "view.lens: dns",
                                                "expect: {calm: {never: x}}",
                                                "measures.m: {counter: c}",
                                                "deploy.ns.zone: \"null\"",
                                                "workload.users.rate: null"};
    static const std::vector<std::string> kLines{
        "{at: 30 s, crash: ns}", "{at: 31 s, cut: web, for: 5 s}",
        "{at: 32 s, action: set-record, of: ns, with: {name: \"x: y\"}}",
        "{at: 33 s, partition: {groups: [[web], [box]]}}"};
    std::string sets;
    for (const std::string& each : kSets) {
        if (random.chance(1, 4)) {
            const std::string key = each.substr(0, each.find(':'));
            const bool twice = sets.find("  " + key + ":") != std::string::npos;
            sets += twice ? "" : "  " + each + "\n";
        }
    }
    std::string lines;
    for (const std::string& each : kLines) {
        lines += random.chance(1, 2) ? "  - " + each + "\n" : "";
    }
    return "extends: base.yaml\n" + (sets.empty() ? "" : "set:\n" + sets) +
           (lines.empty() ? "" : "timeline:\n" + lines);
}

TEST(Flatten, LoadsLikeBaseAndOverlayForRandomOverlays) {
    core::RandomStream random(20240331);
    for (int i = 0; i < 500; ++i) {
        const std::string overlay = randomOverlay(random);
        World world(overlay);
        const Loaded both = world.both();
        ASSERT_TRUE(both) << overlay << complaints(both);
        const std::string text = world.flattened();
        ASSERT_FALSE(text.empty()) << overlay;
        EXPECT_NE(text.find("# the name server"), std::string::npos);
        EXPECT_NE(text.find("# nothing after this"), std::string::npos);
        world.files.add("base.yaml", text);
        const Loaded alone = load("base.yaml", world.options);
        ASSERT_TRUE(alone) << overlay << text << complaints(alone);
        ASSERT_EQ(fingerprint(*alone), fingerprint(*both)) << overlay << text;
    }
}

} // namespace
} // namespace sim::scenario::testing
