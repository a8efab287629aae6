// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/shape_painter.h"

#include "sim/scene/glyphs.h"

#include <QImage>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace gui::stage {
namespace {

using sim::scene::Arc;
using sim::scene::Box;
using sim::scene::Dash;
using sim::scene::Ellipse;
using sim::scene::Glyph;
using sim::scene::Hatch;
using sim::scene::Ink;
using sim::scene::Label;
using sim::scene::Line;
using sim::scene::Shape;
using sim::scene::Style;

/// Textures as sim/scene/svg.cpp has them, in pixels of a picture: from line to line on a
/// horizontal way, and the width of a line.
struct HatchSize {
    double period;
    double width;
};
constexpr HatchSize kDiagonal{11.31, 1.5};
constexpr HatchSize kBars{8, 3};
/// Thinner strokes fade away instead of getting thinner.
constexpr double kThinnest = 0.75;
/// Up to this width in device pixels nobody sees how a line ends.
constexpr double kThickest = 4;
/// What antialiasing may touch beyond the geometry.
constexpr double kFringe = 1.5;
/// Of the font's size: nothing of a line of text reaches higher or lower.
constexpr double kAscent = 1.2;
constexpr double kDescent = 0.4;

double strokeWidth(const Style& style, double scale) {
    return std::max(style.width * scale, kThinnest);
}

HatchSize sizeOf(Hatch hatch) {
    return hatch == Hatch::Bars ? kBars : kDiagonal;
}

/// In widths of the pen.
QVector<qreal> dashPattern(Dash dash) {
    return dash == Dash::Dashed ? QVector<qreal>{4, 3} : QVector<qreal>{1.2, 2};
}

QPen penOf(const Style& style, double scale, sim::scene::Theme theme) {
    if (style.stroke == Ink::None) {
        return Qt::NoPen;
    }
    const double width = strokeWidth(style, scale);
    QPen pen(toQColor(style.stroke, theme), width);
    pen.setJoinStyle(Qt::RoundJoin);
    if (style.dash == Dash::Solid) {
        pen.setCapStyle(Qt::RoundCap);
    } else {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern(dashPattern(style.dash));
    }
    return pen;
}

QPolygonF polygonOf(const Line& line, const Placement& placement) {
    QPolygonF polygon;
    polygon.reserve(static_cast<qsizetype>(line.points.size()));
    for (const sim::scene::Point& point : line.points) {
        polygon.append(placement.map(point));
    }
    return polygon;
}

QRectF arcSquare(const Arc& arc, const Placement& placement) {
    return placement.map(sim::scene::Rect{arc.centre.x - arc.radius, arc.centre.y - arc.radius,
                                          2 * arc.radius, 2 * arc.radius});
}

QRectF squareAround(QPointF middle, double size) {
    return {middle.x() - size / 2, middle.y() - size / 2, size, size};
}

/// One tile: lines that go on in the tile's copies on all sides.
QImage hatchTile(Hatch hatch, QColor colour, int period, double width) {
    QImage tile(period, period, QImage::Format_ARGB32_Premultiplied);
    tile.fill(Qt::transparent);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, width));
    const double p = period;
    if (hatch == Hatch::Bars) {
        painter.drawLine(QPointF(p / 2, -p), QPointF(p / 2, 2 * p));
    } else {
        for (const double shift : {-p, 0.0, p}) {
            painter.drawLine(QPointF(shift - p, 2 * p), QPointF(shift + 2 * p, -p));
        }
    }
    return tile;
}

} // namespace

QColor toQColor(Ink ink, sim::scene::Theme theme) {
    const sim::scene::Colour colour = sim::scene::colourOf(ink, theme);
    return {colour.red, colour.green, colour.blue};
}

void ShapePainter::setTheme(sim::scene::Theme theme) {
    if (theme_ != theme) {
        theme_ = theme;
        hatches_.clear();
    }
}

const QBrush& ShapePainter::hatchBrush(Hatch hatch, Ink ink, int period) {
    const int key = (period * 256 + static_cast<int>(ink)) * 4 + static_cast<int>(hatch);
    const auto found = hatches_.find(key);
    if (found != hatches_.end()) {
        return found->second;
    }
    const HatchSize size = sizeOf(hatch);
    const double width = size.width * period / size.period;
    return hatches_.emplace(key, QBrush(hatchTile(hatch, toQColor(ink, theme_), period, width)))
        .first->second;
}

void ShapePainter::setStyle(QPainter& painter, const Style& style, double scale) {
    painter.setPen(penOf(style, scale, theme_));
    painter.setBrush(style.fill == Ink::None ? QBrush(Qt::NoBrush)
                                             : QBrush(toQColor(style.fill, theme_)));
}

template <class Draw>
void ShapePainter::fillAndHatch(QPainter& painter, const Style& style, const Placement& placement,
                                const Draw& draw) {
    if (style.hatch == Hatch::None || style.stroke == Ink::None) {
        setStyle(painter, style, placement.scale);
        draw();
        return;
    }
    Style part = style;
    part.stroke = Ink::None;
    setStyle(painter, part, placement.scale);
    draw();
    // The texture moves with the picture, by whole pixels, so that no seam shows in a layer that
    // was painted in pieces.
    const int period =
        std::max(3, static_cast<int>(std::lround(sizeOf(style.hatch).period * placement.scale)));
    painter.setBrushOrigin(placement.shift.toPoint());
    painter.setBrush(hatchBrush(style.hatch, style.stroke, period));
    draw();
    painter.setBrushOrigin(0, 0);
    part.stroke = style.stroke;
    part.fill = Ink::None;
    setStyle(painter, part, placement.scale);
    draw();
}

