// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/preferences.h"

#include <QFileInfo>

namespace gui::shell {
namespace {

/// As many as have a digit for a key.
constexpr qsizetype kRecentFiles = 9;

} // namespace

Preferences::Preferences() : settings_(QStringLiteral("orrery"), QStringLiteral("studio")) {}

QVariant Preferences::get(const char* key, const QVariant& otherwise) const {
    return settings_.value(QString::fromLatin1(key), otherwise);
}

void Preferences::set(const char* key, const QVariant& value) {
    settings_.setValue(QString::fromLatin1(key), value);
}

QStringList Preferences::recentFiles() const {
    QStringList files;
    for (const QString& file : get(keys::kRecent).toStringList()) {
        if (QFileInfo::exists(file) && files.size() < kRecentFiles) {
            files.append(file);
        }
    }
    return files;
}

void Preferences::addRecentFile(const QString& path) {
    QStringList files = recentFiles();
    const QString absolute = QFileInfo(path).absoluteFilePath();
    files.removeAll(absolute);
    files.prepend(absolute);
    set(keys::kRecent, QStringList(files.mid(0, kRecentFiles)));
}

} // namespace gui::shell
