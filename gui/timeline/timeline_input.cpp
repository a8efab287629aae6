// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse, wheel and keys of the timeline bar.
#include "gui/timeline/timeline_parts.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace gui::timeline {
namespace {

using core::Duration;
using sim::SimTime;

/// Further than this and a press was the beginning of a drag.
constexpr double kStill = 4;
constexpr double kNotch = 120; ///< of a wheel, in eighths of a degree
constexpr double kZoomPerNotch = 1.3;
/// A turn of the wheel pans by this share of what is shown.
constexpr double kPanPerNotch = 0.1;
constexpr std::int64_t kSmallSteps = 200; ///< by key, over what is shown
constexpr std::int64_t kLargeSteps = 20;

bool isOwnKey(const QKeyEvent& event) {
    if ((event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) != Qt::NoModifier) {
        return false;
    }
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
    case Qt::Key_0:
        return true;
    default:
        return false;
    }
}

} // namespace

bool TimelineBar::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && isOwnKey(*static_cast<QKeyEvent*>(event))) {
        event->accept(); // while it has the focus, keys are its own
        return true;
    }
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const QString text = textAt(help->pos());
        if (text.isEmpty()) {
            QToolTip::hideText();
            event->ignore();
        } else {
            const QPoint reach(static_cast<int>(parts_->lanes().reach()), height());
            QToolTip::showText(help->globalPos(), text, this,
                               QRect(help->pos() - reach, help->pos() + reach));
        }
        return true;
    }
    return QWidget::event(event);
}

void TimelineBar::scrubTo(SimTime at) {
    Q_EMIT scrubbed(std::clamp(at, SimTime{}, std::max(parts_->content.edge, SimTime{})));
}

void TimelineBar::hover(QPointF place) {
    parts_->hovered = place.x();
    setCursor(parts_->markAt(place) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void TimelineBar::leaveEvent(QEvent* event) {
    parts_->hovered.reset();
    update();
    QWidget::leaveEvent(event);
}

void TimelineBar::focusInEvent(QFocusEvent* event) {
    parts_->ringed = event->reason() != Qt::MouseFocusReason;
    QWidget::focusInEvent(event);
}

void TimelineBar::mousePressEvent(QMouseEvent* event) {
    parts_->pressed = event->position();
    if (event->button() == Qt::MiddleButton) {
        parts_->drag = Drag::Pan;
        setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    parts_->drag = Drag::Scrub;
    const auto mark = parts_->markAt(event->position());
    parts_->onMark = mark.has_value();
    scrubTo(mark.value_or(timeAt(event->position().x())));
}

void TimelineBar::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    switch (parts_->drag) {
    case Drag::None:
        hover(event->position());
        break;
    case Drag::Pan: {
        const auto by = static_cast<std::int64_t>((parts_->pressed.x() - x) *
                                                  static_cast<double>(parts_->scale.span().ns) /
                                                  (parts_->scale.right() - parts_->scale.left()));
        setScale([&] { parts_->scale.pan(Duration{by}); });
        parts_->pressed = event->position();
        break;
    }
    case Drag::Scrub:
        if (!parts_->onMark || std::abs(x - parts_->pressed.x()) > kStill) {
            parts_->onMark = false;
            scrubTo(timeAt(x));
        }
        break;
    }
}

void TimelineBar::mouseReleaseEvent(QMouseEvent* event) {
    const bool ends = (parts_->drag == Drag::Scrub && event->button() == Qt::LeftButton) ||
                      (parts_->drag == Drag::Pan && event->button() == Qt::MiddleButton);
    if (ends) {
        parts_->drag = Drag::None;
        hover(event->position());
    }
}

void TimelineBar::wheelEvent(QWheelEvent* event) {
    const QPoint angle = event->angleDelta();
    const bool shifted = event->modifiers().testFlag(Qt::ShiftModifier);
    if (shifted || std::abs(angle.x()) > std::abs(angle.y())) {
        const double turned = (angle.x() != 0 ? angle.x() : angle.y()) / kNotch;
        const double by = -turned * kPanPerNotch * static_cast<double>(parts_->scale.span().ns);
        setScale([&] { parts_->scale.pan(Duration{static_cast<std::int64_t>(by)}); });
    } else if (angle.y() != 0) {
        const double factor = std::pow(kZoomPerNotch, angle.y() / kNotch);
        setScale([&] { parts_->scale.zoom(factor, event->position().x()); });
    }
    event->accept();
}

void TimelineBar::keyPressEvent(QKeyEvent* event) {
    if (!isOwnKey(*event)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const bool shifted = event->modifiers().testFlag(Qt::ShiftModifier);
    const Duration step =
        std::max(parts_->scale.span() / (shifted ? kLargeSteps : kSmallSteps), Duration{1});
    switch (event->key()) {
    case Qt::Key_Left:
        scrubTo(parts_->now + -step);
        break;
    case Qt::Key_Right:
        scrubTo(parts_->now + step);
        break;
    case Qt::Key_Home:
        scrubTo({});
        break;
    case Qt::Key_End:
        scrubTo(parts_->content.edge);
        break;
    case Qt::Key_Minus:
        zoomBy(1 / kZoomPerNotch);
        break;
    case Qt::Key_0:
        zoomToFit();
        break;
    default:
        zoomBy(kZoomPerNotch);
        break;
    }
}

} // namespace gui::timeline
