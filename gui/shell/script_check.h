// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scenario/loader.h"

#include <optional>
#include <string>
#include <vector>

/// What the scenario loader says of changes that are being typed, at their own lines.
namespace gui::shell {

struct ScriptProblem {
    int line = 0;   ///< of the typed text, from 1; 0: of the whole
    int column = 0; ///< from 1, in characters; 0: of the whole line
    std::string message;

    friend bool operator==(const ScriptProblem&, const ScriptProblem&) = default;
};

/// Texts and arguments that the changes are laid over.
struct ScriptBase {
    std::vector<sim::trace::SourceFile> sources;  ///< scenario first, then includes
    std::vector<sim::trace::SourceFile> overlays; ///< that are applied before
    std::vector<std::string> sets;
};

/// Empty: the changes can be applied. The text is an overlay without its heading (`extends`).
std::vector<ScriptProblem> problemsOf(const ScriptBase& base, const std::string& changes);

/// The lines (from 1) on which the items of a text's `timeline` begin, in order. Empty where it
/// cannot be read.
std::vector<int> timelineLines(const std::string& text);

} // namespace gui::shell
