// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/layout.h"
#include "sim/topology/layout.h"
#include "tests/sim/scene/sound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace sim::scene {
namespace {

/// A network with positions as a run writes them.
class Network {
public:
    std::uint32_t add(const std::string& name, bool isSwitch = false, int column = 1,
                      const std::string& rack = {}) {
        topology::NodeSpec node;
        node.name = name;
        node.isSwitch = isSwitch;
        spec_.nodes.push_back(node);
        trace::HostEntry host;
        host.name = name;
        host.isSwitch = isSwitch;
        host.rack = rack;
        header_.hosts.push_back(host);
        hints_.push_back({column, static_cast<std::int64_t>(hints_.size())});
        const auto index = static_cast<std::uint32_t>(spec_.nodes.size() - 1);
        if (!isSwitch) {
            trace::ProcessEntry process;
            process.name = name;
            process.group = stemOf(name);
            process.host = index;
            process.component = "http-service";
            header_.processes.push_back(process);
        }
        return index;
    }
    void link(std::uint32_t from, std::uint32_t to) {
        topology::LinkSpec link;
        link.from = from;
        link.to = to;
        spec_.links.push_back(link);
        trace::LinkEntry entry;
        entry.name = header_.hosts[from].name + "--" + header_.hosts[to].name;
        entry.from = from;
        entry.to = to;
        entry.latency = {1000};
        header_.links.push_back(entry);
    }
    trace::RunHeader header() {
        const auto places = topology::layout(spec_, hints_);
        for (std::size_t i = 0; i < places.size(); ++i) {
            header_.hosts[i].x = places[i].x;
            header_.hosts[i].y = places[i].y;
        }
        return header_;
    }

private:
    topology::TopologySpec spec_;
    std::vector<topology::LayoutHint> hints_;
    trace::RunHeader header_;
};

trace::RunHeader star(int clients, int servers) {
    Network network;
    const auto core = network.add("core", true);
    for (int i = 1; i <= clients; ++i) {
        network.link(network.add("client-" + std::to_string(i), false, 0), core);
    }
    for (int i = 1; i <= servers; ++i) {
        network.link(network.add("web-" + std::to_string(i), false, 2), core);
    }
    return network.header();
}

trace::RunHeader leafSpine(int leaves, int spines, int each) {
    Network network;
    std::vector<std::uint32_t> tops;
    for (int i = 1; i <= spines; ++i) {
        tops.push_back(network.add("spine-" + std::to_string(i), true));
    }
    for (int i = 1; i <= leaves; ++i) {
        const auto leaf = network.add("leaf-" + std::to_string(i), true);
        for (const auto top : tops) {
            network.link(leaf, top);
        }
        for (int j = 1; j <= each; ++j) {
            network.link(network.add("host-" + std::to_string((i - 1) * each + j), false, 1,
                                     "rack-" + std::to_string(i)),
                         leaf);
        }
    }
    return network.header();
}

trace::RunHeader ring(int switches) {
    Network network;
    std::vector<std::uint32_t> all;
    for (int i = 1; i <= switches; ++i) {
        all.push_back(network.add("node-" + std::to_string(i), true));
        network.link(network.add("host-" + std::to_string(i)), all.back());
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        network.link(all[i], all[(i + 1) % all.size()]);
    }
    return network.header();
}

trace::RunHeader strangers(int machines) {
    Network network;
    const auto core = network.add("core", true);
    for (int i = 0; i < machines; ++i) {
        const char letter = static_cast<char>('a' + i % 26);
        network.link(network.add(std::string(static_cast<std::size_t>(i / 26 + 3), letter)), core);
    }
    return network.header();
}

/// Joined directly, without switches: each to the next one, or all to all.
trace::RunHeader joined(int machines, bool all) {
    Network network;
    std::vector<std::uint32_t> hosts;
    for (int i = 1; i <= machines; ++i) {
        hosts.push_back(network.add("node-" + std::to_string(i), false, i % 3));
    }
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        for (std::size_t j = i + 1; j < hosts.size(); ++j) {
            if (all || j == i + 1 || (i == 0 && j + 1 == hosts.size())) {
                network.link(hosts[i], hosts[j]);
            }
        }
    }
    return network.header();
}

