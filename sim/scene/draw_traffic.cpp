// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/drawing.h"
#include "sim/scene/plates.h"
#include "sim/scene/text.h"
#include "sim/scene/traffic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <utility>

namespace sim::scene {
namespace {

using core::wire::MessageRole;

constexpr std::size_t kMostStreaks = 20; ///< on one side of a link; more are a flow
constexpr std::size_t kFew = 2;          ///< that touch each other and stay where they are
constexpr double kTouching = 1.2;        ///< nearer than so many units, glyphs cover each other
constexpr double kLongestPile = 5;       ///< units of a lane that one count tells of

struct RoleRow {
    GlyphKind glyph;
    Ink ink;
    LegendEntry legend;
    int weight; ///< which of several stands for all
};

constexpr std::array kRoles = {
    RoleRow{GlyphKind::Request, Ink::Request, LegendEntry::Request, 4},
    RoleRow{GlyphKind::Reply, Ink::Reply, LegendEntry::Reply, 2},
    RoleRow{GlyphKind::Heartbeat, Ink::Heartbeat, LegendEntry::Heartbeat, 1},
    RoleRow{GlyphKind::Replication, Ink::Replication, LegendEntry::Replication, 3},
    RoleRow{GlyphKind::Other, Ink::Outline, LegendEntry::Other, 0},
};

const RoleRow& rowOf(MessageRole role) {
    return kRoles[std::min(static_cast<std::size_t>(role), kRoles.size() - 1)];
}

/// "1,200/s": the first two digits count.
std::string rateText(double rate, bool chinese) {
    double unit = 1;
    while (rate / unit >= 100) {
        unit *= 10;
    }
    const std::int64_t rounded = std::llround(rate / unit) * std::llround(unit);
    const std::string digits = rounded < 1000
                                   ? std::to_string(rounded)
                                   : fmt::format("{},{:03}", rounded / 1000, rounded % 1000);
    return digits + (chinese ? "/秒" : "/s");
}

/// "12 lost".
std::string countText(std::size_t count, std::string_view what, bool chinese) {
    const std::string_view word = wordOf(fmt::format("count-{}", what), chinese);
    return chinese ? fmt::format("{} {} 个", word, count) : fmt::format("{} {}", count, word);
}

/// "3.2 s"; smaller units for slow motion.
std::string ageText(core::Duration age) {
    const auto ns = static_cast<double>(age.ns);
    return ns >= 1e8   ? fmt::format("{:.1f} s", ns / 1e9)
           : ns >= 1e6 ? fmt::format("{:.0f} ms", ns / 1e6)
                       : fmt::format("{:.0f} µs", ns / 1e3);
}

/// "12 wait, 1.0 s": how many, and the longest of them.
std::string waitText(std::size_t count, core::Duration longest, bool chinese) {
    const std::string age = ageText(longest);
    if (count == 1) {
        return fmt::format("{} {}", wordOf("waits", chinese), age);
    }
    return chinese ? fmt::format("{} 个等待 {}", count, age)
                   : fmt::format("{} waiting {}", count, age);
}

class TrafficDrawer {
public:
    TrafficDrawer(const Scene& scene, Picture& picture, LegendEntries& legend,
                  std::vector<DrawnMessage>& drawn)
        : scene_(scene), pen_(picture.at(Layer::Traffic), scene.unit()), legend_(legend),
          drawn_(drawn), unit_(scene.unit()), routing_(scene), traffic_(trafficOf(scene, routing_)),
          plates_(scene, pen_) {}

