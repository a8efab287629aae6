// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/kernel/sim_time.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>

/// What a run is asked for: everything its outcome depends on.
namespace gui::runs {

struct RunRequest {
    QString scenario;                       ///< path
    QString overlay;                        ///< its text; empty: none
    std::optional<std::uint64_t> seed;      ///< instead of the scenario's
    QString level = QStringLiteral("full"); ///< "story", "full", "bytes"
    std::optional<sim::SimTime> until;      ///< instead of the scenario's duration
    /// A branch is recorded from there on, as a continuation of `parentTrace`.
    std::optional<sim::SimTime> recordFrom;
    QString parentTrace;

    friend bool operator==(const RunRequest&, const RunRequest&) = default;
};

} // namespace gui::runs
