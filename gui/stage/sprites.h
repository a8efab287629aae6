// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/stage/shape_painter.h"

#include <QImage>

#include <cstdint>
#include <unordered_map>

/// Glyphs as small images: thousands of messages are drawn in each picture.
namespace gui::stage {

class Sprites {
public:
    void clear();
    /// The glyph with its middle at `at`, a point of the device, to half a pixel (`coarse`: to a
    /// whole one, the size to two).
    void draw(QPainter& painter, ShapePainter& shapes, const sim::scene::Glyph& glyph, QPointF at,
              double size, double opacity, bool coarse);

private:
    const QImage& sprite(ShapePainter& shapes, const sim::scene::Glyph& glyph, int halves,
                         int phaseX, int phaseY);

    std::unordered_map<std::uint64_t, QImage> sprites_;
};

} // namespace gui::stage