    std::vector<int> draw() {
        drawPulses();
        drawLanes();
        drawConnects(traffic_.opening, false);
        drawConnects(traffic_.hanging, true);
        drawMoving();
        tellWaits();
        for (const Pile& pile : piles_) {
            tellPile(pile);
        }
        drawLosses();
        return std::move(steps_);
    }

private:
    /// One outline that grows and fades round what has changed.
    void drawPulses() {
        std::map<std::size_t, SimTime> changed;
        for (const trace::EventRow* event : scene_.visible.events) {
            trace::HostIndex host = event->host;
            if (event->process < scene_.cast.header().processes.size()) {
                host = scene_.cast.header().processes[event->process].host;
            }
            if (host < scene_.layout.thingOf.size()) {
                SimTime& at = changed[scene_.layout.thingOf[host]];
                at = std::max(at, event->at);
            }
        }
        for (const auto& [thing, at] : changed) {
            const double fresh = freshness(scene_, at, 1);
            if (fresh <= 0) {
                continue;
            }
            const double grown = (0.4 + 0.5 * (1 - fresh)) * unit_;
            const Rect& rect = scene_.layout.places[thing].rect;
            pen_.box(
                thingName(scene_.layout, thing) + "/pulse",
                {rect.x - grown, rect.y - grown, rect.width + 2 * grown, rect.height + 2 * grown},
                {Ink::None, Ink::Pulse, 3, Dash::Solid, Hatch::None, 0.3 + 0.7 * fresh},
                0.5 * unit_ + grown);
            legend_.insert(LegendEntry::Pulse);
        }
    }

    void drawLanes() {
        const auto& bundles = scene_.layout.bundles;
        steps_.assign(bundles.size(), 0);
        for (std::size_t i = 0; i < bundles.size(); ++i) {
            double rate = 0;
            for (const bool back : {false, true}) {
                const Lane lane{i, back};
                const auto& streaks = traffic_.streaks[lane.index()];
                if (streaks.size() > kMostStreaks) {
                    rate +=
                        static_cast<double>(streaks.size()) * 1e9 /
                        static_cast<double>(std::max<std::int64_t>(scene_.settings.window.ns, 1));
                    drawFlow(lane, streaks);
                } else if (!streaks.empty()) {
                    steps_[i] = std::max(steps_[i], 1);
                    drawStreaks(lane, streaks);
                }
            }
            if (rate > 0) {
                steps_[i] = rate < 300 ? 2 : rate < 3000 ? 3 : 4;
                drawRate(bundles[i], i, rate);
            }
        }
    }

    std::string laneName(const Lane& lane) const {
        const BundlePlace& bundle = scene_.layout.bundles[lane.bundle];
        return fmt::format("link/{}/{}", scene_.cast.header().links[bundle.links.front()].name,
                           lane.back ? "back" : "there");
    }

    /// One line of each role, as fresh as its freshest; an arrowhead for every message.
    void drawStreaks(const Lane& lane, const std::vector<Streak>& streaks) {
        const std::string name = laneName(lane);
        std::array<double, kRoles.size()> freshest{};
        for (const Streak& streak : streaks) {
            double& fresh = freshest[static_cast<std::size_t>(streak.role)];
            fresh = std::max(fresh, streak.freshness);
        }
        const Point from = routing_.pointOn(lane, 0);
        const Point to = routing_.pointOn(lane, 1);
        for (std::size_t i = 0; i < kRoles.size(); ++i) {
            if (freshest[i] > 0) {
                pen_.line(name, {from, to},
                          {Ink::None, kRoles[i].ink, 0.14 * unit_, Dash::Solid, Hatch::None,
                           0.8 * freshest[i]});
            }
        }
        for (const Streak& streak : streaks) {
            const RoleRow& row = rowOf(streak.role);
            // Spread, the same one always at the same place.
            const double share =
                0.25 + 0.5 * static_cast<double>(streak.message * 2654435761U / 4096 % 16) / 15;
            const Point at = routing_.pointOn(lane, share);
            pen_.glyph(fmt::format("message/{}", streak.message), row.glyph, at, 0.95 * unit_,
                       row.ink, turnOf(from, to), streak.freshness);
            noteDrawn(streak.message, at);
            legend_.insert(row.legend);
        }
    }

