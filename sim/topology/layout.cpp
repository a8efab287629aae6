// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/layout.h"

#include "core/base/assert.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <set>
#include <tuple>

namespace sim::topology {
namespace {

using Nodes = std::vector<std::uint32_t>;

struct Box {
    double left, top, right, bottom;
};

std::size_t ceilDivide(std::size_t a, std::size_t b) {
    return (a + b - 1) / b;
}

/// The network, sorted for drawing, and what all pictures need.
class Sketch {
public:
    Sketch(const TopologySpec& spec, std::span<const LayoutHint> hints)
        : spec_(spec), hints_(hints), positions_(spec.nodes.size()),
          home_(spec.nodes.size(), kNobody), machinesOf_(spec.nodes.size()),
          peers_(spec.nodes.size()) {
        for (std::uint32_t node = 0; node < spec.nodes.size(); ++node) {
            (isSwitch(node) ? switches_ : machines_).push_back(node);
        }
        for (const LinkSpec& link : spec.links) {
            join(link.from, link.to);
            join(link.to, link.from);
        }
        sortByHint(machines_);
        for (const std::uint32_t machine : machines_) {
            if (home_[machine] != kNobody) {
                machinesOf_[home_[machine]].push_back(machine);
            }
        }
    }

    std::vector<Position> finish() && { return std::move(positions_); }
    std::size_t switchCount() const { return switches_.size(); }

protected:
    bool isSwitch(std::uint32_t node) const { return spec_.nodes[node].isSwitch; }
    LayoutHint hint(std::uint32_t node) const {
        return hints_.empty() ? LayoutHint{} : hints_[node];
    }
    void sortByHint(Nodes& nodes) const {
        std::sort(nodes.begin(), nodes.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::tuple(hint(a).column, hint(a).order, a) <
                   std::tuple(hint(b).column, hint(b).order, b);
        });
    }
    void join(std::uint32_t from, std::uint32_t to) {
        if (!isSwitch(to)) {
            return;
        }
        if (isSwitch(from)) {
            peers_[from].insert(to);
        } else if (home_[from] == kNobody) {
            home_[from] = to;
        }
    }
    /// Mean column of a switch's machines, for clients to end up on the left.
    double lean(std::uint32_t node) const {
        double sum = 0;
        for (const std::uint32_t machine : machinesOf_[node]) {
            sum += hint(machine).column;
        }
        const std::size_t count = machinesOf_[node].size();
        return count == 0 ? 1 : sum / static_cast<double>(count);
    }

    void place(std::uint32_t node, double x, double y) { positions_[node] = {x, y}; }
    void placeOnCircle(std::uint32_t node, double radius, double angle) {
        place(node, 0.5 + radius * std::cos(angle), 0.5 + radius * std::sin(angle));
    }

    /// Fills a box by columns, top to bottom, with at most `rows` in a column.
    void fillColumns(std::span<const std::uint32_t> nodes, Box box, std::size_t rows) {
        if (nodes.empty()) {
            return;
        }
        const std::size_t columns = ceilDivide(nodes.size(), rows);
        const std::size_t used = ceilDivide(nodes.size(), columns);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const auto column = static_cast<double>(i / used);
            const std::size_t inColumn = std::min(used, nodes.size() - i / used * used);
            const auto row = static_cast<double>(i % used);
            place(nodes[i],
                  box.left + (box.right - box.left) * (column + 0.5) / static_cast<double>(columns),
                  box.top + (box.bottom - box.top) * (row + 0.5) / static_cast<double>(inColumn));
        }
    }
    /// Fills a box by rows, left to right, with `columns` in a row.
    void fillRows(std::span<const std::uint32_t> nodes, Box box, std::size_t columns) {
        if (nodes.empty()) {
            return;
        }
        const std::size_t rows = ceilDivide(nodes.size(), columns);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const std::size_t inRow = std::min(columns, nodes.size() - i / columns * columns);
            place(nodes[i],
                  box.left + (box.right - box.left) * (static_cast<double>(i % columns) + 0.5) /
                                 static_cast<double>(inRow),
                  box.top + (box.bottom - box.top) * (static_cast<double>(i / columns) + 0.5) /
                                static_cast<double>(rows));
        }
    }
    /// Machines without a switch, along the bottom.
    void placeStrays() {
        Nodes strays;
        std::copy_if(machines_.begin(), machines_.end(), std::back_inserter(strays),
                     [&](std::uint32_t node) { return home_[node] == kNobody; });
        fillRows(strays, {0.04, 0.97, 0.96, 0.97}, std::max<std::size_t>(1, strays.size()));
    }

    static constexpr double kTurn = 2 * std::numbers::pi;
    static constexpr std::uint32_t kNobody = 0xffffffff;

    const TopologySpec& spec_;
    std::span<const LayoutHint> hints_;
    std::vector<Position> positions_;
    Nodes switches_;
    Nodes machines_;                             ///< by hint
    Nodes home_;                                 ///< by machine: its first switch, or kNobody
    std::vector<Nodes> machinesOf_;              ///< by switch
    std::vector<std::set<std::uint32_t>> peers_; ///< by switch: switches linked to it
};

