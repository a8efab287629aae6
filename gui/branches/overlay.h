// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/kernel/sim_time.h"

#include <optional>
#include <string>
#include <vector>

/// The changes of a branch: lines of a timeline over a scenario that stays as it is. The text is
/// edited as the scenario loader's own editor does it (sim/scenario/text_edit.h): what is new is
/// put in, nothing is written anew, so comments and layout stay.
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

/// A line as it would be read from a text; nullopt: no YAML map with a plain time `at`.
std::optional<OverlayLine> lineOf(const std::string& yaml);

class Overlay {
public:
    Overlay() = default; ///< no change

    /// Whole text as typed, or a file that toFile() made (the heading is left out). Errors: what
    /// the loader says, with line and column of this text, are the script panel's business; here
    /// only YAML that cannot be read as a map gives nullopt.
    static std::optional<Overlay> fromText(const std::string& text);

    /// No change: nothing but comments at most.
    bool isEmpty() const;
    /// Those whose moment is a plain time `at: 31 s`, by time. Others (`after:`, a formula) may
    /// act at any time and count from the start.
    const std::vector<OverlayLine>& lines() const { return lines_; }
    /// Time of the first (last) line; nullopt: there is no change, or one that is no line with a
    /// plain time: that counts from the start.
    std::optional<sim::SimTime> firstChange() const;
    std::optional<sim::SimTime> lastChange() const;

    /// With one line more at the end of the timeline; comments and what else stands there survive.
    /// REQUIRES: `line.yaml` is a map in YAML's flow style, on one line.
    Overlay with(const OverlayLine& line) const;
    /// Without the lines that lie after a time.
    Overlay upTo(sim::SimTime last) const;
    /// The file: `orrery: 1`, `extends` with path and hash, then the text. `hash` is
    /// sim::scenario::contentHash of the scenario's sources; empty: none is written.
    std::string toFile(const std::string& scenario, const std::string& hash) const;
    /// What the user may edit: all but the heading.
    const std::string& text() const { return text_; }

    /// From when on runs with one and with the other may differ; nullopt: they are the same run.
    /// A line that only has another number (one before it was removed) counts as well: numbers
    /// stand in traces.
    friend std::optional<sim::SimTime> firstDifference(const Overlay& a, const Overlay& b);
    friend bool operator==(const Overlay& a, const Overlay& b) { return a.text_ == b.text_; }

private:
    /// One item of the timeline in order of the text.
    struct Item {
        std::optional<sim::SimTime> at;
        std::string content; ///< in one form, whatever its style in the text
    };

    std::string text_;
    std::vector<OverlayLine> lines_;
    std::vector<Item> items_;
    std::string others_; ///< content of what is changed beside the timeline
};

} // namespace gui::branches
