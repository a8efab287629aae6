// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/timeline/mark_shapes.h"

#include "gui/stage/picture_painter.h"

#include <QPainterPath>

#include <array>

namespace gui::timeline {
namespace {

using sim::scene::GlyphKind;
using sim::scene::Ink;
using sim::scene::Mark;
using sim::scene::Theme;

/// From harmless to grave: what a group of marks shows.
constexpr std::array kGravity{Mark::Kind::Headline, Mark::Kind::Repair,
                              Mark::Kind::Action,   Mark::Kind::RefusedFault,
                              Mark::Kind::Fault,    Mark::Kind::FailedCheck};

int gravityOf(Mark::Kind kind) {
    for (std::size_t i = 0; i < kGravity.size(); ++i) {
        if (kGravity[i] == kind) {
            return static_cast<int>(i);
        }
    }
    return 0;
}

QPainterPath polygon(QPointF centre, double size, std::initializer_list<QPointF> corners) {
    QPolygonF points;
    for (const QPointF corner : corners) {
        points << centre + corner * size;
    }
    points << points.front();
    QPainterPath path;
    path.addPolygon(points);
    return path;
}

QPainterPath outlineOf(Mark::Kind kind, QPointF centre, double size) {
    QPainterPath path;
    switch (kind) {
    case Mark::Kind::Headline:
        return polygon(centre, size, {{0, -0.5}, {0.42, 0}, {0, 0.5}, {-0.42, 0}});
    case Mark::Kind::Fault:
    case Mark::Kind::RefusedFault:
        return polygon(centre, size, {{0, 0.46}, {-0.5, -0.42}, {0.5, -0.42}});
    case Mark::Kind::Repair:
        path.addEllipse(centre, size * 0.46, size * 0.46);
        return path;
    case Mark::Kind::Action:
        path.addRoundedRect(
            QRectF(centre.x() - size * 0.4, centre.y() - size * 0.4, size * 0.8, size * 0.8),
            size * 0.12, size * 0.12);
        return path;
    case Mark::Kind::FailedCheck:
        return polygon(centre, size,
                       {{-0.5, -0.26},
                        {-0.26, -0.5},
                        {0, -0.24},
                        {0.26, -0.5},
                        {0.5, -0.26},
                        {0.24, 0},
                        {0.5, 0.26},
                        {0.26, 0.5},
                        {0, 0.24},
                        {-0.26, 0.5},
                        {-0.5, 0.26},
                        {-0.24, 0}});
    }
    return path;
}

Ink fillOf(Mark::Kind kind) {
    switch (kind) {
    case Mark::Kind::Fault:
    case Mark::Kind::FailedCheck:
        return Ink::Trouble;
    case Mark::Kind::Action:
        return Ink::Accent;
    case Mark::Kind::Headline:
    case Mark::Kind::Repair:
    case Mark::Kind::RefusedFault:
        return Ink::Panel;
    }
    return Ink::Panel;
}

/// What tells kinds of the same outline apart.
void paintInner(QPainter& painter, Mark::Kind kind, QPointF centre, double size, Theme theme) {
    QPen pen(inkColour(Ink::Outline, theme), size * 0.12, Qt::SolidLine, Qt::RoundCap,
             Qt::RoundJoin);
    painter.setBrush(Qt::NoBrush);
    if (kind == Mark::Kind::Repair) {
        pen.setColor(inkColour(Ink::Reply, theme));
        painter.setPen(pen);
        painter.drawPolyline(QPolygonF{centre + QPointF(-0.2, 0.02) * size,
                                       centre + QPointF(-0.05, 0.18) * size,
                                       centre + QPointF(0.22, -0.16) * size});
    } else if (kind == Mark::Kind::RefusedFault) {
        pen.setColor(inkColour(Ink::Trouble, theme));
        painter.setPen(pen);
        painter.drawLine(centre + QPointF(-0.45, 0.3) * size, centre + QPointF(0.45, -0.5) * size);
    } else if (kind == Mark::Kind::Action) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(inkColour(Ink::Canvas, theme));
        painter.drawEllipse(centre, size * 0.15, size * 0.15);
    }
}

void paintOutline(QPainter& painter, Mark::Kind kind, QPointF centre, double size, Theme theme) {
    const bool hollow = kind == Mark::Kind::RefusedFault;
    painter.setPen(
        QPen(inkColour(hollow ? Ink::Trouble : Ink::Outline, theme), std::max(1.0, size * 0.09)));
    painter.setBrush(inkColour(fillOf(kind), theme));
    painter.drawPath(outlineOf(kind, centre, size));
}

GlyphKind glyphOf(const QString& verb) {
    if (verb.startsWith(QStringLiteral("power"))) {
        return GlyphKind::Power;
    }
    if (verb == QStringLiteral("pause") || verb == QStringLiteral("resume")) {
        return GlyphKind::Pause;
    }
    if (verb == QStringLiteral("crash") || verb == QStringLiteral("restart")) {
        return GlyphKind::Crash;
    }
    if (verb == QStringLiteral("cut") || verb == QStringLiteral("partition") ||
        verb == QStringLiteral("loss")) {
        return GlyphKind::Lost;
    }
    if (verb.isEmpty() || verb == QStringLiteral("action") || verb == QStringLiteral("set")) {
        return GlyphKind::Other;
    }
    return GlyphKind::Warning;
}

} // namespace

