// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/runs/child_run.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>
#include <utility>

namespace gui::runs {
namespace {

constexpr int kPatienceMs = 2000;
constexpr qsizetype kMostComplaints = 20;
constexpr qsizetype kLongestLine = 4000;

/// Exit codes of `orrery run`.
constexpr int kOk = 0;
constexpr int kExpectationFails = 1;
constexpr int kBadInput = 2;
constexpr int kInterrupted = 130;

/// In the child, before it becomes `orrery`: it goes when the studio goes, however that ends.
void dieWithParent(pid_t studio) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != studio) {
        ::_exit(1); // it went just now
    }
}

} // namespace

ChildRun::ChildRun(QString program, QString trace, QString overlay, QObject* parent)
    : QObject(parent), program_(std::move(program)), trace_(std::move(trace)),
      overlay_(std::move(overlay)) {
    process_.setStandardInputFile(QProcess::nullDevice());
    process_.setStandardOutputFile(QProcess::nullDevice());
    process_.setChildProcessModifier([studio = ::getpid()] { dieWithParent(studio); });
    patience_.setSingleShot(true);
    patience_.setInterval(kPatienceMs);
    connect(&patience_, &QTimer::timeout, &process_, &QProcess::kill);
    connect(&process_, &QProcess::readyReadStandardError, this, &ChildRun::readComplaints);
    connect(&process_, &QProcess::finished, this, &ChildRun::onFinished);
    connect(&process_, &QProcess::errorOccurred, this, &ChildRun::onError);
}

ChildRun::~ChildRun() {
    process_.disconnect(this);
    if (process_.state() != QProcess::NotRunning) {
        process_.kill();
        process_.waitForFinished(kPatienceMs);
    }
}

void ChildRun::start(const QStringList& arguments) {
    // Not from here: a program that is missing would be reported during the call.
    QTimer::singleShot(0, this, [this, arguments] {
        if (stopping_) {
            finish({ChildEnd::Kind::Interrupted, {}});
            return;
        }
        process_.start(program_, arguments, QIODevice::ReadOnly);
    });
}

void ChildRun::stop() {
    if (stopping_ || ended_) {
        return;
    }
    stopping_ = true;
    if (process_.state() != QProcess::NotRunning) {
        process_.terminate();
        patience_.start();
    }
}

void ChildRun::readComplaints() {
    unfinished_ += process_.readAllStandardError();
    qsizetype end = 0;
    while ((end = unfinished_.indexOf('\n')) >= 0) {
        takeLine(QString::fromUtf8(unfinished_.first(end)));
        unfinished_.remove(0, end + 1);
    }
    if (unfinished_.size() > kLongestLine) { // garbage
        takeLine(QString::fromUtf8(unfinished_.first(kLongestLine)));
        unfinished_.clear();
    }
}

void ChildRun::takeLine(const QString& line) {
    static const QRegularExpression percent(QStringLiteral("^(\\d{1,3}) %, "));
    const QRegularExpressionMatch match = percent.match(line);
    if (match.hasMatch()) {
        progress_ = std::min(100, match.capturedView(1).toInt()) / 100.0;
        Q_EMIT progressed();
    } else if (line.startsWith(QStringLiteral("from a copy at "))) {
        fromCopy_ = true;
    } else if (line.startsWith(QStringLiteral("from the start: "))) {
        fromCopy_ = false; // why it is so concerns nobody
    } else if (!line.trimmed().isEmpty() && complaints_.size() < kMostComplaints) {
        complaints_.push_back(line.trimmed());
    }
}

/// What the program said, in the words of the studio where it names files of the studio's own.
QString ChildRun::inOtherWords(const QString& line) const {
    if (const QString start = trace_ + QStringLiteral(": "); line.startsWith(start)) {
        return tr("It could not be recorded in %1: %2. Free some space there and run it again; "
                  "what was recorded until then can still be seen.")
            .arg(QFileInfo(trace_).path(), line.mid(start.size()));
    }
    const qsizetype at = line.indexOf(overlay_);
    if (overlay_.isEmpty() || at < 0) {
        return line;
    }
    static const QRegularExpression place(QStringLiteral("^:(\\d+):(\\d+): "));
    const QString rest = line.mid(at + overlay_.size());
    const QRegularExpressionMatch match = place.match(rest);
    return match.hasMatch()
               ? tr("Line %1, column %2 of the changes: %3")
                     .arg(match.captured(1), match.captured(2), rest.mid(match.capturedEnd()))
               : tr("The changes%1").arg(rest);
}

QString ChildRun::complaint() const {
    const QString name = QStringLiteral("orrery: ");
    QStringList lines;
    for (const QString& line : complaints_) {
        lines.push_back(inOtherWords(line.startsWith(name) ? line.mid(name.size()) : line));
    }
    return lines.join(u'\n');
}

void ChildRun::onFinished(int code, QProcess::ExitStatus status) {
    readComplaints();
    if (!unfinished_.isEmpty()) {
        takeLine(QString::fromUtf8(std::exchange(unfinished_, {})));
    }
    const QString said = complaint();
    if (stopping_) {
        finish({code == kOk || code == kExpectationFails ? ChildEnd::Kind::Complete
                                                         : ChildEnd::Kind::Interrupted,
                {}});
    } else if (status == QProcess::CrashExit) {
        finish({ChildEnd::Kind::Failed,
                tr("The run ended unexpectedly (signal %1). What it recorded until then can still "
                   "be seen; run it again, and report it if it happens again.")
                        .arg(code) +
                    (said.isEmpty() ? QString() : u'\n' + said)});
    } else if (code == kOk || code == kExpectationFails) {
        progress_ = 1;
        finish({ChildEnd::Kind::Complete, {}});
    } else if (code == kBadInput) {
        finish({ChildEnd::Kind::Refused,
                said.isEmpty() ? tr("The scenario was refused without a reason.") : said});
    } else if (code == kInterrupted) {
        finish({ChildEnd::Kind::Interrupted, tr("The run was interrupted from outside. What it "
                                                "recorded until then can still be seen.")});
    } else {
        finish({ChildEnd::Kind::Failed,
                said.isEmpty() ? tr("The run failed with exit code %1 and gave no reason. Is %2 "
                                    "the program of this Orrery?")
                                     .arg(code)
                                     .arg(program_)
                               : tr("The run failed: %1").arg(said)});
    }
}

void ChildRun::onError(QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) {
        return; // finished() follows
    }
    const QFileInfo info(program_);
    if (!info.exists()) {
        finish({ChildEnd::Kind::Failed,
                tr("The program %1, which computes the runs, is missing. Install Orrery again, or "
                   "build it with ./run.")
                    .arg(program_)});
    } else if (!info.isFile() || !info.isExecutable()) {
        finish({ChildEnd::Kind::Failed,
                tr("%1 may not be executed. Check its permissions.").arg(program_)});
    } else {
        finish({ChildEnd::Kind::Failed,
                tr("%1 could not be started: %2").arg(program_, process_.errorString())});
    }
}

void ChildRun::finish(const ChildEnd& end) {
    if (std::exchange(ended_, true)) {
        return;
    }
    patience_.stop();
    Q_EMIT ended(end);
}

} // namespace gui::runs
