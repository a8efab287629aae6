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

} // namespace

void Sprites::clear() {
    sprites_.clear();
}

const QImage& Sprites::sprite(ShapePainter& shapes, const Glyph& glyph, int halves, int phaseX,
                              int phaseY) {
    std::uint64_t key = static_cast<std::uint64_t>(halves);
    key = key * 64 + static_cast<std::uint64_t>(turnOf(glyph));
    key = key * 64 + static_cast<std::uint64_t>(glyph.kind);
    key = key * 64 + static_cast<std::uint64_t>(glyph.ink);
    key = key * kPhases + static_cast<std::uint64_t>(phaseX);
    key = key * kPhases + static_cast<std::uint64_t>(phaseY);
    const auto found = sprites_.find(key);
    if (found != sprites_.end()) {
        return found->second;
    }
    if (sprites_.size() >= kMostSprites) {
        sprites_.clear();
    }
    const int side = sideOf(halves);
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(side / 2 + static_cast<double>(phaseX) / kPhases,
                      side / 2 + static_cast<double>(phaseY) / kPhases);
    shapes.paintOutline(painter, glyph, halves / 2.0);
    painter.end();
    return sprites_.emplace(key, std::move(image)).first->second;
}

void Sprites::draw(QPainter& painter, ShapePainter& shapes, const Glyph& glyph, QPointF at,
                   double size, double opacity, bool coarse) {
    const int halves =
        coarse ? std::max(4, 4 * static_cast<int>(std::lround(size / 2))) : halvesOf(size);
    const auto place = [&](double coordinate) {
        const auto whole = static_cast<int>(std::lround(coordinate));
        return coarse ? whole * kPhases : static_cast<int>(std::lround(coordinate * kPhases));
    };
    const int x = place(at.x());
    const int y = place(at.y());
    const int left = static_cast<int>(std::floor(static_cast<double>(x) / kPhases));
    const int top = static_cast<int>(std::floor(static_cast<double>(y) / kPhases));
    const QImage& image = sprite(shapes, glyph, halves, x - left * kPhases, y - top * kPhases);
    const int half = sideOf(halves) / 2;
    if (painter.opacity() != opacity) {
        painter.setOpacity(opacity);
    }
    painter.drawImage(left - half, top - half, image);
}

} // namespace gui::stage
