// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/scenario/fixture.h"

#include <gtest/gtest.h>

namespace sim::scenario::testing {
namespace {

topology::TopologySpec topologyOf(const std::string& lines) {
    const std::string text = "orrery: 1\ntitle: T\nduration: 1 s\ntopology:\n" + lines;
    const Loaded loaded = loadText(text, testOptions(), "s.yaml");
    EXPECT_TRUE(loaded) << complaints(loaded);
    return loaded ? loaded->topology : topology::TopologySpec{};
}
std::vector<std::string> linkNames(const topology::TopologySpec& spec) {
    std::vector<std::string> names;
    for (const topology::LinkSpec& link : spec.links) {
        names.push_back(link.name);
    }
    return names;
}
std::vector<std::string> addresses(const topology::TopologySpec& spec) {
    std::vector<std::string> texts;
    for (const topology::NodeSpec& node : spec.nodes) {
        texts.push_back(node.name + "=" + core::runtime::toString(node.address));
    }
    return texts;
}
using Names = std::vector<std::string>;

TEST(Topology, GivesFreeAddressesInFileOrder) {
    EXPECT_EQ(
        addresses(topologyOf("  hosts: {a: {}, b: {address: 10.0.0.1}, c: {count: 2, address: "
                             "10.0.9.1}, d: {}}\n")),
        (Names{"a=10.0.0.2", "b=10.0.0.1", "c-1=10.0.9.1", "c-2=10.0.9.2", "d=10.0.0.3"}));
}

TEST(Topology, SkipsNetworkAndBroadcastAddresses) {
    const topology::TopologySpec spec = topologyOf("  hosts: {a: {count: 300}}\n");
    EXPECT_EQ(core::runtime::toString(spec.nodes[253].address), "10.0.0.254");
    EXPECT_EQ(core::runtime::toString(spec.nodes[254].address), "10.0.1.1");
}

TEST(Topology, ReadsEveryFigureOfHostsAndLinks) {
    const topology::TopologySpec spec = topologyOf(R"(
  hosts:
    a: {cores: 4, power: off, rack: r1, zone: z1, clock: {skew: -5 ms, drift: 20 ppm},
        disk: {latency: 1 ms, sync: 2 ms, bandwidth: 50 MB/s, capacity: 1 GB}}
    b: {count: 3, zone: [x, y]}
  links:
    cable: {from: a, to: b-1, latency: 3 ms, jitter: 1 ms, bandwidth: 10 Mbit/s, loss: 0.5 %,
            queue: 64 KiB}
)");
    const topology::NodeSpec& a = spec.nodes[0];
    EXPECT_EQ(a.cores, 4);
    EXPECT_FALSE(a.poweredOn);
    EXPECT_EQ(a.rack, "r1");
    EXPECT_EQ(a.zone, "z1");
    EXPECT_EQ(a.clockSkew, core::Duration{-5'000'000});
    EXPECT_EQ(a.clockDriftPpb, 20'000);
    EXPECT_EQ(a.diskLatency, core::Duration{1'000'000});
    EXPECT_EQ(a.diskSyncLatency, core::Duration{2'000'000});
    EXPECT_EQ(a.diskBytesPerSecond, 50'000'000);
    EXPECT_EQ(a.diskCapacity, 1'000'000'000);
    EXPECT_EQ(spec.nodes[2].zone, "y");
    EXPECT_EQ(spec.nodes[3].zone, "x");
    const topology::LinkSpec& link = spec.links.at(0);
    EXPECT_EQ(link.name, "cable");
    EXPECT_EQ(link.latency, core::Duration{3'000'000});
    EXPECT_EQ(link.jitter, core::Duration{1'000'000});
    EXPECT_EQ(link.bitsPerSecond, 10'000'000);
    EXPECT_EQ(link.lossPerMillion, 5'000);
    EXPECT_EQ(link.queueBytes, 65'536);
}

TEST(Topology, TakesDefaultsUnlessAHostSaysOtherwise) {
    const topology::TopologySpec spec = topologyOf(R"(
  defaults: {host: {cores: 8, link: sw}, link: {latency: 7 ms}}
  hosts: {a: {}, b: {cores: 1, link: {to: sw, latency: 1 ms}}, c: {link: []}}
  switches: {sw: {}}
)");
    EXPECT_EQ(spec.nodes[0].cores, 8);
    EXPECT_EQ(spec.nodes[1].cores, 1);
    EXPECT_EQ(linkNames(spec), (Names{"a--sw", "b--sw"}));
    EXPECT_EQ(spec.links[0].latency, core::Duration{7'000'000});
    EXPECT_EQ(spec.links[1].latency, core::Duration{1'000'000});
}

TEST(Topology, DealsHostsToAGroupOfSwitchesAndJoinsGroupsCompletely) {
    EXPECT_EQ(linkNames(topologyOf(R"(
  hosts: {h: {count: 3, link: leaf}}
  switches: {leaf: {count: 2}, spine: {count: 2}}
  links: {mesh: {from: leaf, to: spine}}
)")),
              (Names{"h-1--leaf-1", "h-2--leaf-2", "h-3--leaf-1", "leaf-1--spine-1",
                     "leaf-1--spine-2", "leaf-2--spine-1", "leaf-2--spine-2"}));
}

TEST(Generators, MakeTheirShapes) {
    EXPECT_EQ(linkNames(topologyOf("  generate: {n: {shape: star, hosts: 2}}\n")),
              (Names{"n-1--n-switch", "n-2--n-switch"}));
    EXPECT_EQ(linkNames(topologyOf("  generate: {n: {shape: chain, hosts: 3}}\n")),
              (Names{"n-1--n-2", "n-2--n-3"}));
    EXPECT_EQ(linkNames(topologyOf("  generate: {n: {shape: ring, hosts: 3}}\n")),
              (Names{"n-1--n-2", "n-2--n-3", "n-3--n-1"}));
    EXPECT_EQ(linkNames(topologyOf("  generate: {n: {shape: full, hosts: 3}}\n")),
              (Names{"n-1--n-2", "n-1--n-3", "n-2--n-3"}));
    const topology::TopologySpec spec = topologyOf(
        "  generate: {n: {shape: leaf-spine, leaves: 2, spines: 1, hosts-per-leaf: 2, uplink: "
        "{latency: 9 ms}}}\n");
    EXPECT_EQ(linkNames(spec),
              (Names{"n-1--n-leaf-1", "n-2--n-leaf-1", "n-3--n-leaf-2", "n-4--n-leaf-2",
                     "n-leaf-1--n-spine-1", "n-leaf-2--n-spine-1"}));
    EXPECT_EQ(spec.nodes[2].rack, "n-leaf-2");
    EXPECT_EQ(spec.links.back().latency, core::Duration{9'000'000});
}

TEST(Topology, RefusesWhatNoNetworkHas) {
    const auto complaint = [](const std::string& lines) {
        return complaintsOf("orrery: 1\ntitle: T\nduration: 1 s\ntopology: " + lines + "\n");
    };
    EXPECT_EQ(complaint("{hosts: {}}"),
              "s.yaml:4:11: topology: there is no host; add one under 'hosts' or 'generate'");
    EXPECT_EQ(complaint("{hosts: {a: {link: a}}}"),
              "s.yaml:4:30: topology.hosts.a.link: 'a' cannot have a link to itself");
    EXPECT_EQ(complaint("{hosts: {a: {link: [b, b]}, b: {}}}"),
              "s.yaml:4:34: topology.hosts.a.link.2: there are two links called 'a--b'; give the "
              "second a name of its own under 'links'");
    EXPECT_EQ(complaint("{hosts: {a: {count: 2}, a-1: {}}}"),
              "s.yaml:4:40: topology.hosts.a-1: the name 'a-1' is taken by another host or switch");
    EXPECT_EQ(complaint("{hosts: {a: {address: 224.0.0.1}}}"),
              "s.yaml:4:23: topology.hosts.a: the address 224.0.0.1 is none a host can have");
    EXPECT_EQ(complaint("{hosts: {'a b': {}}, generate: {n: {shape: star, hosts: 1}}}"),
              "s.yaml:4:20: topology.hosts.a b: 'a b' is no name; letters, digits, '-' and '_', at "
              "most 64");
    EXPECT_EQ(complaint("{generate: {n: {shape: stat, hosts: 1}}}"),
              "s.yaml:4:34: topology.generate.n.shape: unknown shape 'stat'; did you mean 'star'?\n"
              "s.yaml:4:11: topology: there is no host; add one under 'hosts' or 'generate'");
}

} // namespace
} // namespace sim::scenario::testing
