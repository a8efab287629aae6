// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/compare_button.h"

#include <QAction>
#include <QMouseEvent>

namespace gui::shell {
namespace {

/// Longer than a click takes.
constexpr qint64 kHoldMs = 350;

} // namespace

CompareButton::CompareButton(QAction* action, QWidget* parent) : QToolButton(parent) {
    setDefaultAction(action);
}

void CompareButton::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !defaultAction()->isEnabled()) {
        return;
    }
    wasOn_ = defaultAction()->isChecked();
    pressed_.start();
    setDown(true);
    defaultAction()->setChecked(true);
}

void CompareButton::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !isDown()) {
        return;
    }
    setDown(false);
    defaultAction()->setChecked(!wasOn_ && pressed_.elapsed() < kHoldMs);
}

} // namespace gui::shell
