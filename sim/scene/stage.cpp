// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/stage.h"

#include "sim/scene/drawing.h"
#include "sim/topology/analysis.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sim::scene {
namespace {

LayoutSettings layoutSettings(const StageSettings& settings) {
    return {settings.size, settings.textScale, settings.legend, settings.clock, settings.caption};
}

SinglePoints singlePointsAt(const World& world, SimTime at) {
    topology::TopologySpec spec;
    for (const trace::HostEntry& host : world.header().hosts) {
        topology::NodeSpec node;
        node.name = host.name;
        node.isSwitch = host.isSwitch;
        node.address = host.address;
        spec.nodes.push_back(std::move(node));
    }
    for (const trace::LinkEntry& entry : world.header().links) {
        topology::LinkSpec link;
        link.name = entry.name;
        link.from = entry.from;
        link.to = entry.to;
        link.latency = entry.latency;
        link.bitsPerSecond = entry.bitsPerSecond;
        spec.links.push_back(std::move(link));
    }
    const auto hosts = static_cast<std::uint32_t>(spec.nodes.size());
    const auto links = static_cast<std::uint32_t>(spec.links.size());
    topology::Topology network(std::move(spec));
    for (std::uint32_t i = 0; i < hosts; ++i) {
        network.setNodeUp(i, world.isPowered(i, at));
    }
    for (std::uint32_t i = 0; i < links; ++i) {
        const LinkCondition condition = world.conditionOfLink(i, at);
        network.setUp(topology::forward(i), condition.forwardUp);
        network.setUp(topology::backward(i), condition.backwardUp);
    }
    return {topology::articulationPoints(network), topology::bridges(network)};
}

double distance(Point p, Point a, Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double share =
        length == 0 ? 0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0);
    return std::hypot(p.x - a.x - share * dx, p.y - a.y - share * dy);
}

} // namespace

/// What stays while nothing of the world changes, so that it is worked out once an epoch.
struct EpochParts {
    std::uint64_t epoch = 0;
    Fences fences;
    SinglePoints singlePoints;
};

struct Stage::Parts {
    Parts(std::shared_ptr<const World> world, StageSettings chosen)
        : settings(std::move(chosen)), cast(std::move(world)),
          layout(layOut(cast.header(), fold(cast.header(), settings.opened),
                        layoutSettings(settings))) {}

    const EpochParts& epochAt(SimTime at) const;
    std::optional<Hit> hitInThing(std::size_t thing, Point point) const;
    std::optional<Hit> pipAt(const ThingPlace& place, Point point) const;
    Hit hitInMachine(trace::HostIndex host, const ThingPlace& place, Point point) const;
    Hit tileHit(const Thing& thing, const Rect& rect) const;

    StageSettings settings;
    Cast cast;
    Layout layout;
    mutable std::optional<EpochParts> epoch;
    mutable std::vector<DrawnMessage> messages; ///< of the last picture
};

const EpochParts& Stage::Parts::epochAt(SimTime at) const {
    const std::uint64_t number = cast.world().epochAt(at);
    if (!epoch || epoch->epoch != number) {
        epoch =
            EpochParts{number, fencesOf(cast.world().partitionsAt(at), layout),
                       settings.singlePoints ? singlePointsAt(cast.world(), at) : SinglePoints{}};
    }
    return *epoch;
}

Stage::Stage(std::shared_ptr<const World> world, StageSettings settings)
    : parts_(std::make_unique<Parts>(std::move(world), std::move(settings))) {}
Stage::~Stage() = default;
Stage::Stage(Stage&&) noexcept = default;
Stage& Stage::operator=(Stage&&) noexcept = default;

void Stage::grow(std::shared_ptr<const World> world) {
    parts_->cast = Cast(std::move(world));
    parts_->epoch.reset();
}

void Stage::setWindow(core::Duration window) {
    parts_->settings.window = window;
}

void Stage::setScaleText(std::string text) {
    parts_->settings.scaleText = std::move(text);
}

const StageSettings& Stage::settings() const {
    return parts_->settings;
}

Picture Stage::draw(const Slice& slice, SimTime at, const Storyline* story) const {
    const EpochParts& epoch = parts_->epochAt(at);
    const Visible visible = visibleAt(slice, at, parts_->settings.window);
    Looks looks = looksAt(parts_->cast, visible.states, at);
    for (const trace::ProcessIndex process : visible.failing) {
        looks[process].fails = looks[process].lives();
    }
    const auto troubles = parts_->cast.world().troublesAt(at);
    const Scene scene{
        parts_->cast, parts_->layout, parts_->settings, epoch.fences, epoch.singlePoints,
        troubles,     slice,          visible,          looks,        at};
    Picture picture;
    picture.size = parts_->settings.size;
    LegendEntries legend;
    parts_->messages.clear();
    drawThings(scene, picture, legend);
    const auto steps = drawTraffic(scene, picture, legend, parts_->messages);
    drawGround(scene, steps, picture, legend);
    drawBands(scene, story, legend, picture);
    return picture;
}

