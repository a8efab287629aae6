// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/aspects.h"
#include "sim/scene/layout.h"
#include "sim/scene/text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sim::scene {
namespace {

// In units of the text's height.
constexpr double kRow = 1.5;
constexpr double kFrame = 0.4;   ///< between a machine's rim and its chips
constexpr double kPadding = 0.3; ///< between a chip's rim and what it holds
constexpr double kLargePip = 2.6;
constexpr double kLeastMember = 4.6; ///< width of a machine in an opened tile
/// Of so many processes in one chip the machine can be opened.
constexpr std::size_t kCrowd = 12;

struct ChipWish {
    std::string title;
    std::vector<trace::ProcessIndex> processes;
};

/// Processes of one host, those of one group together, in order.
std::vector<ChipWish> chipsOf(const trace::RunHeader& header, trace::HostIndex host) {
    std::vector<ChipWish> chips;
    for (trace::ProcessIndex i = 0; i < header.processes.size(); ++i) {
        const trace::ProcessEntry& process = header.processes[i];
        if (process.host != host) {
            continue;
        }
        const auto same = std::find_if(chips.begin(), chips.end(), [&](const ChipWish& chip) {
            return header.processes[chip.processes.front()].group == process.group;
        });
        if (same != chips.end()) {
            same->processes.push_back(i);
            same->title = process.group;
        } else {
            chips.push_back({process.name, {i}});
        }
    }
    return chips;
}

bool isCrowd(const std::vector<ChipWish>& chips) {
    return std::any_of(chips.begin(), chips.end(),
                       [](const ChipWish& chip) { return chip.processes.size() > kCrowd; });
}

bool needsTitle(const trace::RunHeader& header, const Thing& thing,
                const std::vector<ChipWish>& chips) {
    return chips.size() != 1 || chips[0].title != header.hosts[thing.hosts[0]].name;
}

bool hasTags(const trace::RunHeader& header, const Thing& thing) {
    return std::any_of(header.processes.begin(), header.processes.end(), [&](const auto& process) {
        return componentRow(process.component).isTarget &&
               std::binary_search(thing.hosts.begin(), thing.hosts.end(), process.host);
    });
}

/// The largest squares of at most `most` so that `count` of them fit; how many go in a line.
std::pair<double, std::size_t> pipSize(std::size_t count, const Size& space, double most) {
    for (double side = most; side > 2; side *= 0.93) {
        const auto columns = static_cast<std::size_t>(std::max(0.0, space.width / side));
        const auto rows = static_cast<std::size_t>(std::max(0.0, space.height / side));
        if (columns * rows >= count) {
            return {side, columns};
        }
    }
    return {2, std::max<std::size_t>(1, static_cast<std::size_t>(space.width / 2))};
}

void addPips(std::vector<PipPlace>& pips, const std::vector<PipPlace>& members, const Rect& space,
             double most) {
    const auto [side, columns] = pipSize(members.size(), {space.width, space.height}, most);
    for (std::size_t i = 0; i < members.size(); ++i) {
        PipPlace pip = members[i];
        pip.rect = {space.x + static_cast<double>(i % columns) * side,
                    space.y + static_cast<double>(i / columns) * side, side * 0.86, side * 0.86};
        pips.push_back(pip);
    }
}

/// A sign at the right end of a line, and what is left of the line.
Rect cutToggle(Rect& line, double unit) {
    const double sign = 1.15 * unit;
    const Rect toggle{line.right() - sign - 0.1 * unit, line.centre().y - sign / 2, sign, sign};
    line.width = std::max(0.0, line.width - sign - 0.3 * unit);
    return toggle;
}

/// A grid of machines as they are drawn by themselves; none if there is no room for that.
std::vector<ThingPlace> placeMembers(const trace::RunHeader& header, const Thing& tile,
                                     const Rect& space, double unit) {
    const std::size_t count = tile.hosts.size();
    const double gap = 0.5 * unit;
    const auto cellWith = [&](std::size_t columns) {
        const auto across = static_cast<double>(columns);
        const auto down = std::ceil(static_cast<double>(count) / across);
        return Size{(space.width + gap) / across - gap, (space.height + gap) / down - gap};
    };
    const auto quality = [&](const Size& cell) {
        return std::min(1.0, cell.width / (12 * unit)) * std::min(1.0, cell.height / (4 * unit));
    };
    std::size_t best = 1;
    for (std::size_t columns = 2; columns <= count; ++columns) {
        best = quality(cellWith(columns)) > quality(cellWith(best)) ? columns : best;
    }
    const Size cell = cellWith(best);
    if (cell.width < kLeastMember * unit || cell.height < 2 * unit) {
        return {};
    }
    std::vector<ThingPlace> members;
    for (std::size_t i = 0; i < count; ++i) {
        Thing member;
        member.hosts = {tile.hosts[i]};
        const Size wish = wishOf(header, member, unit);
        const Rect rect{space.x + static_cast<double>(i % best) * (cell.width + gap),
                        space.y + static_cast<double>(i / best) * (cell.height + gap),
                        std::min(cell.width, wish.width), std::min(cell.height, wish.height)};
        members.push_back(placeChips(header, member, rect, unit));
        members.back().toggle = {};
    }
    return members;
}

void placePips(const trace::RunHeader& header, const Thing& tile, ChipPlace& chip,
               const Rect& inner, double unit) {
    const double rest = inner.height - chip.head.height;
    const double body = std::min(rest / 2, (rest > 5 * unit ? 2 : 1) * kRow * unit);
    std::vector<PipPlace> members;
    for (const trace::HostIndex host : tile.hosts) {
        members.push_back({{}, host, trace::kNoIndex});
    }
    const double most = (tile.opened ? kLargePip : hasTags(header, tile) ? 1.75 : 1.2) * unit;
    const double top = chip.head.bottom() + 0.1 * unit;
    addPips(chip.pips, members, {inner.x, top, inner.width, inner.bottom() - body - top}, most);
    const double bottom = chip.pips.back().rect.bottom() + 0.2 * unit;
    chip.body = {inner.x, bottom, inner.width, std::max(0.0, inner.bottom() - bottom)};
}

ThingPlace placeTile(const trace::RunHeader& header, const Thing& thing, const Rect& rect,
                     double unit) {
    ThingPlace place{rect, rect, {}, {}};
    ChipPlace chip;
    chip.rect = rect;
    chip.title = thing.name.substr(0, thing.name.find(" @ ")); // lines tell where
    const double pad = kFrame * unit;
    const Rect inner{rect.x + pad, rect.y + pad / 2, rect.width - 2 * pad, rect.height - pad};
    chip.head = {inner.x, inner.y, inner.width, kRow * unit};
    place.toggle = cutToggle(chip.head, unit);
    if (thing.opened) {
        const double top = chip.head.bottom() + 0.1 * unit;
        place.members = placeMembers(
            header, thing, {inner.x, top, inner.width - 0.3 * unit, inner.bottom() - top}, unit);
    }
    if (place.members.empty()) {
        placePips(header, thing, chip, inner, unit);
    }
    for (trace::ProcessIndex i = 0; i < header.processes.size(); ++i) {
        if (std::binary_search(thing.hosts.begin(), thing.hosts.end(), header.processes[i].host)) {
            chip.processes.push_back(i);
        }
    }
    place.chips.push_back(std::move(chip));
    return place;
}

ChipPlace placeChip(const trace::RunHeader& header, const ChipWish& wish, const Rect& rect,
                    double unit, bool opened) {
    ChipPlace chip;
    chip.rect = rect;
    chip.title = wish.title;
    chip.processes = wish.processes;
    const double pad = kPadding * unit;
    const Rect inner{rect.x + 0.8 * unit, rect.y + pad / 2, rect.width - 0.8 * unit - pad,
                     rect.height - pad};
    chip.head = {inner.x, inner.y, inner.width, std::min(kRow * unit, inner.height)};
    double bottom = chip.head.bottom();
    if (wish.processes.size() > 1) {
        std::vector<PipPlace> members;
        for (const trace::ProcessIndex process : wish.processes) {
            members.push_back({{}, header.processes[process].host, process});
        }
        // Beside the title if they fit there, else in a line of their own.
        const std::string number = "×" + std::to_string(wish.processes.size());
        const double title =
            3 * unit + textWidth(wish.title, unit, Weight::Bold) + textWidth(number, unit);
        const double side =
            opened ? kLargePip * unit : std::min(1.1 * unit, chip.head.height * 0.8);
        const double needed = side * static_cast<double>(members.size());
        const bool beside = title + needed <= inner.width || inner.height < 2 * kRow * unit;
        if (beside && !opened) {
            const double left =
                std::max(std::min(inner.width * 0.65, title), inner.width - needed - 0.3 * unit);
            const double y = chip.head.y + (chip.head.height - side) / 2;
            addPips(chip.pips, members,
                    {inner.x + left + 0.3 * unit, y, inner.width - left - 0.3 * unit, side * 1.001},
                    side);
            chip.head.width = left;
        } else {
            const double height = std::max(kRow * unit, inner.height - 2 * kRow * unit);
            addPips(chip.pips, members, {inner.x, bottom, inner.width, height}, side);
            bottom = chip.pips.back().rect.bottom() + 0.2 * unit;
        }
    }
    chip.body = {inner.x, bottom, inner.width, std::max(0.0, inner.bottom() - bottom)};
    return chip;
}

} // namespace

