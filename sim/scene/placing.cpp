// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/layout.h"
#include "sim/scene/placing_levels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <numbers>
#include <string_view>
#include <utility>

/// Four ways to place boxes. Levels (sim/scene/placing_levels.h), where switches stand above those
/// that machines hang from. Columns, where the header's positions are the blackboard's: clients
/// left, coordinators around the switch, servers right; each column is divided evenly. Otherwise
/// boxes start where the header has them and push each other apart, smaller ones if there is no
/// room; machines that are joined directly stand on an ellipse if that is less of a tangle. If all
/// else fails, a grid.
namespace sim::scene {
namespace {

using Indexes = std::vector<std::size_t>;

constexpr double kGap = 1.1;      ///< between boxes, in units
constexpr double kLeastWidth = 3; ///< of a box that still shows its silhouette
constexpr double kLeastHeight = 2.3;
constexpr double kLeft = 0.33; ///< positions up to there are in the left column
constexpr double kRight = 0.67;
constexpr double kCircle = 0.42; ///< radius

class Placer {
public:
    Placer(std::span<const Thing> things, std::span<const Size> wishes,
           std::span<const Joint> joints, const Rect& stage, double unit)
        : things_(things), wishes_(wishes), joints_(joints), stage_(stage), unit_(unit),
          rects_(things.size()),
          racks_(std::any_of(things.begin(), things.end(),
                             [](const Thing& thing) { return !thing.rack.empty(); })) {}

    std::vector<Rect> place() {
        const Levels levels = levelsOf(things_, joints_);
        if (levels.count > 0) {
            if (auto rects = placeLevels(things_, wishes_, levels, stage_, unit_); !rects.empty()) {
                return rects;
            }
        }
        if (isColumns()) {
            placeColumns();
            return rects_;
        }
        const bool found = placeFreely();
        if (!found) {
            placeAll();
        }
        // Without switches the places that a network comes with may be a tangle.
        if (const bool direct = !joints_.empty() && std::none_of(joints_.begin(), joints_.end(),
                                                                 [&](const Joint& joint) {
                                                                     return isSwitch(joint.first) ||
                                                                            isSwitch(joint.second);
                                                                 });
            direct) {
            const std::vector<Rect> given = rects_;
            const std::size_t tangle = tangles();
            if (!placeRound() || tangles() >= tangle) {
                rects_ = given;
            }
        }
        return rects_;
    }

private:
    bool isSwitch(std::size_t i) const { return things_[i].kind == Thing::Kind::Switch; }

    /// sim/topology/layout.h draws a star in columns, or on a circle round its switch if nobody
    /// knows clients from servers.
    bool isColumns() const {
        std::size_t switches = 0;
        std::size_t onCircle = 0;
        std::size_t machines = 0;
        for (std::size_t i = 0; i < things_.size(); ++i) {
            const Point& at = things_[i].wanted;
            if (isSwitch(i)) {
                ++switches;
                continue;
            }
            ++machines;
            onCircle += std::abs(std::hypot(at.x - 0.5, at.y - 0.5) - kCircle) < 0.005;
            if ((at.x > kLeft && at.x < 0.4) || (at.x > 0.6 && at.x < kRight)) {
                return false;
            }
        }
        return switches == 1 && (machines < 3 || onCircle < machines);
    }

    /// By line, then across.
    void sortByRows(Indexes& indexes) const {
        std::stable_sort(indexes.begin(), indexes.end(), [&](std::size_t a, std::size_t b) {
            const Point& p = things_[a].wanted;
            const Point& q = things_[b].wanted;
            return p.y != q.y ? p.y < q.y : p.x < q.x;
        });
    }

    /// How good a cell is for its box: 1 if it may be as large as it wants.
    double quality(std::size_t i, const Size& cell) const {
        return std::min(1.0, cell.width / wishes_[i].width) *
               std::min(1.0, cell.height / wishes_[i].height);
    }

