// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDirIterator>
#include <QStringList>

namespace bench {

/// Every scenario of the library.
inline QStringList shippedScenarios() {
    QStringList found;
    QDirIterator files(QStringLiteral(ORRERY_SOURCE_DIR "/scenarios"), {QStringLiteral("*.yaml")},
                       QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        found << files.next();
    }
    return found;
}

} // namespace bench