Size wishOf(const trace::RunHeader& header, const Thing& thing, double unit) {
    if (thing.kind == Thing::Kind::Switch) {
        return {std::max(3.0 * unit, textWidth(thing.name, unit) + 0.4 * unit), 3.7 * unit};
    }
    if (thing.kind == Thing::Kind::Tile) {
        if (thing.opened) { // it takes what it can get
            const auto count = static_cast<double>(thing.hosts.size());
            const double columns = std::ceil(std::sqrt(count * 0.6));
            return {(columns * 12.5 + 1) * unit, (std::ceil(count / columns) * 4.5 + 2) * unit};
        }
        const double side = hasTags(header, thing) ? 1.75 : 1.2;
        const auto lines = std::ceil(static_cast<double>(thing.hosts.size()) * side / 14.5);
        return {16 * unit, (1 + kRow * 3 + std::min(lines * side, 12.0)) * unit};
    }
    const auto chips = chipsOf(header, thing.hosts[0]);
    double rows = needsTitle(header, thing, chips) ? 1 : 0;
    for (const ChipWish& chip : chips) {
        const bool elects = componentRow(header.processes[chip.processes[0]].component).elects;
        rows += chips.size() > 2 ? 2 : elects ? 4 : chip.processes.size() > 1 ? 3 : 2;
    }
    if (thing.opened) {
        std::size_t most = 0;
        for (const ChipWish& chip : chips) {
            most = std::max(most, chip.processes.size());
        }
        const double columns = std::ceil(std::sqrt(static_cast<double>(most) * 2));
        return {std::max(17.4, columns * kLargePip + 2) * unit,
                (std::ceil(static_cast<double>(most) / columns) * kLargePip + rows * kRow + 2) *
                    unit};
    }
    const double around = 2 * kFrame + static_cast<double>(chips.size()) * (kPadding + 0.25);
    return {(needsTitle(header, thing, chips) ? 17.4 : 16.5) * unit, (rows * kRow + around) * unit};
}

