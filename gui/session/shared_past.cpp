// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/session/shared_past.h"

#include <algorithm>

namespace gui::session {

using sim::SimTime;
using sim::scene::CalmMap;

std::optional<std::size_t> SharedPast::indexOf(const Take& take) const {
    const auto found =
        std::find_if(runs_.begin(), runs_.end(), [&](const Run& run) { return run.take == &take; });
    return found == runs_.end() ? std::nullopt
                                : std::optional(static_cast<std::size_t>(found - runs_.begin()));
}

void SharedPast::add(const Take& take) {
    if (indexOf(take)) {
        return;
    }
    Run added;
    added.take = &take;
    SimTime longest;
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        const auto same = sameUntil(runs_[i].take->overlay, take.overlay);
        const SimTime until = same.value_or(SimTime::max());
        if (until > longest) {
            longest = until;
            added.past = i;
            added.until = same;
        }
    }
    runs_.push_back(std::move(added));
}

SharedPast::Map SharedPast::mapOf(const Take& take) {
    const auto index = indexOf(take);
    return index ? mapOf(runs_[*index]) : nullptr;
}

SharedPast::Map SharedPast::mapOf(Run& run) {
    auto story = run.take->feed != nullptr ? run.take->feed->story() : nullptr;
    story = story == nullptr ? run.story : std::move(story);
    Map shared;
    SimTime until = SimTime::max();
    for (const Run* at = &run; shared == nullptr && at->past; at = &runs_[*at->past]) {
        until = std::min(until, at->until.value_or(SimTime::max()));
        shared = mapOf(runs_[*at->past]);
    }
    if (story == run.story && shared == run.shared) {
        return run.map;
    }
    run.story = std::move(story);
    run.shared = std::move(shared);
    if (run.story == nullptr) {
        run.map = nullptr;
    } else if (run.shared == nullptr) {
        run.map = std::make_shared<const CalmMap>(run.story->calm());
    } else {
        run.map =
            std::make_shared<const CalmMap>(CalmMap::joined(*run.shared, until, run.story->calm()));
    }
    return run.map;
}

} // namespace gui::session
