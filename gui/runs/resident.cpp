// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/runs/resident.h"

#include "gui/runs/program_words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

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

} // namespace

Resident::Resident(QString program, const QString& folder, QObject* parent)
    : QObject(parent), program_(std::move(program)) {
    socket_ = QDir(folder).absoluteFilePath(newName());
    overlay_ = socket_ + QStringLiteral(".yaml");
    process_.setStandardInputFile(QProcess::nullDevice());
    process_.setStandardErrorFile(QProcess::nullDevice());
    process_.setChildProcessModifier([studio = ::getpid()] { endWithParent(studio); });
    connect(&process_, &QProcess::readyReadStandardOutput, this, &Resident::readCopies);
    calm_.setSingleShot(true);
    calm_.setInterval(kCalmMs);
    connect(&calm_, &QTimer::timeout, this, &Resident::start);
}

Resident::~Resident() {
    process_.disconnect(this);
    stop();
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
    return latest_ && process_.state() == QProcess::Running ? socket_ : QString();
}

void Resident::start() {
    if (!may_ || !wanted_ || wanted_ == served_) {
        return;
    }
    stop();
    served_ = wanted_;
    if (!served_->overlay.isEmpty()) {
        QFile file(overlay_);
        const QByteArray text = served_->overlay.toUtf8();
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
            return; // a full disk: branches take longer, and say what is wrong themselves
        }
    }
    QStringList words{QStringLiteral("resident"), QStringLiteral("--socket"), socket_};
    words += wordsOf(*served_, overlay_);
    process_.start(program_, words, QIODevice::ReadOnly);
}

void Resident::stop() {
    served_.reset();
    latest_.reset();
    if (process_.state() != QProcess::NotRunning) {
        process_.terminate();
        if (!process_.waitForFinished(kPatienceMs)) {
            process_.kill();
            process_.waitForFinished(kPatienceMs);
        }
    }
    QFile::remove(socket_);
    QFile::remove(overlay_);
}

void Resident::readCopies() {
    while (process_.canReadLine()) {
        const QByteArray line = process_.readLine().trimmed();
        bool isTime = false;
        const qint64 at = line.toLongLong(&isTime);
        if (isTime && (!latest_ || at > latest_->ns)) {
            latest_ = sim::SimTime{at};
        }
    }
}

} // namespace gui::runs