    void drawFlow(const Lane& lane, const std::vector<Streak>& streaks) {
        std::array<std::size_t, kRoles.size()> counts{};
        for (const Streak& streak : streaks) {
            ++counts[static_cast<std::size_t>(streak.role)];
        }
        const auto most = std::max_element(counts.begin(), counts.end()) - counts.begin();
        const RoleRow& row = kRoles[static_cast<std::size_t>(most)];
        const Point from = routing_.pointOn(lane, 0);
        const Point to = routing_.pointOn(lane, 1);
        for (const double share : {0.15, 0.8}) {
            pen_.glyph(laneName(lane) + "/flow", row.glyph, routing_.pointOn(lane, share),
                       1.1 * unit_, row.ink, turnOf(from, to));
        }
        legend_.insert(row.legend);
    }

    void drawRate(const BundlePlace& bundle, std::size_t index, double rate) {
        legend_.insert(LegendEntry::Flow);
        if (bundle.label.width > 0) {
            rates_.emplace_back(index, rateText(rate, scene_.chinese()));
        }
    }

    /// What waits for an answer, a line a lane however many wait; an arrowhead shows for whom.
    void drawConnects(const Hangings& all, bool overdue) {
        std::set<std::size_t> done;
        for (const bool blocked : {true, false}) { // what is worse first
            for (const auto& [ends, hanging] : all) {
                if (hanging.isBlocked == blocked) {
                    drawConnect(hanging, overdue, done);
                }
            }
        }
    }

    void drawConnect(const Hanging& hanging, bool overdue, std::set<std::size_t>& done) {
        const bool alarm = overdue && hanging.isBlocked;
        const std::string name = fmt::format("connect/{}", hanging.connection);
        const Style style{Ink::None,
                          alarm ? Ink::Trouble : Ink::OutlineMuted,
                          (overdue ? 0.2 : 0.12) * unit_,
                          overdue ? Dash::Dashed : Dash::Dotted,
                          Hatch::None,
                          1};
        std::vector<Point> points;
        const auto draw = [&] {
            if (!points.empty()) {
                pen_.line(name, std::exchange(points, {}), style);
            }
        };
        for (const Lane& lane : hanging.path) {
            const Point from = routing_.pointOn(lane, 0);
            const Point to = routing_.pointOn(lane, 1);
            const Point start = clearOfHubs(from, to);
            const bool isNew = done.insert(lane.index()).second;
            const BundlePlace& bundle = scene_.layout.bundles[lane.bundle];
            const std::size_t begin = lane.back ? bundle.b : bundle.a;
            const bool inSwitch = scene_.layout.things[begin].kind == Thing::Kind::Switch;
            if (!isNew || start != from || !inSwitch) {
                draw();
            }
            if (isNew) {
                points.push_back(start);
                points.push_back(clearOfHubs(to, from));
            }
        }
        draw();
        if (overdue) {
            drawHead(name, hanging.path.back(), alarm ? Ink::Trouble : Ink::Outline);
        }
        legend_.insert(!overdue ? LegendEntry::Opening
                       : alarm  ? LegendEntry::Hanging
                                : LegendEntry::Late);
    }

    void drawHead(const std::string& name, const Lane& lane, Ink ink) {
        const double length = std::max(1.0, routing_.lengthOf(lane));
        pen_.glyph(name + "/head", GlyphKind::Request,
                   routing_.pointOn(lane, std::max(0.5, 1 - 0.7 * unit_ / length)), 1.05 * unit_,
                   ink, turnOf(routing_.pointOn(lane, 0), routing_.pointOn(lane, 1)));
    }

    /// The end of a line, drawn back if it is at the badge of a side.
    Point clearOfHubs(Point end, Point other) const {
        const double clear = 1.15 * unit_;
        const double length = std::hypot(other.x - end.x, other.y - end.y);
        for (const FenceHub& hub : scene_.fences.hubs) {
            if (std::hypot(hub.at.x - end.x, hub.at.y - end.y) < clear && length > 3 * clear) {
                return {end.x + (other.x - end.x) / length * clear,
                        end.y + (other.y - end.y) / length * clear};
            }
        }
        return end;
    }

