// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/sprites.h"

#include <algorithm>
#include <cmath>

namespace gui::stage {
namespace {

using sim::scene::Glyph;

/// Positions between pixels that have a sprite of their own, each way: motion without jerks.
constexpr int kPhases = 4;
constexpr std::size_t kMostSprites = 8'192;

int turnOf(const Glyph& glyph) {
    const int turn = static_cast<int>(std::lround(glyph.turn)) % 64;
    return turn < 0 ? turn + 64 : turn;
}

/// Side of the pixmap, in pixels: the turned square and a fringe.
int sideOf(int quarters) {
    return static_cast<int>(std::ceil(quarters / 4.0 * 1.5)) + 4;
}

} // namespace

void Sprites::clear() {
    sprites_.clear();
}

const QPixmap& Sprites::sprite(ShapePainter& shapes, const Glyph& glyph, int quarters, int phaseX,
                               int phaseY) {
    std::uint64_t key = static_cast<std::uint64_t>(quarters);
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
    const int side = sideOf(quarters);
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(side / 2 + static_cast<double>(phaseX) / kPhases,
                      side / 2 + static_cast<double>(phaseY) / kPhases);
    shapes.paintOutline(painter, glyph, quarters / 4.0);
    painter.end();
    return sprites_.emplace(key, std::move(pixmap)).first->second;
}

void Sprites::draw(QPainter& painter, ShapePainter& shapes, const Glyph& glyph, QPointF at,
                   double size, double opacity) {
    const int quarters = std::max(4, static_cast<int>(std::lround(size * 4)));
    const int x = static_cast<int>(std::lround(at.x() * kPhases));
    const int y = static_cast<int>(std::lround(at.y() * kPhases));
    const int left = static_cast<int>(std::floor(static_cast<double>(x) / kPhases));
    const int top = static_cast<int>(std::floor(static_cast<double>(y) / kPhases));
    const QPixmap& pixmap = sprite(shapes, glyph, quarters, x - left * kPhases, y - top * kPhases);
    const int half = sideOf(quarters) / 2;
    if (painter.opacity() != opacity) {
        painter.setOpacity(opacity);
    }
    painter.drawPixmap(left - half, top - half, pixmap);
}

} // namespace gui::stage
