// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/runs/trace_cache.h"

#include "sim/trace/reader.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSaveFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace gui::runs {
namespace {

QString beside(const QString& trace, const char* ending) {
    return trace.chopped(6) + QLatin1String(ending); // without ".trace"
}

/// Whether it is locked now. Others lock for moments; one that was stopped in such a moment must
/// not stop this studio, so after half a second it gives up.
bool lockSoon(int descriptor, int operation) {
    constexpr int kAttempts = 50;
    constexpr int kPauseUs = 10'000;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        if (::flock(descriptor, operation | LOCK_NB) == 0) {
            return true;
        }
        if (errno != EWOULDBLOCK) {
            return false;
        }
        ::usleep(kPauseUs);
    }
    return false;
}

int openLock(const QString& path, int flags = 0) {
    return ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | flags,
                  S_IRUSR | S_IWUSR);
}

/// Nobody looks for, takes up or removes traces while another studio does.
class FolderLock {
public:
    explicit FolderLock(const QString& folder)
        : descriptor_(openLock(folder + QStringLiteral("/folder.lock"))),
          isHeld_(descriptor_ >= 0 && lockSoon(descriptor_, LOCK_EX)) {}
    ~FolderLock() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    bool isHeld() const { return isHeld_; }

private:
    int descriptor_;
    bool isHeld_;
};

qint64 octetsOf(const QString& trace) {
    qint64 octets = 0;
    for (const char* ending : {".trace", ".trace-wal", ".yaml", ".json"}) {
        octets += QFileInfo(beside(trace, ending)).size();
    }
    return octets;
}

void touch(const QString& path) {
    ::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), nullptr, 0);
}

} // namespace

TraceCache::TraceCache(QString folder, qint64 limit) : limit_(limit) {
    QDir().mkpath(folder);
    folder_ = QFileInfo(folder).absoluteFilePath();
    sweep();
    evict();
}

TraceCache::~TraceCache() {
    for (const Lock& lock : std::as_const(locks_)) {
        ::close(lock.descriptor);
    }
}

bool TraceCache::isMine(const QString& trace) const {
    return QFileInfo(trace).absolutePath() == folder_ && trace.endsWith(QStringLiteral(".trace"));
}

QString TraceCache::overlayOf(const QString& trace) {
    return beside(trace, ".yaml");
}

/// Only what this class made: people may put files of their own beside them.
QFileInfoList TraceCache::files(const QStringList& patterns) const {
    static const QRegularExpression own(
        QStringLiteral("^([0-9a-f]{%1}|%2)-[0-9]+$").arg(kKeyDigits).arg(kNoKey));
    QFileInfoList found = QDir(folder_).entryInfoList(patterns, QDir::Files, QDir::Name);
    found.removeIf(
        [](const QFileInfo& info) { return !own.match(info.completeBaseName()).hasMatch(); });
    return found;
}

std::optional<QString> TraceCache::find(const QString& key) {
    const FolderLock lock(folder_);
    for (const QFileInfo& info : files({key + QStringLiteral("-*.trace")})) {
        const QString trace = info.absoluteFilePath();
        if (!QFileInfo::exists(beside(trace, ".json"))) {
            continue; // being written, by whomever
        }
        if (isReadable(trace)) {
            hold(trace);
            touch(beside(trace, ".json"));
            return trace;
        }
        if (lock.isHeld() && !isLockedElsewhere(trace)) {
            removeFiles(trace);
        }
    }
    return std::nullopt;
}

bool TraceCache::isReadable(const QString& trace) const {
    const auto reader = sim::trace::Reader::open(trace.toStdString());
    return reader && (*reader)->summary().status == sim::trace::RunStatus::Complete;
}

core::Result<QString, QString> TraceCache::reserve(const QString& key) {
    const auto problem = [&] {
        return core::Failure{QCoreApplication::translate(
                                 "TraceCache", "Runs are recorded in %1, and that folder cannot be "
                                               "written (%2). Free it, or choose another one.")
                                 .arg(folder_, QString::fromLocal8Bit(std::strerror(errno)))};
    };
    if (!QDir().mkpath(folder_)) {
        return problem();
    }
    const FolderLock lock(folder_);
    for (int number = 1;; ++number) {
        const QString trace = QStringLiteral("%1/%2-%3.trace").arg(folder_, key).arg(number);
        // Only who makes the lock's file has the name.
        const int made = openLock(beside(trace, ".lock"), O_EXCL);
        if (made < 0 && errno != EEXIST) {
            return problem();
        }
        if (made < 0) {
            continue;
        }
        if (!QFileInfo::exists(trace) && lockSoon(made, LOCK_SH)) {
            locks_[trace] = {made, 1};
            return trace;
        }
        ::close(made);
    }
}

void TraceCache::markComplete(const QString& trace, const QString& parent) {
    if (!isMine(trace)) {
        return;
    }
    QSaveFile file(beside(trace, ".json"));
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QJsonDocument(QJsonObject{{QStringLiteral("parent"), parent}}).toJson());
        file.commit();
    }
}