double turnOf(Point a, Point b, Point p) {
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

/// Lines over boxes, and over each other.
std::pair<std::size_t, std::size_t> tanglesOf(const Layout& layout) {
    std::size_t covered = 0;
    std::size_t crossed = 0;
    for (std::size_t i = 0; i < layout.bundles.size(); ++i) {
        const BundlePlace& bundle = layout.bundles[i];
        for (std::size_t j = 0; j < layout.things.size(); ++j) {
            for (int step = 1; step < 100 && j != bundle.a && j != bundle.b; ++step) {
                const Point at{bundle.from.x + (bundle.to.x - bundle.from.x) * step / 100,
                               bundle.from.y + (bundle.to.y - bundle.from.y) * step / 100};
                if (layout.places[j].rect.contains(at)) {
                    ++covered;
                    break;
                }
            }
        }
        for (std::size_t j = 0; j < i; ++j) {
            const BundlePlace& other = layout.bundles[j];
            crossed += turnOf(bundle.from, bundle.to, other.from) *
                               turnOf(bundle.from, bundle.to, other.to) <
                           0 &&
                       turnOf(other.from, other.to, bundle.from) *
                               turnOf(other.from, other.to, bundle.to) <
                           0;
        }
    }
    return {covered, crossed};
}

constexpr LayoutSettings kViews[] = {{{1280, 720}, 1},
                                     {{1280, 720}, 1.5},
                                     {{800, 500}, 1},
                                     {{800, 500}, 1.5},
                                     {{3840, 2160}, 1},
                                     {{1024, 768}, 1.25},
                                     {{1920, 1080}, 1.5, false, false, false}};

void expectSound(const trace::RunHeader& header, const std::set<std::string>& opened = {}) {
    for (const LayoutSettings& view : kViews) {
        const Layout layout = layOut(header, fold(header, opened), view);
        const std::string where =
            std::to_string(view.size.width) + " times " + std::to_string(view.textScale);
        for (std::size_t i = 0; i < layout.places.size(); ++i) {
            const Rect& rect = layout.places[i].rect;
            EXPECT_GT(rect.width, 1) << where;
            EXPECT_GT(rect.height, 1) << where;
            EXPECT_TRUE(testing::isWithin(rect, layout.stage))
                << where << ": " << layout.things[i].name << " leaves the stage";
            for (std::size_t j = 0; j < i; ++j) {
                EXPECT_FALSE(testing::touch(rect, layout.places[j].rect))
                    << where << ": " << layout.things[i].name << " over " << layout.things[j].name;
            }
            const auto& members = layout.places[i].members;
            for (std::size_t j = 0; j < members.size(); ++j) {
                EXPECT_TRUE(testing::isWithin(members[j].rect, rect)) << where;
                for (std::size_t k = 0; k < j; ++k) {
                    EXPECT_FALSE(testing::touch(members[j].rect, members[k].rect)) << where;
                }
            }
            for (const ChipPlace& chip : layout.places[i].chips) {
                EXPECT_TRUE(testing::isWithin(chip.rect, rect)) << where << ": " << chip.title;
                for (const PipPlace& pip : chip.pips) {
                    EXPECT_TRUE(testing::isWithin(pip.rect, rect)) << where << ": " << chip.title;
                }
            }
        }
    }
}

std::size_t largeThings(const std::vector<Thing>& things) {
    return static_cast<std::size_t>(
        std::count_if(things.begin(), things.end(),
                      [](const Thing& thing) { return thing.kind != Thing::Kind::Switch; }));
}

TEST(Folding, TakesTheLargestGroupsFirst) {
    const auto things = fold(star(20, 6), {});
    EXPECT_EQ(largeThings(things), 7U); // a tile of clients, six servers
    const auto tile = std::find_if(things.begin(), things.end(), [](const Thing& thing) {
        return thing.kind == Thing::Kind::Tile;
    });
    ASSERT_NE(tile, things.end());
    EXPECT_EQ(tile->name, "client");
    EXPECT_EQ(tile->hosts.size(), 20U);
}

TEST(Folding, LeavesASmallRunAsItIs) {
    EXPECT_EQ(largeThings(fold(star(5, 7), {})), 12U);
}

TEST(Folding, AnOpenedTileStaysOneThing) {
    const auto things = fold(star(20, 6), {"client"});
    EXPECT_EQ(largeThings(things), 7U);
    for (const Thing& thing : things) {
        EXPECT_EQ(thing.opened, thing.name == "client") << thing.name;
    }
}

TEST(Folding, KeepsRacksOfOneKindApartWhereThereAreFew) {
    const auto things = fold(leafSpine(8, 4, 25), {});
    EXPECT_EQ(largeThings(things), 8U);
    EXPECT_EQ(largeThings(fold(leafSpine(20, 4, 10), {})), 1U);
}

TEST(Folding, FoldsMachinesWithoutACommonNameToo) {
    EXPECT_LE(largeThings(fold(strangers(60), {})), 12U);
}

TEST(Folding, StemsEndBeforeTheNumber) {
    EXPECT_EQ(stemOf("web-12"), "web");
    EXPECT_EQ(stemOf("kv3"), "kv");
    EXPECT_EQ(stemOf("spare"), "spare");
    EXPECT_EQ(stemOf("42"), "42");
}

TEST(Layout, StarsOfAnySizeAreSound) {
    expectSound(star(1, 1));
    expectSound(star(6, 6));
    expectSound(star(20, 6));
    expectSound(star(20, 6), {"client"});
    expectSound(star(100, 100));
    expectSound(star(100, 100), {"client", "web"});
}

TEST(Layout, AnOpenedTileHasABoxForEachMemberOrElseASquare) {
    const auto placeOf = [](int clients, double textScale) {
        const trace::RunHeader header = star(clients, 6);
        const Layout layout = layOut(header, fold(header, {"client"}), {{1280, 720}, textScale});
        const auto tile = std::find_if(layout.things.begin(), layout.things.end(),
                                       [](const Thing& thing) { return thing.opened; });
        EXPECT_NE(tile, layout.things.end());
        return layout.places[static_cast<std::size_t>(tile - layout.things.begin())];
    };
    const ThingPlace few = placeOf(20, 1);
    EXPECT_EQ(few.members.size(), 20U);
    EXPECT_TRUE(few.chips.front().pips.empty());
    const ThingPlace many = placeOf(200, 1);
    EXPECT_TRUE(many.members.empty());
    EXPECT_EQ(many.chips.front().pips.size(), 200U);
    EXPECT_GT(many.chips.front().pips.front().rect.width, 20); // a number has room
}

TEST(Layout, LeavesAndSpinesAreSound) {
    expectSound(leafSpine(4, 2, 3));
    expectSound(leafSpine(8, 4, 25));
    expectSound(leafSpine(8, 4, 25), {"host @ leaf-1"});
}

TEST(Layout, RingsAreSound) {
    expectSound(ring(4));
    expectSound(ring(12));
    expectSound(ring(40));
    expectSound(ring(100));
}

TEST(Layout, MachinesOnACircleAreSound) {
    expectSound(strangers(3));
    expectSound(strangers(12));
    expectSound(strangers(60));
}

TEST(Layout, ClientsAreLeftAndServersRight) {
    const trace::RunHeader header = star(3, 3);
    const Layout layout = layOut(header, fold(header, {}), kViews[0]);
    for (std::size_t i = 0; i < layout.things.size(); ++i) {
        const double x = layout.places[i].rect.centre().x;
        if (layout.things[i].name.starts_with("client")) {
            EXPECT_LT(x, 1280 / 3.0);
        } else if (layout.things[i].name.starts_with("web")) {
            EXPECT_GT(x, 1280 * 2 / 3.0);
        } else {
            EXPECT_NEAR(x, 640, 20);
        }
    }
}

TEST(Layout, LinesDoNotRunOverMachinesOfAStar) {
    const trace::RunHeader header = star(6, 6);
    const Layout layout = layOut(header, fold(header, {}), kViews[0]);
    for (const BundlePlace& bundle : layout.bundles) {
        for (std::size_t i = 0; i < layout.things.size(); ++i) {
            for (int step = 1; step < 50 && i != bundle.a && i != bundle.b; ++step) {
                const Point at{bundle.from.x + (bundle.to.x - bundle.from.x) * step / 50,
                               bundle.from.y + (bundle.to.y - bundle.from.y) * step / 50};
                EXPECT_FALSE(layout.places[i].rect.contains(at)) << layout.things[i].name;
            }
        }
    }
}

TEST(Layout, NoLineRunsOverAMachineOfARack) {
    for (const auto& [leaves, spines, each] :
         {std::array{4, 2, 2}, {4, 2, 3}, {3, 3, 4}, {6, 2, 10}}) {
        const trace::RunHeader header = leafSpine(leaves, spines, each);
        for (const char* opened : {"", "host @ leaf-1", "host @ leaf-2"}) {
            const Layout layout = layOut(header, fold(header, {opened}), kViews[0]);
            EXPECT_EQ(tanglesOf(layout).first, 0U) << leaves << "x" << each << " " << opened;
        }
    }
}

TEST(Layout, SwitchesStandInLevelsAboveTheirMachines) {
    const trace::RunHeader header = leafSpine(4, 2, 2);
    const Layout layout = layOut(header, fold(header, {}), kViews[0]);
    const auto heightOf = [&](const std::string& stem) {
        double least = 1e9;
        double most = 0;
        for (std::size_t i = 0; i < layout.things.size(); ++i) {
            if (layout.things[i].name.starts_with(stem)) {
                least = std::min(least, layout.places[i].rect.y);
                most = std::max(most, layout.places[i].rect.bottom());
            }
        }
        return std::pair{least, most};
    };
    EXPECT_LT(heightOf("spine").second, heightOf("leaf").first);
    EXPECT_LT(heightOf("leaf").second, heightOf("host").first);
}

TEST(Layout, MachinesThatAreJoinedDirectlyAreNoTangle) {
    for (const int machines : {3, 5, 8, 12}) {
        const trace::RunHeader ring = joined(machines, false);
        const auto [covered, crossed] = tanglesOf(layOut(ring, fold(ring, {}), kViews[0]));
        EXPECT_EQ(covered, 0U) << machines;
        EXPECT_EQ(crossed, 0U) << machines;
    }
    for (const int machines : {3, 5, 7}) {
        const trace::RunHeader mesh = joined(machines, true);
        EXPECT_EQ(tanglesOf(layOut(mesh, fold(mesh, {}), kViews[0])).first, 0U) << machines;
    }
    expectSound(joined(20, false), {"node"});
    expectSound(joined(20, true), {"node"});
    expectSound(joined(60, true), {"node"});
}

TEST(Folding, ATileWithLinksOfItsOwnComesApart) {
    EXPECT_EQ(largeThings(fold(joined(20, false), {})), 1U);
    const auto things = fold(joined(20, false), {"node"});
    EXPECT_EQ(largeThings(things), 20U);
    EXPECT_EQ(things.front().tile, "node");
    EXPECT_EQ(largeThings(fold(joined(60, false), {"node"})), 1U);
    const trace::RunHeader header = joined(20, false);
    const Layout layout = layOut(header, fold(header, {"node"}), kViews[0]);
    EXPECT_EQ(std::count_if(layout.places.begin(), layout.places.end(),
                            [](const ThingPlace& place) { return place.toggle.width > 0; }),
              1); // there is one way back
}

TEST(Layout, LabelsOfLinksCoverNothing) {
    const trace::RunHeader header = star(6, 6);
    const Layout layout = layOut(header, fold(header, {}), kViews[0]);
    for (const BundlePlace& bundle : layout.bundles) {
        for (const ThingPlace& place : layout.places) {
            EXPECT_FALSE(bundle.label.width > 0 && testing::touch(bundle.label, place.rect));
        }
    }
}

TEST(Layout, ARackIsAFrameRoundItsMembers) {
    const trace::RunHeader header = leafSpine(4, 2, 3);
    const Layout layout = layOut(header, fold(header, {}), {{1920, 1080}, 1});
    EXPECT_FALSE(layout.frames.empty());
    for (const FramePlace& frame : layout.frames) {
        for (std::size_t i = 0; i < layout.things.size(); ++i) {
            const bool member = layout.things[i].rack == frame.name;
            EXPECT_EQ(testing::isWithin(layout.places[i].rect, frame.rect), member)
                << layout.things[i].name << " and " << frame.name;
        }
    }
}

} // namespace
} // namespace sim::scene
