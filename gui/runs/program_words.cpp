// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/runs/program_words.h"

namespace gui::runs {

QString durationText(sim::SimTime at) {
    return QStringLiteral("%1ns").arg(at.ns);
}

QStringList wordsOf(const RunRequest& request, const QString& overlay) {
    QStringList words{QStringLiteral("--level"), request.level};
    if (!request.overlay.isEmpty()) {
        words << QStringLiteral("--with") << overlay;
    }
    if (request.seed) {
        words << QStringLiteral("--seed") << QString::number(*request.seed);
    }
    if (request.until) {
        words << QStringLiteral("--until") << durationText(*request.until);
    }
    return words << QStringLiteral("--") << request.scenario;
}

} // namespace gui::runs
