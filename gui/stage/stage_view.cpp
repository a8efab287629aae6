// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/stage_view.h"

#include "gui/stage/hit_text.h"
#include "gui/stage/stage_view_parts.h"

#include <QPainter>
#include <QToolTip>

namespace gui::stage {
namespace {

using sim::scene::Hit;
using sim::scene::Ink;

constexpr double kBannerText = 18;
/// So many milliseconds after the last turn of the wheel the picture becomes sharp.
constexpr int kStill = 120;
constexpr QSize kLeastCanvas{640, 360};

} // namespace

StageView::StageView(QWidget* parent) : QWidget(parent), parts_(std::make_unique<Parts>()) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    // Menus are asked for by menuRequested(), with the time that was seen.
    setContextMenuPolicy(Qt::PreventContextMenu);
    grabGesture(Qt::PinchGesture);
    setMinimumSize(320, 180);
    setAccessibleName(tr("Stage"));
    parts_->adoptSize(size());
    parts_->still.setSingleShot(true);
    parts_->still.setInterval(kStill);
    connect(&parts_->still, &QTimer::timeout, this, [this] {
        parts_->pictures.setHasty(false);
        update();
    });
}

StageView::~StageView() = default;

void StageView::Parts::adoptSize(QSize widget) {
    const QSize canvas = widget.expandedTo(kLeastCanvas);
    settings.size = {static_cast<double>(canvas.width()), static_cast<double>(canvas.height())};
    viewport.resize(widget, settings.size);
    stale = true;
}

/// Layout costs more than a picture: it is made again only if something of it changes.
void StageView::Parts::syncStage() {
    if (stage) {
        stage->setWindow(settings.window);
        stage->setScaleText(settings.scaleText);
    }
    const bool sameRun = stage && isSameRun(*laidOut, *frame.world);
    if (!sameRun || stage->settings() != settings) {
        stage.emplace(frame.world, settings);
    } else if (laidOut != frame.world) {
        stage->grow(frame.world);
    }
    laidOut = frame.world;
}

/// The picture of the newest frame, if it can be drawn.
void StageView::Parts::draw() {
    if (!stale || !frame.world || !frame.slice || !frame.slice->covers(frame.at, frame.window)) {
        return;
    }
    settings.window = frame.window;
    syncStage();
    picture = stage->draw(*frame.slice, frame.at, frame.story.get());
    seen = frame.at;
    stale = false;
    selection = found(selection);
    hover = mouse ? stage->hitAt(viewport.toPicture(*mouse)) : std::nullopt;
}

void StageView::setFrame(const StageFrame& frame) {
    parts_->frame = frame;
    parts_->stale = true;
    update();
}

void StageView::setTheme(sim::scene::Theme theme) {
    parts_->theme = theme;
    parts_->pictures.setTheme(theme);
    update();
}

void StageView::setLanguage(sim::trace::Language language) {
    parts_->settings.language = language;
    parts_->stale = true;
    update();
}

void StageView::setTextScale(double scale) {
    parts_->settings.textScale = scale;
    parts_->stale = true;
    update();
}

void StageView::setSinglePoints(bool shown) {
    parts_->settings.singlePoints = shown;
    parts_->stale = true;
    update();
}

void StageView::setScaleText(const QString& text) {
    parts_->settings.scaleText = text.toStdString();
    parts_->stale = true;
    update();
}

void StageView::setBanner(const QString& text) {
    parts_->banner = text;
    update();
}

void StageView::fit() {
    parts_->viewport.fit();
    update();
}

void StageView::zoom(double factor, QPointF around) {
    parts_->viewport.zoom(factor, around);
    parts_->pictures.setHasty(true);
    parts_->still.start();
    update();
}

double StageView::zoomFactor() const {
    return parts_->viewport.factor();
}

std::optional<Hit> StageView::hitAt(QPointF widgetPoint) const {
    if (!parts_->stage) {
        return std::nullopt;
    }
    return parts_->stage->hitAt(parts_->viewport.toPicture(widgetPoint));
}

std::optional<QRectF> StageView::placeOf(const QString& name) const {
    if (!parts_->stage) {
        return std::nullopt;
    }
    const auto place = parts_->stage->placeOf(name.toStdString());
    return place ? std::optional(parts_->viewport.toWidget(*place)) : std::nullopt;
}

const sim::scene::Picture& StageView::picture() const {
    return parts_->picture;
}

void StageView::paintEvent(QPaintEvent*) {
    parts_->draw();
    if (parts_->laidOut && parts_->described != parts_->laidOut->epochAt(parts_->seen)) {
        describe();
    }
    QPainter painter(this);
    parts_->pictures.setTransform(parts_->viewport.transform(), devicePixelRatioF(), size());
    parts_->pictures.setBandTransform(parts_->viewport.fittedTransform());
    parts_->pictures.paint(painter, parts_->picture);
    painter.setRenderHint(QPainter::Antialiasing);
    parts_->paintHover(painter);
    parts_->paintSelection(painter, hasFocus());
    parts_->paintBanner(painter, size());
}

void StageView::Parts::paintHover(QPainter& painter) const {
    if (!hover) {
        return;
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(toQColor(Ink::Accent, theme), 1.5));
    painter.drawRoundedRect(viewport.toWidget(hover->rect).adjusted(-3, -3, 3, 3), 5, 5);
}

void StageView::Parts::paintSelection(QPainter& painter, bool focused) const {
    if (!selection) {
        return;
    }
    painter.setBrush(Qt::NoBrush);
    QPen pen(toQColor(Ink::Accent, theme), 3);
    if (!focused) {
        pen.setStyle(Qt::DotLine);
    }
    painter.setPen(pen);
    painter.drawRoundedRect(viewport.toWidget(selection->rect).adjusted(-5, -5, 5, 5), 7, 7);
}

void StageView::Parts::paintBanner(QPainter& painter, QSize widget) const {
    if (banner.isEmpty()) {
        return;
    }
    const QFont font =
        pictureFont(std::round(kBannerText * settings.textScale), sim::scene::Weight::Bold);
    const QFontMetricsF metrics(font);
    const QRectF band(0, 0, widget.width(), metrics.height() * 1.4);
    painter.fillRect(band, toQColor(Ink::Panel, theme));
    painter.setPen(QPen(toQColor(Ink::Accent, theme), 3));
    painter.drawLine(band.bottomLeft(), band.bottomRight());
    painter.setFont(font);
    painter.setPen(toQColor(Ink::Text, theme));
    const QRectF room = band.adjusted(12, 0, -12, 0);
    painter.drawText(room, Qt::AlignCenter,
                     metrics.elidedText(banner, Qt::ElideRight, room.width()));
}

void StageView::resizeEvent(QResizeEvent*) {
    parts_->adoptSize(size());
}

/// For those who hear the stage: what is chosen, or else how the machines are.
void StageView::describe() {
    if (!parts_->laidOut) {
        return;
    }
    const sim::scene::World& world = *parts_->laidOut;
    parts_->described = world.epochAt(parts_->seen);
    setAccessibleDescription(parts_->selection ? parts_->wordsFor(*parts_->selection)
                                               : summaryOf(world, parts_->seen));
}

} // namespace gui::stage
