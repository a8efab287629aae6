// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/stage_heading.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace gui::shell {
namespace {

/// In heights of the text.
constexpr double kHeight = 1.35;
constexpr double kMargin = 0.5;
/// The title gives way first.
constexpr double kMostOfState = 0.7;

/// What stands in the way of the usual reading is said on a dark ground.
bool isLoud(Seen seen) {
    return seen == Seen::Without || seen == Seen::Computing;
}

QFont bold(QFont font) {
    font.setBold(true);
    return font;
}

} // namespace

StageHeading::StageHeading(QWidget* parent) : QWidget(parent) {
    setAutoFillBackground(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    refresh();
}

void StageHeading::setTitle(const QString& title) {
    if (title != title_) {
        title_ = title;
        refresh();
    }
}

void StageHeading::setSeen(Seen seen, const QString& what) {
    if (seen != seen_ || what != what_) {
        seen_ = seen;
        what_ = what;
        refresh();
    }
}

QString StageHeading::text() const {
    switch (seen_) {
    case Seen::AsWritten:
        return {};
    case Seen::Changed:
        return tr("With the change: %1").arg(what_);
    case Seen::Without:
        return tr("WITHOUT the change: %1").arg(what_);
    case Seen::Computing:
        return tr("Computing what happens with: %1").arg(what_);
    case Seen::Waiting:
        return tr("Waiting for the run");
    }
    return {};
}

QSize StageHeading::sizeHint() const {
    const int height = fontMetrics().height();
    return {height * 30, static_cast<int>(height * kHeight)};
}

QSize StageHeading::minimumSizeHint() const {
    return {fontMetrics().height() * 8, sizeHint().height()};
}

void StageHeading::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
    } else if (event->type() == QEvent::LanguageChange) {
        refresh();
    }
}

void StageHeading::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const double margin = fontMetrics().height() * kMargin;
    const QFontMetricsF metrics(bold(font()));
    const QString shown =
        metrics.elidedText(text(), Qt::ElideRight, width() * kMostOfState - 2 * margin);
    const double room = shown.isEmpty() ? 0 : metrics.horizontalAdvance(shown) + 2 * margin;
    const QRectF state(width() - room, 0, room, height());
    if (isLoud(seen_)) {
        painter.fillRect(state, palette().color(QPalette::Highlight));
        painter.setPen(palette().color(QPalette::HighlightedText));
    } else {
        painter.setPen(palette().color(QPalette::WindowText));
    }
    painter.setFont(bold(font()));
    painter.drawText(state, Qt::AlignCenter, shown);
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::WindowText));
    const QRectF left(margin, 0, std::max(0.0, width() - room - 2 * margin), height());
    painter.drawText(
        left, Qt::AlignLeft | Qt::AlignVCenter,
        fontMetrics().elidedText(title_, Qt::ElideRight, static_cast<int>(left.width())));
}

void StageHeading::refresh() {
    setAccessibleName(title_);
    setAccessibleDescription(text());
    setToolTip(text());
    update();
}

} // namespace gui::shell
