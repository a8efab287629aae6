// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/viewport.h"

#include <algorithm>

namespace gui::stage {

void Viewport::resize(QSizeF widget, sim::scene::Size picture) {
    widget_ = widget.expandedTo(QSizeF(1, 1));
    picture_ = {std::max(picture.width, 1.0), std::max(picture.height, 1.0)};
}

void Viewport::fit() {
    factor_ = 1;
    middle_ = {0.5, 0.5};
}

double Viewport::scale() const {
    const double whole =
        std::min(widget_.width() / picture_.width, widget_.height() / picture_.height);
    return whole * factor_;
}

QPointF Viewport::shift() const {
    const QPointF middle(middle_.x() * picture_.width, middle_.y() * picture_.height);
    const QPointF exact = QPointF(widget_.width() / 2, widget_.height() / 2) - middle * scale();
    // Whole pixels: text and thin lines look the same wherever the picture is dragged.
    return exact.toPoint();
}

QTransform Viewport::transform() const {
    const QPointF by = shift();
    return {scale(), 0, 0, scale(), by.x(), by.y()};
}

QTransform Viewport::fittedTransform() const {
    Viewport fitted = *this;
    fitted.fit();
    return fitted.transform();
}

void Viewport::zoom(double factor, QPointF around) {
    const sim::scene::Point fixed = toPicture(around);
    factor_ = std::clamp(factor_ * factor, kSmallest, kLargest);
    const QPointF offset = (QPointF(widget_.width() / 2, widget_.height() / 2) - around) / scale();
    middle_ = {(fixed.x + offset.x()) / picture_.width, (fixed.y + offset.y()) / picture_.height};
    clamp();
}

void Viewport::pan(QPointF by) {
    middle_ -= QPointF(by.x() / scale() / picture_.width, by.y() / scale() / picture_.height);
    clamp();
}

void Viewport::clamp() {
    middle_ = {std::clamp(middle_.x(), 0.0, 1.0), std::clamp(middle_.y(), 0.0, 1.0)};
}

void Viewport::reveal(const sim::scene::Rect& rect) {
    const QRectF seen = toWidget(rect);
    const auto needed = [](double begin, double end, double size) {
        if (begin < 0) {
            return -begin;
        }
        return end > size ? std::max(size - end, -begin) : 0.0;
    };
    const QPointF by(needed(seen.left(), seen.right(), widget_.width()),
                     needed(seen.top(), seen.bottom(), widget_.height()));
    if (!by.isNull()) {
        pan(by);
    }
}

sim::scene::Point Viewport::toPicture(QPointF widgetPoint) const {
    const QPointF point = (widgetPoint - shift()) / scale();
    return {point.x(), point.y()};
}

QRectF Viewport::toWidget(const sim::scene::Rect& rect) const {
    return transform().mapRect(QRectF(rect.x, rect.y, rect.width, rect.height));
}

} // namespace gui::stage
