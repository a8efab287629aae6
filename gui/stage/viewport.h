// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/shape.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>

/// Which part of a picture a widget shows. Plain arithmetic, in logical pixels.
namespace gui::stage {

class Viewport {
public:
    static constexpr double kSmallest = 0.5;
    static constexpr double kLargest = 16;

    /// Another size of widget or picture: what was in the middle stays there.
    void resize(QSizeF widget, sim::scene::Size picture);
    /// The whole picture.
    void fit();
    /// What is under `around` stays there. Clamped.
    void zoom(double factor, QPointF around);
    /// By so many pixels of the widget; never so far that nothing is seen.
    void pan(QPointF by);
    /// Pans as little as needed to show the rectangle of the picture.
    void reveal(const sim::scene::Rect& rect);

    double factor() const { return factor_; } ///< 1: the picture fits
    bool isFit() const { return factor_ == 1 && middle_ == QPointF(0.5, 0.5); }
    double scale() const; ///< pixels of the widget for one of the picture
    QTransform transform() const;
    QTransform fittedTransform() const; ///< the same without zoom
    sim::scene::Point toPicture(QPointF widgetPoint) const;
    QRectF toWidget(const sim::scene::Rect& rect) const;

private:
    QPointF shift() const;
    void clamp();

    QSizeF widget_{1, 1};
    sim::scene::Size picture_{1, 1};
    double factor_ = 1;
    QPointF middle_{0.5, 0.5}; ///< of the widget, as shares of the picture
};

} // namespace gui::stage
