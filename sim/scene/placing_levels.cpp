// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/placing_levels.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>

namespace sim::scene {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr double kBetween = 1;   ///< room between machines of one switch, in units
constexpr double kApart = 3.2;   ///< and between those of different ones
constexpr double kTallest = 2.2; ///< a narrow box may be so many times as tall as it wants
constexpr double kLeast = 3;     ///< width of a box that still shows its silhouette

bool isSwitch(const Thing& thing) {
    return thing.kind == Thing::Kind::Switch;
}

std::vector<std::vector<std::size_t>> neighboursOf(std::size_t count,
                                                   std::span<const Joint> joints) {
    std::vector<std::vector<std::size_t>> neighbours(count);
    for (const auto& [a, b] : joints) {
        neighbours[a].push_back(b);
        neighbours[b].push_back(a);
    }
    return neighbours;
}

} // namespace

Levels levelsOf(std::span<const Thing> things, std::span<const Joint> joints) {
    Levels levels{std::vector<std::size_t>(things.size(), kNone),
                  std::vector<std::size_t>(things.size(), kNone), 0};
    const auto neighbours = neighboursOf(things.size(), joints);
    std::deque<std::size_t> open;
    std::size_t groups = 0;
    for (std::size_t i = 0; i < things.size(); ++i) {
        if (isSwitch(things[i])) {
            continue;
        }
        if (neighbours[i].size() != 1 || !isSwitch(things[neighbours[i].front()])) {
            return {};
        }
        const std::size_t access = neighbours[i].front();
        levels.accessOf[i] = access;
        if (levels.levelOf[access] == kNone) {
            levels.levelOf[access] = 1;
            open.push_back(access);
            ++groups;
        }
    }
    while (!open.empty()) {
        const std::size_t here = open.front();
        open.pop_front();
        levels.count = std::max(levels.count, levels.levelOf[here]);
        for (const std::size_t next : neighbours[here]) {
            if (isSwitch(things[next]) && levels.levelOf[next] == kNone) {
                levels.levelOf[next] = levels.levelOf[here] + 1;
                open.push_back(next);
            }
        }
    }
    const bool lost = std::any_of(things.begin(), things.end(), [&](const Thing& thing) {
        return isSwitch(thing) &&
               levels.levelOf[static_cast<std::size_t>(&thing - things.data())] == kNone;
    });
    // Levels tell something if nothing joins two switches of one level.
    const bool flat = std::any_of(joints.begin(), joints.end(), [&](const Joint& joint) {
        return isSwitch(things[joint.first]) && isSwitch(things[joint.second]) &&
               levels.levelOf[joint.first] == levels.levelOf[joint.second];
    });
    return lost || groups < 2 || levels.count < 2 || flat ? Levels{} : levels;
}

void chooseEntries(std::span<Thing> things, std::span<const Joint> joints) {
    const bool direct = std::none_of(joints.begin(), joints.end(), [&](const Joint& joint) {
        return isSwitch(things[joint.first]) || isSwitch(things[joint.second]);
    });
    const bool hangs = levelsOf(things, joints).count > 0;
    for (Thing& thing : things) {
        thing.entry = direct  ? Thing::Entry::Straight
                      : hangs ? Thing::Entry::Hanging
                              : Thing::Entry::Facing;
    }
}

namespace {

class LevelPlacer {
public:
    LevelPlacer(std::span<const Thing> things, std::span<const Size> wishes, const Levels& levels,
                const Rect& stage, double unit)
        : things_(things), wishes_(wishes), levels_(levels), stage_(stage), unit_(unit),
          rects_(things.size()) {}

    std::vector<Rect> place() {
        if (!placeMachines()) {
            return {};
        }
        placeSwitches();
        return rects_;
    }

private:
    /// Below the lowest switches.
    double top() const { return stage_.y + std::min(0.55, 0.23 * rows()) * stage_.height; }
    double rows() const { return static_cast<double>(levels_.count); }