    /// How long connects wait, of all that end at one link; else its rate.
    void tellWaits() {
        std::map<std::size_t, Hanging> told;
        for (const auto& [ends, hanging] : traffic_.hanging) {
            const std::size_t bundle = hanging.path.back().bundle;
            Hanging& sum = told[bundle];
            sum.path = hanging.path;
            sum.count += hanging.count;
            sum.longest = std::max(sum.longest, hanging.longest);
            sum.connection = hanging.connection;
            sum.isBlocked = sum.isBlocked || hanging.isBlocked;
        }
        for (const auto& [bundle, hanging] : told) {
            plates_.add(fmt::format("connect/{}/age", hanging.connection),
                        waitText(hanging.count, hanging.longest, scene_.chinese()),
                        alongOf(hanging.path.back()),
                        hanging.isBlocked ? Ink::Trouble : Ink::OutlineMuted);
        }
        for (const auto& [index, text] : rates_) {
            if (!told.contains(index)) {
                const Point middle = scene_.layout.bundles[index].label.centre();
                plates_.add(laneName({index, false}) + "/rate", text, {&middle, 1},
                            Ink::OutlineMuted);
            }
        }
    }

    /// Where a number about a whole lane may stand: first the place that is kept free for it.
    std::vector<Point> alongOf(const Lane& lane) const {
        std::vector<Point> places;
        const Rect& label = scene_.layout.bundles[lane.bundle].label;
        if (label.width > 0) {
            places.push_back(label.centre());
        }
        for (const double share : {0.5, 0.4, 0.6, 0.3, 0.7}) {
            places.push_back(routing_.pointOn(lane, share));
            const auto aside = routing_.beside(lane, share, 1.4 * unit_);
            places.insert(places.end(), aside.begin(), aside.end());
        }
        return places;
    }

    void drawMoving() {
        std::map<std::pair<std::size_t, bool>, std::vector<Moving>> lanes;
        for (const Moving& moving : traffic_.moving) {
            lanes[{moving.lane.index(), moving.held}].push_back(moving);
        }
        for (auto& [lane, all] : lanes) {
            std::stable_sort(all.begin(), all.end(), [](const Moving& a, const Moving& b) {
                return a.distance > b.distance;
            });
            for (std::size_t first = 0; first < all.size();) {
                std::size_t next = first + 1;
                while (next < all.size() &&
                       all[next - 1].distance - all[next].distance < kTouching * unit_ &&
                       all[first].distance - all[next].distance < kLongestPile * unit_) {
                    ++next;
                }
                drawPile({all.begin() + static_cast<std::ptrdiff_t>(first),
                          all.begin() + static_cast<std::ptrdiff_t>(next)});
                first = next;
            }
        }
    }

    /// Messages that would cover each other, the foremost first: one of them is drawn for all.
    void drawPile(std::span<const Moving> pile) {
        const bool apart = pile.size() <= kFew && !pile.front().held;
        const Moving* shown = &pile.front();
        for (const Moving& moving : pile) {
            if (rowOf(moving.flight->role).weight > rowOf(shown->flight->role).weight) {
                shown = &moving;
            }
        }
        for (const Moving& moving : pile) {
            if (apart || &moving == shown) {
                drawGlyph(moving, apart ? moving.distance : pile.front().distance);
            }
        }
        if (!apart) {
            Pile told{fmt::format("message/{}/pile", pile.front().flight->message),
                      pile.front().lane,
                      pile.front().distance,
                      pile.front().held,
                      {}};
            for (const Moving& moving : pile) {
                ++told.counts[std::min(static_cast<std::size_t>(moving.flight->role),
                                       kRoles.size() - 1)];
            }
            piles_.push_back(std::move(told));
        }
    }