std::optional<Hit> Stage::Parts::hitInThing(std::size_t thing, Point point) const {
    const Thing& what = layout.things[thing];
    const ThingPlace& place = layout.places[thing];
    if (!place.rect.contains(point)) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < place.members.size(); ++i) {
        if (place.members[i].rect.contains(point)) {
            return hitInMachine(what.hosts[i], place.members[i], point);
        }
    }
    if (what.kind != Thing::Kind::Tile) {
        return hitInMachine(what.hosts[0], place, point);
    }
    const auto pip = pipAt(place, point);
    return pip ? pip : tileHit(what, place.rect);
}

std::optional<Hit> Stage::Parts::pipAt(const ThingPlace& place, Point point) const {
    const auto& header = cast.header();
    for (const ChipPlace& chip : place.chips) {
        for (const PipPlace& pip : chip.pips) {
            if (pip.rect.contains(point)) {
                const bool isHost = pip.process == trace::kNoIndex;
                Hit hit;
                hit.kind = isHost ? Hit::Kind::Host : Hit::Kind::Process;
                hit.name =
                    isHost ? header.hosts[pip.host].name : header.processes[pip.process].name;
                hit.host = pip.host;
                hit.process = pip.process;
                hit.rect = pip.rect;
                return hit;
            }
        }
    }
    return std::nullopt;
}

Hit Stage::Parts::hitInMachine(trace::HostIndex host, const ThingPlace& place, Point point) const {
    if (auto pip = pipAt(place, point)) {
        return *pip;
    }
    Hit hit;
    hit.host = host;
    for (const ChipPlace& chip : place.chips) {
        if (chip.processes.size() == 1 && chip.rect.contains(point)) {
            hit.kind = Hit::Kind::Process;
            hit.process = chip.processes.front();
            hit.name = cast.header().processes[hit.process].name;
            hit.rect = chip.rect;
            return hit;
        }
    }
    hit.kind = Hit::Kind::Host;
    hit.name = cast.header().hosts[host].name;
    hit.rect = place.rect;
    return hit;
}

Hit Stage::Parts::tileHit(const Thing& thing, const Rect& rect) const {
    Hit hit;
    hit.kind = Hit::Kind::Tile;
    hit.name = thing.tile.empty() ? thing.name : thing.tile;
    hit.rect = rect;
    hit.isOpen = thing.opened || !thing.tile.empty();
    return hit;
}

std::optional<Hit> Stage::hitAt(Point point) const {
    for (std::size_t i = 0; i < parts_->layout.things.size(); ++i) {
        if (parts_->layout.places[i].toggle.contains(point)) {
            return parts_->tileHit(parts_->layout.things[i], parts_->layout.places[i].toggle);
        }
    }
    for (auto message = parts_->messages.rbegin(); message != parts_->messages.rend(); ++message) {
        if (message->rect.contains(point)) {
            return Hit{Hit::Kind::Message, std::to_string(message->message),
                       trace::kNoIndex,    trace::kNoIndex,
                       trace::kNoIndex,    message->message,
                       message->rect};
        }
    }
    for (std::size_t i = 0; i < parts_->layout.things.size(); ++i) {
        if (auto hit = parts_->hitInThing(i, point)) {
            return hit;
        }
    }
    return linkAt(point, 0.6 * parts_->layout.unit);
}

std::optional<Hit> Stage::linkAt(Point point, double reach) const {
    const BundlePlace* nearest = nullptr;
    double best = reach;
    for (const BundlePlace& bundle : parts_->layout.bundles) {
        const double away = distance(point, bundle.from, bundle.to);
        if (bundle.links.size() == 1 && away <= best) {
            nearest = &bundle;
            best = away;
        }
    }
    if (nearest == nullptr) {
        return std::nullopt;
    }
    const trace::LinkIndex link = nearest->links.front();
    const std::string& name = parts_->cast.header().links[link].name;
    return Hit{Hit::Kind::Link, name, trace::kNoIndex, trace::kNoIndex, link, 0, *placeOf(name)};
}

std::optional<Rect> Stage::placeOf(std::string_view name) const {
    const Layout& layout = parts_->layout;
    const auto& header = parts_->cast.header();
    for (std::size_t i = 0; i < layout.things.size(); ++i) {
        if (layout.things[i].name == name) {
            return layout.places[i].rect;
        }
        for (std::size_t j = 0; j < layout.places[i].members.size(); ++j) {
            if (header.hosts[layout.things[i].hosts[j]].name == name) {
                return layout.places[i].members[j].rect;
            }
        }
        for (const ChipPlace& chip : layout.places[i].chips) {
            for (const PipPlace& pip : chip.pips) {
                const bool isHost = pip.process == trace::kNoIndex;
                if (name ==
                    (isHost ? header.hosts[pip.host].name : header.processes[pip.process].name)) {
                    return pip.rect;
                }
            }
        }
    }
    for (const BundlePlace& bundle : layout.bundles) {
        for (const trace::LinkIndex link : bundle.links) {
            if (header.links[link].name == name) {
                return Rect{
                    std::min(bundle.from.x, bundle.to.x), std::min(bundle.from.y, bundle.to.y),
                    std::abs(bundle.to.x - bundle.from.x), std::abs(bundle.to.y - bundle.from.y)};
            }
        }
    }
    return std::nullopt;
}

} // namespace sim::scene
