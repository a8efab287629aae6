// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/status_strip.h"

#include "gui/shell/commands.h"
#include "gui/shell/formats.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

namespace gui::shell {
namespace {

/// Long enough to read a sentence twice.
constexpr int kNoteMs = 10'000;

} // namespace

StatusStrip::StatusStrip(Commands& commands, QWidget* parent)
    : QWidget(parent), seed_(new QLabel(this)), branch_(new QLabel(this)), time_(new QLabel(this)),
      pace_(new QLabel(this)), doing_(new QLabel(this)), progress_(new QProgressBar(this)),
      cancel_(new QToolButton(this)), verdict_(new QPushButton(this)),
      list_(new VerdictList(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->setSpacing(16);
    // Of what does not fit the end is cut, the window is never made wider.
    layout->setSizeConstraint(QLayout::SetNoConstraint);
    layout->addWidget(time_);
    layout->addWidget(pace_);
    layout->addWidget(seed_);
    layout->addWidget(branch_, 1);
    layout->addWidget(doing_);
    layout->addWidget(progress_);
    layout->addWidget(cancel_);
    layout->addWidget(verdict_);
    branch_->setMinimumWidth(40);
    branch_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    progress_->setFixedWidth(120);
    progress_->setMaximumHeight(12);
    cancel_->setDefaultAction(commands.action(Command::CancelRun));
    cancel_->setAutoRaise(true);
    cancel_->setFocusPolicy(Qt::TabFocus);
    verdict_->setFlat(true);
    verdict_->setFocusPolicy(Qt::TabFocus);
    connect(verdict_, &QPushButton::clicked, this, &StatusStrip::showVerdicts);
    noteTimer_.setSingleShot(true);
    noteTimer_.setInterval(kNoteMs);
    connect(&noteTimer_, &QTimer::timeout, this, [this] {
        note_.clear();
        refresh();
    });
    refresh();
}

void StatusStrip::setStatus(const Status& status) {
    status_ = status;
    refresh();
}

void StatusStrip::setTime(sim::SimTime at, core::Duration pace, int decimals) {
    status_.at = at;
    status_.pace = pace;
    status_.decimals = decimals;
    time_->setText(timeText(at, decimals));
    pace_->setText(paceText(pace));
}

void StatusStrip::setChinese(bool chinese) {
    chinese_ = chinese;
    list_->setExpectations(status_.expectations, chinese_);
}

void StatusStrip::showNote(const QString& note) {
    note_ = note;
    noteTimer_.start();
    refresh();
}

void StatusStrip::setSelection(const QString& what) {
    if (what != selection_) {
        selection_ = what;
        refresh();
    }
}

QString StatusStrip::note() const {
    return !note_.isEmpty() ? note_ : !selection_.isEmpty() ? selection_ : status_.branch;
}

void StatusStrip::showVerdicts() {
    list_->setExpectations(status_.expectations, chinese_);
    const QPoint corner = verdict_->isVisible()
                              ? verdict_->mapToGlobal(QPoint(verdict_->width(), 0))
                              : mapToGlobal(QPoint(width(), 0));
    list_->move(corner - QPoint(list_->width(), list_->height()));
    list_->show();
}

void StatusStrip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        note_.clear(); // said in the other one
        refresh();
    }
}

void StatusStrip::refresh() {
    setTime(status_.at, status_.pace, status_.decimals);
    seed_->setText(status_.seed ? tr("seed %1").arg(*status_.seed) : QString());
    seed_->setToolTip(tr("Every random draw of the run follows from this number"));
    seed_->setVisible(status_.seed.has_value());
    const QString said = note();
    branch_->setText(said);
    branch_->setToolTip(said);
    QFont plain = font();
    plain.setBold(!note_.isEmpty() || !selection_.isEmpty());
    branch_->setFont(plain);
    const bool running = status_.progress < 1;
    doing_->setVisible(running);
    progress_->setVisible(running);
    cancel_->setVisible(running);
    doing_->setText(status_.isWaiting ? tr("waiting for the run") : tr("computing"));
    progress_->setValue(static_cast<int>(status_.progress * 1000));
    progress_->setAccessibleName(tr("Progress of the run"));
    const QString verdict = verdictText(status_.expectations);
    const QString sign =
        anyFails(status_.expectations) ? QStringLiteral("\u2717 ") : QStringLiteral("\u2713 ");
    verdict_->setText(verdict.isEmpty() ? QString() : sign + verdict);
    verdict_->setVisible(!verdict.isEmpty());
    verdict_->setToolTip(tr("What the scenario expects, and whether it holds"));
    QFont font = verdict_->font();
    font.setBold(anyFails(status_.expectations));
    verdict_->setFont(font);
}

} // namespace gui::shell