    void drawGlyph(const Moving& moving, double distance) {
        const double length = std::max(1.0, routing_.lengthOf(moving.lane));
        const Point at = routing_.pointOn(moving.lane, distance / length);
        const RoleRow& row = rowOf(moving.flight->role);
        pen_.glyph(fmt::format("message/{}", moving.flight->message), row.glyph, at, 1.15 * unit_,
                   row.ink,
                   turnOf(routing_.pointOn(moving.lane, 0), routing_.pointOn(moving.lane, 1)));
        noteDrawn(moving.flight->message, at);
        legend_.insert(row.legend);
    }

    struct Pile {
        std::string name;
        Lane lane;
        double distance = 0;
        bool held = false;
        std::array<std::size_t, kRoles.size()> counts{};
    };

    /// How many of each kind, off the way and off every box.
    void tellPile(const Pile& pile) {
        std::vector<PlatePart> parts;
        std::size_t kinds = 0;
        std::size_t all = 0;
        for (const std::size_t count : pile.counts) {
            kinds += count > 0;
            all += count;
        }
        if (pile.held && all <= kFew) {
            return;
        }
        if (pile.held) {
            parts.push_back({countText(all, "held", scene_.chinese())});
            legend_.insert(LegendEntry::Held);
        } else {
            for (std::size_t i = 0; i < kRoles.size(); ++i) {
                if (pile.counts[i] > 0) {
                    parts.push_back({fmt::format("×{}", pile.counts[i]),
                                     kinds > 1 ? kRoles[i].ink : Ink::None, kRoles[i].glyph});
                    legend_.insert(kRoles[i].legend);
                }
            }
            legend_.insert(LegendEntry::Count);
        }
        const double length = std::max(1.0, routing_.lengthOf(pile.lane));
        std::vector<Point> places;
        for (const double away : {1.2, 1.8, 2.6}) {
            for (const double back : {0.0, 1.5, 3.0, 5.0}) {
                const double share = std::max(0.0, (pile.distance - back * unit_) / length);
                const auto aside = routing_.beside(pile.lane, share, away * unit_);
                places.insert(places.end(), aside.begin(), aside.end());
            }
        }
        plates_.add(pile.name, parts, places, pile.held ? Ink::Fence : Ink::None);
    }

    void drawLosses() {
        for (const auto& [key, loss] : traffic_.losses) {
            const std::string name = loss.message != 0
                                         ? fmt::format("message/{}/lost", loss.message)
                                         : fmt::format("connect/failed-{}", key.first);
            const GlyphKind kind = loss.refused ? GlyphKind::Refused : GlyphKind::Lost;
            pen_.glyph(name, kind, loss.at, 1.5 * unit_, Ink::Trouble, 0,
                       0.35 + 0.65 * loss.freshness);
            if (loss.message != 0) {
                noteDrawn(loss.message, loss.at);
            }
            if (loss.count > 1) {
                const char* word = loss.refused        ? "refused"
                                   : loss.message != 0 ? "lost"
                                                       : "timeout";
                plates_.add(name, countText(loss.count, word, scene_.chinese()), loss.tell);
            }
            legend_.insert(loss.refused ? LegendEntry::Refused : LegendEntry::Lost);
        }
    }

    void noteDrawn(std::uint64_t message, Point at) {
        const double half = 0.7 * unit_;
        drawn_.push_back({message, {at.x - half, at.y - half, 2 * half, 2 * half}});
    }

    const Scene& scene_;
    Pen pen_;
    LegendEntries& legend_;
    std::vector<DrawnMessage>& drawn_;
    double unit_;
    Routing routing_;
    Traffic traffic_;
    Plates plates_;
    std::vector<std::pair<std::size_t, std::string>> rates_;
    std::vector<Pile> piles_;
    std::vector<int> steps_;
};

} // namespace

std::vector<int> drawTraffic(const Scene& scene, Picture& picture, LegendEntries& legend,
                             std::vector<DrawnMessage>& drawn) {
    return TrafficDrawer(scene, picture, legend, drawn).draw();
}

} // namespace sim::scene