    /// Divides a region evenly among boxes, in as many columns as are best; `wide`: rather side by
    /// side, so that none stands in the way of another one's line.
    void placeGrid(const Indexes& indexes, const Rect& region, bool wide = false) {
        if (indexes.empty()) {
            return;
        }
        const double gap = kGap * unit_;
        const std::size_t count = indexes.size();
        std::size_t best = 1;
        double bestQuality = -1;
        const auto cellWith = [&](std::size_t columns) {
            const std::size_t rows = (count + columns - 1) / columns;
            const auto across = static_cast<double>(columns);
            const auto down = static_cast<double>(rows);
            return Size{(region.width + gap) / across - gap, (region.height + gap) / down - gap};
        };
        for (std::size_t columns = 1; columns <= count; ++columns) {
            const Size cell = cellWith(columns);
            double sum = 0;
            for (const std::size_t i : indexes) {
                sum += std::max(0.0, cell.height) > 0 ? quality(i, cell) : 0;
            }
            if (sum > bestQuality * (wide ? 0.8 : 1) + 1e-9) {
                bestQuality = std::max(sum, bestQuality);
                best = columns;
            }
        }
        const Size cell = cellWith(best);
        for (std::size_t n = 0; n < count; ++n) {
            const std::size_t i = indexes[n];
            const std::size_t row = n / best;
            // A line that is not full stands in the middle.
            const std::size_t inRow = std::min(best, count - row * best);
            const double start = static_cast<double>(best - inRow) * (cell.width + gap) / 2;
            const Point middle{
                region.x + start + static_cast<double>(n % best) * (cell.width + gap) +
                    cell.width / 2,
                region.y + static_cast<double>(row) * (cell.height + gap) + cell.height / 2};
            setBox(i, middle,
                   {std::max(2.0, std::min(cell.width, wishes_[i].width)),
                    std::max(2.0, std::min(cell.height, wishes_[i].height))});
        }
    }

    /// What is opened takes the height that the others leave; else all get the same.
    void placeSide(const Indexes& indexes, const Rect& region) {
        double closed = 0;
        double least = 0;
        double open = 0;
        for (const std::size_t i : indexes) {
            const double height = wishes_[i].height;
            (things_[i].opened ? open : closed) += height;
            least += things_[i].opened ? 0 : std::min(height, kLeastHeight * unit_);
        }
        const double gap = kGap * unit_;
        const double room = region.height - gap * static_cast<double>(indexes.size() - 1);
        const double leastOpen = std::min(open, 0.3 * room);
        if (open == 0 || least + leastOpen > room) {
            placeGrid(indexes, region);
            return;
        }
        // The others shrink as far as they must, but not below what shows their names.
        const double forClosed = std::clamp(room - open, least, closed);
        const double forOpen = std::min(open, room - forClosed);
        double y = region.y + (room - forClosed - forOpen) / 2;
        for (const std::size_t i : indexes) {
            const double wish = wishes_[i].height;
            const double smallest = std::min(wish, kLeastHeight * unit_);
            const double height =
                things_[i].opened ? wish / open * forOpen
                : closed - least < 1e-9
                    ? wish
                    : smallest + (wish - smallest) * (forClosed - least) / (closed - least);
            setBox(i, {region.centre().x, y + height / 2},
                   {std::min(region.width, wishes_[i].width), height});
            y += height + gap;
        }
    }

    void setBox(std::size_t i, Point middle, Size size) {
        rects_[i] = {middle.x - size.width / 2, middle.y - size.height / 2, size.width,
                     size.height};
    }

    void placeColumns() {
        std::array<Indexes, 3> columns;
        Indexes switches;
        Indexes above;
        Indexes below;
        for (std::size_t i = 0; i < things_.size(); ++i) {
            const Point& at = things_[i].wanted;
            if (isSwitch(i)) {
                switches.push_back(i);
            } else if (at.x <= kLeft || at.x >= kRight) {
                columns[at.x <= kLeft ? 0 : 2].push_back(i);
            } else {
                (at.y < 0.5 ? above : below).push_back(i);
            }
        }
        for (Indexes* indexes : {&columns[0], &columns[2], &above, &below}) {
            sortByRows(*indexes);
        }
        const auto widthOf = [&](const Indexes& column) {
            if (std::any_of(column.begin(), column.end(),
                            [&](std::size_t i) { return things_[i].opened; })) {
                return std::min(stage_.width * 0.36, 36 * unit_);
            }
            const double share = column.size() > 10 ? 0.3 : 0.23;
            return std::min(stage_.width * share, (column.size() > 10 ? 24 : 17.4) * unit_);
        };
        const double left = columns[0].empty() ? 0 : widthOf(columns[0]);
        const double right = columns[2].empty() ? 0 : widthOf(columns[2]);
        placeSide(columns[0], {stage_.x, stage_.y, left, stage_.height});
        placeSide(columns[2], {stage_.right() - right, stage_.y, right, stage_.height});
        // Messages from side to side pass between the coordinators.
        const double aisle = (switches.empty() ? 1 : 8) * unit_;
        const double x = stage_.x + left + 2.2 * unit_;
        const double width = stage_.width - left - right - 4.4 * unit_;
        const double half = (stage_.height - aisle) / 2;
        placeGrid(above, withoutFan({x, stage_.y, width, half}, above, true), true);
        placeGrid(below, withoutFan({x, stage_.y + half + aisle, width, half}, below, false), true);
        for (const std::size_t i : switches) {
            setBox(i, {x + width / 2, stage_.centre().y}, wishes_[i]);
        }
    }

