// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/branches/difference.h"

#include "core/base/assert.h"

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace gui::branches {
namespace {

using sim::SimTime;
using sim::scene::Beat;
using sim::scene::Mark;

constexpr int kHeadline = 3;

auto placeOf(const Beat& beat) {
    return std::tie(beat.at, beat.kind, beat.en);
}

/// A moment at which the two stories have the same, or not.
struct Moment {
    SimTime at;
    int importance = 1;
    bool same = false;
};

/// Two folded beats that begin alike. nullopt: they are the same as far as both are known.
std::optional<SimTime> partingOf(const Beat& a, const Beat& b, SimTime until) {
    const bool known = a.until <= until && b.until <= until;
    if (!known || (a.count == b.count && a.until == b.until)) {
        return std::nullopt;
    }
    // One more occurrence is that which the other has not; as many are another last one.
    const SimTime earlier = std::min(a.until, b.until);
    return a.count == b.count || a.until == b.until ? earlier : std::max(a.until, b.until);
}

/// Beats of a story that lie at one time.
std::span<const Beat> runOf(std::span<const Beat>& rest, SimTime at) {
    const auto end =
        std::find_if(rest.begin(), rest.end(), [&](const Beat& beat) { return beat.at != at; });
    const auto run = rest.first(static_cast<std::size_t>(end - rest.begin()));
    rest = rest.subspan(run.size());
    return run;
}

/// Beats of one time: each finds one of the other story that reads alike, or differs.
void compareRun(std::span<const Beat> mine, std::span<const Beat> theirs, SimTime until,
                std::vector<Moment>& moments) {
    std::vector<const Beat*> left;
    for (const Beat& beat : theirs) {
        left.push_back(&beat);
    }
    for (const Beat& beat : mine) {
        const auto isTwin = [&](const Beat* other) {
            // Of several members folded into one beat the text tells how many: it may still change.
            const bool open = beat.until > until || other->until > until;
            return open ? beat.kind == other->kind : placeOf(beat) == placeOf(*other);
        };
        const auto twin = std::find_if(left.begin(), left.end(), isTwin);
        if (twin == left.end()) {
            moments.push_back({beat.at, beat.importance, false});
            continue;
        }
        const std::optional<SimTime> parting = partingOf(beat, **twin, until);
        moments.push_back({parting.value_or(beat.at), beat.importance, !parting});
        left.erase(twin);
    }
    for (const Beat* beat : left) {
        moments.push_back({beat->at, beat->importance, false});
    }
}

std::vector<Moment> momentsOf(const Stories& stories) {
    std::vector<Moment> moments;
    std::span<const Beat> mine = stories.branch;
    std::span<const Beat> theirs = stories.parent;
    while (!mine.empty() || !theirs.empty()) {
        const SimTime at = mine.empty()     ? theirs.front().at
                           : theirs.empty() ? mine.front().at
                                            : std::min(mine.front().at, theirs.front().at);
        if (at > stories.until) {
            break;
        }
        const auto here = runOf(mine, at);
        const auto there = runOf(theirs, at);
        compareRun(here, there, stories.until, moments);
    }
    return moments;
}

void sooner(std::optional<SimTime>& first, SimTime at) {
    first = first ? std::min(*first, at) : at;
}

std::vector<Difference::Stretch> stretchesOf(const std::vector<Moment>& moments, SimTime from,
                                             SimTime until, std::size_t bins) {
    const core::Duration whole = until - from;
    if (whole.ns <= 0) {
        return {};
    }
    struct Bin {
        std::int64_t same = 0;
        std::int64_t different = 0;
    };
    std::vector<Bin> counts(bins);
    const auto count = static_cast<std::int64_t>(bins);
    for (const Moment& moment : moments) {
        if (moment.at < from || moment.at > until) {
            continue;
        }
        const auto share =
            static_cast<double>((moment.at - from).ns) / static_cast<double>(whole.ns);
        const auto place = static_cast<std::size_t>(share * static_cast<double>(bins));
        Bin& bin = counts[std::min(place, bins - 1)];
        (moment.same ? bin.same : bin.different) += 1;
    }
    const auto edge = [&](std::size_t i) {
        const auto index = static_cast<std::int64_t>(i);
        return from + whole / count * index + core::Duration{whole.ns % count * index / count};
    };
    std::vector<Difference::Stretch> stretches;
    for (std::size_t i = 0; i < bins; ++i) {
        if (const Bin& bin = counts[i]; bin.different > 0) {
            const auto all = static_cast<double>(bin.same + bin.different);
            stretches.push_back({edge(i), edge(i + 1), static_cast<double>(bin.different) / all});
        }
    }
    return stretches;
}

} // namespace

Difference compare(const Stories& stories, SimTime from, std::size_t bins) {
    ORRERY_ASSERT(bins > 0);
    const std::vector<Moment> moments = momentsOf(stories);
    Difference difference;
    for (const Moment& moment : moments) {
        if (moment.same || moment.importance < kHeadline) {
            continue;
        }
        sooner(difference.firstHeadline, moment.at);
        if (!stories.deeds.contains(moment.at)) {
            sooner(difference.firstConsequence, moment.at);
        }
    }
    difference.stretches = stretchesOf(moments, from, stories.until, bins);
    return difference;
}

Difference compare(const sim::scene::Storyline& branch, const sim::scene::Storyline& parent,
                   SimTime from, std::size_t bins) {
    Stories stories{branch.beats(), parent.beats(), {}, std::min(branch.until(), parent.until())};
    for (const sim::scene::Storyline* story : {&branch, &parent}) {
        for (const Mark& mark : story->marks()) {
            if (mark.kind != Mark::Kind::Headline && mark.kind != Mark::Kind::FailedCheck) {
                stories.deeds.insert(mark.at);
            }
        }
    }
    return compare(stories, from, bins);
}

} // namespace gui::branches
