// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse, wheel, touch and keys of the stage.
#include "gui/stage/hit_text.h"
#include "gui/stage/stage_view_parts.h"

#include <QApplication>
#include <QGestureEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace gui::stage {
namespace {

using sim::scene::Hit;

/// One notch of a wheel (120) zooms by a fifth.
constexpr double kZoomPerUnit = 1.0015;

} // namespace

bool StageView::event(QEvent* event) {
    switch (event->type()) {
    case QEvent::ToolTip: {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto hit = hitAt(help->pos());
        if (const QString count = parts_->countTextAt(help->pos()); !count.isEmpty()) {
            QToolTip::showText(help->globalPos(), count, this);
        } else if (hit && parts_->frame.world) {
            showToolTip(help->globalPos(), *hit);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    case QEvent::NativeGesture: {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoom(1 + gesture->value(), gesture->position());
            return true;
        }
        break;
    }
    case QEvent::Gesture: {
        const auto* gestures = static_cast<QGestureEvent*>(event);
        if (auto* pinch = static_cast<QPinchGesture*>(gestures->gesture(Qt::PinchGesture))) {
            zoom(pinch->scaleFactor(), mapFromGlobal(pinch->centerPoint().toPoint()));
            return true;
        }
        break;
    }
    case QEvent::KeyPress: {
        // Tab walks through the things; behind the last one it leaves the stage as usual.
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isTab = key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab;
        if (isTab && parts_->selectNext(key->key() == Qt::Key_Tab)) {
            selectionMoved();
            return true;
        }
        break;
    }
    case QEvent::FocusIn:
    case QEvent::FocusOut:
        update();
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

void StageView::showToolTip(QPoint globalPosition, const Hit& hit) {
    parts_->toolTipAt = globalPosition;
    QToolTip::showText(globalPosition, parts_->wordsFor(hit), this,
                       parts_->viewport.toWidget(hit.rect).toAlignedRect());
    const auto& known = parts_->message;
    if (hit.kind == Hit::Kind::Message && (!known || known->id != hit.message || !known->arrived)) {
        Q_EMIT messageAsked(hit.message);
    }
}

void StageView::tellMessage(const sim::trace::MessageRow& row) {
    parts_->message = row;
    const auto& hover = parts_->hover;
    if (hover && hover->kind == Hit::Kind::Message && hover->message == row.id &&
        QToolTip::isVisible()) {
        QToolTip::showText(parts_->toolTipAt, parts_->wordsFor(*hover), this,
                           parts_->viewport.toWidget(hover->rect).toAlignedRect());
    }
}

void StageView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::RightButton) {
        Q_EMIT menuRequested(changeableAt(event->position()), parts_->seen,
                             event->globalPosition().toPoint());
    } else if (event->button() == Qt::LeftButton) {
        parts_->dragFrom = event->position();
        parts_->pressedAt = event->position();
        parts_->dragging = false;
    } else {
        QWidget::mousePressEvent(event);
    }
}

void StageView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    parts_->mouse = at;
    if (parts_->dragFrom) {
        const double moved = (at - parts_->pressedAt).manhattanLength();
        if (moved >= QApplication::startDragDistance()) {
            parts_->dragging = true;
            setCursor(Qt::ClosedHandCursor);
        }
        if (parts_->dragging) {
            parts_->viewport.pan(at - *parts_->dragFrom);
            parts_->dragFrom = at;
            update();
        }
        return;
    }
    auto hit = hitAt(at);
    const bool same =
        hit.has_value() == parts_->hover.has_value() &&
        (!hit || (hit->kind == parts_->hover->kind && hit->name == parts_->hover->name &&
                  hit->message == parts_->hover->message));
    parts_->hover = std::move(hit);
    setCursor(parts_->hover ? Qt::PointingHandCursor : Qt::OpenHandCursor);
    if (!same) {
        update();
    }
}

void StageView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !parts_->dragFrom) {
        return;
    }
    parts_->dragFrom.reset();
    setCursor(Qt::OpenHandCursor);
    if (parts_->dragging) {
        return;
    }
    const auto hit = hitAt(event->position());
    parts_->selection = hit;
    selectionMoved();
    if (hit) {
        parts_->toggleTile(*hit);
        Q_EMIT activated(*hit);
    }
}

void StageView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !hitAt(event->position())) {
        fit();
    }
}

void StageView::leaveEvent(QEvent*) {
    parts_->mouse.reset();
    parts_->hover.reset();
    update();
}

void StageView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        // The size of text: somebody else's business.
        event->ignore();
        return;
    }
    zoom(std::pow(kZoomPerUnit, event->angleDelta().y()), event->position());
    event->accept();
}

void StageView::selectionMoved() {
    if (parts_->selection) {
        parts_->viewport.reveal(parts_->selection->rect);
    }
    describe();
    update();
}

void StageView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return selectTowards({-1, 0});
    case Qt::Key_Right:
        return selectTowards({1, 0});
    case Qt::Key_Up:
        return selectTowards({0, -1});
    case Qt::Key_Down:
        return selectTowards({0, 1});
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const auto chosen = parts_->selection) {
            parts_->toggleTile(*chosen);
            update();
            Q_EMIT activated(*chosen);
            return;
        }
        break;
    case Qt::Key_F10:
        if (!event->modifiers().testFlag(Qt::ShiftModifier)) {
            break;
        }
        return requestMenu();
    case Qt::Key_Menu:
        return requestMenu();
    case Qt::Key_Escape:
        if (parts_->selection) {
            parts_->selection.reset();
            return selectionMoved();
        }
        if (!parts_->settings.opened.empty()) {
            return foldTiles();
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void StageView::foldTiles() {
    parts_->settings.opened.clear();
    parts_->stale = true;
    update();
}

void StageView::requestMenu() {
    const QPointF at = parts_->selection
                           ? parts_->viewport.toWidget(parts_->selection->rect).center()
                           : QPointF(rect().center());
    Q_EMIT menuRequested(parts_->selection, parts_->seen, mapToGlobal(at).toPoint());
}

void StageView::selectTowards(QPoint direction) {
    if (!parts_->selection) {
        parts_->selectNext(true);
    } else if (const auto next = parts_->neighbour(direction)) {
        parts_->selection = next;
    }
    selectionMoved();
}

} // namespace gui::stage
