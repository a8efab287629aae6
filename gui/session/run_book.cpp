// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/session/run_book.h"

#include <algorithm>

namespace gui::session {
namespace {

using branches::Overlay;
using branches::OverlayLine;
using sim::SimTime;

bool isTimedOnly(const Overlay& overlay) {
    return overlay.isEmpty() || overlay.firstChange().has_value();
}

} // namespace

std::optional<SimTime> sameUntil(const Overlay& a, const Overlay& b) {
    if (a.text() == b.text()) {
        return std::nullopt;
    }
    if (!isTimedOnly(a) || !isTimedOnly(b)) {
        return SimTime{};
    }
    const std::vector<OverlayLine>& left = a.lines();
    const std::vector<OverlayLine>& right = b.lines();
    const auto [one, other] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
    if (one == left.end() && other == right.end()) {
        return std::nullopt;
    }
    SimTime first = SimTime::max();
    if (one != left.end()) {
        first = std::min(first, one->at);
    }
    if (other != right.end()) {
        first = std::min(first, other->at);
    }
    return SimTime{std::max<std::int64_t>(first.ns - 1, 0)};
}

std::optional<Continuation> continuationFor(const Overlay& overlay,
                                            const std::vector<KnownRun>& runs) {
    std::optional<Continuation> best;
    for (const KnownRun& run : runs) {
        const SimTime same = std::min(sameUntil(overlay, run.overlay).value_or(run.end), run.end);
        if (same <= SimTime{} || run.files >= kMostFiles) {
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