ThingPlace placeChips(const trace::RunHeader& header, const Thing& thing, const Rect& rect,
                      double unit) {
    if (thing.kind == Thing::Kind::Switch) {
        const bool named = rect.height >= 3.5 * unit;
        const double label = named ? 1.3 * unit : 0;
        const double side = std::min({rect.width, rect.height - label, 2.3 * unit});
        const Rect core{rect.centre().x - side / 2, rect.y + (rect.height - label - side) / 2, side,
                        side};
        return {rect, core, {rect.x, rect.bottom() - label, rect.width, label}, {}, {}};
    }
    if (thing.kind == Thing::Kind::Tile) {
        return placeTile(header, thing, rect, unit);
    }
    const auto wishes = chipsOf(header, thing.hosts[0]);
    ThingPlace place{rect, rect, {}, {}, {}};
    const double pad = kFrame * unit;
    Rect inner{rect.x + pad, rect.y + pad, rect.width - 2 * pad, rect.height - 2 * pad};
    if (wishes.size() == 1 && !needsTitle(header, thing, wishes)) {
        place.chips.push_back(placeChip(header, wishes[0], inner, unit, thing.opened));
        place.chips[0].rect = rect; // the machine is its process
        if (isCrowd(wishes)) {
            place.toggle = cutToggle(place.chips[0].head, unit);
        }
        return place;
    }
    const auto count = static_cast<double>(std::max<std::size_t>(wishes.size(), 1));
    const double gap = 0.25 * unit;
    const bool roomy = inner.height >= (1.2 + count * 1.7) * unit;
    if (wishes.empty() || (needsTitle(header, thing, wishes) && roomy)) {
        place.title = {inner.x, rect.y + 0.15 * unit, inner.width, 1.4 * unit};
        inner.height -= place.title.bottom() - inner.y;
        inner.y = place.title.bottom();
    }
    // As many chips as have a line each; the title of the last one tells of the others.
    const auto fitting = static_cast<std::size_t>((inner.height + gap) / (1.6 * unit + gap));
    const std::size_t shown =
        std::clamp<std::size_t>(fitting, 1, std::max<std::size_t>(wishes.size(), 1));
    const auto height = (inner.height + gap) / static_cast<double>(shown) - gap;
    for (std::size_t i = 0; i < std::min(shown, wishes.size()); ++i) {
        const double top = inner.y + static_cast<double>(i) * (height + gap);
        ChipWish wish = wishes[i];
        if (i + 1 == shown) {
            for (std::size_t more = shown; more < wishes.size(); ++more) {
                wish.title += ", " + wishes[more].title;
                wish.processes.insert(wish.processes.end(), wishes[more].processes.begin(),
                                      wishes[more].processes.end());
            }
        }
        place.chips.push_back(
            placeChip(header, wish, {inner.x, top, inner.width, height}, unit, thing.opened));
    }
    if (isCrowd(wishes)) {
        place.toggle = cutToggle(place.title.height > 0 ? place.title : place.chips[0].head, unit);
    }
    return place;
}

} // namespace sim::scene