    void setBox(std::size_t i, Point middle, Size size) {
        rects_[i] = {middle.x - size.width / 2, middle.y - size.height / 2, size.width,
                     size.height};
    }

    /// Side by side below their switch, in its order; false: they would become too narrow.
    bool placeMachines() {
        std::map<std::pair<double, std::size_t>, std::vector<std::size_t>> groups;
        double wanted = 0;
        for (std::size_t i = 0; i < things_.size(); ++i) {
            if (!isSwitch(things_[i])) {
                const std::size_t access = levels_.accessOf[i];
                groups[{things_[access].wanted.x, access}].push_back(i);
                wanted += wishes_[i].width;
            }
        }
        const auto machines = static_cast<double>(std::count_if(
            things_.begin(), things_.end(), [](const Thing& thing) { return !isSwitch(thing); }));
        const auto count = static_cast<double>(groups.size());
        const double room = stage_.width - kApart * unit_ * (count - 1) -
                            kBetween * unit_ * (machines - count) - 2 * unit_;
        const double share = std::min(1.0, room / wanted);
        double x = stage_.centre().x - (stage_.width - room + share * wanted) / 2 + unit_;
        const double y = top() + 2.5 * unit_;
        for (auto& [key, members] : groups) {
            std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
                return things_[a].wanted.x < things_[b].wanted.x;
            });
            const double left = x;
            for (const std::size_t i : members) {
                const double width = share * wishes_[i].width;
                if (width < kLeast * unit_) {
                    return false;
                }
                const double most = stage_.bottom() - 1.5 * unit_ - y;
                const double height =
                    std::min(most, wishes_[i].height * std::clamp(1 / share, 1.0, kTallest));
                setBox(i, {x + width / 2, y + height / 2}, {width, height});
                x += width + kBetween * unit_;
            }
            middleOf_[key.second] = (left + x - kBetween * unit_) / 2;
            x += (kApart - kBetween) * unit_;
        }
        return true;
    }

    /// The lowest above their machines, the others evenly in their order.
    void placeSwitches() {
        std::map<std::size_t, std::vector<std::size_t>> levels;
        for (std::size_t i = 0; i < things_.size(); ++i) {
            if (isSwitch(things_[i])) {
                levels[levels_.levelOf[i]].push_back(i);
            }
        }
        const double step = (top() - stage_.y) / rows();
        for (auto& [level, members] : levels) {
            std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
                return things_[a].wanted.x < things_[b].wanted.x;
            });
            const double y = top() - step * (static_cast<double>(level) - 0.5);
            for (std::size_t n = 0; n < members.size(); ++n) {
                const std::size_t i = members[n];
                const double even = stage_.x + stage_.width * (static_cast<double>(n) + 0.5) /
                                                   static_cast<double>(members.size());
                const double x = level == 1 ? middleOf_[i] : even;
                const double most =
                    stage_.width / static_cast<double>(members.size()) - 0.6 * unit_;
                const bool named = wishes_[i].width <= most && step >= 4.2 * unit_;
                const double small = std::min({1.8 * unit_, most, step - 0.4 * unit_});
                const Size size = named ? wishes_[i] : Size{small, small};
                setBox(i,
                       {std::clamp(x, stage_.x + size.width / 2, stage_.right() - size.width / 2),
                        std::max(y, stage_.y + size.height / 2)},
                       size);
            }
        }
    }

    std::span<const Thing> things_;
    std::span<const Size> wishes_;
    const Levels& levels_;
    Rect stage_;
    double unit_;
    std::vector<Rect> rects_;
    std::map<std::size_t, double> middleOf_; ///< of the machines of a switch
};

} // namespace

std::vector<Rect> placeLevels(std::span<const Thing> things, std::span<const Size> wishes,
                              const Levels& levels, const Rect& stage, double unit) {
    return LevelPlacer(things, wishes, levels, stage, unit).place();
}

} // namespace sim::scene
