// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/layer_diff.h"

#include <algorithm>

namespace gui::stage {
namespace {

using Shapes = std::vector<sim::scene::Shape>;

/// So many shapes are looked at to find where two versions meet again.
constexpr std::size_t kReach = 64;

/// How far from `begin` the shape is; kReach: not near.
std::size_t distance(const Shapes& shapes, std::size_t begin, const sim::scene::Shape& shape) {
    const std::size_t end = std::min(shapes.size(), begin + kReach);
    for (std::size_t i = begin; i < end; ++i) {
        if (shapes[i] == shape) {
            return i - begin;
        }
    }
    return kReach;
}

void appendRange(std::vector<std::size_t>& list, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        list.push_back(i);
    }
}

} // namespace

LayerDiff compareLayers(const Shapes& before, const Shapes& after) {
    LayerDiff diff;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() && j < after.size()) {
        if (before[i] == after[j]) {
            ++i;
            ++j;
            continue;
        }
        const bool sameName = before[i].name == after[j].name;
        const std::size_t gone = sameName ? kReach : distance(before, i, after[j]);
        const std::size_t come = sameName ? kReach : distance(after, j, before[i]);
        if (gone == kReach && come == kReach) {
            diff.removed.push_back(i++);
            diff.added.push_back(j++);
        } else if (gone <= come) {
            appendRange(diff.removed, i, i + gone);
            i += gone;
        } else {
            appendRange(diff.added, j, j + come);
            j += come;
        }
    }
    appendRange(diff.removed, i, before.size());
    appendRange(diff.added, j, after.size());
    return diff;
}

} // namespace gui::stage
