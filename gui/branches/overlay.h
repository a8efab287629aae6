// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/kernel/sim_time.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

/// The changes of a branch: lines of a timeline over a scenario that stays as it is.
namespace gui::branches {

/// One item of the overlay's `timeline`, as it stands there.
struct OverlayLine {
    sim::SimTime at;
    std::string yaml; ///< "{at: 31.000000001 s, power-off: web-3}", on one line
    std::string verb; ///< "power-off"

    friend bool operator==(const OverlayLine&, const OverlayLine&) = default;
};

/// "31.000000001 s": exact, with no zero too many.
std::string timeText(sim::SimTime at);

class Overlay {
public:
    Overlay() = default; ///< no change

    /// Whole text as typed; lines with a moment `at` become lines(). Errors: what the loader says,
    /// with line and column of this text, are the script panel's business; here only YAML that
    /// cannot be read gives nullopt.
    static std::optional<Overlay> fromText(const std::string& text);

    bool isEmpty() const;
    const std::vector<OverlayLine>& lines() const; ///< by time
    /// Time of the first (last) line; nullopt: none, or other things are changed than the timeline,
    /// which counts from the start.
    std::optional<sim::SimTime> firstChange() const;
    std::optional<sim::SimTime> lastChange() const;

    /// Appends to the text; comments and what else stands there survive.
    Overlay with(const OverlayLine& line) const;
    /// The file: `orrery: 1`, `extends` with path and hash, then the text.
    std::string toFile(const std::string& scenario, const std::string& hash) const;
    /// What the user may edit: all but the heading.
    const std::string& text() const;

    friend bool operator==(const Overlay&, const Overlay&) = default;

private:
    std::string text_;
    std::vector<OverlayLine> lines_;
    bool changesOther_ = false;
};

} // namespace gui::branches
