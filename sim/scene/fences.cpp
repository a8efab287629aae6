// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/fences.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

namespace sim::scene {
namespace {

constexpr double kHubDistance = 3.2; ///< from a switch's middle, in units
constexpr double kSignWidth = 7.6;
constexpr double kSignHeight = 4.4;
constexpr double kRay = 13;    ///< how far a ray of fence reaches at most
constexpr double kStart = 1.4; ///< and where it begins
constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kApart = kTurn * 0.22;      ///< neighbours with more room between them are none
constexpr double kLeastAngle = kTurn * 0.13; ///< between two hubs

/// A link to a switch from a machine that is on a side.
struct Member {
    double angle = 0; ///< seen from the switch
    std::size_t bundle = 0;
    std::size_t side = 0;
};
using Members = std::vector<Member>;

/// Members of one side that stand next to each other.
struct Run {
    std::size_t side = 0;
    double first = 0; ///< angles
    double last = 0;
    double angle = 0; ///< of its hub
    std::vector<std::size_t> bundles;
};

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
        if (fences.sides < 2) {
            return std::move(fences);
        }
        std::map<std::size_t, Members> membersAt; ///< by switch
        for (std::size_t i = 0; i < layout.bundles.size(); ++i) {
            const BundlePlace& bundle = layout.bundles[i];
            for (const auto& [end, other] : {std::pair{bundle.a, bundle.b}, {bundle.b, bundle.a}}) {
                const std::size_t side = fences.sideOfThing(layout.things[end]);
                if (isSwitch(other) && side != Fences::kNoSide) {
                    const Point at = layout.places[end].rect.centre();
                    membersAt[other].push_back({angleFrom(other, at), i, side});
                }
            }
        }
        std::map<std::size_t, std::size_t> sideAt; ///< of switches all of whose members are on one
        for (auto& [place, members] : membersAt) {
            std::sort(members.begin(), members.end(),
                      [](const Member& a, const Member& b) { return a.angle < b.angle; });
            if (std::all_of(members.begin(), members.end(), [&](const Member& member) {
                    return member.side == members.front().side;
                })) {
                sideAt[place] = members.front().side;
            } else {
                addHubs(place, members);
            }
        }
        addBetween(sideAt);
        placeSigns();
        return std::move(fences);
    }