QColor inkColour(Ink ink, Theme theme) {
    const sim::scene::Colour colour = sim::scene::colourOf(ink, theme);
    return {colour.red, colour.green, colour.blue};
}

MarkLane laneOf(Mark::Kind kind) {
    return kind == Mark::Kind::Headline ? MarkLane::Track : MarkLane::Above;
}

std::vector<MarkGroup> groupsOf(std::span<const Mark> marks, MarkLane lane, const TimeScale& scale,
                                double apart) {
    std::vector<MarkGroup> groups;
    for (const Mark& mark : marks) {
        if (laneOf(mark.kind) != lane || mark.at < scale.begin() || mark.at > scale.end()) {
            continue;
        }
        const double x = scale.xOf(mark.at);
        if (groups.empty() || x - groups.back().x >= apart) {
            groups.push_back({mark.kind, x, {}});
        }
        MarkGroup& group = groups.back();
        group.marks.push_back(&mark);
        group.kind = gravityOf(mark.kind) > gravityOf(group.kind) ? mark.kind : group.kind;
    }
    return groups;
}

void paintMark(QPainter& painter, const MarkGroup& group, QPointF centre, double size,
               Theme theme) {
    if (group.marks.size() > 1) {
        paintOutline(painter, group.kind, centre + QPointF(size * 0.24, 0), size, theme);
    }
    paintOutline(painter, group.kind, centre, size, theme);
    paintInner(painter, group.kind, centre, size, theme);
}

std::vector<BadgeGroup> badgesOf(std::span<const OwnChange> changes, const TimeScale& scale,
                                 double apart) {
    std::vector<BadgeGroup> groups;
    for (const OwnChange& change : changes) {
        if (change.at < scale.begin() || change.at > scale.end()) {
            continue;
        }
        const double x = scale.xOf(change.at);
        if (groups.empty() || x - groups.back().x >= apart) {
            groups.push_back({x, {}});
        }
        groups.back().verbs.push_back(change.verb);
    }
    return groups;
}

void paintBadge(QPainter& painter, Badge badge, const BadgeGroup& group, QPointF centre,
                double size, Theme theme) {
    const Ink ink = badge == Badge::Difference ? Ink::Fence : Ink::Accent;
    QPen rim(inkColour(ink, theme), std::max(1.5, size * 0.1));
    if (badge == Badge::Pending) {
        rim.setStyle(Qt::DotLine);
    }
    painter.setPen(rim);
    painter.setBrush(inkColour(Ink::Panel, theme));
    if (group.verbs.size() > 1) {
        painter.drawEllipse(centre + QPointF(size * 0.3, 0), size / 2, size / 2);
    }
    painter.drawEllipse(centre, size / 2, size / 2);
    if (!group.verbs.empty()) {
        const sim::scene::Glyph glyph{
            glyphOf(group.verbs.front()), {centre.x(), centre.y()}, size * 0.66, 0, Ink::Text};
        stage::PicturePainter::paintShape(painter, {"", glyph, {}}, theme);
        return;
    }
    QPen pen(inkColour(Ink::Text, theme), std::max(1.2, size * 0.1), Qt::SolidLine, Qt::RoundCap);
    painter.setPen(pen);
    if (badge == Badge::Pending) { // three dots: not known yet
        for (const double x : {-0.22, 0.0, 0.22}) {
            painter.drawPoint(centre + QPointF(x, 0) * size);
        }
        return;
    }
    painter.drawLine(centre + QPointF(-0.22, -0.1) * size, centre + QPointF(0.22, -0.1) * size);
    painter.drawLine(centre + QPointF(-0.22, 0.1) * size, centre + QPointF(0.22, 0.1) * size);
    painter.drawLine(centre + QPointF(-0.13, 0.26) * size, centre + QPointF(0.13, -0.26) * size);
}

} // namespace gui::timeline
