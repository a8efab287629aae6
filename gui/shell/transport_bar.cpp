// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/transport_bar.h"

#include "gui/shell/commands.h"
#include "gui/shell/compare_button.h"
#include "gui/shell/formats.h"
#include "gui/shell/tree_combo.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QResizeEvent>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace gui::shell {
namespace {

/// Positions of the slider for each factor of ten.
constexpr int kPerDecade = 100;
/// Widths in letters: below the first the row cannot go, from the others on it shows more.
constexpr int kNarrow = 82;
constexpr int kComfortable = 90;
constexpr int kMiddling = 104;
constexpr int kWide = 120;

QToolButton* buttonFor(QAction* action, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setIconSize({20, 20});
    // A click with the mouse must not take the keys from the stage.
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

TransportBar::TransportBar(Commands& commands, QWidget* parent)
    : QWidget(parent), commands_(commands), stepKind_(new QComboBox(this)),
      slider_(new QSlider(Qt::Horizontal, this)), pace_(new QLabel(this)),
      branches_(new TreeCombo(this)) {
    build();
    retranslate();
    setSpeedRange(slowest_, fastest_);
    setSpeed(1);
}

void TransportBar::build() {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 2, 6, 2);
    // The row gets along with less than its layout asks for: see resizeEvent().
    layout->setSizeConstraint(QLayout::SetNoConstraint);
    layout->setSpacing(2);
    for (const Command command : {Command::ToStart, Command::PreviousHeadline, Command::StepBack,
                                  Command::Play, Command::StepForward, Command::NextHeadline}) {
        QToolButton* button = buttonFor(commands_.action(command), this);
        if (command == Command::Play) {
            button->setIconSize({28, 28});
        }
        layout->addWidget(button);
    }
    stepKind_->setFocusPolicy(Qt::TabFocus);
    stepKind_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    slider_->setFocusPolicy(Qt::TabFocus);
    slider_->setMinimumWidth(60);
    slider_->setMaximumWidth(220);
    branches_->setFocusPolicy(Qt::TabFocus);
    branches_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    branches_->setMinimumContentsLength(10);
    branches_->setMaximumWidth(420);
    layout->addSpacing(4);
    layout->addWidget(stepKind_);
    layout->addSpacing(4);
    calm_ = buttonFor(commands_.action(Command::Calm), this);
    layout->addWidget(calm_);
    layout->addWidget(slider_, 1);
    layout->addWidget(pace_);
    layout->addSpacing(8);
    layout->addWidget(branches_, 2);
    compare_ = new CompareButton(commands_.action(Command::ShowParent), this);
    compare_->setAutoRaise(true);
    compare_->setIconSize({20, 20});
    compare_->setFocusPolicy(Qt::TabFocus);
    layout->addWidget(compare_);

    connect(slider_, &QSlider::valueChanged, this,
            [this](int position) { Q_EMIT speedChosen(speedAt(position)); });
    connect(stepKind_, &QComboBox::activated, this, &TransportBar::stepKindChosen);
    connect(branches_, &TreeCombo::treeActivated, this, &TransportBar::branchChosen);
    const Command kinds[] = {Command::StepByHeadline, Command::StepByEvent, Command::StepByMessage};
    for (int kind = 0; kind < 3; ++kind) {
        connect(commands_.action(kinds[kind]), &QAction::toggled, stepKind_, [this, kind](bool on) {
            if (on) {
                stepKind_->setCurrentIndex(kind);
            }
        });
    }
}

void TransportBar::setSpeedRange(double slowest, double fastest) {
    slowest_ = slowest;
    fastest_ = fastest;
    const QSignalBlocker quiet(slider_);
    slider_->setRange(0, static_cast<int>(std::lround(std::log10(fastest / slowest) * kPerDecade)));
    slider_->setSingleStep(kPerDecade / 10);
    slider_->setPageStep(kPerDecade / 2);
}

void TransportBar::setSpeed(double speed) {
    const QSignalBlocker quiet(slider_);
    slider_->setValue(positionOf(speed));
}

void TransportBar::setPace(core::Duration pace) {
    shown_ = pace;
    const QString text = paceText(pace);
    if (pace_->text() != text) {
        pace_->setText(text);
    }
}

void TransportBar::setBranches(QAbstractItemModel* model) {
    branches_->setTree(model);
}

void TransportBar::setCurrentBranch(const QModelIndex& index) {
    branches_->setCurrentTreeIndex(index);
}

void TransportBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        fitPaceLabel();
        fitTo(width());
    }
}

void TransportBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitTo(event->size().width());
}

QSize TransportBar::minimumSizeHint() const {
    return {lettersWide(fontMetrics(), kNarrow), sizeHint().height()};
}

/// Words give way to the controls: first that of the calm clock, then the pace, which stands in the
/// status bar as well, last that of the comparison.
void TransportBar::fitTo(int width) {
    calm_->setToolButtonStyle(width >= lettersWide(fontMetrics(), kWide)
                                  ? Qt::ToolButtonTextBesideIcon
                                  : Qt::ToolButtonIconOnly);
    pace_->setVisible(width >= lettersWide(fontMetrics(), kMiddling));
    compare_->setToolButtonStyle(width >= lettersWide(fontMetrics(), kComfortable)
                                     ? Qt::ToolButtonTextBesideIcon
                                     : Qt::ToolButtonIconOnly);
}

void TransportBar::retranslate() {
    const int kind = std::max(0, stepKind_->currentIndex());
    stepKind_->clear();
    stepKind_->addItems({tr("by headline"), tr("by event"), tr("by message")});
    stepKind_->setCurrentIndex(kind);
    stepKind_->setToolTip(tr("Where a step goes to"));
    stepKind_->setAccessibleName(tr("Kind of step"));
    slider_->setToolTip(tr("Speed"));
    slider_->setAccessibleName(tr("Speed"));
    branches_->setToolTip(tr("Which branch is shown"));
    branches_->setAccessibleName(tr("Branch"));
    fitPaceLabel();
    setPace(shown_);
}

void TransportBar::fitPaceLabel() {
    // The widest that can stand there, so that the row does not tremble during play.
    const QString widest = paceText({888'000'000});
    pace_->setMinimumWidth(QFontMetrics(pace_->font()).horizontalAdvance(widest) + 6);
}

int TransportBar::positionOf(double speed) const {
    const double clamped = std::clamp(speed, slowest_, fastest_);
    return static_cast<int>(std::lround(std::log10(clamped / slowest_) * kPerDecade));
}

double TransportBar::speedAt(int position) const {
    return slowest_ * std::pow(10.0, static_cast<double>(position) / kPerDecade);
}

} // namespace gui::shell
