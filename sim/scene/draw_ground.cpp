// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/drawing.h"
#include "sim/scene/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace sim::scene {
namespace {

Point between(Point a, Point b, double share) {
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

class GroundDrawer {
public:
    GroundDrawer(const Scene& scene, const std::vector<int>& steps, Picture& picture,
                 LegendEntries& legend)
        : scene_(scene), steps_(steps), pen_(picture.at(Layer::Ground), scene.unit()),
          things_(picture.at(Layer::Things), scene.unit()),
          signs_(picture.at(Layer::Traffic), scene.unit()), legend_(legend), unit_(scene.unit()) {}

    void draw() {
        drawFrames();
        drawRegions();
        for (std::size_t i = 0; i < scene_.layout.bundles.size(); ++i) {
            drawBundle(i);
        }
        drawSwitchNames();
        drawFences();
    }

private:
    void drawFrames() {
        for (const FramePlace& frame : scene_.layout.frames) {
            pen_.box("frame/" + frame.name, frame.rect,
                     {Ink::None, Ink::OutlineMuted, 1.2, Dash::Dashed, Hatch::None, 1},
                     0.8 * unit_);
            const double width =
                std::min(frame.label.width, textWidth(frame.name, unit_) + 0.6 * unit_);
            pen_.box("frame/" + frame.name + "/plate",
                     {frame.label.centre().x - width / 2, frame.label.y, width, frame.label.height},
                     {Ink::Canvas, Ink::None, 0, Dash::Solid, Hatch::None, 1});
            pen_.text("frame/" + frame.name + "/name", frame.name, frame.label, unit_,
                      Align::Middle, Weight::Regular, Ink::TextMuted);
        }
    }

    /// Hatching round every machine of a side, another one for each side; and who reaches all of
    /// them says so.
    void drawRegions() {
        const Fences& fences = scene_.fences;
        constexpr std::array kHatches = {Hatch::Diagonal, Hatch::Bars, Hatch::None};
        constexpr std::array kDashes = {Dash::Solid, Dash::Dashed, Dash::Dotted};
        for (std::size_t i = 0; i < scene_.layout.things.size() && fences.sides > 0; ++i) {
            const Thing& thing = scene_.layout.things[i];
            const Rect& rect = scene_.layout.places[i].rect;
            const Point corner{rect.x - 0.15 * unit_, rect.y - 0.1 * unit_};
            const std::size_t side = fences.sideOfThing(thing);
            if (side == Fences::kNoSide) {
                if (thing.kind != Thing::Kind::Switch && fences.reachesAll(thing)) {
                    drawNeutralTag("partition/all/of-" + thing.name, corner);
                }
                continue;
            }
            const double pad = 0.45 * unit_;
            pen_.box(fmt::format("partition/{}/around-{}", side + 1, thing.name),
                     {rect.x - pad, rect.y - pad, rect.width + 2 * pad, rect.height + 2 * pad},
                     {Ink::None, Ink::Fence, 1.2, kDashes[side % kDashes.size()],
                      kHatches[side % kHatches.size()], 1},
                     0.7 * unit_);
            drawSideTag(fmt::format("partition/{}/of-{}", side + 1, thing.name), side, corner);
        }
    }

    /// The numbers of all sides, on whoever is on none.
    void drawNeutralTag(const std::string& name, Point at) {
        std::string text = "1";
        for (std::size_t side = 1; side < std::min<std::size_t>(scene_.fences.sides, 4); ++side) {
            text += fmt::format(" {}", side + 1);
        }
        const double width = textWidth(text, unit_, Weight::Bold) + 0.9 * unit_;
        const Rect rect{at.x - 0.6 * unit_, at.y - 0.72 * unit_, width, 1.44 * unit_};
        signs_.box(name, rect, {Ink::Panel, Ink::Fence, 2, Dash::Solid, Hatch::None, 1},
                   0.72 * unit_);
        signs_.text(name + "/number", text, rect, unit_, Align::Middle, Weight::Bold);
        legend_.insert(LegendEntry::Neutral);
    }

    /// The number of a side, on the corner of what is on it.
    void drawSideTag(const std::string& name, std::size_t side, Point at) {
        const double radius = 0.72 * unit_;
        const Rect rect{at.x - radius, at.y - radius, 2 * radius, 2 * radius};
        tags_.push_back({name, rect, side});
    }

    void drawBundle(std::size_t index) {
        const BundlePlace& bundle = scene_.layout.bundles[index];
        const auto [from, to] = endsOf(scene_, index);
        const std::string name = bundleName(bundle);
        std::size_t cutForward = 0;
        std::size_t cutBackward = 0;
        for (const trace::LinkIndex link : bundle.links) {
            LinkCondition condition = scene_.world().conditionOfLink(link, scene_.at);
            if (scene_.layout.links[link].turned) {
                std::swap(condition.forwardUp, condition.backwardUp);
            }
            cutForward += !condition.forwardUp;
            cutBackward += !condition.backwardUp;
        }
        const bool anyCut = cutForward + cutBackward > 0;
        const bool cut = cutForward == bundle.links.size() && cutBackward == bundle.links.size();
        constexpr std::array kWidths = {1.6, 1.6, 3.0, 4.6, 6.4};
        const int step = steps_[index];
        Style style{Ink::None,
                    step > 1 ? Ink::LinkBusy : Ink::Link,
                    kWidths[static_cast<std::size_t>(step)] * unit_ / 16,
                    Dash::Solid,
                    Hatch::None,
                    1};
        if (bundle.links.size() > 1) {
            style.width = std::max(style.width, 0.16 * unit_);
        }
        if (cut) {
            style.stroke = Ink::Trouble;
            style.dash = Dash::Dashed;
            pen_.line(name + "/stub", {from, between(from, to, 0.36)}, style);
            pen_.line(name + "/stub", {between(from, to, 0.64), to}, style);
        } else {
            pen_.line(name, {from, to}, style);
        }
        if (anyCut) {
            const Point middle = between(from, to, 0.5);
            pen_.glyph(name + "/cut", GlyphKind::Lost, middle, 1.5 * unit_, Ink::Trouble);
            legend_.insert(LegendEntry::Cut);
            if (!cut && bundle.links.size() == 1) {
                const bool passes = cutForward == 0;
                pen_.glyph(name + "/passes", GlyphKind::Request, between(from, to, 0.4),
                           1.2 * unit_, Ink::Outline, passes ? turnOf(from, to) : turnOf(to, from));
            }
        }
        drawSinglePoint(name, bundle, from, to);
        drawTroubles(name, bundle, from, to);
    }

    std::string bundleName(const BundlePlace& bundle) const {
        if (bundle.links.size() == 1) {
            return "link/" + scene_.cast.header().links[bundle.links.front()].name;
        }
        return fmt::format("link/{}--{}", scene_.layout.things[bundle.a].name,
                           scene_.layout.things[bundle.b].name);
    }

    void drawSinglePoint(const std::string& name, const BundlePlace& bundle, Point from, Point to) {
        const auto& points = scene_.singlePoints.links;
        const bool single = std::any_of(bundle.links.begin(), bundle.links.end(), [&](auto link) {
            return std::find(points.begin(), points.end(), link) != points.end();
        });
        if (single) {
            pen_.glyph(name + "/single-point", GlyphKind::Warning, between(from, to, 0.2),
                       1.3 * unit_, Ink::Trouble);
            legend_.insert(LegendEntry::SinglePoint);
        }
    }

    void drawTroubles(const std::string& name, const BundlePlace& bundle, Point from, Point to) {
        std::size_t nth = 0;
        for (const TroubleView& trouble : scene_.troubles) {
            const bool here = std::find(bundle.links.begin(), bundle.links.end(), trouble.link) !=
                              bundle.links.end();
            if (!here || nth > 2) {
                continue;
            }
            const Point at = between(from, to, 0.3 + 0.15 * static_cast<double>(nth++));
            pen_.glyph(name + "/" + trouble.verb, GlyphKind::Warning, at, 1.5 * unit_,
                       Ink::Trouble);
            const Rect& label = bundle.label;
            if (label.width > 0 && nth == 1) {
                things_.box(name + "/" + trouble.verb + "/plate", label,
                            {Ink::Panel, Ink::Trouble, 1.5, Dash::Solid, Hatch::None, 1},
                            0.3 * unit_);
                things_.text(
                    name + "/" + trouble.verb + "/text", wordOf(trouble.verb, scene_.chinese()),
                    {label.x + 0.3 * unit_, label.y, label.width - 0.6 * unit_, label.height},
                    unit_, Align::Middle);
            }
            legend_.insert(LegendEntry::Trouble);
        }
    }

    void drawFences() {
        const Fences& fences = scene_.fences;
        std::size_t nth = 0;
        for (const FenceLine& line : fences.lines) {
            const std::string name = fmt::format("partition/fence-{}", ++nth);
            const double wide = 0.75 * unit_;
            const Style style{Ink::None,
                              Ink::Fence,
                              line.gate ? 0.3 * unit_ : wide,
                              line.gate ? Dash::Dashed : Dash::Solid,
                              Hatch::None,
                              1};
            pen_.line(name, {line.from, line.to}, style);
            if (line.gate) {
                drawThrough(name, line);
            } else {
                pen_.line(name + "/core", {line.from, line.to},
                          {Ink::None, Ink::Canvas, wide * 0.4, Dash::Solid, Hatch::None, 1});
                legend_.insert(LegendEntry::Side);
            }
            if (line.sign.width > 0) {
                drawGate(name, line);
            }
        }
        for (const FenceHub& hub : fences.hubs) {
            drawTag({fmt::format("partition/{}/hub", hub.side + 1),
                     {hub.at.x - 0.72 * unit_, hub.at.y - 0.72 * unit_, 1.44 * unit_, 1.44 * unit_},
                     hub.side});
        }
        for (const SideTag& tag : tags_) {
            drawTag(tag);
        }
    }

    /// Arrows across a gate, to the side that still hears the other one.
    void drawThrough(const std::string& name, const FenceLine& line) {
        const double length =
            std::max(1.0, std::hypot(line.to.x - line.from.x, line.to.y - line.from.y));
        Point across{-(line.to.y - line.from.y) / length, (line.to.x - line.from.x) / length};
        const Point middle = between(line.from, line.to, 0.5);
        const auto towards = [&](Point point) {
            return (point.x - middle.x) * across.x + (point.y - middle.y) * across.y;
        };
        double sum = 0;
        for (std::size_t i = 0; i < scene_.layout.things.size(); ++i) {
            const std::size_t side = scene_.fences.sideOfThing(scene_.layout.things[i]);
            const double way = towards(scene_.layout.places[i].rect.centre());
            sum += side == line.receiver ? way : side == line.sender ? -way : 0;
        }
        if (sum < 0) {
            across = {-across.x, -across.y};
        }
        for (const double share : {0.35, 0.65, 0.95}) {
            const Point at = between(line.from, line.to, share);
            pen_.glyph(name + "/through", GlyphKind::Request, at, 1.2 * unit_, Ink::Fence,
                       turnOf({0, 0}, across));
        }
    }

    /// By the numbers of the sides: which way still passes, and, crossed out, which does not.
    void drawGate(const std::string& name, const FenceLine& line) {
        const Rect& sign = line.sign;
        signs_.box(name + "/sign", sign, {Ink::Panel, Ink::Fence, 2.2, Dash::Solid, Hatch::None, 1},
                   0.6 * unit_);
        drawWay(name + "/open", sign.y + sign.height * 0.28, sign, line.sender, line.receiver);
        const double y = sign.y + sign.height * 0.72;
        drawWay(name + "/shut", y, sign, line.receiver, line.sender);
        const double half = 0.6 * unit_;
        const Point at{sign.x + 3.2 * unit_, y}; // its head stays visible
        for (const double turn : {-1.0, 1.0}) {
            signs_.line(name + "/shut/strike",
                        {{at.x - half, at.y - turn * half}, {at.x + half, at.y + turn * half}},
                        {Ink::None, Ink::Trouble, 0.3 * unit_, Dash::Solid, Hatch::None, 1});
        }
        legend_.insert(LegendEntry::Gate);
    }

    void drawWay(const std::string& name, double y, const Rect& sign, std::size_t from,
                 std::size_t to) {
        const auto place = [&](double x) {
            const double radius = 0.72 * unit_;
            return Rect{x - radius, y - radius, 2 * radius, 2 * radius};
        };
        drawTag({name + "/from", place(sign.x + 1.3 * unit_), from});
        drawTag({name + "/to", place(sign.right() - 1.3 * unit_), to});
        signs_.line(name + "/way", {{sign.x + 2.4 * unit_, y}, {sign.right() - 3 * unit_, y}},
                    {Ink::None, Ink::Text, 0.24 * unit_, Dash::Solid, Hatch::None, 1});
        signs_.glyph(name, GlyphKind::Request, {sign.right() - 3 * unit_, y}, 1.3 * unit_);
    }

    struct SideTag {
        std::string name;
        Rect rect;
        std::size_t side;
    };

    /// Above the links and what moves on them, with a halo.
    void drawTag(const SideTag& tag) {
        const double halo = 0.22 * unit_;
        signs_.ellipse(tag.name + "/halo",
                       {tag.rect.x - halo, tag.rect.y - halo, tag.rect.width + 2 * halo,
                        tag.rect.height + 2 * halo},
                       {Ink::Canvas, Ink::None, 0, Dash::Solid, Hatch::None, 1});
        signs_.ellipse(tag.name, tag.rect,
                       {Ink::Panel, Ink::Fence, 2, Dash::Solid, Hatch::None, 1});
        signs_.text(tag.name + "/number", std::to_string(tag.side + 1), tag.rect, unit_,
                    Align::Middle, Weight::Bold);
    }

    void drawSwitchNames() {
        for (std::size_t i = 0; i < scene_.layout.things.size(); ++i) {
            const Thing& thing = scene_.layout.things[i];
            if (thing.kind != Thing::Kind::Switch) {
                continue;
            }
            if (const Rect label = freeTitle(thing, scene_.layout.places[i]); label.height > 0) {
                const std::string name = thingName(scene_.layout, i) + "/name";
                const double width =
                    std::min(label.width, textWidth(thing.name, unit_)) + 0.4 * unit_;
                signs_.box(name + "/plate",
                           {label.centre().x - width / 2, label.centre().y - 0.65 * unit_, width,
                            1.3 * unit_},
                           {Ink::Canvas, Ink::None, 0, Dash::Solid, Hatch::None, 1}, 0.2 * unit_);
                signs_.text(name, thing.name, label, unit_, Align::Middle);
            }
        }
    }

    /// Below a switch, or above, or beside it: where it covers the fewest lines. Height 0: nowhere.
    Rect freeTitle(const Thing& thing, const ThingPlace& place) const {
        const Rect& below = place.title;
        if (below.height <= 0) {
            return {};
        }
        const double width = std::min(below.width, textWidth(thing.name, unit_) + 0.4 * unit_);
        const Rect& core = place.core;
        const double middle = core.centre().x - width / 2;
        const double left = core.centre().x - width - 0.2 * unit_;
        const double right = core.centre().x + 0.2 * unit_;
        const double above = core.y - below.height;
        const double level = core.centre().y - below.height / 2;
        Rect best;
        std::size_t fewest = 1000;
        for (const Point& at : {Point{middle, below.y}, Point{middle, above}, Point{left, below.y},
                                Point{right, below.y}, Point{left, above}, Point{right, above},
                                Point{core.right() + 0.2 * unit_, level},
                                Point{core.x - width - 0.2 * unit_, level}}) {
            const Rect rect{at.x, at.y, width, below.height};
            const std::size_t cost = costOf(rect);
            if (cost < fewest) {
                best = rect;
                fewest = cost;
            }
        }
        return fewest < 100 ? best : Rect{};
    }

    /// Lines under a name, and what must not be under it.
    std::size_t costOf(const Rect& rect) const {
        std::size_t cost = 0;
        for (std::size_t i = 0; i < scene_.layout.bundles.size(); ++i) {
            const auto [from, to] = endsOf(scene_, i);
            cost += crosses(from, to, rect);
        }
        for (const FenceHub& hub : scene_.fences.hubs) {
            const double half = 0.75 * unit_;
            cost += overlap(rect, {hub.at.x - half, hub.at.y - half, 2 * half, 2 * half}) ? 100 : 0;
        }
        for (const ThingPlace& place : scene_.layout.places) {
            const bool isSwitch = place.chips.empty();
            cost += overlap(rect, isSwitch ? place.core : place.rect) ? 100 : 0;
        }
        const Rect& stage = scene_.layout.stage;
        const bool inside = rect.x >= stage.x && rect.right() <= stage.right();
        return cost + (inside ? 0 : 100);
    }

    /// By the share of the line that is between the sides of the box, across and down.
    static bool crosses(Point from, Point to, const Rect& rect) {
        double begin = 0;
        double end = 1;
        const auto clip = [&](double start, double way, double low, double high) {
            if (way == 0) {
                return start >= low && start <= high;
            }
            const double one = (low - start) / way;
            const double other = (high - start) / way;
            begin = std::max(begin, std::min(one, other));
            end = std::min(end, std::max(one, other));
            return begin <= end;
        };
        return clip(from.x, to.x - from.x, rect.x, rect.right()) &&
               clip(from.y, to.y - from.y, rect.y, rect.bottom());
    }

    const Scene& scene_;
    const std::vector<int>& steps_;
    Pen pen_;
    Pen things_;
    Pen signs_; ///< above what moves
    LegendEntries& legend_;
    double unit_;
    std::vector<SideTag> tags_;
};

} // namespace

std::pair<Point, Point> endsOf(const Scene& scene, std::size_t index) {
    const BundlePlace& bundle = scene.layout.bundles[index];
    const auto& things = scene.layout.things;
    const auto& places = scene.layout.places;
    const FenceHub* atA = scene.fences.hubOf(bundle.a, index);
    const FenceHub* atB = scene.fences.hubOf(bundle.b, index);
    Point from = bundle.from;
    Point to = bundle.to;
    if (atB != nullptr) {
        to = atB->at;
        from = rimOf(things[bundle.a], places[bundle.a].core, to);
    }
    if (atA != nullptr) {
        from = atA->at;
        to = atB != nullptr ? to : rimOf(things[bundle.b], places[bundle.b].core, from);
    }
    return {from, to};
}

void drawGround(const Scene& scene, const std::vector<int>& steps, Picture& picture,
                LegendEntries& legend) {
    GroundDrawer(scene, steps, picture, legend).draw();
}

} // namespace sim::scene