    /// The outer part of a coordinators' region, as wide as the lines from the middle to the
    /// outermost machines at the sides leave free.
    Rect withoutFan(const Rect& region, const Indexes& indexes, bool isAbove) const {
        double tallest = 0;
        for (const std::size_t i : indexes) {
            tallest = std::max(tallest, wishes_[i].height);
        }
        const double height = std::min(region.height, tallest);
        const double y = isAbove ? region.y : region.bottom() - height;
        const Point hub{region.centre().x, stage_.centre().y};
        const double inner = isAbove ? y + height : y;
        double half = region.width / 2;
        for (const Rect& rect : rects_) {
            const double down = rect.centre().y - hub.y;
            if (rect.width == 0 || (down < 0) != isAbove) {
                continue;
            }
            const double across = rect.centre().x < hub.x ? hub.x - rect.right() : rect.x - hub.x;
            const double share = (inner - hub.y) / down;
            half = std::min(half, share < 1 ? share * across - 0.6 * unit_ : half);
        }
        const auto count = static_cast<double>(indexes.size());
        if (2 * half < std::min(count, 2.0) * 11 * unit_) {
            return region; // no room beside the lines
        }
        return {hub.x - half, y, 2 * half, height};
    }

    /// Largest first, but rather smaller than under lines; the text keeps its size.
    bool placeFreely() {
        std::vector<Rect> best;
        std::size_t fewest = std::numeric_limits<std::size_t>::max();
        for (const double share : {1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.42, 0.35, 0.28, 0.2, 0.1}) {
            const bool readable = share > (racks_ ? 0.3 : 0.65);
            if (!best.empty() && (fewest == 0 || !readable)) {
                break;
            }
            startBoxes(share);
            if (!pushApart()) {
                continue;
            }
            // A frame that cannot be drawn is worse than some boxes on lines.
            const std::size_t flaws = coveredLines() + 10 * strangersInRacks();
            if (flaws < fewest) {
                fewest = flaws;
                best = rects_;
            }
        }
        const bool found = !best.empty();
        if (found) {
            rects_ = std::move(best);
        }
        return found;
    }

    /// How often a line runs over a box that it does not belong to.
    std::size_t coveredLines() const {
        std::size_t count = 0;
        for (const auto& [a, b] : joints_) {
            const Point from = rimOf(things_[a], rects_[a], rects_[b].centre());
            const Point to = rimOf(things_[b], rects_[b], from);
            for (std::size_t i = 0; i < rects_.size(); ++i) {
                count += i != a && i != b && runsOver(from, to, rects_[i]);
            }
        }
        return count;
    }

    /// What confuses whoever follows a line: lines over boxes, and less so lines over lines.
    std::size_t tangles() const {
        std::vector<std::pair<Point, Point>> lines;
        for (const auto& [a, b] : joints_) {
            const Point from = rimOf(things_[a], rects_[a], rects_[b].centre());
            lines.emplace_back(from, rimOf(things_[b], rects_[b], from));
        }
        const auto side = [](Point a, Point b, Point p) {
            return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
        };
        std::size_t crossings = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const auto& [a, b] = lines[i];
                const auto& [c, d] = lines[j];
                crossings += side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
            }
        }
        return 5 * coveredLines() + crossings;
    }

    /// Neighbours next to each other, as far as that goes.
    Indexes roundOrder() const {
        std::vector<Indexes> neighbours(things_.size());
        for (const auto& [a, b] : joints_) {
            neighbours[a].push_back(b);
            neighbours[b].push_back(a);
        }
        Indexes order;
        std::vector<bool> taken(things_.size());
        const auto take = [&](std::size_t i) {
            order.push_back(i);
            taken[i] = true;
        };
        const auto fewer = [&](std::size_t a, std::size_t b) {
            return neighbours[a].size() < neighbours[b].size();
        };
        for (std::size_t first = 0; order.size() < things_.size();) {
            Indexes next;
            if (!order.empty()) {
                std::copy_if(neighbours[order.back()].begin(), neighbours[order.back()].end(),
                             std::back_inserter(next), [&](std::size_t i) { return !taken[i]; });
            }
            if (!next.empty()) {
                take(*std::min_element(next.begin(), next.end(), fewer));
            } else if (taken[first]) {
                ++first;
            } else {
                take(first);
            }
        }
        return order;
    }

