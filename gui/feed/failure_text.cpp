// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/failure_text.h"

#include "gui/branches/complaint_text.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace gui::feed {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("TraceFeed", text);
}

/// The reason without the path that it begins with.
QString reasonOf(const QString& path, const sim::trace::TraceError& error) {
    QString text = QString::fromStdString(error.text);
    const QString name = path + QStringLiteral(": ");
    return branches::saidAgain(text.startsWith(name) ? text.mid(name.size()) : text);
}

} // namespace

QString failureText(const QString& path, const sim::trace::TraceError& error, bool wasOpen) {
    using Kind = sim::trace::TraceErrorKind;
    const QString name = QFileInfo(path).fileName();
    const QString reason = reasonOf(path, error);
    if (wasOpen && !QFileInfo::exists(path)) {
        return tr(QT_TRANSLATE_NOOP("TraceFeed", "The trace %1 was removed while it was shown. "
                                                 "What is in memory can still be seen; run the "
                                                 "scenario again to get the rest."))
            .arg(name);
    }
    switch (error.kind) {
    case Kind::NewerSchema:
        return tr(QT_TRANSLATE_NOOP("TraceFeed", "The trace %1 was recorded by a newer Orrery than "
                                                 "this one. Open it with that version."))
            .arg(name);
    case Kind::NoParent:
        return tr(QT_TRANSLATE_NOOP("TraceFeed", "The trace %1 is a branch, and the trace that it "
                                                 "continues is missing or another one. Put it "
                                                 "beside the branch, or run the branch again. "
                                                 "(%2)"))
            .arg(name, reason);
    case Kind::CannotOpen:
    case Kind::CannotCreate:
        return wasOpen ? tr(QT_TRANSLATE_NOOP("TraceFeed",
                                              "The trace %1 cannot be read any more: %2. What is "
                                              "in memory can still be seen."))
                             .arg(name, reason)
                       : tr(QT_TRANSLATE_NOOP("TraceFeed", "The trace %1 cannot be opened: %2."))
                             .arg(name, reason);
    case Kind::NotATrace:
        return wasOpen ? tr(QT_TRANSLATE_NOOP("TraceFeed",
                                              "The trace %1 is damaged: %2. What was read before "
                                              "can still be seen; run the scenario again."))
                             .arg(name, reason)
                       : tr(QT_TRANSLATE_NOOP("TraceFeed",
                                              "%1 cannot be shown: %2. Run the scenario again, or "
                                              "choose another file."))
                             .arg(name, reason);
    default:
        return tr(QT_TRANSLATE_NOOP("TraceFeed", "The trace %1 could not be read: %2."))
            .arg(name, reason);
    }
}

} // namespace gui::feed