void TraceCache::unmark(const QString& trace) {
    if (!isMine(trace)) {
        return;
    }
    QFile::remove(beside(trace, ".json"));
    if (!locks_.contains(trace)) {
        drop(trace);
    }
}

void TraceCache::drop(const QString& trace) {
    const FolderLock lock(folder_);
    if (isMine(trace) && lock.isHeld() && !isLockedElsewhere(trace)) {
        removeFiles(trace);
    }
}

/// Asks for the trace alone. Locks belong to open files, so one's own would be in the way too.
bool TraceCache::isLockedElsewhere(const QString& trace) const {
    if (const auto own = locks_.constFind(trace); own != locks_.constEnd()) {
        const bool alone = ::flock(own->descriptor, LOCK_EX | LOCK_NB) == 0;
        lockSoon(own->descriptor, LOCK_SH); // a failed change may have lost the lock
        return !alone;
    }
    const int descriptor = openLock(beside(trace, ".lock"));
    const bool alone = descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    return !alone;
}

void TraceCache::removeFiles(const QString& trace) {
    // The mark first: what is half removed is no hit.
    for (const char* ending :
         {".json", ".trace", ".trace-wal", ".trace-shm", ".trace-journal", ".yaml", ".lock"}) {
        QFile::remove(beside(trace, ending));
    }
    if (const auto own = locks_.constFind(trace); own != locks_.constEnd()) {
        ::close(own->descriptor);
        locks_.erase(own);
    }
}

void TraceCache::hold(const QString& trace) {
    if (!isMine(trace)) {
        return;
    }
    Lock& lock = locks_[trace];
    if (lock.count++ == 0) {
        lock.descriptor = openLock(beside(trace, ".lock"));
        lockSoon(lock.descriptor, LOCK_SH);
    }
}

void TraceCache::release(const QString& trace) {
    const auto lock = locks_.find(trace);
    if (lock == locks_.end() || --lock->count > 0) {
        return;
    }
    ::close(lock->descriptor);
    locks_.erase(lock);
    if (QFileInfo::exists(beside(trace, ".json"))) {
        touch(beside(trace, ".json"));
    } else {
        drop(trace); // cut short, and nobody looks at it any more
    }
}

QString TraceCache::parentOf(const QString& trace) const {
    QFile file(beside(trace, ".json"));
    if (!isMine(trace) || !file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QJsonDocument::fromJson(file.readAll())
        .object()
        .value(QStringLiteral("parent"))
        .toString();
}

int TraceCache::chainLength(const QString& trace) const {
    constexpr int kEnough = 100; // whatever a spoilt file says
    int length = 1;
    for (QString parent = parentOf(trace); !parent.isEmpty() && length < kEnough;
         parent = parentOf(parent)) {
        ++length;
    }
    return length;
}

bool TraceCache::canBeParent(const QString& trace) const {
    return isMine(trace) ? QFileInfo::exists(beside(trace, ".json")) : QFileInfo::exists(trace);
}

QList<TraceCache::Entry> TraceCache::entries() const {
    QList<Entry> all;
    QHash<QString, qsizetype> indexOf;
    for (const QFileInfo& info : files({QStringLiteral("*.trace")})) {
        const QString trace = info.absoluteFilePath();
        const QFileInfo mark(beside(trace, ".json"));
        indexOf.insert(trace, all.size());
        all.push_back({trace, parentOf(trace), chainLength(trace), octetsOf(trace),
                       mark.exists() ? mark.lastModified() : info.lastModified(),
                       isLockedElsewhere(trace) || locks_.contains(trace)});
    }
    for (const Entry& entry : std::as_const(all)) {
        QString parent = entry.parent;
        for (int depth = 0; depth < all.size() && indexOf.contains(parent); ++depth) {
            Entry& older = all[indexOf.value(parent)];
            older.used = std::max(older.used, entry.used);
            older.pinned = older.pinned || entry.pinned;
            parent = older.parent;
        }
    }
    return all;
}

void TraceCache::evict() {
    const FolderLock lock(folder_);
    if (!lock.isHeld()) {
        return;
    }
    QList<Entry> all = entries();
    qint64 octets = 0;
    for (const Entry& entry : std::as_const(all)) {
        octets += entry.octets;
    }
    std::stable_sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) {
        return a.used != b.used ? a.used < b.used : a.depth > b.depth;
    });
    for (const Entry& entry : std::as_const(all)) {
        if (octets <= limit_) {
            return;
        }
        if (!entry.pinned) {
            removeFiles(entry.trace);
            octets -= entry.octets;
        }
    }
}

void TraceCache::sweep() {
    const FolderLock lock(folder_);
    if (!lock.isHeld()) {
        return;
    }
    for (const QFileInfo& info : files({QStringLiteral("*.trace"), QStringLiteral("*.lock"),
                                        QStringLiteral("*.yaml"), QStringLiteral("*.json")})) {
        const QString trace = folder_ + u'/' + info.completeBaseName() + QStringLiteral(".trace");
        const bool complete = QFileInfo::exists(trace) && QFileInfo::exists(beside(trace, ".json"));
        if (!complete && !isLockedElsewhere(trace)) {
            removeFiles(trace);
        }
    }
}

} // namespace gui::runs