    /// On an ellipse, evenly, as large as they can be but rather smaller than under lines; false:
    /// there is no room for that.
    bool placeRound() {
        const Indexes order = roundOrder();
        std::vector<Rect> best;
        std::size_t fewest = std::numeric_limits<std::size_t>::max();
        for (const double share : {1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.28, 0.15, 0.0}) {
            if (!best.empty() && share < 0.5) {
                break; // rather readable
            }
            placeOnEllipse(order, share);
            // A line that is too short for what happens on it counts like one over a box.
            const std::size_t flaws = coveredLines() + closeNeighbours();
            if (isApart(0.8) && flaws < fewest) {
                best = rects_;
                fewest = flaws;
            }
        }
        if (!best.empty()) {
            rects_ = std::move(best);
        }
        return fewest != std::numeric_limits<std::size_t>::max();
    }

    void placeOnEllipse(const Indexes& order, double share) {
        constexpr int kParts = 720;
        startBoxes(share);
        double width = 0;
        double height = 0;
        for (const Rect& rect : rects_) {
            width = std::max(width, rect.width);
            height = std::max(height, rect.height);
        }
        const auto at = [&](int part) {
            const double angle = 2 * std::numbers::pi * part / kParts;
            return Point{stage_.centre().x + std::sin(angle) * (stage_.width - width) / 2,
                         stage_.centre().y - std::cos(angle) * (stage_.height - height) / 2};
        };
        std::vector<double> lengths{0};
        for (int i = 1; i <= kParts; ++i) {
            lengths.push_back(lengths.back() +
                              std::hypot(at(i).x - at(i - 1).x, at(i).y - at(i - 1).y));
        }
        for (std::size_t n = 0; n < order.size(); ++n) {
            const double wanted =
                lengths.back() * static_cast<double>(n) / static_cast<double>(order.size());
            const auto part = std::lower_bound(lengths.begin(), lengths.end(), wanted);
            const Rect& old = rects_[order[n]];
            setBox(order[n], at(static_cast<int>(part - lengths.begin())), {old.width, old.height});
        }
    }

    std::size_t closeNeighbours() const {
        const double gap = 5 * unit_;
        return static_cast<std::size_t>(
            std::count_if(joints_.begin(), joints_.end(), [&](const Joint& joint) {
                const Rect& a = rects_[joint.first];
                return overlap({a.x - gap, a.y - gap, a.width + 2 * gap, a.height + 2 * gap},
                               rects_[joint.second]);
            }));
    }

    bool isApart(double units) const {
        const double gap = units * unit_;
        for (std::size_t i = 0; i < rects_.size(); ++i) {
            const Rect& a = rects_[i];
            for (std::size_t j = 0; j < i; ++j) {
                if (overlap({a.x - gap, a.y - gap, a.width + 2 * gap, a.height + 2 * gap},
                            rects_[j])) {
                    return false;
                }
            }
        }
        return true;
    }

    /// How often a box stands between those of another rack.
    std::size_t strangersInRacks() const {
        std::map<std::string_view, Rect> around;
        for (std::size_t i = 0; i < rects_.size(); ++i) {
            if (!things_[i].rack.empty()) {
                Rect& all = around.try_emplace(things_[i].rack, rects_[i]).first->second;
                const double right = std::max(all.right(), rects_[i].right());
                const double bottom = std::max(all.bottom(), rects_[i].bottom());
                all.x = std::min(all.x, rects_[i].x);
                all.y = std::min(all.y, rects_[i].y);
                all.width = right - all.x;
                all.height = bottom - all.y;
            }
        }
        std::size_t count = 0;
        for (const auto& [rack, rect] : around) {
            const double pad = unit_;
            const Rect wide{rect.x - pad, rect.y - pad, rect.width + 2 * pad,
                            rect.height + 2 * pad};
            for (std::size_t i = 0; i < rects_.size(); ++i) {
                count += things_[i].rack != rack && overlap(wide, rects_[i]);
            }
        }
        return count;
    }

