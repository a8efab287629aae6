// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <QWidget>

class QAbstractItemModel;
class QComboBox;
class QLabel;
class QModelIndex;
class QSlider;
class QToolButton;

/// The row of controls under the timeline: play and its neighbours, kind of step, calm clock,
/// speed, and which branch is shown.
namespace gui::shell {

class Commands;
class TreeCombo;

class TransportBar : public QWidget {
    Q_OBJECT

public:
    explicit TransportBar(Commands& commands, QWidget* parent = nullptr);

    /// The slider's range: simulated per real time, or the factor on the calm clock.
    void setSpeedRange(double slowest, double fastest);
    /// Where the slider stands; no signal.
    void setSpeed(double speed);
    /// What it comes to at the present place.
    void setPace(core::Duration pace);
    /// A tree with one column. Must outlive this.
    void setBranches(QAbstractItemModel* model);
    /// Which one is shown; no signal.
    void setCurrentBranch(const QModelIndex& index);
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void speedChosen(double speed);
    void branchChosen(const QModelIndex& index);
    /// 0: headline, 1: event, 2: message.
    void stepKindChosen(int kind);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void retranslate();
    void fitPaceLabel();
    void fitTo(int width);
    int positionOf(double speed) const;
    double speedAt(int position) const;

    Commands& commands_;
    QComboBox* stepKind_;
    QToolButton* calm_ = nullptr;
    QToolButton* compare_ = nullptr;
    QSlider* slider_;
    QLabel* pace_;
    TreeCombo* branches_;
    double slowest_ = 1e-4;
    double fastest_ = 100;
    core::Duration shown_{1'000'000'000};
};

} // namespace gui::shell
