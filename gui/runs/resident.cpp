// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/runs/resident.h"

#include "gui/runs/program_words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cerrno>
#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>
#include <utility>

namespace gui::runs {
namespace {

constexpr int kCalmMs = 1500;
constexpr int kPatienceMs = 2000;

/// In the child, before it becomes `orrery`: it removes its socket when the studio goes.
void endWithParent(pid_t studio) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != studio) {
        ::_exit(1); // it went just now
    }
}

/// No two in one folder have the same, whichever studio they belong to.
QString newName() {
    static int count = 0;
    return QStringLiteral("copies.%1.%2").arg(QCoreApplication::applicationPid()).arg(++count);
}

/// What studios left that were killed together with their residents.
void removeLeftOver(const QDir& folder) {
    const QStringList left =
        folder.entryList({QStringLiteral("copies.*")}, QDir::Files | QDir::System);
    for (const QString& name : left) {
        const pid_t studio = name.section(u'.', 1, 1).toInt();
        if (studio > 0 && ::kill(studio, 0) != 0 && errno == ESRCH) {
            QFile::remove(folder.filePath(name));
        }
    }
}

} // namespace

Resident::Resident(QString program, QString folder, QObject* parent)
    : QObject(parent), program_(std::move(program)), folder_(std::move(folder)) {
    calm_.setSingleShot(true);
    calm_.setInterval(kCalmMs);
    connect(&calm_, &QTimer::timeout, this, &Resident::start);
    removeLeftOver(folder_);
}

Resident::~Resident() {
    stop();
    for (QProcess* leaving : findChildren<QProcess*>()) {
        if (!leaving->waitForFinished(kPatienceMs)) {
            leaving->kill();
            leaving->waitForFinished(kPatienceMs);
        }
    }
}

void Resident::serve(const std::optional<RunRequest>& run) {
    if (run == wanted_) {
        return;
    }
    wanted_ = run;
    if (!wanted_) {
        calm_.stop();
        stop();
    } else if (wanted_ != served_) {
        calm_.start();
    }
}

void Resident::mayStart(bool may) {
    may_ = may;
    if (may_ && wanted_ && wanted_ != served_ && !calm_.isActive()) {
        calm_.start();
    }
}

QString Resident::socket() const {
    return latest_ && process_->state() == QProcess::Running ? socket_ : QString();
}

void Resident::start() {
    if (!may_ || !wanted_ || wanted_ == served_) {
        return;
    }
    stop();
    served_ = wanted_;
    socket_ = QDir(folder_).absoluteFilePath(newName());
    overlay_ = socket_ + QStringLiteral(".yaml");
    process_ = new QProcess(this);
    process_->setStandardInputFile(QProcess::nullDevice());
    process_->setStandardErrorFile(QProcess::nullDevice());
    process_->setChildProcessModifier([studio = ::getpid()] { endWithParent(studio); });
    connect(process_, &QProcess::readyReadStandardOutput, this, &Resident::readCopies);
    if (!served_->overlay.isEmpty()) {
        QFile file(overlay_);
        const QByteArray text = served_->overlay.toUtf8();
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
            return; // a full disk: branches take longer, and say what is wrong themselves
        }
    }
    QStringList words{QStringLiteral("resident"), QStringLiteral("--socket"), socket_};
    words += wordsOf(*served_, overlay_);
    process_->start(program_, words, QIODevice::ReadOnly);
}

/// Without waiting for its end: that may take longer than a picture.
void Resident::stop() {
    served_.reset();
    latest_.reset();
    if (process_ == nullptr) {
        return;
    }
    QProcess* const leaving = std::exchange(process_, nullptr);
    disconnect(leaving, nullptr, this, nullptr);
    QFile::remove(overlay_);
    if (leaving->state() == QProcess::NotRunning) {
        QFile::remove(socket_); // if it was killed
        leaving->deleteLater(); // the call may come from its own signal
        return;
    }
    connect(leaving, &QProcess::finished, leaving, [leaving, socket = socket_] {
        QFile::remove(socket); // if it had to be killed
        leaving->deleteLater();
    });
    leaving->terminate();
}

void Resident::readCopies() {
    while (process_->canReadLine()) {
        const QByteArray line = process_->readLine().trimmed();
        bool isTime = false;
        const qint64 at = line.toLongLong(&isTime);
        if (isTime && (!latest_ || at > latest_->ns)) {
            latest_ = sim::SimTime{at};
        }
    }
}

} // namespace gui::runs
