// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/library_delegate.h"

#include "gui/shell/library_model.h"

#include <QApplication>
#include <QPainter>
#include <QTextLayout>
#include <QTreeView>
#include <QWidget>

namespace gui::shell {
namespace {

constexpr int kMargin = 6;
constexpr int kTitleLines = 2;
constexpr int kSummaryLines = 2;

bool isTopic(const QModelIndex& index) {
    return index.data(LibraryModel::PathRole).toString().isEmpty();
}

QFont titleFont(const QStyleOptionViewItem& option) {
    QFont font = option.font;
    font.setBold(true);
    return font;
}

QFont summaryFont(const QStyleOptionViewItem& option) {
    QFont font = option.font;
    font.setPointSizeF(font.pointSizeF() * 0.92);
    return font;
}

/// Breaks a text into at most `most` lines; the last one ends in an ellipsis if there is more.
QStringList linesOf(const QString& text, const QFont& font, int width, int most) {
    QTextLayout layout(text, font);
    QTextOption wrap;
    wrap.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(wrap);
    layout.beginLayout();
    QStringList lines;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (lines.size() == most - 1) {
            lines.append(QFontMetrics(font).elidedText(text.mid(line.textStart()).simplified(),
                                                       Qt::ElideRight, width));
            break;
        }
        lines.append(text.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines;
}

void drawLines(QPainter& painter, const QStringList& lines, const QFont& font, const QRect& rect,
               int& y) {
    const QFontMetrics metrics(font);
    painter.setFont(font);
    for (const QString& line : lines) {
        painter.drawText(rect.left(), y + metrics.ascent(), line);
        y += metrics.height();
    }
}

int arrowRoom(const QFontMetrics& metrics) {
    return metrics.height();
}

/// Down: what belongs to the heading is shown; to the right: it is folded.
void drawArrow(QPainter& painter, const QRect& room, const QColor& ink, bool isOpen) {
    const double half = room.height() * 0.22;
    const QPointF middle(room.left() + half + 1, room.center().y() + 1);
    const QPolygonF down{middle + QPointF(-half, -half / 2), middle + QPointF(half, -half / 2),
                         middle + QPointF(0, half * 0.8)};
    const QPolygonF right{middle + QPointF(-half / 2, -half), middle + QPointF(half * 0.8, 0),
                          middle + QPointF(-half / 2, half)};
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPolygon(isOpen ? down : right);
    painter.restore();
}

/// A view asks for sizes without saying how wide the row is.
int rowWidth(const QStyleOptionViewItem& option, const QModelIndex& index) {
    const auto* tree = qobject_cast<const QTreeView*>(option.widget);
    if (tree == nullptr) {
        return option.rect.width();
    }
    return tree->viewport()->width() - (index.parent().isValid() ? tree->indentation() : 0);
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    return QColor::fromRgbF(static_cast<float>(a.redF() * (1 - share) + b.redF() * share),
                            static_cast<float>(a.greenF() * (1 - share) + b.greenF() * share),
                            static_cast<float>(a.blueF() * (1 - share) + b.blueF() * share));
}

} // namespace

void LibraryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString title = item.text;
    item.text.clear();
    const QStyle* style = item.widget != nullptr ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const bool selected = (item.state & QStyle::State_Selected) != 0;
    const QColor ink = item.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor ground = item.palette.color(selected ? QPalette::Highlight : QPalette::Base);
    QRect inner = item.rect.adjusted(kMargin, kMargin, -kMargin, -kMargin);
    int y = inner.top();
    painter->save();
    painter->setClipRect(item.rect);
    painter->setPen(ink);
    if (isTopic(index)) {
        const QFontMetrics metrics(titleFont(item));
        const int room = arrowRoom(metrics);
        drawArrow(*painter, QRect(inner.left(), y, room, metrics.height()), ink,
                  (item.state & QStyle::State_Open) != 0);
        inner.setLeft(inner.left() + room);
    }
    drawLines(*painter, linesOf(title, titleFont(item), inner.width(), kTitleLines),
              titleFont(item), inner, y);
    if (!isTopic(index)) {
        painter->setPen(mixed(ink, ground, 0.25));
        const QString summary = index.data(LibraryModel::SummaryRole).toString();
        drawLines(*painter, linesOf(summary, summaryFont(item), inner.width(), kSummaryLines),
                  summaryFont(item), inner, y);
    }
    painter->restore();
}

QSize LibraryDelegate::sizeHint(const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QFontMetrics title(titleFont(item));
    const int arrow = isTopic(index) ? arrowRoom(title) : 0;
    const int width = std::max(80, rowWidth(item, index) - 2 * kMargin - arrow);
    int height = 2 * kMargin;
    height += title.height() *
              static_cast<int>(linesOf(item.text, titleFont(item), width, kTitleLines).size());
    if (!isTopic(index)) {
        height += QFontMetrics(summaryFont(item)).height() * kSummaryLines;
    }
    return {80, height};
}

} // namespace gui::shell