    double angleFrom(std::size_t place, Point at) const {
        const Point middle = layout.places[place].core.centre();
        return std::atan2(at.y - middle.y, at.x - middle.x);
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
                group[host] = partition.groupOf(host);
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

    /// Neighbours of one side, unless there is much room between them.
    static std::vector<Run> runsOf(const Members& members) {
        std::vector<Run> runs;
        for (std::size_t i = 0; i < members.size(); ++i) {
            const Member& member = members[i];
            if (runs.empty() || runs.back().side != member.side ||
                member.angle - runs.back().last > kApart) {
                runs.push_back({member.side, member.angle, member.angle, 0, {}});
            }
            runs.back().last = member.angle;
            runs.back().bundles.push_back(member.bundle);
        }
        // The first and the last one may be neighbours too.
        Run& first = runs.front();
        Run& last = runs.back();
        if (runs.size() > 2 && first.side == last.side &&
            first.first + kTurn - last.last <= kApart) {
            first.first = last.first - kTurn;
            first.bundles.insert(first.bundles.begin(), last.bundles.begin(), last.bundles.end());
            runs.pop_back();
        }
        for (Run& run : runs) {
            run.angle = (run.first + run.last) / 2;
        }
        return runs;
    }

    /// Pushes hubs apart that would touch; they stay in their order.
    static void spread(std::vector<Run>& runs) {
        const auto count = static_cast<double>(runs.size());
        const double least = std::min(kLeastAngle, 0.9 * kTurn / count);
        for (int round = 0; round < 200; ++round) {
            for (std::size_t i = 0; i < runs.size(); ++i) {
                const bool wraps = i + 1 == runs.size();
                Run& next = runs[wraps ? 0 : i + 1];
                const double gap = next.angle + (wraps ? kTurn : 0) - runs[i].angle;
                if (gap < least - 1e-6) {
                    runs[i].angle -= (least - gap) / 2;
                    next.angle += (least - gap) / 2;
                }
            }
        }
    }

    void addHubs(std::size_t place, const Members& members) {
        std::vector<Run> runs = runsOf(members);
        spread(runs);
        const Point middle = layout.places[place].core.centre();
        for (const Run& run : runs) {
            fences.hubs.push_back({place, run.side,
                                   onCircle(middle, run.angle, kHubDistance * layout.unit),
                                   run.bundles});
        }
        for (std::size_t i = 0; i < runs.size(); ++i) {
            const bool wraps = i + 1 == runs.size();
            const std::size_t next = wraps ? 0 : i + 1;
            const double end = runs[next].first + (wraps ? kTurn : 0);
            // On the far side of neighbours there is nothing to keep apart.
            if (runs[i].side != runs[next].side && end - runs[i].last <= kTurn * 0.6) {
                const double start = runs[next].angle + (wraps ? kTurn : 0) + runs[i].angle;
                addRay(place, start / 2, (end + runs[i].last) / 2, runs[i].side, runs[next].side);
            }
        }
    }

    static Point onCircle(Point middle, double angle, double radius) {
        return {middle.x + radius * std::cos(angle), middle.y + radius * std::sin(angle)};
    }

    /// From between two hubs outwards, between the links to them, as far as there is room.
    void addRay(std::size_t place, double start, double end, std::size_t side, std::size_t other) {
        const Point middle = layout.places[place].core.centre();
        const double u = layout.unit;
        double reach = kRay;
        while (reach > 2 * kStart && hitsThing(place, onCircle(middle, end, reach * u))) {
            reach -= 0.25;
        }
        addLine(onCircle(middle, start, kStart * u), onCircle(middle, end, reach * u), side, other);
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
    void addLine(Point from, Point to, std::size_t side, std::size_t other,
                 std::size_t bundle = FenceLine::kNowhere) {
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
            fences.lines.push_back({from, to, false, side, other, {}, bundle});
        } else if (there) {
            fences.lines.push_back({from, to, true, other, side, {}, bundle});
        } else if (back) {
            fences.lines.push_back({from, to, true, side, other, {}, bundle});
        }
    }

    /// Near its fence; rather over a line than over anything else. One of each kind will do.
    void placeSigns() {
        std::set<std::pair<std::size_t, std::size_t>> told;
        for (FenceLine& line : fences.lines) {
            if (line.gate && told.insert({line.sender, line.receiver}).second &&
                !placeSign(line, false) && !placeSign(line, true)) {
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
        const auto endOf = [&](std::size_t place, std::size_t bundle) {
            const FenceHub* hub = fences.hubOf(place, bundle);
            return hub != nullptr ? hub->at : layout.places[place].core.centre();
        };
        bool crossed = false;
        for (std::size_t i = 0; i < layout.bundles.size(); ++i) {
            const BundlePlace& bundle = layout.bundles[i];
            crossed = crossed || crosses(endOf(bundle.a, i), endOf(bundle.b, i));
        }
        return crossed ||
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

    /// A fence across the link between two machines, or between two switches of different sides.
    /// What is between switches of the largest side and others, is on the largest one.
    void addBetween(const std::map<std::size_t, std::size_t>& sideAt) {
        std::map<std::size_t, std::size_t> sizes;
        for (const auto& [place, side] : sideAt) {
            ++sizes[side];
        }
        std::size_t largest = 0;
        for (const auto& [side, size] : sizes) {
            largest = size > sizes[largest] ? side : largest;
        }
        const auto sideOf = [&](std::size_t place) {
            if (!isSwitch(place)) {
                return fences.sideOfThing(layout.things[place]);
            }
            const auto at = sideAt.find(place);
            const bool mixed = std::any_of(fences.hubs.begin(), fences.hubs.end(),
                                           [&](const FenceHub& hub) { return hub.place == place; });
            return at != sideAt.end() ? at->second : mixed ? Fences::kNoSide : largest;
        };
        for (std::size_t i = 0; i < layout.bundles.size(); ++i) {
            const BundlePlace& bundle = layout.bundles[i];
            const std::size_t a = sideOf(bundle.a);
            const std::size_t b = sideOf(bundle.b);
            if (a != b && a != Fences::kNoSide && b != Fences::kNoSide &&
                isSwitch(bundle.a) == isSwitch(bundle.b)) {
                addAcross(bundle, i, a, b);
            }
        }
    }

    void addAcross(const BundlePlace& bundle, std::size_t index, std::size_t a, std::size_t b) {
        const Point middle{(bundle.from.x + bundle.to.x) / 2, (bundle.from.y + bundle.to.y) / 2};
        const double length =
            std::max(1.0, std::hypot(bundle.to.x - bundle.from.x, bundle.to.y - bundle.from.y));
        const Point along{(bundle.to.x - bundle.from.x) / length,
                          (bundle.to.y - bundle.from.y) / length};
        const double half = 2.6 * layout.unit;
        addLine({middle.x - along.y * half, middle.y + along.x * half},
                {middle.x + along.y * half, middle.y - along.x * half}, a, b, index);
    }
};

} // namespace

std::size_t Fences::sideOfThing(const Thing& thing) const {
    const std::size_t side = sideOf[thing.hosts.front()];
    const bool same = std::all_of(thing.hosts.begin(), thing.hosts.end(),
                                  [&](trace::HostIndex host) { return sideOf[host] == side; });
    return same ? side : kNoSide;
}

bool Fences::reachesAll(const Thing& thing) const {
    return std::all_of(thing.hosts.begin(), thing.hosts.end(),
                       [&](trace::HostIndex host) { return sideOf[host] == kNoSide; });
}

const FenceHub* Fences::hubOf(std::size_t place, std::size_t bundle) const {
    const auto found = std::find_if(hubs.begin(), hubs.end(), [&](const FenceHub& hub) {
        return hub.place == place &&
               std::find(hub.bundles.begin(), hub.bundles.end(), bundle) != hub.bundles.end();
    });
    return found == hubs.end() ? nullptr : &*found;
}

bool Fences::isAcross(std::size_t bundle) const {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const FenceLine& line) { return line.bundle == bundle; });
}

Fences fencesOf(const std::vector<PartitionView>& partitions, const Layout& layout) {
    return Builder{partitions, layout, {}, {}}.build();
}

} // namespace sim::scene
