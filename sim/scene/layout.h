// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/folding.h"
#include "sim/scene/shape.h"
#include "sim/trace/header.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// Where everything is drawn. Depends on the header and the settings only, so nothing moves while a
/// run is played. All lengths follow from one unit, the height of the text.
namespace sim::scene {

/// A member of a group, drawn as a small square.
struct PipPlace {
    Rect rect;
    trace::HostIndex host = trace::kNoIndex;
    trace::ProcessIndex process = trace::kNoIndex; ///< kNoIndex: the host as a whole
};

/// A process, or a group of processes of one name, inside of a machine; a tile has one for all.
struct ChipPlace {
    Rect rect;
    std::string title;
    std::vector<trace::ProcessIndex> processes;
    std::vector<PipPlace> pips; ///< none for a single process
    Rect head;                  ///< silhouette, title, marks
    Rect body;                  ///< cards, line by line; its height may be 0
};

struct ThingPlace {
    Rect rect;
    Rect core;  ///< where links end: of a switch without its name
    Rect title; ///< of a machine whose name is not that of its process; a switch's name
    std::vector<ChipPlace> chips;
    Rect toggle = {};                     ///< opens or closes it; width 0: cannot be
    std::vector<ThingPlace> members = {}; ///< of an opened tile with room for them, in order
};

/// All links between two things, drawn as one line.
struct BundlePlace {
    std::size_t a = 0; ///< things
    std::size_t b = 0;
    std::vector<trace::LinkIndex> links;
    Point from; ///< on the rim of a
    Point to;   ///< on the rim of b
    Rect label; ///< free space beside it for a number; width 0: none
};

/// Where a link went: its bundle, and whether its first end is the bundle's b.
struct LinkPlace {
    std::size_t bundle = kNowhere;
    bool turned = false;

    static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
};

/// A rack or a zone around its members.
struct FramePlace {
    std::string name;
    Rect rect;
    Rect label;
};

struct Layout {
    double unit = 16; ///< size of the text in pixels: 1/45 of the height at text scale 1
    Size size;
    Rect stage;
    Rect legend;  ///< width 0: not shown
    Rect caption; ///< the same
    Rect clock;   ///< the same
    std::vector<Thing> things;
    std::vector<ThingPlace> places; ///< of things
    std::vector<BundlePlace> bundles;
    std::vector<LinkPlace> links;     ///< by LinkIndex
    std::vector<std::size_t> thingOf; ///< by HostIndex
    std::vector<FramePlace> frames;
};

struct LayoutSettings {
    Size size;
    double textScale = 1;
    bool legend = true;
    bool clock = true;
    bool caption = true;
};

Layout layOut(const trace::RunHeader& header, std::vector<Thing> things,
              const LayoutSettings& settings);

/// Two things that a line joins.
using Joint = std::pair<std::size_t, std::size_t>;

/// Machines hang from switches that stand in levels above them; lines between machines that are
/// joined directly are straight.
void chooseEntries(std::span<Thing> things, std::span<const Joint> joints);

/// A box for each thing inside of `stage`, none overlapping, and as few as can be under a line.
std::vector<Rect> placeThings(std::span<const Thing> things, std::span<const Size> wishes,
                              std::span<const Joint> joints, const Rect& stage, double unit);

/// What a thing would like to have at least and at best.
Size wishOf(const trace::RunHeader& header, const Thing& thing, double unit);
/// Title, chips and pips inside of a thing's box.
ThingPlace placeChips(const trace::RunHeader& header, const Thing& thing, const Rect& rect,
                      double unit);

bool overlap(const Rect& a, const Rect& b);
/// Where a line to a point leaves a box: the middle of that side of a machine
/// which faces it (Thing::Entry), so that it runs over no neighbour; on a
/// switch's rim, straight from its middle.
Point rimOf(const Thing& thing, const Rect& core, Point towards);

} // namespace sim::scene
