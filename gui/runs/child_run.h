// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTimer>

/// One child process of the program `orrery`, from its start to its end, and what its end means.
namespace gui::runs {

struct ChildEnd {
    enum class Kind {
        Complete,    ///< reached the horizon; expectations may fail
        Refused,     ///< did not like what it was asked for (exit code 2)
        Interrupted, ///< because it was told to
        Failed,
    };
    Kind kind = Kind::Failed;
    QString message; ///< for people: what happened and what to do; empty if nothing did
};

class ChildRun : public QObject {
    Q_OBJECT

public:
    /// `trace` and `overlay` are the files that complaints name; people get other words for them.
    ChildRun(QString program, QString trace, QString overlay, QObject* parent = nullptr);
    /// Kills it if it is still there: no child outlives its studio.
    ~ChildRun() override;

    /// ended() follows, never during the call.
    void start(const QStringList& arguments);
    /// Asks it to close its trace and end, and ends it after two seconds.
    void stop();
    /// Of simulated time, 0 to 1.
    double progress() const { return progress_; }
    /// It goes on from a copy of a resident.
    bool isFromCopy() const { return fromCopy_; }

Q_SIGNALS:
    void progressed();
    void ended(const gui::runs::ChildEnd& end);

private:
    void readComplaints();
    void takeLine(const QString& line);
    void onFinished(int code, QProcess::ExitStatus status);
    void onError(QProcess::ProcessError error);
    void finish(const ChildEnd& end);
    QString complaint() const;
    QString inOtherWords(const QString& line) const;

    QString program_;
    QString trace_;
    QString overlay_;
    QProcess process_;
    QTimer patience_;
    QByteArray unfinished_; ///< a line without its end
    QStringList complaints_;
    double progress_ = 0;
    bool fromCopy_ = false;
    bool stopping_ = false;
    bool ended_ = false;
};

} // namespace gui::runs