/// One switch, or none.
class StarPicture : public Sketch {
public:
    explicit StarPicture(Sketch sketch) : Sketch(std::move(sketch)) {}

    void draw() {
        for (const std::uint32_t node : switches_) {
            place(node, 0.5, 0.5);
        }
        Nodes columns[3];
        for (const std::uint32_t machine : machines_) {
            columns[std::clamp(hint(machine).column, 0, 2)].push_back(machine);
        }
        const std::size_t most =
            std::max({columns[0].size(), columns[1].size(), columns[2].size()});
        if (most == machines_.size()) {
            drawRings(machines_);
            return;
        }
        fillColumns(columns[0], {0.03, 0.04, columnWidth(columns[0]), 0.96}, kRows);
        fillColumns(columns[2], {1 - columnWidth(columns[2]), 0.04, 0.97, 0.96}, kRows);
        const std::span<const std::uint32_t> middle = columns[1];
        const std::size_t above = ceilDivide(middle.size(), 2);
        const std::size_t wide = std::max<std::size_t>(3, ceilDivide(above, 3));
        fillRows(middle.first(above), {0.36, 0.06, 0.64, 0.34}, wide);
        fillRows(middle.subspan(above), {0.36, 0.66, 0.64, 0.94}, wide);
    }

private:
    static constexpr std::size_t kRows = 12;

    /// Wider for more columns, up to the space beside the middle.
    static double columnWidth(const Nodes& nodes) {
        return std::min(0.32, 0.15 + 0.05 * static_cast<double>(ceilDivide(nodes.size(), kRows)));
    }

    /// Around the middle, clockwise from the top; more than one ring when one would be too dense.
    void drawRings(const Nodes& nodes) {
        if (nodes.size() == 1) {
            place(nodes[0], 0.5, switches_.empty() ? 0.5 : 0.15);
            return;
        }
        const std::size_t rings =
            nodes.size() <= 40 ? 1 : std::min<std::size_t>(8, ceilDivide(nodes.size(), 40));
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const double radius = 0.42 - 0.28 * static_cast<double>(i % rings) /
                                             static_cast<double>(std::max<std::size_t>(rings, 1));
            placeOnCircle(nodes[i], radius,
                          kTurn *
                              (static_cast<double>(i) / static_cast<double>(nodes.size()) - 0.25));
        }
    }
};

/// Leaves and spines.
class TierPicture : public Sketch {
public:
    explicit TierPicture(Sketch sketch) : Sketch(std::move(sketch)) {}

    /// Tier 0: switches with machines; each other switch one above the lowest it is linked to.
    /// False if a link joins switches of one tier, or if there is only one tier.
    bool findTiers() {
        tier_.assign(spec_.nodes.size(), kNoTier);
        Nodes open;
        for (const std::uint32_t node : switches_) {
            if (!machinesOf_[node].empty()) {
                tier_[node] = 0;
                open.push_back(node);
            }
        }
        for (std::size_t next = 0; next < open.size(); ++next) {
            for (const std::uint32_t peer : peers_[open[next]]) {
                if (tier_[peer] == kNoTier) {
                    tier_[peer] = tier_[open[next]] + 1;
                    open.push_back(peer);
                }
            }
        }
        bool severalTiers = false;
        for (const std::uint32_t node : switches_) {
            tier_[node] = tier_[node] == kNoTier ? 0 : tier_[node];
            severalTiers = severalTiers || tier_[node] > 0;
        }
        return severalTiers && std::none_of(switches_.begin(), switches_.end(), [&](auto node) {
                   return std::any_of(peers_[node].begin(), peers_[node].end(),
                                      [&](auto peer) { return tier_[peer] == tier_[node]; });
               });
    }

    void draw() {
        int top = 0;
        for (const std::uint32_t node : switches_) {
            top = std::max(top, tier_[node]);
        }
        drawLeaves();
        for (int tier = 1; tier <= top; ++tier) {
            Nodes row = ofTier(tier);
            // Above the middle of what they are linked to below: fewer crossings (Sugiyama 1981).
            std::stable_sort(row.begin(), row.end(), [&](std::uint32_t a, std::uint32_t b) {
                return meanBelow(a) < meanBelow(b);
            });
            const double y = kLeafY - (kLeafY - 0.1) * tier / top;
            fillRows(row, {0.04, y, 0.96, y}, row.size());
        }
        placeStrays();
    }

private:
    static constexpr double kLeafY = 0.42;
    static constexpr int kNoTier = -1;

