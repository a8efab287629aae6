// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/sprites.h"

#include <algorithm>
#include <cmath>

namespace gui::stage {
namespace {

using sim::scene::Glyph;

/// Positions between pixels that have a sprite of their own, each way: motion without jerks.
constexpr int kPhases = 2;
/// Sizes differ by whole pixels from here on, by halves below.
constexpr int kHalvesBelow = 12;
constexpr std::size_t kMostSprites = 8'192;
/// Coarse sizes: each larger than the one before by this factor.
constexpr double kCoarseStep = 1.1892071150027210667; // the fourth root of 2
/// So many images a coarse picture makes anew; then other sizes that are there will do, if they are
/// so many steps away at most.
constexpr int kMostMade = 24;
constexpr int kFarthest = 2;

int turnOf(const Glyph& glyph) {
    const int turn = static_cast<int>(std::lround(glyph.turn)) % 64;
    return turn < 0 ? turn + 64 : turn;
}

/// The nearest size that sprites have, in halves of a pixel.
int halvesOf(double size) {
    const int halves = std::max(2, static_cast<int>(std::lround(size * 2)));
    return halves < 2 * kHalvesBelow ? halves : 2 * static_cast<int>(std::lround(size));
}

/// Side of the image, in pixels: the turned square and a fringe.
int sideOf(int halves) {
    return static_cast<int>(std::ceil(halves / 2.0 * 1.5)) + 4;
}

std::uint64_t keyOf(const Glyph& glyph, int halves, int phaseX, int phaseY) {
    auto key = static_cast<std::uint64_t>(halves);
    key = key * 64 + static_cast<std::uint64_t>(turnOf(glyph));
    key = key * 64 + static_cast<std::uint64_t>(glyph.kind);
    key = key * 64 + static_cast<std::uint64_t>(glyph.ink);
    key = key * kPhases + static_cast<std::uint64_t>(phaseX);
    return key * kPhases + static_cast<std::uint64_t>(phaseY);
}

/// The size of a step, in halves of a pixel.
int coarseHalves(int step) {
    return std::max(4, static_cast<int>(std::lround(2 * std::pow(kCoarseStep, step))));
}

/// The smallest rectangle round all that is not transparent; one pixel if there is nothing.
QRect inkedPart(const QImage& image) {
    int left = image.width();
    int right = -1;
    int top = image.height();
    int bottom = -1;
    for (int y = 0; y < image.height(); ++y) {
        const auto* row = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            if (row[x] != 0) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = y;
            }
        }
    }
    return right < 0 ? QRect(0, 0, 1, 1) : QRect(QPoint(left, top), QPoint(right, bottom));
}

} // namespace

void Sprites::clear() {
    sprites_.clear();
}

const Sprites::Sprite& Sprites::sprite(ShapePainter& shapes, const Glyph& glyph, int halves,
                                       int phaseX, int phaseY) {
    const std::uint64_t key = keyOf(glyph, halves, phaseX, phaseY);
    const auto found = sprites_.find(key);
    if (found != sprites_.end()) {
        return found->second;
    }
    if (sprites_.size() >= kMostSprites) {
        sprites_.clear();
    }
    ++made_;
    const int side = sideOf(halves);
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(side / 2 + static_cast<double>(phaseX) / kPhases,
                      side / 2 + static_cast<double>(phaseY) / kPhases);
    shapes.paintOutline(painter, glyph, halves / 2.0);
    painter.end();
    const QRect part = inkedPart(image);
    Sprite sprite{image.copy(part), part.topLeft() - QPoint(side / 2, side / 2)};
    return sprites_.emplace(key, std::move(sprite)).first->second;
}

const Sprites::Sprite& Sprites::coarseSprite(ShapePainter& shapes, const Glyph& glyph,
                                             double size) {
    const int step =
        static_cast<int>(std::lround(std::log(std::max(size, 2.0)) / std::log(kCoarseStep)));
    if (made_ >= kMostMade) {
        for (int away = 0; away <= kFarthest; ++away) {
            for (const int near : {step - away, step + away}) {
                const auto found = sprites_.find(keyOf(glyph, coarseHalves(near), 0, 0));
                if (found != sprites_.end()) {
                    return found->second;
                }
            }
        }
    }
    return sprite(shapes, glyph, coarseHalves(step), 0, 0);
}

void Sprites::draw(QPainter& painter, ShapePainter& shapes, const Glyph& glyph, QPointF at,
                   double size, double opacity, bool coarse) {
    if (painter.opacity() != opacity) {
        painter.setOpacity(opacity);
    }
    if (coarse) {
        const Sprite& it = coarseSprite(shapes, glyph, size);
        painter.drawImage(at.toPoint() + it.corner, it.image);
        return;
    }
    const auto place = [](double coordinate) {
        return static_cast<int>(std::lround(coordinate * kPhases));
    };
    const int x = place(at.x());
    const int y = place(at.y());
    const int left = static_cast<int>(std::floor(static_cast<double>(x) / kPhases));
    const int top = static_cast<int>(std::floor(static_cast<double>(y) / kPhases));
    const Sprite& it = sprite(shapes, glyph, halvesOf(size), x - left * kPhases, y - top * kPhases);
    painter.drawImage(QPoint(left, top) + it.corner, it.image);
}

} // namespace gui::stage
