// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/timeline/timeline_bar.h"

#include "gui/timeline/timeline_accessible.h"
#include "gui/timeline/timeline_parts.h"

#include <QAccessible>
#include <QEvent>
#include <QFontMetricsF>

namespace gui::timeline {

using sim::SimTime;

TimelineBar::TimelineBar(QWidget* parent) : QWidget(parent), parts_(std::make_unique<Parts>()) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_OpaquePaintEvent);
    TimelineAccessible::install();
    retranslate();
}
TimelineBar::~TimelineBar() = default;

void TimelineBar::setContent(TimelineContent content) {
    if (parts_->content == content) {
        return;
    }
    parts_->content = std::move(content);
    refresh();
}

void TimelineBar::setNow(SimTime at) {
    if (parts_->now == at) {
        return;
    }
    const bool wasShown = parts_->isShown(parts_->now);
    update(parts_->playheadRect());
    parts_->now = at;
    if (!parts_->isShown(at) && wasShown && parts_->drag != Drag::Scrub) {
        setScale([&] { parts_->turnPage(); }); // it played out of sight
        return;
    }
    update(parts_->playheadRect());
    // What lies between is past now, or future again.
    update(parts_->trackBetween(parts_->painted, at));
    if (QAccessible::isActive()) {
        QAccessibleValueChangeEvent change(this, static_cast<double>(at.ns) / 1e9);
        QAccessible::updateAccessibility(&change);
    }
}

SimTime TimelineBar::now() const {
    return parts_->now;
}
SimTime TimelineBar::edge() const {
    return parts_->content.edge;
}

QString TimelineBar::valueText() const {
    return tr("%1 of %2", "where the playhead is")
        .arg(timeText(parts_->now, 3), timeText(parts_->end(), 3));
}

void TimelineBar::setTheme(sim::scene::Theme theme) {
    parts_->look.theme = theme;
    refresh();
}

void TimelineBar::setLanguage(sim::trace::Language language) {
    parts_->language = language;
}

void TimelineBar::zoomToFit() {
    setScale([&] { parts_->scale.fit(); });
}

void TimelineBar::zoomBy(double factor) {
    setScale([&] { parts_->scale.zoom(factor, xOf(parts_->now)); });
}

SimTime TimelineBar::visibleBegin() const {
    return parts_->scale.begin();
}
SimTime TimelineBar::visibleEnd() const {
    return parts_->scale.end();
}
double TimelineBar::xOf(SimTime at) const {
    return parts_->scale.xOf(at);
}
SimTime TimelineBar::timeAt(double x) const {
    return parts_->scale.timeAt(x);
}

QSize TimelineBar::sizeHint() const {
    return {800, static_cast<int>(Lanes::heightFor(font()))};
}
QSize TimelineBar::minimumSizeHint() const {
    return {240, static_cast<int>(Lanes::heightFor(font()))};
}

QString TimelineBar::textAt(QPointF place) const {
    return parts_->tipAt(place);
}

/// Content, size, font or theme: everything is drawn again.
void TimelineBar::refresh() {
    parts_->look.font = font();
    parts_->size = size();
    const double em = parts_->lanes().em;
    parts_->scale.resize(parts_->horizon(), em, width() - em);
    parts_->background = {};
    update();
}

void TimelineBar::setScale(const std::function<void()>& change) {
    const SimTime begin = parts_->scale.begin();
    const SimTime end = parts_->scale.end();
    change();
    if (parts_->scale.begin() != begin || parts_->scale.end() != end) {
        parts_->background = {};
    }
    update();
}

void TimelineBar::retranslate() {
    setAccessibleName(tr("Timeline"));
}

void TimelineBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        refresh();
        updateGeometry();
    } else if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void TimelineBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    refresh();
}

void TimelineBar::paintEvent(QPaintEvent* /*event*/) {
    Parts& parts = *parts_;
    const Lanes lanes = parts.lanes();
    parts.keepBackground(devicePixelRatioF());
    QPainter painter(this);
    painter.drawPixmap(0, 0, parts.background);
    const double x = std::clamp(xOf(parts.now), 0.0, static_cast<double>(width()));
    painter.save();
    painter.setClipRect(QRectF(0, lanes.track.top(), x, lanes.track.height()));
    painter.drawPixmap(0, 0, parts.past);
    painter.restore();
    const int decimals = decimalsFor(parts.scale);
    const Playhead playhead{parts.now, decimals, parts.drag == Drag::Scrub};
    parts.clearFor(painter, bubbleOf(playhead, parts.scale, lanes, font()));
    if (parts.hovered && parts.drag == Drag::None) {
        paintHover(painter, timeAt(*parts.hovered), decimals, parts.scale, lanes, parts.look);
    }
    paintPlayhead(painter, playhead, parts.content, parts.scale, lanes, parts.look);
    if (hasFocus() && parts.ringed) {
        painter.setPen(QPen(inkColour(sim::scene::Ink::Accent, parts.look.theme), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
    parts.painted = parts.now;
}

} // namespace gui::timeline
