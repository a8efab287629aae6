// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/shape.h"

#include <QImage>
#include <QTransform>

#include <cstdint>

/// Pictures made by hand and what a painter makes of them.
namespace gui::stage {

/// Something with every kind of shape in the first two layers; another `seed`, other shapes.
sim::scene::Picture randomPicture(std::uint32_t seed);
/// A part of the shapes is changed, taken away, added.
sim::scene::Picture changedPicture(const sim::scene::Picture& picture, std::uint32_t seed);

class PicturePainter;
/// What the painter, which may have caches, draws.
QImage painted(PicturePainter& painter, const sim::scene::Picture& picture, QSize size,
               double devicePixelRatio = 1);
/// The same drawn shape by shape.
QImage paintedPlainly(const sim::scene::Picture& picture, QSize size, const QTransform& transform,
                      double devicePixelRatio = 1);

/// The largest difference of a channel, 0 to 255, and how many pixels differ by more than `slack`.
struct PixelDifference {
    int largest = 0;
    int pixels = 0;
};
PixelDifference compareImages(const QImage& one, const QImage& other, int slack);

} // namespace gui::stage