    Nodes ofTier(int tier) const {
        Nodes result;
        std::copy_if(switches_.begin(), switches_.end(), std::back_inserter(result),
                     [&](std::uint32_t node) { return tier_[node] == tier; });
        return result;
    }
    double meanBelow(std::uint32_t node) const {
        double sum = 0;
        int count = 0;
        for (const std::uint32_t peer : peers_[node]) {
            if (tier_[peer] < tier_[node]) {
                sum += positions_[peer].x;
                ++count;
            }
        }
        return count == 0 ? 0.5 : sum / count;
    }
    /// Leaves side by side, as wide as their machines need, which stand below them.
    void drawLeaves() {
        Nodes leaves = ofTier(0);
        std::stable_sort(leaves.begin(), leaves.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return lean(a) < lean(b); });
        const auto columnsOf = [&](std::uint32_t leaf) {
            const auto count = static_cast<double>(machinesOf_[leaf].size());
            return std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(std::sqrt(count))));
        };
        std::size_t total = 0;
        for (const std::uint32_t leaf : leaves) {
            total += columnsOf(leaf) + 1;
        }
        double left = 0.02;
        for (const std::uint32_t leaf : leaves) {
            const auto share = static_cast<double>(columnsOf(leaf) + 1);
            const double right = left + 0.96 * share / static_cast<double>(total);
            const double gap = (right - left) * 0.5 / share;
            place(leaf, (left + right) / 2, kLeafY);
            fillRows(machinesOf_[leaf], {left + gap, 0.58, right - gap, 0.97}, columnsOf(leaf));
            left = right;
        }
    }

    std::vector<int> tier_; ///< by switch
};

/// Any other fabric.
class CirclePicture : public Sketch {
public:
    explicit CirclePicture(Sketch sketch) : Sketch(std::move(sketch)) {}

    void draw() {
        const std::uint32_t hub = findHub();
        const Nodes ring = ringOrder(hub);
        const auto count = static_cast<double>(ring.size());
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const double angle = kTurn * (0.5 + static_cast<double>(i) / count); // first: left
            placeOnCircle(ring[i], ring.size() == 2 ? 0.15 : 0.22, angle);
            fan(machinesOf_[ring[i]], angle, std::min(0.4, 0.8 / count) * kTurn);
        }
        if (hub != kNobody) {
            place(hub, 0.5, 0.5);
            for (std::size_t i = 0; i < machinesOf_[hub].size(); ++i) {
                const auto share =
                    static_cast<double>(i) / static_cast<double>(machinesOf_[hub].size());
                placeOnCircle(machinesOf_[hub][i], 0.1, kTurn * (share - 0.25));
            }
        }
        placeStrays();
    }

private:
    /// A switch linked to every other, which are not linked among themselves; kNobody if none.
    std::uint32_t findHub() const {
        for (const std::uint32_t node : switches_) {
            const bool centre = switches_.size() > 2 && peers_[node].size() + 1 == switches_.size();
            const bool only = std::all_of(switches_.begin(), switches_.end(), [&](auto other) {
                return other == node || peers_[other].size() == 1;
            });
            if (centre && only) {
                return node;
            }
        }
        return kNobody;
    }
    /// Along the links as far as they go, so that neighbours stand side by side.
    Nodes ringOrder(std::uint32_t hub) const {
        Nodes waiting = switches_;
        std::erase(waiting, hub);
        std::stable_sort(waiting.begin(), waiting.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return lean(a) < lean(b); });
        Nodes ring;
        while (!waiting.empty()) {
            auto next = waiting.begin();
            if (!ring.empty()) {
                const auto linked =
                    std::find_if(waiting.begin(), waiting.end(), [&](std::uint32_t node) {
                        return peers_[ring.back()].contains(node);
                    });
                next = linked == waiting.end() ? next : linked;
            }
            ring.push_back(*next);
            waiting.erase(next);
        }
        return ring;
    }
    /// Machines behind their switch, on one arc or several.
    void fan(const Nodes& nodes, double angle, double width) {
        const auto perArc = static_cast<std::size_t>(std::max(1.0, width * 0.42 / 0.06));
        const std::size_t arcs = ceilDivide(nodes.size(), perArc);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const std::size_t arc = i % arcs;
            const double radius =
                0.46 -
                (arcs == 1 ? 0.04 : 0.14 * static_cast<double>(arc) / static_cast<double>(arcs));
            const double share =
                (static_cast<double>(i) + 0.5) / static_cast<double>(nodes.size()) - 0.5;
            placeOnCircle(nodes[i], radius, angle + width * share);
        }
    }
};

double tidy(double coordinate) {
    return std::round(std::clamp(coordinate, 0.02, 0.98) * 1000) / 1000;
}

std::vector<Position> draw(Sketch sketch) {
    if (sketch.switchCount() <= 1) {
        StarPicture star(std::move(sketch));
        star.draw();
        return std::move(star).finish();
    }
    TierPicture tiers(sketch);
    if (tiers.findTiers()) {
        tiers.draw();
        return std::move(tiers).finish();
    }
    CirclePicture circle(std::move(sketch));
    circle.draw();
    return std::move(circle).finish();
}

} // namespace

std::vector<Position> layout(const TopologySpec& spec, std::span<const LayoutHint> hints) {
    ORRERY_ASSERT(hints.empty() || hints.size() == spec.nodes.size());
    std::vector<Position> positions = draw(Sketch(spec, hints));
    for (std::size_t i = 0; i < positions.size(); ++i) {
        positions[i] = {spec.nodes[i].x.value_or(tidy(positions[i].x)),
                        spec.nodes[i].y.value_or(tidy(positions[i].y))};
    }
    return positions;
}

} // namespace sim::topology
