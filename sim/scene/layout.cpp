// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace sim::scene {
namespace {

/// Captions, clock and legend lie below the stage.
void placeBands(Layout& layout, const LayoutSettings& settings) {
    const bool framed =
        std::any_of(layout.things.begin(), layout.things.end(),
                    [](const Thing& thing) { return !thing.rack.empty() || !thing.zone.empty(); });
    const double u = layout.unit;
    const Size size = settings.size;
    double bottom = size.height;
    if (settings.caption || settings.clock) {
        const double height = 4.2 * u;
        bottom -= height;
        const double clock = settings.clock ? std::min(17 * u, size.width * 0.34) : 0;
        if (settings.clock) {
            layout.clock = {size.width - clock - u, bottom, clock, height};
        }
        if (settings.caption) {
            layout.caption = {u, bottom, size.width - clock - 3 * u, height};
        }
    }
    if (settings.legend) {
        const double height = 3.1 * u; // two lines
        bottom -= height;
        layout.legend = {u, bottom, size.width - 2 * u, height};
    }
    // Frames have their names on their lower edge.
    layout.stage = {0.9 * u, 0.9 * u, size.width - 1.8 * u, bottom - (framed ? 2.6 : 1.4) * u};
}

Point blend(Point a, Point b, double share) {
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

/// What came out of an opened tile goes back by a sign on the first of them.
void addClosers(Layout& layout) {
    std::set<std::string> known;
    const double sign = 1.15 * layout.unit;
    for (std::size_t i = 0; i < layout.things.size(); ++i) {
        if (!layout.things[i].tile.empty() && known.insert(layout.things[i].tile).second) {
            const Rect& rect = layout.places[i].rect;
            layout.places[i].toggle = {rect.right() - 0.8 * sign, rect.y - 0.4 * sign, sign, sign};
        }
    }
}

void addBundles(Layout& layout, const trace::RunHeader& header) {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> known;
    layout.links.resize(header.links.size());
    for (trace::LinkIndex i = 0; i < header.links.size(); ++i) {
        const std::size_t a = layout.thingOf[header.links[i].from];
        const std::size_t b = layout.thingOf[header.links[i].to];
        if (a == b) {
            continue;
        }
        const auto [at, isNew] =
            known.try_emplace({std::min(a, b), std::max(a, b)}, layout.bundles.size());
        if (isNew) {
            const Rect& from = layout.places[a].core;
            const Rect& to = layout.places[b].core;
            const Point start = rimOf(layout.things[a], from, to.centre());
            layout.bundles.push_back({a, b, {}, start, rimOf(layout.things[b], to, start), {}});
        }
        BundlePlace& bundle = layout.bundles[at->second];
        bundle.links.push_back(i);
        layout.links[i] = {at->second, bundle.a != a};
    }
}

/// Room for a number on each line, where it covers nothing.
void placeLabels(Layout& layout) {
    const double width = 5.6 * layout.unit;
    const double height = 1.4 * layout.unit;
    std::vector<Rect> taken;
    for (const ThingPlace& place : layout.places) {
        taken.push_back(place.rect);
    }
    for (BundlePlace& bundle : layout.bundles) {
        const double length = std::hypot(bundle.to.x - bundle.from.x, bundle.to.y - bundle.from.y);
        if (length < 7 * layout.unit) {
            continue; // it would hide the traffic
        }
        for (const double share : {0.4, 0.5, 0.3, 0.6, 0.22, 0.7, 0.15}) {
            const bool fromA = layout.things[bundle.a].kind != Thing::Kind::Switch;
            const Point middle = blend(bundle.from, bundle.to, fromA ? share : 1 - share);
            const Rect rect{middle.x - width / 2, middle.y - height / 2, width, height};
            const Rect& stage = layout.stage;
            const bool inside = rect.x >= stage.x && rect.right() <= stage.right() &&
                                rect.y >= stage.y && rect.bottom() <= stage.bottom();
            if (inside && std::none_of(taken.begin(), taken.end(),
                                       [&](const Rect& other) { return overlap(other, rect); })) {
                bundle.label = rect;
                taken.push_back(rect);
                break;
            }
        }
    }
}

/// A frame around all things of one rack (or zone), unless a stranger stands in it.
void addFrames(Layout& layout, std::string Thing::*field, double padding) {
    std::map<std::string, Rect> around;
    const double u = layout.unit;
    for (std::size_t i = 0; i < layout.things.size(); ++i) {
        const std::string& name = layout.things[i].*field;
        if (name.empty()) {
            continue;
        }
        const Rect& rect = layout.places[i].rect;
        const auto [at, isNew] = around.try_emplace(name, rect);
        Rect& all = at->second;
        const double right = std::max(all.right(), rect.right());
        const double bottom = std::max(all.bottom(), rect.bottom());
        all = {std::min(all.x, rect.x), std::min(all.y, rect.y), 0, 0};
        all.width = right - all.x;
        all.height = bottom - all.y;
    }
    for (const auto& [name, inner] : around) {
        const double pad = padding * u;
        const Rect rect{inner.x - pad, inner.y - pad, inner.width + 2 * pad,
                        inner.height + 2 * pad};
        bool clean = true;
        for (std::size_t i = 0; i < layout.things.size(); ++i) {
            clean =
                clean && (layout.things[i].*field == name || !overlap(rect, layout.places[i].rect));
        }
        if (clean) {
            layout.frames.push_back(
                {name, rect, {rect.x, rect.bottom() - 0.65 * u, rect.width, 1.3 * u}});
        }
    }
}

} // namespace

bool overlap(const Rect& a, const Rect& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

Point rimOf(const Thing& thing, const Rect& core, Point towards) {
    const Point middle = core.centre();
    const bool straight =
        thing.kind == Thing::Kind::Switch || thing.entry == Thing::Entry::Straight;
    if (!straight) {
        const double across = std::max(core.x - towards.x, towards.x - core.right());
        const double down = std::max(core.y - towards.y, towards.y - core.bottom());
        return across >= down && thing.entry != Thing::Entry::Hanging
                   ? Point{towards.x < middle.x ? core.x : core.right(), middle.y}
                   : Point{middle.x, towards.y < middle.y ? core.y : core.bottom()};
    }
    const double dx = towards.x - middle.x;
    const double dy = towards.y - middle.y;
    if (dx == 0 && dy == 0) {
        return middle;
    }
    const double sx = dx == 0 ? 1e9 : core.width / 2 / std::abs(dx);
    const double sy = dy == 0 ? 1e9 : core.height / 2 / std::abs(dy);
    const double scale = std::min({sx, sy, 1.0});
    return {middle.x + dx * scale, middle.y + dy * scale};
}

Layout layOut(const trace::RunHeader& header, std::vector<Thing> things,
              const LayoutSettings& settings) {
    Layout layout;
    layout.size = settings.size;
    layout.unit = std::max(6.0, std::min(settings.size.height / 45, settings.size.width / 80) *
                                    settings.textScale);
    layout.things = std::move(things);
    placeBands(layout, settings);
    std::vector<Size> wishes;
    layout.thingOf.resize(header.hosts.size());
    for (std::size_t i = 0; i < layout.things.size(); ++i) {
        wishes.push_back(wishOf(header, layout.things[i], layout.unit));
        for (const trace::HostIndex host : layout.things[i].hosts) {
            layout.thingOf[host] = i;
        }
    }
    std::vector<Joint> joints;
    for (const trace::LinkEntry& link : header.links) {
        joints.emplace_back(layout.thingOf[link.from], layout.thingOf[link.to]);
    }
    std::sort(joints.begin(), joints.end());
    joints.erase(std::unique(joints.begin(), joints.end()), joints.end());
    std::erase_if(joints, [](const Joint& joint) { return joint.first == joint.second; });
    chooseEntries(layout.things, joints);
    const auto rects = placeThings(layout.things, wishes, joints, layout.stage, layout.unit);
    for (std::size_t i = 0; i < layout.things.size(); ++i) {
        layout.places.push_back(placeChips(header, layout.things[i], rects[i], layout.unit));
    }
    addClosers(layout);
    addBundles(layout, header);
    placeLabels(layout);
    addFrames(layout, &Thing::zone, 1.5);
    addFrames(layout, &Thing::rack, 0.6);
    return layout;
}

} // namespace sim::scene
