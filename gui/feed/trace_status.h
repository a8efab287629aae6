// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/trace/outcome.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace gui::feed {

/// How far the run got and what it found.
struct TraceStatus {
    sim::trace::RunStatus run = sim::trace::RunStatus::Running;
    sim::SimTime until; ///< simulated time that may be shown: the computed edge
    sim::SimTime horizon;
    std::uint64_t seed = 0;
    bool fixedHorizon = false; ///< the scenario forbids going on beyond its end
    QString digest;            ///< empty while incomplete
    QString notice;            ///< of an incomplete run: one sentence, else empty
    std::vector<sim::trace::ExpectationResult> expectations;
    std::vector<sim::trace::MeasureResult> measures;
};

} // namespace gui::feed
