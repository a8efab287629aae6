// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/stage/shape_painter.h"

#include <QPixmap>

#include <cstdint>
#include <unordered_map>

/// Glyphs as small pixmaps: thousands of messages are drawn in each picture.
namespace gui::stage {

class Sprites {
public:
    void clear();
    /// The glyph with its middle at `at`, a point of the device, to a quarter of a pixel.
    void draw(QPainter& painter, ShapePainter& shapes, const sim::scene::Glyph& glyph, QPointF at,
              double size, double opacity);

private:
    const QPixmap& sprite(ShapePainter& shapes, const sim::scene::Glyph& glyph, int quarters,
                          int phaseX, int phaseY);

    std::unordered_map<std::uint64_t, QPixmap> sprites_;
};

} // namespace gui::stage