void ShapePainter::paint(QPainter& painter, const Shape& shape, const Placement& placement) {
    painter.setOpacity(shape.style.opacity);
    const auto styled = [&](const auto& draw) {
        fillAndHatch(painter, shape.style, placement, draw);
    };
    if (const auto* box = std::get_if<Box>(&shape.geometry)) {
        const double radius = box->radius * placement.scale;
        styled([&] { painter.drawRoundedRect(placement.map(box->rect), radius, radius); });
    } else if (const auto* ellipse = std::get_if<Ellipse>(&shape.geometry)) {
        styled([&] { painter.drawEllipse(placement.map(ellipse->rect)); });
    } else if (const auto* line = std::get_if<Line>(&shape.geometry)) {
        const QPolygonF points = polygonOf(*line, placement);
        if (points.size() == 2 && !line->closed) {
            paintStraight(painter, QLineF(points[0], points[1]), shape.style, placement.scale);
        } else {
            styled(
                [&] { line->closed ? painter.drawPolygon(points) : painter.drawPolyline(points); });
        }
    } else if (const auto* arc = std::get_if<Arc>(&shape.geometry)) {
        paintArc(painter, *arc, shape.style, placement);
    } else if (const auto* label = std::get_if<Label>(&shape.geometry)) {
        if (shape.style.fill != Ink::None) {
            painter.setPen(toQColor(shape.style.fill, theme_));
            const double size = label->size * placement.scale;
            texts_.draw(painter, *label, placement.map(label->at),
                        coarse_ ? std::round(size) : size);
        }
    } else if (const auto* glyph = std::get_if<Glyph>(&shape.geometry)) {
        const QTransform before = painter.worldTransform();
        const QPointF middle = placement.map(glyph->at);
        painter.translate(middle);
        paintOutline(painter, *glyph, glyph->size * placement.scale);
        painter.setWorldTransform(before);
    }
    painter.setOpacity(1);
}

void ShapePainter::paintStraight(QPainter& painter, const QLineF& line, const Style& style,
                                 double scale) {
    QPen pen = penOf(style, scale, theme_);
    if (pen.capStyle() == Qt::RoundCap && pen.widthF() <= kThickest) {
        // Looks the same, and Qt draws straight lines without round caps many times faster.
        pen.setCapStyle(Qt::SquareCap);
    }
    painter.setPen(pen);
    painter.drawLine(line);
}

void ShapePainter::paintArc(QPainter& painter, const Arc& arc, const Style& style,
                            const Placement& placement) {
    // Qt counts sixteenths of a degree, from three o'clock, against the clock.
    const int begin = static_cast<int>(std::lround((0.25 - arc.from) * 360 * 16));
    const int span = -static_cast<int>(std::lround((arc.to - arc.from) * 360 * 16));
    const QRectF square = arcSquare(arc, placement);
    if (style.fill != Ink::None) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(toQColor(style.fill, theme_));
        painter.drawPie(square, begin, span);
    }
    if (style.stroke != Ink::None) {
        QPen pen = penOf(style, placement.scale, theme_);
        pen.setCapStyle(Qt::FlatCap);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawArc(square, begin, span);
    }
}

void ShapePainter::paintOutline(QPainter& painter, const Glyph& glyph, double size) {
    painter.rotate(glyph.turn * 360 / 64);
    const Placement placement{size, {}};
    const double opacity = painter.opacity();
    for (Shape shape : sim::scene::outlineOf(glyph.kind)) {
        if (shape.style.fill == Ink::Text) {
            shape.style.fill = glyph.ink;
        }
        if (shape.style.stroke == Ink::Text) {
            shape.style.stroke = glyph.ink;
        }
        shape.style.opacity *= opacity;
        paint(painter, shape, placement);
    }
}

QRectF ShapePainter::extentOf(const Shape& shape, const Placement& placement) {
    QRectF extent;
    if (const auto* box = std::get_if<Box>(&shape.geometry)) {
        extent = placement.map(box->rect);
    } else if (const auto* ellipse = std::get_if<Ellipse>(&shape.geometry)) {
        extent = placement.map(ellipse->rect);
    } else if (const auto* line = std::get_if<Line>(&shape.geometry)) {
        extent = polygonOf(*line, placement).boundingRect();
    } else if (const auto* arc = std::get_if<Arc>(&shape.geometry)) {
        extent = arcSquare(*arc, placement);
    } else if (const auto* label = std::get_if<Label>(&shape.geometry)) {
        return extentOf(*label, placement);
    } else if (const auto* glyph = std::get_if<Glyph>(&shape.geometry)) {
        // Turned, a square is as wide as its diagonal.
        extent = squareAround(placement.map(glyph->at), glyph->size * placement.scale * 1.5);
    }
    const double reach = strokeWidth(shape.style, placement.scale) / 2 + kFringe;
    return extent.adjusted(-reach, -reach, reach, reach);
}

QRectF ShapePainter::extentOf(const Label& label, const Placement& placement) {
    const double size = label.size * placement.scale;
    const double width = texts_.unitWidth(label.text, label.weight) * size;
    const QPointF at = placement.map(label.at);
    const double left = at.x() - width * shareBefore(label.align);
    return {left - size / 4, at.y() - size * kAscent, width + size / 2,
            size * (kAscent + kDescent)};
}

} // namespace gui::stage
