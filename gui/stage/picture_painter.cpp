// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/picture_painter.h"

#include "gui/stage/layer_diff.h"
#include "gui/stage/shape_painter.h"
#include "gui/stage/sprites.h"

#include <QImage>
#include <QRegion>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <string_view>

namespace gui::stage {
namespace {

using sim::scene::Glyph;
using sim::scene::Ink;
using sim::scene::Layer;
using sim::scene::Picture;
using sim::scene::Shape;

/// With more pieces it is cheaper to paint their hull.
constexpr int kMostPieces = 48;
/// Of the ground below caption and legend over a zoomed picture.
constexpr double kBandMargin = 4;

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

/// What lies below the stage, by the names that sim/scene gives to it.
bool isOfBands(const Shape& shape) {
    const std::string_view thing = std::string_view(shape.name).substr(0, shape.name.find('/'));
    return thing == "caption" || thing == "clock" || thing == "legend";
}

Placement placementOf(const QTransform& transform, double devicePixelRatio) {
    return {transform.m11() * devicePixelRatio,
            QPointF(transform.dx(), transform.dy()) * devicePixelRatio};
}

/// A layer as it was painted last.
struct Kept {
    std::vector<Shape> shapes;
    QImage image;
};

/// Moves an image's pixels. What comes in from outside is as it was and must be painted.
void scroll(QImage& image, QPoint by) {
    const int width = image.width() - std::abs(by.x());
    const int height = image.height() - std::abs(by.y());
    const auto octets = static_cast<std::size_t>(width) * 4;
    uchar* const bits = image.bits();
    const auto pixel = [&](int x, int y) { return bits + y * image.bytesPerLine() + x * 4; };
    for (int i = 0; i < height; ++i) {
        const int row = by.y() > 0 ? height - 1 - i : i;
        std::memmove(pixel(std::max(by.x(), 0), row + std::max(by.y(), 0)),
                     pixel(std::max(-by.x(), 0), row + std::max(-by.y(), 0)), octets);
    }
}

/// Nearest whole pixels, if there are such.
std::optional<QPoint> wholePixels(QPointF shift) {
    const QPoint whole = shift.toPoint();
    const QPointF rest = shift - whole;
    const bool isWhole = std::abs(rest.x()) < 1e-6 && std::abs(rest.y()) < 1e-6;
    return isWhole ? std::optional(whole) : std::nullopt;
}

} // namespace

struct PicturePainter::Parts {
    Placement placement; ///< of what is kept
    Placement wanted;    ///< where the picture shall be; another scale: it is stretched in haste
    bool hasty = false;
    std::optional<QTransform> bands;
    double devicePixelRatio = 1;
    QSize size; ///< in device pixels
    bool valid = false;
    Kept ground;
    Kept things;
    QImage both; ///< things over ground: what is copied to the device
    ShapePainter shapes;
    Sprites sprites;
    qint64 repainted = 0;
    QRectF covered;

    QRegion exposed; ///< by moving what was kept

