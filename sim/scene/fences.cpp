// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/fences.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

namespace sim::scene {
namespace {

constexpr double kHubDistance = 2.6; ///< from a switch's middle, in units
constexpr double kSignWidth = 7.6;
constexpr double kSignHeight = 4.4;
constexpr double kRay = 9;     ///< how far a ray of fence reaches at most
constexpr double kStart = 1.3; ///< and where it begins
constexpr double kTurn = 2 * std::numbers::pi;

/// The group of a host in one partition; -1: in none.
int groupIn(const PartitionView& partition, trace::HostIndex host) {
    for (std::size_t i = 0; i < partition.groups.size(); ++i) {
        const auto& group = partition.groups[i];
        if (std::find(group.begin(), group.end(), host) != group.end()) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

bool canTalk(const std::vector<std::vector<int>>& groups, trace::HostIndex a, trace::HostIndex b) {
    return std::all_of(groups.begin(), groups.end(), [&](const std::vector<int>& group) {
        return group[a] < 0 || group[b] < 0 || group[a] == group[b];
    });
}

struct Builder {
    const std::vector<PartitionView>& partitions;
    const Layout& layout;
    Fences fences;
    std::vector<std::vector<int>> groups; ///< by partition and host

    Fences build() {
        findSides();
        std::map<std::size_t, std::set<std::size_t>> sidesAt; ///< by switch
        for (const BundlePlace& bundle : layout.bundles) {
            for (const auto& [end, other] : {std::pair{bundle.a, bundle.b}, {bundle.b, bundle.a}}) {
                const std::size_t side = fences.sideOfThing(layout.things[end]);
                if (isSwitch(other) && side != Fences::kNoSide) {
                    sidesAt[other].insert(side);
                }
            }
        }
        for (const auto& [place, sides] : sidesAt) {
            if (sides.size() > 1) {
                addHubs(place, sides);
            }
        }
        addBetween(sidesAt);
        placeSigns();
        return std::move(fences);
    }

    bool isSwitch(std::size_t place) const {
        return layout.things[place].kind == Thing::Kind::Switch;
    }

    /// Each host joins the first side all of whose members it can talk to.
    void findSides() {
        const std::size_t hosts = layout.thingOf.size();
        fences.sideOf.assign(hosts, Fences::kNoSide);
        for (const PartitionView& partition : partitions) {
            std::vector<int> group(hosts);
            for (trace::HostIndex host = 0; host < hosts; ++host) {
                group[host] = groupIn(partition, host);
            }
            groups.push_back(std::move(group));
        }
        std::vector<std::vector<trace::HostIndex>> sides;
        for (trace::HostIndex host = 0; host < hosts; ++host) {
            const bool split = std::any_of(groups.begin(), groups.end(),
                                           [&](const auto& group) { return group[host] >= 0; });
            if (!split) {
                continue;
            }
            std::size_t side = 0;
            while (side < sides.size() &&
                   !std::all_of(sides[side].begin(), sides[side].end(),
                                [&](trace::HostIndex one) { return canTalk(groups, host, one); })) {
                ++side;
            }
            if (side == sides.size()) {
                sides.emplace_back();
            }
            sides[side].push_back(host);
            fences.sideOf[host] = side;
        }
        fences.sides = sides.size();
    }

    /// Where the members of a side are, seen from a switch: an angle.
    double angleOf(std::size_t place, std::size_t side) const {
        const Point middle = layout.places[place].core.centre();
        Point sum;
        for (const BundlePlace& bundle : layout.bundles) {
            for (const auto& [end, other] : {std::pair{bundle.a, bundle.b}, {bundle.b, bundle.a}}) {
                if (other == place && fences.sideOfThing(layout.things[end]) == side) {
                    const Point at = layout.places[end].rect.centre();
                    const double length = std::hypot(at.x - middle.x, at.y - middle.y);
                    if (length > 0) {
                        sum.x += (at.x - middle.x) / length;
                        sum.y += (at.y - middle.y) / length;
                    }
                }
            }
        }
        return std::atan2(sum.y, sum.x);
    }

    void addHubs(std::size_t place, const std::set<std::size_t>& sides) {
        const Point middle = layout.places[place].core.centre();
        const auto angles = anglesOf(place, sides);
        const double u = layout.unit;
        const auto onCircle = [&](double angle, double radius) {
            return Point{middle.x + radius * std::cos(angle), middle.y + radius * std::sin(angle)};
        };
        for (std::size_t i = 0; i < angles.size(); ++i) {
            const auto& [angle, side] = angles[i];
            fences.hubs.push_back({place, side, onCircle(angle, kHubDistance * u)});
            const double next =
                i + 1 < angles.size() ? angles[i + 1].first : angles.front().first + kTurn;
            const double between = (angle + next) / 2;
            const std::size_t other = angles[(i + 1) % angles.size()].second;
            if (next - angle > kTurn * 0.6) {
                continue; // on the far side of neighbours there is nothing to keep apart
            }
            double reach = kRay;
            while (reach > 2 * kStart && hitsThing(place, onCircle(between, reach * u))) {
                reach -= 0.25;
            }
            addLine(onCircle(between, kStart * u), onCircle(between, reach * u), side, other);
        }
    }

    /// Each side's hub stands in the direction of its members, those of few members first, the
    /// others as near to theirs as they can without crowding. By angle.
    std::vector<std::pair<double, std::size_t>> anglesOf(std::size_t place,
                                                         const std::set<std::size_t>& sides) const {
        std::map<std::size_t, std::size_t> members;
        for (const Thing& thing : layout.things) {
            ++members[fences.sideOfThing(thing)];
        }
        std::vector<std::size_t> order(sides.begin(), sides.end());
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return members[a] < members[b]; });
        const double least = kTurn / std::max(5.0, static_cast<double>(sides.size()) + 1);
        std::vector<std::pair<double, std::size_t>> angles;
        for (const std::size_t side : order) {
            const double wanted = angleOf(place, side);
            double angle = wanted;
            const auto crowded = [&](double candidate) {
                return std::any_of(angles.begin(), angles.end(), [&](const auto& other) {
                    return std::abs(std::remainder(candidate - other.first, kTurn)) < least - 1e-6;
                });
            };
            for (int step = 0; crowded(angle) && step < 360; ++step) {
                const double by = kTurn / 360 * (step / 2 + 1);
                angle = step % 2 == 0 ? wanted - by : wanted + by;
            }
            angles.emplace_back(std::remainder(angle, kTurn), side);
        }
        std::sort(angles.begin(), angles.end());
        return angles;
    }

    /// Whether a fence up to a point would touch anything.
    bool hitsThing(std::size_t place, Point end) const {
        const double near = 0.9 * layout.unit;
        for (std::size_t i = 0; i < layout.places.size(); ++i) {
            const Rect& rect = layout.places[i].rect;
            const Rect wide{rect.x - near, rect.y - near, rect.width + 2 * near,
                            rect.height + 2 * near};
            if (i != place && wide.contains(end)) {
                return true;
            }
        }
        const Rect& stage = layout.stage;
        return !stage.contains(end);
    }

    /// Which of two sides may still send to the other one.
    void addLine(Point from, Point to, std::size_t side, std::size_t other) {
        const auto blocks = [&](std::size_t sender, std::size_t receiver) {
            for (std::size_t i = 0; i < partitions.size(); ++i) {
                if (separates(i, sender, receiver)) {
                    return true;
                }
            }
            return false;
        };
        const bool there = blocks(side, other);
        const bool back = blocks(other, side);
        if (there && back) {
            fences.lines.push_back({from, to, false, side, other, {}});
        } else if (there) {
            fences.lines.push_back({from, to, true, other, side, {}});
        } else if (back) {
            fences.lines.push_back({from, to, true, side, other, {}});
        }
    }

    /// Near its fence; rather over a line than over anything else.
    void placeSigns() {
        for (FenceLine& line : fences.lines) {
            if (line.gate && !placeSign(line, false) && !placeSign(line, true)) {
                line.sign = signAt(line.to);
            }
        }
    }

    Rect signAt(Point middle) const {
        const double width = kSignWidth * layout.unit;
        const double height = kSignHeight * layout.unit;
        return {middle.x - width / 2, middle.y - height / 2, width, height};
    }

    bool placeSign(FenceLine& line, bool overLines) const {
        const double ray = std::atan2(line.to.y - line.from.y, line.to.x - line.from.x);
        for (int step = 0; step < 24; ++step) {
            const double by = kTurn / 24 * ((step + 1) / 2);
            const double angle = step % 2 == 0 ? ray + by : ray - by;
            for (double far = 4; far <= 12; far += 0.5) {
                const double reach = far * layout.unit;
                const Rect sign = signAt(
                    {line.from.x + reach * std::cos(angle), line.from.y + reach * std::sin(angle)});
                if (isFree(sign) && (overLines || !isCrossed(sign))) {
                    line.sign = sign;
                    return true;
                }
            }
        }
        return false;
    }

    /// Of things, badges, numbers and other signs.
    bool isFree(const Rect& sign) const {
        const double u = layout.unit;
        const auto covers = [&](const Rect& rect, double pad) {
            return overlap(
                sign, {rect.x - pad, rect.y - pad, rect.width + 2 * pad, rect.height + 2 * pad});
        };
        const Rect& stage = layout.stage;
        return sign.x >= stage.x && sign.y >= stage.y && sign.right() <= stage.right() &&
               sign.bottom() <= stage.bottom() &&
               std::none_of(layout.places.begin(), layout.places.end(),
                            [&](const ThingPlace& place) {
                                return covers(place.rect, 1.2 * u) || covers(place.core, 0.4 * u) ||
                                       covers(place.title, 0.2 * u);
                            }) &&
               std::none_of(fences.hubs.begin(), fences.hubs.end(),
                            [&](const FenceHub& hub) {
                                return covers({hub.at.x, hub.at.y, 0, 0}, 1.2 * u);
                            }) &&
               std::none_of(layout.bundles.begin(), layout.bundles.end(),
                            [&](const BundlePlace& bundle) { return covers(bundle.label, 0); }) &&
               std::none_of(fences.lines.begin(), fences.lines.end(), [&](const FenceLine& line) {
                   return line.sign.width > 0 && covers(line.sign, 0.4 * u);
               });
    }

    /// By a link or a fence, as they are drawn.
    bool isCrossed(const Rect& sign) const {
        const double pad = 0.8 * layout.unit;
        const Rect wide{sign.x - pad, sign.y - pad, sign.width + 2 * pad, sign.height + 2 * pad};
        const auto crosses = [&](Point a, Point b) {
            constexpr int kParts = 128;
            for (int i = 0; i <= kParts; ++i) {
                const double share = static_cast<double>(i) / kParts;
                if (wide.contains({a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share})) {
                    return true;
                }
            }
            return false;
        };
        const auto endOf = [&](std::size_t place, std::size_t other) {
            const FenceHub* hub = fences.hubAt(place, fences.sideOfThing(layout.things[other]));
            return hub != nullptr ? hub->at : layout.places[place].core.centre();
        };
        return std::any_of(layout.bundles.begin(), layout.bundles.end(),
                           [&](const BundlePlace& bundle) {
                               return crosses(endOf(bundle.a, bundle.b), endOf(bundle.b, bundle.a));
                           }) ||
               std::any_of(fences.lines.begin(), fences.lines.end(),
                           [&](const FenceLine& line) { return crosses(line.from, line.to); });
    }

    /// Whether nothing of a sender's side gets to a receiver's side: two hosts of them tell.
    bool separates(std::size_t partition, std::size_t sender, std::size_t receiver) const {
        const std::vector<int>& group = groups[partition];
        for (trace::HostIndex a = 0; a < group.size(); ++a) {
            for (trace::HostIndex b = 0; fences.sideOf[a] == sender && b < group.size(); ++b) {
                if (fences.sideOf[b] == receiver && group[a] >= 0 && group[b] >= 0 &&
                    group[a] != group[b]) {
                    return !partitions[partition].oneWay || group[a] == 0;
                }
            }
        }
        return false;
    }

    /// A fence across the link between two switches of different sides, or between two machines.
    void addBetween(const std::map<std::size_t, std::set<std::size_t>>& sidesAt) {
        const auto sideOf = [&](std::size_t place) {
            if (!isSwitch(place)) {
                return fences.sideOfThing(layout.things[place]);
            }
            const auto at = sidesAt.find(place);
            return at != sidesAt.end() && at->second.size() == 1 ? *at->second.begin()
                                                                 : Fences::kNoSide;
        };
        for (const BundlePlace& bundle : layout.bundles) {
            const std::size_t a = sideOf(bundle.a);
            const std::size_t b = sideOf(bundle.b);
            if (a == b || a == Fences::kNoSide || b == Fences::kNoSide ||
                isSwitch(bundle.a) != isSwitch(bundle.b)) {
                continue;
            }
            const Point middle{(bundle.from.x + bundle.to.x) / 2,
                               (bundle.from.y + bundle.to.y) / 2};
            const double length =
                std::max(1.0, std::hypot(bundle.to.x - bundle.from.x, bundle.to.y - bundle.from.y));
            const Point along{(bundle.to.x - bundle.from.x) / length,
                              (bundle.to.y - bundle.from.y) / length};
            const double half = 2.6 * layout.unit;
            addLine({middle.x - along.y * half, middle.y + along.x * half},
                    {middle.x + along.y * half, middle.y - along.x * half}, a, b);
        }
    }
};

} // namespace

std::size_t Fences::sideOfThing(const Thing& thing) const {
    const std::size_t side = sideOf[thing.hosts.front()];
    const bool same = std::all_of(thing.hosts.begin(), thing.hosts.end(),
                                  [&](trace::HostIndex host) { return sideOf[host] == side; });
    return same ? side : kNoSide;
}

const FenceHub* Fences::hubAt(std::size_t place, std::size_t side) const {
    const auto found = std::find_if(hubs.begin(), hubs.end(), [&](const FenceHub& hub) {
        return hub.place == place && hub.side == side;
    });
    return found == hubs.end() ? nullptr : &*found;
}

Fences fencesOf(const std::vector<PartitionView>& partitions, const Layout& layout) {
    return Builder{partitions, layout, {}, {}}.build();
}

} // namespace sim::scene
