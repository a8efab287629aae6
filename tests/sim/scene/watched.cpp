// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/scene/watched.h"

#include "sim/scene/slice.h"

#include <algorithm>

namespace sim::scene::testing {
namespace {

constexpr core::Duration kWindowOnScreen{400'000'000};
constexpr core::Duration kAhead{500'000'000};
/// On screen; what takes longer than that hardly moves.
constexpr core::Duration kLongestMove{8'000'000'000};

bool moves(SimTime begin, SimTime end, const CalmMap& calm) {
    return end < SimTime::max() && calm.screenAt(end) - calm.screenAt(begin) <= kLongestMove;
}

void take(Glance& glance, const Flight& flight, const CalmMap& calm) {
    if (flight.from == flight.to) {
        return; // within a machine: not drawn
    }
    if (!flight.isOpen && flight.ended <= glance.at) {
        ++(isLoss(flight) ? glance.losses : glance.streaks);
    } else {
        ++(moves(flight.sent, flight.ended, calm) ? glance.moving : glance.hanging);
    }
}

void take(Glance& glance, const Attempt& attempt, const CalmMap& calm) {
    if (attempt.ended <= glance.at) {
        ++glance.losses;
    } else {
        ++(moves(attempt.opening, attempt.ended, calm) ? glance.moving : glance.hanging);
    }
}

} // namespace

std::vector<Glance> watch(const trace::Reader& reader, const CalmMap& calm, core::Duration from,
                          core::Duration to) {
    auto slices = SliceReader::of(reader).value();
    std::shared_ptr<const Slice> slice;
    std::vector<Glance> glances;
    for (core::Duration screen = from; screen < to; screen += kGlance) {
        Glance glance;
        glance.screen = screen;
        glance.at = calm.simAt(screen);
        glance.pace = calm.pace(glance.at);
        const core::Duration window =
            std::max(glance.at - calm.simAt(screen - kWindowOnScreen), core::Duration{1});
        if (slice == nullptr || !slice->covers(glance.at, window)) {
            slice =
                slices.read(glance.at, 2 * window, calm.simAt(screen + kAhead) - glance.at).value();
        }
        const Visible visible = visibleAt(*slice, glance.at, window);
        for (const Flight* flight : visible.flights) {
            take(glance, *flight, calm);
        }
        for (const Attempt* attempt : visible.attempts) {
            take(glance, *attempt, calm);
        }
        glance.changes = visible.events.size();
        glances.push_back(glance);
    }
    return glances;
}

core::Duration longestStill(const std::vector<Glance>& glances) {
    core::Duration longest;
    core::Duration still;
    for (const Glance& glance : glances) {
        still = glance.anything() ? core::Duration{} : still + kGlance;
        longest = std::max(longest, still);
    }
    return longest;
}

} // namespace sim::scene::testing
