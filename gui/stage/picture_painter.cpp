// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/picture_painter.h"

#include "gui/stage/layer_diff.h"
#include "gui/stage/shape_painter.h"
#include "gui/stage/sprites.h"

#include <QImage>
#include <QRegion>

#include <cmath>
#include <optional>

namespace gui::stage {
namespace {

using sim::scene::Glyph;
using sim::scene::Ink;
using sim::scene::Layer;
using sim::scene::Picture;
using sim::scene::Shape;

/// With more pieces it is cheaper to paint their hull.
constexpr int kMostPieces = 48;

qint64 areaOf(const QRegion& region) {
    qint64 area = 0;
    for (const QRect& rect : region) {
        area += static_cast<qint64>(rect.width()) * rect.height();
    }
    return area;
}

void prepare(QPainter& painter) {
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
}

/// A layer as it was painted last.
struct Kept {
    std::vector<Shape> shapes;
    QImage image;
};

} // namespace

struct PicturePainter::Parts {
    Placement placement;
    double devicePixelRatio = 1;
    QSize size; ///< in device pixels
    bool valid = false;
    Kept ground;
    Kept things;
    QImage both; ///< things over ground: what is copied to the device
    ShapePainter shapes;
    Sprites sprites;
    qint64 repainted = 0;

    QRect whole() const { return {QPoint(0, 0), size}; }
    void allocate();
    QRegion changed(const Kept& kept, const std::vector<Shape>& now);
    void repaint(Kept& kept, const std::vector<Shape>& now, const QRegion& region, QColor below);
    void update(const Picture& picture);
    void paintTraffic(QPainter& painter, const std::vector<Shape>& traffic);
};

void PicturePainter::Parts::allocate() {
    if (both.size() != size) {
        ground.image = QImage(size, QImage::Format_RGB32);
        things.image = QImage(size, QImage::Format_ARGB32_Premultiplied);
        both = QImage(size, QImage::Format_RGB32);
    }
}

/// Where the layer must be painted again.
QRegion PicturePainter::Parts::changed(const Kept& kept, const std::vector<Shape>& now) {
    if (!valid) {
        return whole();
    }
    const LayerDiff diff = compareLayers(kept.shapes, now);
    QRegion region;
    const auto add = [&](const Shape& shape) {
        region += shapes.extentOf(shape, placement).toAlignedRect() & whole();
        if (region.rectCount() > kMostPieces) {
            region = region.boundingRect();
        }
    };
    for (const std::size_t i : diff.removed) {
        add(kept.shapes[i]);
    }
    for (const std::size_t i : diff.added) {
        add(now[i]);
    }
    return region;
}

void PicturePainter::Parts::repaint(Kept& kept, const std::vector<Shape>& now,
                                    const QRegion& region, QColor below) {
    QPainter painter(&kept.image);
    prepare(painter);
    painter.setClipRegion(region);
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.fillRect(region.boundingRect(), below);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    for (const Shape& shape : now) {
        if (region.intersects(shapes.extentOf(shape, placement).toAlignedRect())) {
            shapes.paint(painter, shape, placement);
        }
    }
    kept.shapes = now;
    repainted += areaOf(region);
}

void PicturePainter::Parts::update(const Picture& picture) {
    allocate();
    repainted = 0;
    const QRegion groundRegion = changed(ground, picture.at(Layer::Ground));
    const QRegion thingsRegion = changed(things, picture.at(Layer::Things));
    if (!groundRegion.isEmpty()) {
        repaint(ground, picture.at(Layer::Ground), groundRegion,
                toQColor(Ink::Canvas, shapes.theme()));
    }
    if (!thingsRegion.isEmpty()) {
        repaint(things, picture.at(Layer::Things), thingsRegion, Qt::transparent);
    }
    const QRegion region = groundRegion + thingsRegion;
    if (!region.isEmpty()) {
        QPainter painter(&both);
        for (const QRect& rect : region) {
            painter.setCompositionMode(QPainter::CompositionMode_Source);
            painter.drawImage(rect, ground.image, rect);
            painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
            painter.drawImage(rect, things.image, rect);
        }
    }
    valid = true;
}

void PicturePainter::Parts::paintTraffic(QPainter& painter, const std::vector<Shape>& traffic) {
    for (const Shape& shape : traffic) {
        if (const auto* glyph = std::get_if<Glyph>(&shape.geometry)) {
            sprites.draw(painter, shapes, *glyph, placement.map(glyph->at),
                         glyph->size * placement.scale, shape.style.opacity);
        } else {
            shapes.paint(painter, shape, placement);
        }
    }
}

PicturePainter::PicturePainter() : parts_(std::make_unique<Parts>()) {}

PicturePainter::~PicturePainter() = default;

void PicturePainter::setTransform(const QTransform& transform, double devicePixelRatio,
                                  QSize size) {
    const Placement placement{transform.m11() * devicePixelRatio,
                              QPointF(transform.dx(), transform.dy()) * devicePixelRatio};
    const QSize pixels(static_cast<int>(std::ceil(size.width() * devicePixelRatio)),
                       static_cast<int>(std::ceil(size.height() * devicePixelRatio)));
    if (placement == parts_->placement && pixels == parts_->size &&
        devicePixelRatio == parts_->devicePixelRatio) {
        return;
    }
    parts_->placement = placement;
    parts_->devicePixelRatio = devicePixelRatio;
    parts_->size = pixels;
    parts_->valid = false;
}

void PicturePainter::setTheme(sim::scene::Theme theme) {
    if (theme != parts_->shapes.theme()) {
        parts_->shapes.setTheme(theme);
        parts_->sprites.clear();
        parts_->valid = false;
    }
}

qint64 PicturePainter::repainted() const {
    return parts_->repainted;
}

void PicturePainter::paint(QPainter& painter, const Picture& picture) {
    parts_->update(picture);
    painter.save();
    // From here on the painter counts device pixels, as the images do.
    painter.scale(1 / parts_->devicePixelRatio, 1 / parts_->devicePixelRatio);
    prepare(painter);
    painter.drawImage(0, 0, parts_->both);
    parts_->paintTraffic(painter, picture.at(Layer::Traffic));
    painter.restore();
}

void PicturePainter::paintShape(QPainter& painter, const Shape& shape, sim::scene::Theme theme) {
    ShapePainter plain;
    plain.setTheme(theme);
    painter.save();
    prepare(painter);
    plain.paint(painter, shape, Placement{});
    painter.restore();
}

} // namespace gui::stage
