// SPDX-License-Identifier: GPL-3.0-or-later
// What the keyboard can choose on the stage.
#include "gui/stage/hit_text.h"
#include "gui/stage/stage_view_parts.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <tuple>

namespace gui::stage {
namespace {

using sim::scene::Hit;
using sim::scene::Layer;
using sim::scene::Point;
using sim::scene::Shape;

bool isSameThing(const Hit& one, const Hit& other) {
    return one.kind == other.kind && one.name == other.name && one.message == other.message;
}

/// Things whose middles are that close in height are in one row.
constexpr double kRow = 24;

bool readsBefore(const Hit& one, const Hit& other) {
    const auto key = [](const Hit& hit) {
        const Point middle = hit.rect.centre();
        return std::tuple(std::floor(middle.y / kRow), middle.x, middle.y);
    };
    return key(one) < key(other);
}

} // namespace

bool isSameRun(const sim::scene::World& one, const sim::scene::World& other) {
    const sim::trace::RunHeader& a = one.header();
    const sim::trace::RunHeader& b = other.header();
    const auto names = [](const auto& entries) {
        std::vector<std::string_view> list;
        for (const auto& entry : entries) {
            list.push_back(entry.name);
        }
        return list;
    };
    return a.scenarioPath == b.scenarioPath && a.seed == b.seed && a.sets == b.sets &&
           names(a.hosts) == names(b.hosts) && names(a.links) == names(b.links) &&
           names(a.processes) == names(b.processes);
}

QString StageView::Parts::wordsFor(const Hit& hit) const {
    if (hit.kind == Hit::Kind::Message && frame.slice) {
        const auto& flights = frame.slice->flights; // by id
        const auto flight =
            std::lower_bound(flights.begin(), flights.end(), hit.message,
                             [](const auto& one, std::uint64_t id) { return one.message < id; });
        if (flight != flights.end() && flight->message == hit.message) {
            const auto row = rowOf(*flight);
            // Another branch may have another message of that number.
            const bool isKnown = message && message->id == row.id && message->sent == row.sent &&
                                 message->fromHost == row.fromHost && message->toHost == row.toHost;
            return messageText(isKnown ? *message : row, *frame.world);
        }
    }
    return textOf(hit, *frame.world, seen);
}

std::vector<Hit> StageView::Parts::things() const {
    std::vector<Hit> list;
    if (!stage) {
        return list;
    }
    std::set<std::pair<int, std::string>> known;
    for (const Shape& shape : picture.at(Layer::Things)) {
        const auto* box = std::get_if<sim::scene::Box>(&shape.geometry);
        const auto hit = box != nullptr ? stage->hitAt(box->rect.centre()) : std::nullopt;
        if (hit && known.emplace(static_cast<int>(hit->kind), hit->name).second) {
            list.push_back(*hit);
        }
    }
    std::stable_sort(list.begin(), list.end(), readsBefore);
    return list;
}

std::optional<Hit> StageView::Parts::found(const std::optional<Hit>& hit) const {
    if (!hit) {
        return std::nullopt;
    }
    const auto again = stage->hitAt(hit->rect.centre());
    if (again && isSameThing(*again, *hit)) {
        return again;
    }
    for (const Hit& thing : things()) {
        if (isSameThing(thing, *hit)) {
            return thing;
        }
    }
    return std::nullopt;
}

bool StageView::Parts::selectNext(bool forward) {
    const std::vector<Hit> list = things();
    if (list.empty()) {
        return false;
    }
    if (!selection) {
        selection = forward ? list.front() : list.back();
        return true;
    }
    const auto now = std::find_if(list.begin(), list.end(),
                                  [&](const Hit& hit) { return isSameThing(hit, *selection); });
    if (now == list.end()) {
        selection = list.front();
        return true;
    }
    if (forward ? std::next(now) == list.end() : now == list.begin()) {
        return false;
    }
    selection = forward ? *std::next(now) : *std::prev(now);
    return true;
}

std::optional<Hit> StageView::Parts::neighbour(QPoint direction) const {
    const Point from = selection->rect.centre();
    std::optional<Hit> best;
    double bestCost = 0;
    for (const Hit& thing : things()) {
        const Point to = thing.rect.centre();
        const QPointF way(to.x - from.x, to.y - from.y);
        const double along = way.x() * direction.x() + way.y() * direction.y();
        const double aside = std::abs(way.x() * direction.y()) + std::abs(way.y() * direction.x());
        // What lies more aside than ahead is for another arrow.
        if (along <= 1 || aside > along * 2) {
            continue;
        }
        const double cost = along + 2 * aside;
        if (!best || cost < bestCost) {
            best = thing;
            bestCost = cost;
        }
    }
    return best;
}

void StageView::Parts::toggleTile(const Hit& hit) {
    if (hit.kind != Hit::Kind::Tile) {
        return;
    }
    if (settings.opened.erase(hit.name) == 0) {
        settings.opened.insert(hit.name);
    }
    stale = true;
}

} // namespace gui::stage