    bool runsOver(Point from, Point to, const Rect& rect) const {
        constexpr int kSteps = 40;
        for (int i = 1; i < kSteps; ++i) {
            const double share = static_cast<double>(i) / kSteps;
            if (rect.contains(
                    {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share})) {
                return true;
            }
        }
        return false;
    }

    void startBoxes(double share) {
        Point least{1, 1};
        Point most{0, 0};
        for (const Thing& thing : things_) {
            least = {std::min(least.x, thing.wanted.x), std::min(least.y, thing.wanted.y)};
            most = {std::max(most.x, thing.wanted.x), std::max(most.y, thing.wanted.y)};
        }
        const auto spread = [](double value, double low, double high) {
            return high - low < 0.01 ? 0.5 : (value - low) / (high - low);
        };
        std::size_t switches = 0;
        for (std::size_t i = 0; i < things_.size(); ++i) {
            switches += isSwitch(i);
        }
        for (std::size_t i = 0; i < things_.size(); ++i) {
            Size size = wishes_[i];
            if (isSwitch(i)) {
                const bool named = switches <= 16;
                size = named ? size : Size{1.6 * unit_ * share, 1.6 * unit_ * share};
            } else {
                const double lower = share < (racks_ ? 0.4 : 0.65) ? share + 0.25 : 1;
                size = {std::max(kLeastWidth * unit_, size.width * (0.2 + 0.8 * share)),
                        std::max(kLeastHeight * unit_, size.height * lower)};
            }
            size = {std::min(size.width, stage_.width), std::min(size.height, stage_.height)};
            const double x = spread(things_[i].wanted.x, least.x, most.x);
            const double y = spread(things_[i].wanted.y, least.y, most.y);
            setBox(i,
                   {stage_.x + size.width / 2 + x * (stage_.width - size.width),
                    stage_.y + size.height / 2 + y * (stage_.height - size.height)},
                   size);
        }
    }

    bool pushApart() {
        for (int round = 0; round < 400; ++round) {
            bool moved = false;
            for (std::size_t i = 0; i < rects_.size(); ++i) {
                for (std::size_t j = i + 1; j < rects_.size(); ++j) {
                    moved = separate(i, j) || moved;
                }
            }
            if (!moved) {
                return true;
            }
        }
        return false;
    }

    /// Half the overlap each, along the axis where it is less; true if they did overlap.
    bool separate(std::size_t i, std::size_t j) {
        const bool framed = racks_ && things_[i].rack != things_[j].rack;
        // Round a switch with a name there is room for what passes through it.
        const bool beside =
            isSwitch(i) != isSwitch(j) && rects_[isSwitch(i) ? i : j].height > 3 * unit_;
        const double gap = (isSwitch(i) && isSwitch(j) ? 0.6
                            : beside                   ? 3.2
                            : framed                   ? 2.6
                                                       : 1.4) *
                           unit_;
        Rect& a = rects_[i];
        Rect& b = rects_[j];
        const double dx = std::min(a.right(), b.right()) - std::max(a.x, b.x) + gap;
        const double dy = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y) + gap;
        if (dx <= 0.01 || dy <= 0.01) {
            return false;
        }
        if (dx < dy) {
            const double step = (a.centre().x <= b.centre().x ? dx : -dx) / 2;
            a.x -= step;
            b.x += step;
        } else {
            const double step = (a.centre().y <= b.centre().y ? dy : -dy) / 2;
            a.y -= step;
            b.y += step;
        }
        keepInside(a);
        keepInside(b);
        return true;
    }

    void keepInside(Rect& rect) const {
        rect.x = std::clamp(rect.x, stage_.x, std::max(stage_.x, stage_.right() - rect.width));
        rect.y = std::clamp(rect.y, stage_.y, std::max(stage_.y, stage_.bottom() - rect.height));
    }

    void placeAll() {
        Indexes all(things_.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = i;
        }
        sortByRows(all);
        placeGrid(all, stage_);
    }

    std::span<const Thing> things_;
    std::span<const Size> wishes_;
    std::span<const Joint> joints_;
    Rect stage_;
    double unit_;
    std::vector<Rect> rects_;
    bool racks_; ///< some things are in racks
};

} // namespace

std::vector<Rect> placeThings(std::span<const Thing> things, std::span<const Size> wishes,
                              std::span<const Joint> joints, const Rect& stage, double unit) {
    return Placer(things, wishes, joints, stage, unit).place();
}

} // namespace sim::scene
