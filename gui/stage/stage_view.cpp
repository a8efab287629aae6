// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/stage_view.h"

#include "gui/stage/hit_text.h"
#include "gui/stage/stage_view_parts.h"
#include "sim/scene/text.h"

#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <variant>

namespace gui::stage {
namespace {

using sim::scene::Hit;
using sim::scene::Ink;

/// So many milliseconds after the last turn of the wheel the picture becomes sharp.
constexpr int kStill = 120;
/// A right click finds a link that is so many pixels away.
constexpr double kNear = 10;
constexpr float kLinkBand = 0.35F; ///< opacity of what outlines a link
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

void StageView::setPointed(const std::optional<Pointed>& pointed) {
    if (pointed != parts_->pointed) {
        parts_->pointed = pointed;
        update();
    }
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
    if (!parts_->stage || parts_->pictures.bands().contains(widgetPoint)) {
        return std::nullopt;
    }
    return parts_->stage->hitAt(parts_->viewport.toPicture(widgetPoint));
}

std::optional<Hit> StageView::changeableAt(QPointF widgetPoint) const {
    const auto hit = hitAt(widgetPoint);
    if (hit && hit->kind != Hit::Kind::Message) {
        return hit;
    }
    return parts_->linkNear(widgetPoint);
}

QString StageView::Parts::countTextAt(QPointF place) const {
    if (pictures.bands().contains(place)) {
        return {};
    }
    for (const auto layer : {sim::scene::Layer::Traffic, sim::scene::Layer::Things}) {
        for (const sim::scene::Shape& shape : picture.at(layer)) {
            const auto* label = std::get_if<sim::scene::Label>(&shape.geometry);
            if (label == nullptr) {
                continue;
            }
            const double width = sim::scene::textWidth(label->text, label->size, label->weight);
            const double share = label->align == sim::scene::Align::Left     ? 0
                                 : label->align == sim::scene::Align::Middle ? 0.5
                                                                             : 1;
            const sim::scene::Rect rect{label->at.x - share * width, label->at.y - label->size,
                                        width, label->size * 1.3};
            if (rect.contains(viewport.toPicture(place))) {
                const QString text = textOfCount(shape);
                if (!text.isEmpty()) {
                    return text;
                }
            }
        }
    }
    return {};
}

std::optional<Hit> StageView::Parts::linkNear(QPointF place) const {
    if (!stage || pictures.bands().contains(place)) {
        return std::nullopt;
    }
    // Traffic keeps to the side of its line: a glyph that was hit is no farther away than this.
    const double reach = std::max(kNear / viewport.scale(), kNear);
    return stage->linkAt(viewport.toPicture(place), reach);
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
    painter.setClipRegion(QRegion(rect()) - parts_->pictures.bands().toAlignedRect());
    parts_->paintHover(painter);
    parts_->paintSelection(painter, hasFocus());
    parts_->paintPointed(painter);
}

/// A thing by a frame, a link by a band along it.
void StageView::Parts::outline(QPainter& painter, const Hit& hit, QPen pen, double gap) const {
    if (hit.kind != Hit::Kind::Link) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(pen);
        painter.drawRoundedRect(viewport.toWidget(hit.rect).adjusted(-gap, -gap, gap, gap), gap + 2,
                                gap + 2);
        return;
    }
    QColor band = pen.color();
    band.setAlphaF(kLinkBand);
    painter.setPen(QPen(band, pen.widthF() * 4, Qt::SolidLine, Qt::RoundCap));
    const QTransform transform = viewport.transform();
    const std::string name = "link/" + hit.name;
    for (const sim::scene::Shape& shape : picture.at(sim::scene::Layer::Ground)) {
        const auto* line = std::get_if<sim::scene::Line>(&shape.geometry);
        if (line == nullptr || (shape.name != name && !shape.name.starts_with(name + "/stub"))) {
            continue;
        }
        for (std::size_t i = 1; i < line->points.size(); ++i) {
            const sim::scene::Point& from = line->points[i - 1];
            const sim::scene::Point& to = line->points[i];
            painter.drawLine(transform.map(QPointF(from.x, from.y)),
                             transform.map(QPointF(to.x, to.y)));
        }
    }
}

void StageView::Parts::paintHover(QPainter& painter) const {
    if (hover) {
        outline(painter, *hover, QPen(toQColor(Ink::Accent, theme), 1.5), 3);
    }
}

void StageView::Parts::paintSelection(QPainter& painter, bool focused) const {
    if (selection) {
        outline(painter, *selection,
                QPen(toQColor(Ink::Accent, theme), 3, focused ? Qt::SolidLine : Qt::DotLine), 5);
    }
}

/// The message as far as it is a glyph, and both ends: seen also where it is one of a flow.
void StageView::Parts::paintPointed(QPainter& painter) const {
    if (!pointed || !stage) {
        return;
    }
    painter.setBrush(Qt::NoBrush);
    for (const QString& end : {pointed->from, pointed->to}) {
        if (const auto place = stage->placeOf(end.toStdString())) {
            painter.setPen(QPen(toQColor(Ink::Accent, theme), 2, Qt::DashLine));
            painter.drawRoundedRect(viewport.toWidget(*place).adjusted(-4, -4, 4, 4), 6, 6);
        }
    }
    const std::string name = "message/" + std::to_string(pointed->message);
    for (const sim::scene::Shape& shape : picture.at(sim::scene::Layer::Traffic)) {
        const auto* glyph = std::get_if<sim::scene::Glyph>(&shape.geometry);
        if (glyph != nullptr && (shape.name == name || shape.name.starts_with(name + "/"))) {
            const double reach = glyph->size * 0.9;
            const sim::scene::Rect around{glyph->at.x - reach, glyph->at.y - reach, 2 * reach,
                                          2 * reach};
            painter.setPen(QPen(toQColor(Ink::Accent, theme), 3));
            painter.drawEllipse(viewport.toWidget(around));
        }
    }
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
