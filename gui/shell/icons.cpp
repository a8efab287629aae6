// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace gui::shell {
namespace {

// All in a square of 24.

QPainterPath triangle(double from, double to, double half = 8) {
    QPainterPath path;
    path.moveTo(from, 12 - half);
    path.lineTo(to, 12);
    path.lineTo(from, 12 + half);
    path.closeSubpath();
    return path;
}

QPainterPath bar(double x, double width = 3, double half = 8) {
    QPainterPath path;
    path.addRect(x, 12 - half, width, 2 * half);
    return path;
}

QPainterPath libraryPath() {
    QPainterPath path;
    for (const double y : {4.0, 10.5, 17.0}) {
        path.addRect(3, y, 3, 3);
        path.addRect(8.5, y, 12.5, 3);
    }
    return path;
}

QPainterPath scriptPath() {
    QPainterPath path;
    path.setFillRule(Qt::OddEvenFill);
    path.addRoundedRect(4, 2.5, 16, 19, 2, 2);
    path.addRect(7, 6.5, 10, 2);
    path.addRect(7, 11, 10, 2);
    path.addRect(7, 15.5, 6, 2);
    return path;
}

QPainterPath branchPath() {
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    path.addEllipse(QPointF(6, 18), 3.2, 3.2);
    path.addEllipse(QPointF(6, 6), 3.2, 3.2);
    path.addEllipse(QPointF(18, 6), 3.2, 3.2);
    path.addRect(5, 7, 2, 10);
    QPainterPathStroker pen;
    pen.setWidth(2);
    QPainterPath bow;
    bow.moveTo(6, 14);
    bow.cubicTo(18, 14, 18, 12, 18, 6);
    path.addPath(pen.createStroke(bow));
    return path;
}

/// Two pictures, one behind the other.
QPainterPath parentPath() {
    QPainterPath path;
    path.setFillRule(Qt::OddEvenFill);
    path.addRoundedRect(2.5, 7.5, 14, 12, 2, 2);
    path.addRect(4.5, 9.5, 10, 8);
    QPainterPath behind;
    behind.setFillRule(Qt::OddEvenFill);
    behind.addRoundedRect(7.5, 3.5, 14, 12, 2, 2);
    QPainterPath front;
    front.addRoundedRect(2.5, 7.5, 14, 12, 2, 2);
    path.addPath(behind.subtracted(front));
    return path;
}

/// A long wave: time that takes its time.
QPainterPath calmPath() {
    QPainterPath wave;
    wave.moveTo(2, 12);
    wave.cubicTo(6, 2, 9, 2, 12, 12);
    wave.cubicTo(15, 22, 18, 22, 22, 12);
    QPainterPathStroker pen;
    pen.setWidth(2.6);
    pen.setCapStyle(Qt::RoundCap);
    return pen.createStroke(wave);
}

QPainterPath closePath() {
    QPainterPath cross;
    cross.moveTo(6, 6);
    cross.lineTo(18, 18);
    cross.moveTo(18, 6);
    cross.lineTo(6, 18);
    QPainterPathStroker pen;
    pen.setWidth(2.4);
    pen.setCapStyle(Qt::RoundCap);
    return pen.createStroke(cross);
}

QPainterPath pathOf(Pictogram which) {
    switch (which) {
    case Pictogram::None:
        break;
    case Pictogram::Play:
        return triangle(6, 20, 9);
    case Pictogram::Pause:
        return bar(6, 4.5) + bar(13.5, 4.5);
    case Pictogram::ToStart:
        return bar(3) + triangle(20, 8);
    case Pictogram::ToEnd:
        return triangle(4, 16) + bar(18);
    case Pictogram::PreviousHeadline:
        return triangle(12, 2, 7) + triangle(22, 12, 7);
    case Pictogram::NextHeadline:
        return triangle(2, 12, 7) + triangle(12, 22, 7);
    case Pictogram::StepBack:
        return triangle(14, 4, 7) + bar(16.5, 2.5, 7);
    case Pictogram::StepForward:
        return bar(5, 2.5, 7) + triangle(10, 20, 7);
    case Pictogram::Library:
        return libraryPath();
    case Pictogram::Script:
        return scriptPath();
    case Pictogram::Branch:
        return branchPath();
    case Pictogram::Parent:
        return parentPath();
    case Pictogram::Calm:
        return calmPath();
    case Pictogram::Close:
        return closePath();
    }
    return {};
}

QPixmap drawn(const QPainterPath& path, const QColor& colour, int size) {
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size / 24.0, size / 24.0);
    painter.fillPath(path, colour);
    return pixmap;
}

} // namespace

QIcon pictogram(Pictogram which, const QColor& colour) {
    QIcon icon;
    if (which == Pictogram::None) {
        return icon;
    }
    const QPainterPath path = pathOf(which);
    QColor faint = colour;
    faint.setAlphaF(0.35F);
    for (const int size : {16, 20, 24, 32, 48, 64}) {
        icon.addPixmap(drawn(path, colour, size), QIcon::Normal);
        icon.addPixmap(drawn(path, faint, size), QIcon::Disabled);
    }
    return icon;
}

QIcon programIcon() {
    QIcon icon;
    for (const int size : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(size / 24.0, size / 24.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0x1b, 0x2a, 0x41));
        painter.drawRoundedRect(QRectF(0.5, 0.5, 23, 23), 5, 5);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(QColor(0x8f, 0xa6, 0xc4), 1));
        painter.drawEllipse(QPointF(12, 12), 5, 5);
        painter.drawEllipse(QPointF(12, 12), 9, 9);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0xf0, 0xc0, 0x40));
        painter.drawEllipse(QPointF(12, 12), 2.4, 2.4);
        painter.setBrush(QColor(0x56, 0xb4, 0xe9));
        painter.drawEllipse(QPointF(17, 12), 1.7, 1.7);
        painter.setBrush(QColor(0xe6, 0x9f, 0x00));
        painter.drawEllipse(QPointF(5.6, 5.6), 2, 2);
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace gui::shell
