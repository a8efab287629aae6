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
    /// Before the glyphs of a picture: a coarse one makes few new images.
    void beginPicture() { made_ = 0; }
    /// The glyph with its middle at `at`, a point of the device, to half a pixel (`coarse`: to a
    /// whole one, its size to a sixth or, for a picture or a few, to a third).
    void draw(QPainter& painter, ShapePainter& shapes, const sim::scene::Glyph& glyph, QPointF at,
              double size, double opacity, bool coarse);

private:
    /// Without its empty rim.
    struct Sprite {
        QImage image;
        QPoint corner; ///< from the pixel of the glyph's middle to the upper left one
    };

    const Sprite& sprite(ShapePainter& shapes, const sim::scene::Glyph& glyph, int halves,
                         int phaseX, int phaseY);
    const Sprite& coarseSprite(ShapePainter& shapes, const sim::scene::Glyph& glyph, double size);

    std::unordered_map<std::uint64_t, Sprite> sprites_;
    int made_ = 0; ///< in this picture
};

} // namespace gui::stage
