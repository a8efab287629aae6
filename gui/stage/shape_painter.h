// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/stage/text_runs.h"
#include "sim/scene/palette.h"
#include "sim/scene/shape.h"

#include <QBrush>
#include <QPainter>

#include <unordered_map>

/// Paints single shapes as vectors.
namespace gui::stage {

/// From the pixels of a picture to those of a device: the same scale both ways, then a shift.
struct Placement {
    double scale = 1;
    QPointF shift;

    QPointF map(sim::scene::Point point) const { return QPointF(point.x, point.y) * scale + shift; }
    QRectF map(const sim::scene::Rect& rect) const {
        return {map(sim::scene::Point{rect.x, rect.y}),
                QSizeF(rect.width * scale, rect.height * scale)};
    }

    friend bool operator==(const Placement&, const Placement&) = default;
};

QColor toQColor(sim::scene::Ink ink, sim::scene::Theme theme);

class ShapePainter {
public:
    void setTheme(sim::scene::Theme theme);
    /// Text at whole sizes only: for a moment's look.
    void setCoarse(bool coarse) { coarse_ = coarse; }
    sim::scene::Theme theme() const { return theme_; }

    void paint(QPainter& painter, const sim::scene::Shape& shape, const Placement& placement);
    /// A glyph's outline, its middle at the painter's origin, in its own ink.
    void paintOutline(QPainter& painter, const sim::scene::Glyph& glyph, double size);
    /// Every pixel that the shape may touch.
    QRectF extentOf(const sim::scene::Shape& shape, const Placement& placement);

private:
    void paintStraight(QPainter& painter, const QLineF& line, const sim::scene::Style& style,
                       double scale);
    void paintArc(QPainter& painter, const sim::scene::Arc& arc, const sim::scene::Style& style,
                  const Placement& placement);
    QRectF extentOf(const sim::scene::Label& label, const Placement& placement);
    void setStyle(QPainter& painter, const sim::scene::Style& style, double scale);
    template <class Draw>
    void fillAndHatch(QPainter& painter, const sim::scene::Style& style, const Placement& placement,
                      const Draw& draw);
    /// A tile of the texture in the ink.
    const QBrush& hatchBrush(sim::scene::Hatch hatch, sim::scene::Ink ink, int period);

    sim::scene::Theme theme_ = sim::scene::Theme::Light;
    bool coarse_ = false;
    TextRuns texts_;
    std::unordered_map<int, QBrush> hatches_; ///< by texture, ink and period
};

} // namespace gui::stage
