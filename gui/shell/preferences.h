// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QString>
#include <QStringList>

/// What is kept from one start to the next, in the user's own configuration folder.
namespace gui::shell {

/// Keys of the settings file.
namespace keys {
inline constexpr const char* kLanguage = "language";    ///< "en", "zh"
inline constexpr const char* kTheme = "theme";          ///< "light", "dark"
inline constexpr const char* kTextScale = "text-scale"; ///< double
inline constexpr const char* kGeometry = "window/geometry";
inline constexpr const char* kPanels = "window/panels";
inline constexpr const char* kHintsDone = "hints-done";     ///< bool
inline constexpr const char* kScriptSplit = "script/split"; ///< of the script panel
inline constexpr const char* kFolder = "last-folder";       ///< where something was saved last
inline constexpr const char* kRecent = "recent-files";      ///< QStringList, newest first
} // namespace keys

/// The file of this program; values are written when the object goes.
class Preferences {
public:
    Preferences();

    QVariant get(const char* key, const QVariant& otherwise = {}) const;
    void set(const char* key, const QVariant& value);

    /// Files that still exist, newest first, at most nine.
    QStringList recentFiles() const;
    void addRecentFile(const QString& path);

private:
    QSettings settings_;
};

} // namespace gui::shell
