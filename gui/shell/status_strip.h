// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/shell/verdicts.h"
#include "sim/kernel/sim_time.h"

#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

/// The line at the foot of the window: seed, branch, simulated time, speed, how far the run is, and
/// what came of the expectations.
namespace gui::shell {

class Commands;

struct Status {
    std::optional<std::uint64_t> seed;
    QString branch;
    sim::SimTime at;
    core::Duration pace{1'000'000'000};
    int decimals = 3;       ///< of the time
    double progress = 1;    ///< of a run under way, 0 to 1; 1: none
    bool isWaiting = false; ///< playback waits for the run
    Expectations expectations;
};

class StatusStrip : public QWidget {
    Q_OBJECT

public:
    explicit StatusStrip(Commands& commands, QWidget* parent = nullptr);

    void setStatus(const Status& status);
    /// Only what changes with every picture.
    void setTime(sim::SimTime at, core::Duration pace, int decimals);
    void setChinese(bool chinese);
    /// A sentence for a while, in the branch's place.
    void showNote(const QString& note);
    /// What the playhead stands on; empty: nothing. Until it is taken away.
    void setSelection(const QString& what);
    /// What stands in the branch's place.
    QString note() const;
    void showVerdicts();

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    Status status_;
    bool chinese_ = false;
    QLabel* seed_;
    QLabel* branch_; ///< or a note, or what the playhead stands on
    QString note_;
    QString selection_;
    QTimer noteTimer_;
    QLabel* time_;
    QLabel* pace_;
    QLabel* doing_;
    QProgressBar* progress_;
    QToolButton* cancel_;
    QPushButton* verdict_;
    VerdictList* list_;
};

} // namespace gui::shell