    void settle();
    bool moveBy(QPointF shift);
    QRect whole() const { return {QPoint(0, 0), size}; }
    void allocate();
    QRegion changed(const Kept& kept, const std::vector<Shape>& now);
    void repaint(Kept& kept, const std::vector<Shape>& now, const QRegion& region, QColor below);
    void update(const Picture& picture);
    void paintTraffic(QPainter& painter, const std::vector<Shape>& traffic);
    void paintOne(QPainter& painter, const Shape& shape, const Placement& where, bool coarse);
    void paintBands(QPainter& painter, const std::vector<Shape>& traffic, const Placement& below);
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
    QRegion region = exposed;
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
    exposed = {};
}

/// What was kept goes to where it is wanted, unless it may be stretched.
void PicturePainter::Parts::settle() {
    if (placement == wanted) {
        return;
    }
    const bool sameScale = placement.scale == wanted.scale;
    if (valid && sameScale && moveBy(wanted.shift - placement.shift)) {
        placement = wanted;
    } else if (!valid || !hasty || sameScale) {
        placement = wanted;
        valid = false;
    }
}

/// False: not by whole pixels, or nothing of it would be left.
bool PicturePainter::Parts::moveBy(QPointF shift) {
    const std::optional<QPoint> by = wholePixels(shift);
    if (!by || std::abs(by->x()) >= size.width() || std::abs(by->y()) >= size.height()) {
        return false;
    }
    for (QImage* image : {&ground.image, &things.image, &both}) {
        scroll(*image, *by);
    }
    exposed = QRegion(whole()) - whole().translated(*by);
    return true;
}

void PicturePainter::Parts::paintTraffic(QPainter& painter, const std::vector<Shape>& traffic) {
    const bool coarse = placement != wanted;
    const Placement below = bands ? placementOf(*bands, devicePixelRatio) : wanted;
    shapes.setCoarse(coarse);
    sprites.beginPicture();
    for (const Shape& shape : traffic) {
        if (below == wanted || !isOfBands(shape)) {
            paintOne(painter, shape, wanted, coarse);
        }
    }
    shapes.setCoarse(false);
    if (below != wanted) {
        paintBands(painter, traffic, below);
    }
}

void PicturePainter::Parts::paintOne(QPainter& painter, const Shape& shape, const Placement& where,
                                     bool coarse) {
    if (const auto* glyph = std::get_if<Glyph>(&shape.geometry)) {
        sprites.draw(painter, shapes, *glyph, where.map(glyph->at), glyph->size * where.scale,
                     shape.style.opacity, coarse);
    } else {
        shapes.paint(painter, shape, where);
    }
}

/// Caption, clock and legend over a zoomed picture, on a ground of their own.
void PicturePainter::Parts::paintBands(QPainter& painter, const std::vector<Shape>& traffic,
                                       const Placement& below) {
    QRectF extent;
    for (const Shape& shape : traffic) {
        if (isOfBands(shape)) {
            extent |= shapes.extentOf(shape, below);
        }
    }
    const QRectF band(0, extent.top() - kBandMargin, size.width(),
                      size.height() - extent.top() + kBandMargin);
    if (extent.isEmpty()) {
        return;
    }
    covered = QRectF(band.topLeft() / devicePixelRatio, band.size() / devicePixelRatio);
    painter.fillRect(band, toQColor(Ink::Canvas, shapes.theme()));
    painter.fillRect(QRectF(0, band.top(), band.width(), devicePixelRatio),
                     toQColor(Ink::OutlineMuted, shapes.theme()));
    for (const Shape& shape : traffic) {
        if (isOfBands(shape)) {
            paintOne(painter, shape, below, false);
        }
    }
}

PicturePainter::PicturePainter() : parts_(std::make_unique<Parts>()) {}

PicturePainter::~PicturePainter() = default;

void PicturePainter::setTransform(const QTransform& transform, double devicePixelRatio,
                                  QSize size) {
    const QSize pixels(static_cast<int>(std::ceil(size.width() * devicePixelRatio)),
                       static_cast<int>(std::ceil(size.height() * devicePixelRatio)));
    parts_->wanted = placementOf(transform, devicePixelRatio);
    if (pixels != parts_->size || devicePixelRatio != parts_->devicePixelRatio) {
        parts_->devicePixelRatio = devicePixelRatio;
        parts_->size = pixels;
        parts_->valid = false;
    }
}

void PicturePainter::setBandTransform(const QTransform& transform) {
    parts_->bands = transform;
}

void PicturePainter::setHasty(bool hasty) {
    parts_->hasty = hasty;
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

QRectF PicturePainter::bands() const {
    return parts_->covered;
}

void PicturePainter::paint(QPainter& painter, const Picture& picture) {
    parts_->settle();
    parts_->update(picture);
    const Placement& is = parts_->placement;
    const Placement& wanted = parts_->wanted;
    painter.save();
    // From here on the painter counts device pixels, as the images do.
    painter.scale(1 / parts_->devicePixelRatio, 1 / parts_->devicePixelRatio);
    prepare(painter);
    if (is == wanted) {
        painter.drawImage(0, 0, parts_->both);
    } else {
        painter.fillRect(parts_->whole(), toQColor(Ink::Canvas, parts_->shapes.theme()));
        const double stretch = wanted.scale / is.scale;
        painter.drawImage(QRectF(wanted.shift - is.shift * stretch, QSizeF(parts_->size) * stretch),
                          parts_->both);
    }
    parts_->covered = {};
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
