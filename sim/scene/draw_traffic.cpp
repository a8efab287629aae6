// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/drawing.h"
#include "sim/scene/routing.h"
#include "sim/scene/text.h"

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

/// A flight that was too short to be followed: it lit its links.
struct Streak {
    std::uint64_t message = 0;
    MessageRole role = MessageRole::Other;
    double freshness = 1; ///< 1 just sent, 0 a window ago
};

/// A flight that can be followed, where it is.
struct Walker {
    const Flight* flight = nullptr;
    Point at;
    Lane lane;
    double distance = 0; ///< from the beginning of its lane
};

/// "×12", and round which point.
struct Count {
    std::string name;
    std::string text;
    Point middle;
};

/// What is lost or refused at one place, counted.
struct Loss {
    Point at;
    Point tell; ///< middle of its count
    bool refused = false;
    std::size_t count = 0;
    double freshness = 0;
    std::uint64_t message = 0; ///< one of them; 0: connects
};

/// Connects that hang between two things.
struct Hanging {
    Path path;
    std::size_t count = 0;
    core::Duration longest;
    std::uint64_t connection = 0;
};

struct RoleRow {
    GlyphKind glyph;
    Ink ink;
    LegendEntry legend;
};

constexpr std::array kRoles = {
    RoleRow{GlyphKind::Request, Ink::Request, LegendEntry::Request},
    RoleRow{GlyphKind::Reply, Ink::Reply, LegendEntry::Reply},
    RoleRow{GlyphKind::Heartbeat, Ink::Heartbeat, LegendEntry::Heartbeat},
    RoleRow{GlyphKind::Replication, Ink::Replication, LegendEntry::Replication},
    RoleRow{GlyphKind::Other, Ink::Outline, LegendEntry::Other},
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

/// "3.2 s"; smaller units for slow motion.
std::string ageText(core::Duration age) {
    const auto ns = static_cast<double>(age.ns);
    return ns >= 1e8   ? fmt::format("{:.1f} s", ns / 1e9)
           : ns >= 1e6 ? fmt::format("{:.0f} ms", ns / 1e6)
                       : fmt::format("{:.0f} µs", ns / 1e3);
}

class TrafficDrawer {
public:
    TrafficDrawer(const Scene& scene, Picture& picture, LegendEntries& legend,
                  std::vector<DrawnMessage>& drawn)
        : scene_(scene), pen_(picture.at(Layer::Traffic), scene.unit()), legend_(legend),
          drawn_(drawn), unit_(scene.unit()),
          window_(std::max<std::int64_t>(scene.settings.window.ns, 1)), routing_(scene),
          streaks_(2 * scene.layout.bundles.size()) {}

    std::vector<int> draw() {
        for (const Flight* flight : scene_.visible.flights) {
            take(*flight);
        }
        for (const Attempt* attempt : scene_.visible.attempts) {
            take(*attempt);
        }
        drawPulses();
        drawLanes();
        drawHanging();
        drawMoving();
        drawNumbers();
        for (const Count& count : counts_) {
            drawPlate(count);
        }
        drawLosses();
        return std::move(steps_);
    }

private:
    /// 1 now, 0 `windows` windows later.
    double freshness(SimTime since, double windows) const {
        const double age = static_cast<double>((scene_.at - since).ns);
        return std::clamp(1 - age / (windows * static_cast<double>(window_)), 0.0, 1.0);
    }

    void take(const Flight& flight) {
        const Path path = routing_.of(flight);
        const SimTime at = scene_.at;
        const bool over = !flight.isOpen && flight.ended <= at;
        if (over && isLoss(flight)) {
            noteLoss(flight, path);
        }
        if (path.empty()) {
            return;
        }
        // Who knows no end yet has been on its way for long.
        const bool moves = flight.isOpen || flight.ended.ns - flight.sent.ns >= window_ / 2;
        if (moves) {
            if (!over) {
                moving_.emplace_back(&flight, path);
            }
            return;
        }
        const double fresh = freshness(flight.sent, 1);
        for (const Lane& lane : path) {
            if (fresh > 0) {
                streaks_[lane.index()].push_back({flight.message, flight.role, fresh});
            }
            const auto& links = scene_.layout.bundles[lane.bundle].links;
            if (flight.lostOn != trace::kNoIndex &&
                std::find(links.begin(), links.end(), flight.lostOn) != links.end()) {
                break;
            }
        }
    }

    /// Where it was lost: on its link, at the fence, or at the door of whom it was for.
    void noteLoss(const Flight& flight, const Path& path) {
        const auto& layout = scene_.layout;
        if (path.empty()) {
            if (flight.from >= layout.thingOf.size() || flight.from == flight.to) {
                return;
            }
            const std::size_t thing = layout.thingOf[flight.from];
            const Rect& rect = layout.places[thing].rect;
            const Point at = rimOf(layout.things[thing], rect, layout.stage.centre());
            const double up = at.y > rect.centre().y ? 1 : -1;
            const Point tell{at.x, at.y + up * 1.6 * unit_};
            note(4 * streaks_.size() + thing, at, tell, false,
                 freshness(flight.ended, kLossWindows), flight.message);
        } else {
            std::size_t nth = path.size() - 1;
            double share = 1;
            if (flight.fate == trace::Fate::Partitioned) {
                nth = 0;
            }
            for (std::size_t i = 0; i < path.size(); ++i) {
                const auto& links = layout.bundles[path[i].bundle].links;
                if (std::find(links.begin(), links.end(), flight.lostOn) != links.end()) {
                    nth = i;
                    share = 0.5;
                }
            }
            const auto [where, tell] = beside(path[nth], share);
            note(2 * path[nth].index() + (share < 1 ? 1 : 0), where, tell, false,
                 freshness(flight.ended, kLossWindows), flight.message);
        }
    }

    /// Before the end of a lane, and the place for a number before that.
    std::pair<Point, Point> beside(const Lane& lane, double share) const {
        const Point from = routing_.pointOn(lane, 0);
        const Point to = routing_.pointOn(lane, 1);
        const double length = std::max(1.0, std::hypot(to.x - from.x, to.y - from.y));
        const double back = share < 1 ? 0 : std::min(1.3 * unit_ / length, 0.4);
        const double tell = std::min((share < 1 ? 1.8 : 3.2) * unit_ / length, 0.8);
        return {routing_.pointOn(lane, share - back), routing_.pointOn(lane, share - tell)};
    }

    void note(std::size_t key, Point at, Point tell, bool refused, double fresh,
              std::uint64_t message) {
        Loss& loss = losses_[{key, refused}];
        loss.at = at;
        loss.tell = tell;
        loss.refused = refused;
        ++loss.count;
        loss.freshness = std::max(loss.freshness, fresh);
        loss.message = message;
    }

    void take(const Attempt& attempt) {
        const auto& layout = scene_.layout;
        const trace::HostIndex owner = attempt.to != trace::kNoIndex
                                           ? attempt.to
                                           : scene_.cast.firstOwner(attempt.server.address);
        if (attempt.from >= layout.thingOf.size() || owner >= layout.thingOf.size()) {
            return;
        }
        const std::size_t from = layout.thingOf[attempt.from];
        const std::size_t to = layout.thingOf[owner];
        if (from == to) {
            return;
        }
        const Path path = routing_.between(from, to);
        if (path.empty()) {
            return;
        }
        if (attempt.ended > scene_.at) {
            // A connect that is answered at once is no news.
            const core::Duration age = scene_.at - attempt.opening;
            if (age.ns >= window_ / 2) {
                Hanging& hanging = hanging_[{from, to}];
                hanging.path = path;
                ++hanging.count;
                hanging.longest = std::max(hanging.longest, age);
                hanging.connection = attempt.connection;
            }
            return;
        }
        const auto [where, tell] = beside(path.back(), 1);
        note(2 * path.back().index(), where, tell, attempt.refused,
             freshness(attempt.ended, kLossWindows), 0);
    }

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
            const double fresh = freshness(at, 1);
            if (fresh <= 0) {
                continue;
            }
            const double grown = (0.4 + 0.5 * (1 - fresh)) * unit_;
            const Rect& rect = scene_.layout.places[thing].rect;
            pen_.box(
                thingName(scene_.layout, thing) + "/pulse",
                {rect.x - grown, rect.y - grown, rect.width + 2 * grown, rect.height + 2 * grown},
                {Ink::None, Ink::Pulse, 2.6, Dash::Solid, Hatch::None, fresh}, 0.5 * unit_ + grown);
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
                const auto& streaks = streaks_[lane.index()];
                if (streaks.size() > kMostStreaks) {
                    rate +=
                        static_cast<double>(streaks.size()) * 1e9 / static_cast<double>(window_);
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

    /// A number on a link, on a plate that is no wider than it must be.
    void drawNumber(const std::string& name, const Rect& label, std::string_view text, Ink ink) {
        const double width = std::min(label.width, textWidth(text, unit_) + 0.6 * unit_);
        const Rect rect{label.centre().x - width / 2, label.y, width, label.height};
        numbers_.push_back(rect);
        pen_.box(name, rect, {Ink::Canvas, ink, 1.2, Dash::Solid, Hatch::None, 1}, 0.4 * unit_);
        pen_.text(name + "/text", text,
                  {rect.x + 0.2 * unit_, rect.y, rect.width - 0.4 * unit_, rect.height}, unit_,
                  Align::Middle);
    }

    void drawHanging() {
        for (const auto& [ends, hanging] : hanging_) {
            std::vector<Point> points;
            const std::string name = fmt::format("connect/{}", hanging.connection);
            const auto draw = [&] {
                pen_.line(name, std::exchange(points, {}),
                          {Ink::None, Ink::Trouble, 0.2 * unit_, Dash::Dashed, Hatch::None, 1});
            };
            for (const Lane& lane : hanging.path) {
                const Point from = routing_.pointOn(lane, 0);
                const Point to = routing_.pointOn(lane, 1);
                const Point start = clearOfHubs(from, to);
                if (start != from && !points.empty()) {
                    draw();
                }
                points.push_back(start);
                points.push_back(clearOfHubs(to, from));
            }
            draw();
            legend_.insert(LegendEntry::Hanging);
        }
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

    /// Seconds that connects hang, of all that end at one link; else its rate.
    void drawNumbers() {
        std::map<std::size_t, Hanging> told;
        for (const auto& [ends, hanging] : hanging_) {
            const std::size_t bundle = hanging.path.back().bundle;
            Hanging& sum = told[bundle];
            sum.count += hanging.count;
            sum.longest = std::max(sum.longest, hanging.longest);
            sum.connection = hanging.connection;
        }
        for (const auto& [bundle, hanging] : told) {
            const Rect& label = scene_.layout.bundles[bundle].label;
            if (label.width == 0) {
                continue;
            }
            std::string text = ageText(hanging.longest);
            if (hanging.count > 1) {
                text = fmt::format("{}× {}", hanging.count, text);
                legend_.insert(LegendEntry::Count);
            }
            drawNumber(fmt::format("connect/{}/age", hanging.connection), label, text,
                       Ink::Trouble);
        }
        for (const auto& [index, text] : rates_) {
            if (!told.contains(index)) {
                drawNumber(laneName({index, false}) + "/rate", scene_.layout.bundles[index].label,
                           text, Ink::OutlineMuted);
            }
        }
    }

    void drawMoving() {
        std::map<std::size_t, std::vector<Walker>> walkers;
        for (const auto& [flight, path] : moving_) {
            const auto [at, lane] = routing_.placeOn(path, routing_.progressOf(*flight, scene_.at));
            const Point from = routing_.pointOn(lane, 0);
            walkers[lane.index()].push_back(
                {flight, at, lane, std::hypot(at.x - from.x, at.y - from.y)});
        }
        for (auto& [lane, all] : walkers) {
            std::stable_sort(all.begin(), all.end(), [](const Walker& a, const Walker& b) {
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

    /// Messages that would cover each other, the foremost first: one glyph a role, and how many.
    void drawPile(std::span<const Walker> pile) {
        const Walker& head = pile.front();
        const Point from = routing_.pointOn(head.lane, 0);
        const Point to = routing_.pointOn(head.lane, 1);
        const double length = std::max(1.0, std::hypot(to.x - from.x, to.y - from.y));
        const Point along{(to.x - from.x) / length, (to.y - from.y) / length};
        std::set<MessageRole> roles;
        for (const Walker& walker : pile) {
            if (!roles.insert(walker.flight->role).second) {
                continue;
            }
            const double back = pile.size() <= kFew
                                    ? head.distance - walker.distance
                                    : kTouching * unit_ * static_cast<double>(roles.size() - 1);
            const Point at{head.at.x - along.x * back, head.at.y - along.y * back};
            const RoleRow& row = rowOf(walker.flight->role);
            pen_.glyph(fmt::format("message/{}", walker.flight->message), row.glyph, at,
                       1.15 * unit_, row.ink, turnOf(from, to));
            noteDrawn(walker.flight->message, at);
            legend_.insert(row.legend);
        }
        if (pile.size() > roles.size()) {
            drawPileCount(pile, along);
        }
    }

    /// To the right of the way, so that it covers neither the glyphs nor their line.
    void drawPileCount(std::span<const Walker> pile, Point along) {
        const std::string text = fmt::format("×{}", pile.size());
        const double width = textWidth(text, unit_) + 0.3 * unit_;
        const double away =
            0.7 * unit_ + std::abs(along.y) * width / 2 + std::abs(along.x) * 0.6 * unit_;
        const Point head = pile.front().at;
        counts_.push_back({fmt::format("message/{}/pile", pile.front().flight->message),
                           text,
                           {head.x - along.y * away, head.y + along.x * away}});
    }

    void drawLosses() {
        for (const auto& [key, loss] : losses_) {
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
                drawPlate({name, fmt::format("×{}", loss.count), loss.tell});
            }
            legend_.insert(loss.refused ? LegendEntry::Refused : LegendEntry::Lost);
        }
    }

    /// A count on a plate round that point, out of the way of the numbers on links.
    void drawPlate(const Count& count) {
        const auto& [name, text, middle] = count;
        const double width = textWidth(text, unit_) + 0.3 * unit_;
        const Rect& stage = scene_.layout.stage;
        const double x = std::clamp(middle.x - width / 2, stage.x, stage.right() - width);
        Rect rect{x, middle.y - 0.6 * unit_, width, 1.2 * unit_};
        for (const Rect& number : numbers_) {
            if (overlap(number, rect)) {
                rect.y = number.bottom();
            }
        }
        numbers_.push_back(rect);
        pen_.box(name + "/plate", rect, {Ink::Canvas, Ink::None, 0, Dash::Solid, Hatch::None, 0.85},
                 0.3 * unit_);
        pen_.text(name + "/count", text, rect, unit_, Align::Middle);
        legend_.insert(LegendEntry::Count);
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
    std::int64_t window_;
    Routing routing_;
    std::vector<std::vector<Streak>> streaks_; ///< by lane
    std::vector<std::pair<const Flight*, Path>> moving_;
    std::map<std::pair<std::size_t, bool>, Loss> losses_;
    std::map<std::pair<std::size_t, std::size_t>, Hanging> hanging_;
    std::vector<std::pair<std::size_t, std::string>> rates_;
    std::vector<Count> counts_; ///< of piles
    std::vector<Rect> numbers_; ///< drawn already
    std::vector<int> steps_;
};

} // namespace

std::vector<int> drawTraffic(const Scene& scene, Picture& picture, LegendEntries& legend,
                             std::vector<DrawnMessage>& drawn) {
    return TrafficDrawer(scene, picture, legend, drawn).draw();
}

} // namespace sim::scene
