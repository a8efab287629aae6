// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/entry_icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>
#include <QPolygonF>

namespace gui::menu {
namespace {

/// Drawn on a square of 16, kept at three times that for dense screens.
constexpr int kSide = 16;
constexpr int kDensity = 3;

void draw(QPainter& painter, EntryKind kind, const QColor& ink) {
    painter.setPen(QPen(ink, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    switch (kind) {
    case EntryKind::Breaks: { // lightning
        painter.setBrush(ink);
        painter.setPen(Qt::NoPen);
        painter.drawPolygon(
            QPolygonF({{9.5, 1}, {3.5, 9}, {7.5, 9}, {6, 15}, {12.5, 6.5}, {8.5, 6.5}}));
        return;
    }
    case EntryKind::Mends: // a tick
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF({{3, 8.5}, {6.5, 12}, {13, 4}}));
        return;
    case EntryKind::Acts: // go
        painter.setBrush(ink);
        painter.drawPolygon(QPolygonF({{5, 3}, {12.5, 8}, {5, 13}}));
        return;
    case EntryKind::Sets: // two sliders
        painter.setBrush(ink);
        painter.drawLine(QPointF(2, 5), QPointF(14, 5));
        painter.drawLine(QPointF(2, 11), QPointF(14, 11));
        painter.drawEllipse(QPointF(10, 5), 2, 2);
        painter.drawEllipse(QPointF(5.5, 11), 2, 2);
        return;
    }
}

QPixmap drawn(EntryKind kind, const QColor& ink) {
    QPixmap pixmap(kSide * kDensity, kSide * kDensity);
    pixmap.setDevicePixelRatio(kDensity);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    draw(painter, kind, ink);
    return pixmap;
}

} // namespace

EntryKind kindOf(const ChangeEntry& entry) {
    switch (entry.group) {
    case ChangeEntry::Group::Action:
        return EntryKind::Acts;
    case ChangeEntry::Group::Setting:
        return EntryKind::Sets;
    case ChangeEntry::Group::Fault:
        break;
    }
    return entry.mends ? EntryKind::Mends : EntryKind::Breaks;
}

QIcon iconFor(const ChangeEntry& entry, const QPalette& palette) {
    const EntryKind kind = kindOf(entry);
    QIcon icon(drawn(kind, palette.color(QPalette::Active, QPalette::WindowText)));
    icon.addPixmap(drawn(kind, palette.color(QPalette::Disabled, QPalette::WindowText)),
                   QIcon::Disabled);
    return icon;
}

} // namespace gui::menu
