// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/palette.h"
#include "sim/scene/shape.h"

#include <QPainter>

#include <memory>

/// Paints pictures of sim/scene. Layers that did not change are kept as pixmaps, glyphs as sprites.
namespace gui::stage {

class PicturePainter {
public:
    PicturePainter();
    ~PicturePainter();

    /// From the picture's pixels to the device's; another one empties what was kept.
    void setTransform(const QTransform& transform, double devicePixelRatio, QSize deviceSize);
    void setTheme(sim::scene::Theme theme);
    void paint(QPainter& painter, const sim::scene::Picture& picture);

    /// One shape, without any cache.
    static void paintShape(QPainter& painter, const sim::scene::Shape& shape,
                           sim::scene::Theme theme);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// "Noto Sans CJK SC" at that size in pixels; the font that pictures measure with.
QFont pictureFont(double size, sim::scene::Weight weight);

} // namespace gui::stage
