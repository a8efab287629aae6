// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/key_filter.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace gui::shell {
namespace {

bool isNavigation(int key) {
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        return true;
    default:
        return false;
    }
}

bool isTyping(const QWidget* focus) {
    const auto* plain = qobject_cast<const QPlainTextEdit*>(focus);
    const auto* rich = qobject_cast<const QTextEdit*>(focus);
    return qobject_cast<const QLineEdit*>(focus) != nullptr ||
           (plain != nullptr && !plain->isReadOnly()) || (rich != nullptr && !rich->isReadOnly());
}

/// Whether the widget wants the key for itself rather than for the window.
bool wants(const QWidget* focus, const QKeyEvent& event) {
    const Qt::KeyboardModifiers modifiers =
        event.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    if (focus == nullptr || modifiers != Qt::NoModifier) {
        return false;
    }
    const int key = event.key();
    if (qobject_cast<const QAbstractButton*>(focus) != nullptr) {
        return key == Qt::Key_Space;
    }
    if (qobject_cast<const QComboBox*>(focus) != nullptr) {
        return key == Qt::Key_Space || isNavigation(key);
    }
    const bool hasCursor = qobject_cast<const QAbstractSlider*>(focus) != nullptr ||
                           qobject_cast<const QAbstractItemView*>(focus) != nullptr ||
                           qobject_cast<const QPlainTextEdit*>(focus) != nullptr ||
                           qobject_cast<const QTextEdit*>(focus) != nullptr;
    return hasCursor && isNavigation(key);
}

} // namespace

KeyFilter::KeyFilter(QWidget* window, QAction* held, QAction* blank)
    : QObject(window), window_(window), held_(held), blank_(blank) {
    qApp->installEventFilter(this);
}

bool KeyFilter::eventFilter(QObject* watched, QEvent* event) {
    const bool ours =
        watched->isWidgetType() && qobject_cast<QWidget*>(watched)->window() == window_;
    if (!ours) {
        return false;
    }
    if (blank_->isChecked() && endsBlank(event)) {
        return true;
    }
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        return override(static_cast<QKeyEvent*>(event));
    case QEvent::KeyPress:
    case QEvent::KeyRelease:
        return hold(static_cast<QKeyEvent*>(event));
    case QEvent::WindowDeactivate:
        // The release will go to another window.
        if (isDown_) {
            isDown_ = false;
            held_->setChecked(false);
        }
        return false;
    default:
        return false;
    }
}

bool KeyFilter::endsBlank(QEvent* event) {
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        event->accept();
        return true;
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
        blank_->setChecked(false);
        return true;
    default:
        return false;
    }
}

bool KeyFilter::override(QKeyEvent* event) {
    const QWidget* focus = window_->focusWidget();
    if (event->key() == Qt::Key_Escape) {
        // Editors would keep it, and have nothing to do with it.
        event->ignore();
        return true;
    }
    if (wants(focus, *event) || (isHeldKey(*event) && !isTyping(focus))) {
        event->accept();
        return true;
    }
    return false;
}

bool KeyFilter::hold(QKeyEvent* event) {
    if (!isHeldKey(*event) || isTyping(window_->focusWidget())) {
        return false;
    }
    if (!event->isAutoRepeat()) {
        const bool down = event->type() == QEvent::KeyPress;
        if (down && held_->isEnabled()) {
            isDown_ = true;
            held_->setChecked(true);
        } else if (!down && isDown_) {
            isDown_ = false;
            held_->setChecked(false);
        }
    }
    return true;
}

bool KeyFilter::isHeldKey(const QKeyEvent& event) const {
    return QKeySequence(event.keyCombination()) == held_->shortcut();
}

} // namespace gui::shell
