// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QFileInfo>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// A folder of traces, by the key of what was run. Several studios may share it.
///
/// Every recording has a name of its own, KEY-N.trace, so that nothing is ever written over while
/// somebody reads it. Beside it lie KEY-N.yaml (the overlay), KEY-N.lock (locked by every studio
/// that writes or shows the trace; the system unlocks it when a studio dies) and, once the run is
/// complete, KEY-N.json, which names the parent of a branch and whose time is that of its last use.
/// A trace without the latter that nobody has locked was cut short, and is swept away.
namespace gui::runs {

/// A key has so many hexadecimal digits, or is kNoKey: for a scenario that cannot be read, whose
/// run will say why.
inline constexpr int kKeyDigits = 32;
inline const QString kNoKey = QStringLiteral("unreadable");

class TraceCache {
public:
    /// `limit` in octets.
    TraceCache(QString folder, qint64 limit);
    /// Unlocks what is held.
    ~TraceCache();
    TraceCache(const TraceCache&) = delete;
    TraceCache& operator=(const TraceCache&) = delete;

    /// A complete trace of that key, locked as by hold(). One that is damaged, or a branch whose
    /// parent is gone, is dropped.
    std::optional<QString> find(const QString& key);
    /// A new name for a recording, locked as by hold(). Error: why there can be none, for people.
    core::Result<QString, QString> reserve(const QString& key);
    /// The run that was recorded there reached its end; `parent` is what it continues, if anything.
    void markComplete(const QString& trace, const QString& parent);
    /// No hit any more; gone with its last release.
    void unmark(const QString& trace);

    /// Counted. Files outside the folder are left alone. What was cut short goes with its last
    /// release.
    void hold(const QString& trace);
    void release(const QString& trace);

    /// How many files show a trace together: 1, or more for a branch.
    int chainLength(const QString& trace) const;
    /// Whether a branch may continue that trace: complete, or a file from elsewhere.
    bool canBeParent(const QString& trace) const;

    /// Removes what was used longest ago until the rest is within the limit; branches before their
    /// parents, never what is locked nor what such a branch continues.
    void evict();

    static QString overlayOf(const QString& trace);

private:
    struct Entry {
        QString trace;
        QString parent; ///< empty: none
        int depth = 1;  ///< a branch has more than its parent
        qint64 octets = 0;
        QDateTime used; ///< of its branches too
        bool pinned = false;
    };
    struct Lock {
        int descriptor = -1;
        int count = 0;
    };

    /// Gone, unless another studio has it.
    void drop(const QString& trace);
    bool isMine(const QString& trace) const;
    QString parentOf(const QString& trace) const;
    bool isLockedElsewhere(const QString& trace) const;
    bool isReadable(const QString& trace) const;
    QList<Entry> entries() const;
    QFileInfoList files(const QStringList& patterns) const;
    void sweep();
    void removeFiles(const QString& trace);

    QString folder_;
    qint64 limit_;
    QHash<QString, Lock> locks_;
};

} // namespace gui::runs
