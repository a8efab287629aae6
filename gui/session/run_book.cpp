// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/session/run_book.h"

#include <algorithm>

namespace gui::session {

using branches::Overlay;
using sim::SimTime;

std::optional<SimTime> sameUntil(const Overlay& a, const Overlay& b) {
    const std::optional<SimTime> parting = firstDifference(a, b);
    if (!parting) {
        return std::nullopt;
    }
    return SimTime{std::max<std::int64_t>(parting->ns - 1, 0)};
}

std::optional<Continuation> continuationFor(const Overlay& overlay,
                                            const std::vector<KnownRun>& runs) {
    std::optional<Continuation> best;
    for (const KnownRun& run : runs) {
        const SimTime same = std::min(sameUntil(overlay, run.overlay).value_or(run.end), run.end);
        if (same <= SimTime{}) {
            continue;
        }
        const Continuation found{same, run.trace, run.files + 1};
        const bool isBetter = !best || found.from > best->from ||
                              (found.from == best->from && found.files < best->files);
        if (isBetter) {
            best = found;
        }
    }
    return best;
}

} // namespace gui::session
