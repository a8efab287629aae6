// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/stage/text_runs.h"
#include "sim/scene/palette.h"
#include "sim/scene/shape.h"

#include <QPainter>

#include <memory>

/// Paints pictures of sim/scene. Ground and things are kept as images, of which only what changed
/// is painted again; glyphs of the traffic are sprites. Why: docs/explanation/visual-language.md.
namespace gui::stage {

class PicturePainter {
public:
    PicturePainter();
    ~PicturePainter();

    /// From the picture's pixels to logical pixels of the device, which has `size` of them with
    /// `devicePixelRatio` device pixels each. Shifted by whole device pixels, what was kept moves
    /// along; else it is painted anew.
    /// REQUIRES: the transform scales alike both ways and shifts; it does nothing else.
    void setTransform(const QTransform& transform, double devicePixelRatio, QSize size);
    /// Where caption, clock and legend are while the picture is zoomed: a room reads them all the
    /// time. Unless set, they move with the picture.
    void setBandTransform(const QTransform& transform);
    /// True while somebody zooms: another scale stretches what was kept instead, many times faster
    /// and less sharp.
    void setHasty(bool hasty);
    void setTheme(sim::scene::Theme theme);
    /// Fills the device: the canvas, then the picture. REQUIRES: the painter's origin is the
    /// device's upper left corner (of the widget, of the image).
    void paint(QPainter& painter, const sim::scene::Picture& picture);
    /// The ground of caption, clock and legend over a zoomed picture, as painted last, in logical
    /// pixels: what lies there is covered. Empty: they move with the picture.
    QRectF bands() const;
    /// How many device pixels of the kept layers were painted again by the last paint().
    qint64 repainted() const;

    /// One shape, without any cache, in the painter's coordinates.
    static void paintShape(QPainter& painter, const sim::scene::Shape& shape,
                           sim::scene::Theme theme);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace gui::stage
