// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/timeline/timeline_painter.h"

#include <QFontInfo>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace gui::timeline {
namespace {

using sim::SimTime;
using sim::scene::Ink;
using sim::scene::Theme;

// Shares of the font's size.
constexpr double kTopGap = 0.35;
constexpr double kMarks = 1.1;
constexpr double kTrackGap = 0.2;
constexpr double kTrack = 1.5;
constexpr double kStrip = 1.25;
constexpr double kStripGap = 0.2;
constexpr double kAxis = 2.0;
constexpr double kRail = 0.45;
constexpr double kHeight =
    kTopGap + kMarks + kTrackGap + kTrack + kStripGap + kStrip + kAxis + kRail;
constexpr double kHatch = 0.5; ///< between two lines of a hatch
constexpr double kLine = 0.14; ///< of the playhead
constexpr double kBadge = 1.2; ///< of a change's mark
/// Changes nearer than this share of a mark's size are one mark with another behind it.
constexpr double kTogether = 0.6;

double emOf(const QFont& font) {
    return std::max(6, QFontInfo(font).pixelSize());
}

/// Half a pixel off, so that a line of one pixel is one pixel.
double crisp(double x) {
    return std::floor(x) + 0.5;
}

/// `step` is how far its lines lie apart.
void paintHatch(QPainter& painter, const QRectF& rect, double step, const QColor& colour) {
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setPen(QPen(colour, std::max(1.0, step / 7)));
    // From a grid of the widget, not of the rectangle: it stands still while the rectangle shrinks.
    const double first = std::floor((rect.left() - rect.height()) / step) * step;
    for (double x = first; x < rect.right(); x += step) {
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    }
    painter.restore();
}

QRectF part(const QRectF& lane, const TimeScale& scale, SimTime begin, SimTime end) {
    const double left = std::clamp(scale.xOf(begin), scale.left(), scale.right());
    const double right = std::clamp(scale.xOf(end), scale.left(), scale.right());
    return {left, lane.top(), right - left, lane.height()};
}

/// Up to where the shown branch is computed.
SimTime knownOf(const TimelineContent& content) {
    return content.pending ? std::min(content.edge, content.pending->at) : content.edge;
}

void paintTrack(QPainter& painter, const TimelineContent& content, const TimeScale& scale,
                const Lanes& lanes, Theme theme, bool past) {
    const SimTime horizon = SimTime{} + scale.horizon();
    const SimTime known = knownOf(content);
    const QRectF computed = part(lanes.track, scale, {}, known);
    painter.setPen(Qt::NoPen);
    painter.setBrush(inkColour(past ? Ink::Accent : Ink::PanelMuted, theme));
    painter.drawRect(computed);
    const QRectF open = part(lanes.track, scale, known, horizon);
    if (open.width() > 0) {
        painter.setBrush(inkColour(Ink::Canvas, theme));
        painter.drawRect(open);
        paintHatch(painter, open, lanes.em * kHatch, inkColour(Ink::OutlineMuted, theme));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(inkColour(Ink::OutlineMuted, theme), 1));
    const QRectF all = part(lanes.track, scale, {}, horizon);
    painter.drawRect(QRectF(crisp(all.left()), crisp(all.top()), all.width(), all.height() - 1));
}

void paintStrip(QPainter& painter, const TimelineContent& content, const TimeScale& scale,
                const Lanes& lanes, Theme theme) {
    const QRectF base = lanes.strip.adjusted(0, lanes.em * 0.1, 0, 0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(inkColour(Ink::Fence, theme));
    for (const DifferenceStretch& stretch : content.strip) {
        QRectF bar = part(base, scale, stretch.begin, stretch.end);
        if (stretch.amount > 0 && bar.width() > 0) {
            const double height = std::max(2.0, base.height() * std::min(1.0, stretch.amount));
            bar.setTop(bar.bottom() - height);
            painter.drawRect(bar.adjusted(0, 0, std::max(0.0, 1 - bar.width()), 0));
        }
    }
    if (content.parting) {
        const QRectF line = part(base, scale, *content.parting, SimTime{} + scale.horizon());
        painter.setPen(QPen(inkColour(Ink::OutlineMuted, theme), 1));
        painter.drawLine(QPointF(line.left(), crisp(base.bottom() - 1)),
                         QPointF(line.right(), crisp(base.bottom() - 1)));
    }
}

void paintLane(QPainter& painter, const TimelineContent& content, MarkLane lane,
               const TimeScale& scale, const Lanes& lanes, Theme theme) {
    if (content.story == nullptr) {
        return;
    }
    const bool above = lane == MarkLane::Above;
    const QRectF& rect = above ? lanes.marks : lanes.track;
    const double size = lanes.markSize();
    for (const MarkGroup& group : groupsOf(content.story->marks(), lane, scale, size * 0.95)) {
        // What a run that is being replaced had told.
        painter.setOpacity(group.marks.front()->at > knownOf(content) ? 0.4 : 1);
        if (above) {
            painter.setPen(QPen(inkColour(Ink::OutlineMuted, theme), 1));
            painter.drawLine(QPointF(crisp(group.x), rect.center().y()),
                             QPointF(crisp(group.x), lanes.track.top()));
        }
        paintMark(painter, group, {group.x, rect.center().y()}, size, theme);
    }
    painter.setOpacity(1);
}

void paintBranchMark(QPainter& painter, Badge badge, const BadgeGroup& group, const Lanes& lanes,
                     Theme theme) {
    const Ink ink = badge == Badge::Difference ? Ink::Fence : Ink::Accent;
    const QRectF& strip = lanes.strip;
    const double width = std::max(2.0, lanes.em * kLine);
    const QPointF centre(group.x, strip.center().y());
    const Qt::PenStyle style = badge == Badge::Pending ? Qt::DotLine : Qt::SolidLine;
    painter.setPen(QPen(inkColour(Ink::Canvas, theme), width + 2));
    painter.drawLine(QPointF(group.x, lanes.track.top()), centre);
    painter.setPen(QPen(inkColour(ink, theme), width, style));
    painter.drawLine(QPointF(group.x, lanes.track.top()), centre);
    paintBadge(painter, badge, group, centre, lanes.em * kBadge, theme);
}

void paintBranchMarks(QPainter& painter, const TimelineContent& content, const TimeScale& scale,
                      const Lanes& lanes, Theme theme) {
    const auto isShown = [&](SimTime at) { return at >= scale.begin() && at <= scale.end(); };
    if (content.difference && isShown(*content.difference)) {
        paintBranchMark(painter, Badge::Difference, {scale.xOf(*content.difference), {}}, lanes,
                        theme);
    }
    for (const BadgeGroup& group :
         badgesOf(content.changes, scale, lanes.em * kBadge * kTogether)) {
        paintBranchMark(painter, Badge::Change, group, lanes, theme);
    }
    if (content.pending && isShown(content.pending->at)) {
        paintBranchMark(painter, Badge::Pending,
                        {scale.xOf(content.pending->at), {content.pending->verb}}, lanes, theme);
    }
}

QRectF labelRect(const Tick& tick, const TimeScale& scale, const Lanes& lanes,
                 const QFontMetricsF& metrics) {
    const double width = metrics.horizontalAdvance(tick.label);
    const double left = std::clamp(scale.xOf(tick.at) - width / 2, 2.0,
                                   std::max(2.0, lanes.size.width() - width - 2));
    return {left, lanes.axis.top() + lanes.em * 0.5, width, lanes.em * 1.45};
}

void paintAxis(QPainter& painter, const TimeScale& scale, const Lanes& lanes,
               const TimelineLook& look) {
    const QFontMetricsF metrics(look.font);
    const auto widthOf = [&](const QString& text) { return metrics.horizontalAdvance(text); };
    painter.setFont(look.font);
    const double top = lanes.axis.top();
    for (const Tick& tick : ticksOf(scale, widthOf)) {
        const double x = crisp(scale.xOf(tick.at));
        painter.setPen(
            QPen(inkColour(tick.major ? Ink::TextMuted : Ink::OutlineMuted, look.theme), 1));
        painter.drawLine(QPointF(x, top), QPointF(x, top + lanes.em * (tick.major ? 0.5 : 0.28)));
        if (tick.major) {
            painter.setPen(inkColour(Ink::TextMuted, look.theme));
            painter.drawText(labelRect(tick, scale, lanes, metrics),
                             Qt::AlignCenter | Qt::TextDontClip, tick.label);
        }
    }
}

void paintMarks(QPainter& painter, const TimelineContent& content, const TimeScale& scale,
                const Lanes& lanes, Theme theme) {
    paintBranchMarks(painter, content, scale, lanes, theme);
    paintLane(painter, content, MarkLane::Above, scale, lanes, theme);
    paintLane(painter, content, MarkLane::Track, scale, lanes, theme);
}

void paintRail(QPainter& painter, const TimeScale& scale, const Lanes& lanes, Theme theme) {
    if (scale.isFitted()) {
        return;
    }
    const QRectF rail(scale.left(), lanes.rail.top(), scale.right() - scale.left(),
                      lanes.rail.height() - lanes.em * 0.15);
    const double whole = static_cast<double>(scale.horizon().ns);
    QRectF thumb = rail;
    thumb.setLeft(rail.left() + rail.width() * static_cast<double>(scale.begin().ns) / whole);
    thumb.setWidth(std::max(lanes.em, rail.width() * static_cast<double>(scale.span().ns) / whole));
    thumb.moveRight(std::min(thumb.right(), rail.right()));
    const double radius = rail.height() / 2;
    painter.setPen(Qt::NoPen);
    painter.setBrush(inkColour(Ink::PanelMuted, theme));
    painter.drawRoundedRect(rail, radius, radius);
    painter.setBrush(inkColour(Ink::OutlineMuted, theme));
    painter.drawRoundedRect(thumb, radius, radius);
}

void paintBubble(QPainter& painter, const QRectF& rect, const QString& text, const QFont& font,
                 const QColor& fill, const QColor& ink) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(rect, rect.height() * 0.25, rect.height() * 0.25);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(rect, Qt::AlignCenter, text);
}

QRectF bubbleAt(SimTime at, const QString& text, const TimeScale& scale, const Lanes& lanes,
                const QFont& font) {
    const double width = QFontMetricsF(font).horizontalAdvance(text) + lanes.em;
    const double height = lanes.em * 1.55;
    const double x =
        std::clamp(scale.xOf(at) - width / 2, 1.0, std::max(1.0, lanes.size.width() - width - 1));
    return {x, lanes.axis.top() + lanes.em * 0.3, width, height};
}

QFont boldened(QFont font) {
    font.setBold(true);
    return font;
}

} // namespace

Lanes::Lanes(const QFont& font, QSizeF given) : em(emOf(font)), size(given) {
    double y = em * kTopGap;
    const auto next = [&](double share, double gap) {
        const QRectF lane(0, std::round(y), given.width(), std::round(em * share));
        y += em * (share + gap);
        return lane;
    };
    marks = next(kMarks, kTrackGap);
    track = next(kTrack, kStripGap);
    strip = next(kStrip, 0);
    axis = next(kAxis, 0);
    rail = next(kRail, 0);
}

double Lanes::heightFor(const QFont& font) {
    return std::ceil(emOf(font) * kHeight) + 2;
}

void paintBackground(QPainter& painter, const TimelineContent& content, const TimeScale& scale,
                     const Lanes& lanes, const TimelineLook& look, bool past) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF({}, lanes.size), inkColour(Ink::Canvas, look.theme));
    paintTrack(painter, content, scale, lanes, look.theme, past);
    paintStrip(painter, content, scale, lanes, look.theme);
    paintAxis(painter, scale, lanes, look);
    paintRail(painter, scale, lanes, look.theme);
    paintMarks(painter, content, scale, lanes, look.theme);
}

std::vector<QRectF> labelsOf(const TimeScale& scale, const Lanes& lanes, const QFont& font) {
    const QFontMetricsF metrics(font);
    const auto widthOf = [&](const QString& text) { return metrics.horizontalAdvance(text); };
    std::vector<QRectF> labels;
    for (const Tick& tick : ticksOf(scale, widthOf)) {
        if (tick.major) {
            labels.push_back(labelRect(tick, scale, lanes, metrics));
        }
    }
    return labels;
}

QRectF bubbleOf(const Playhead& playhead, const TimeScale& scale, const Lanes& lanes,
                const QFont& font) {
    return bubbleAt(playhead.at, timeText(playhead.at, playhead.decimals), scale, lanes,
                    boldened(font));
}

void paintPlayhead(QPainter& painter, const Playhead& playhead, const TimelineContent& content,
                   const TimeScale& scale, const Lanes& lanes, const TimelineLook& look) {
    painter.setRenderHint(QPainter::Antialiasing);
    const double x = crisp(scale.xOf(playhead.at));
    const QRectF bubble = bubbleOf(playhead, scale, lanes, look.font);
    const QColor ink = inkColour(Ink::Text, look.theme);
    const QColor paper = inkColour(Ink::Canvas, look.theme);
    if (playhead.at >= scale.begin() && playhead.at <= scale.end()) {
        const QPointF top(x, lanes.marks.top());
        const QPointF bottom(x, bubble.top() + 1);
        const double width = std::max(2.0, lanes.em * kLine) + (playhead.grabbed ? 1 : 0);
        painter.setPen(QPen(paper, width + 3));
        painter.drawLine(top, bottom);
        painter.setPen(QPen(ink, width));
        painter.drawLine(top, bottom);
        painter.save();
        const double reach = lanes.markSize();
        painter.setClipRect(QRectF(x - reach, 0, 2 * reach, bottom.y()), Qt::IntersectClip);
        paintMarks(painter, content, scale, lanes, look.theme);
        painter.restore();
    }
    paintBubble(painter, bubble, timeText(playhead.at, playhead.decimals), boldened(look.font), ink,
                paper);
}

void paintHover(QPainter& painter, SimTime at, int decimals, const TimeScale& scale,
                const Lanes& lanes, const TimelineLook& look) {
    painter.setRenderHint(QPainter::Antialiasing);
    const QString text = timeText(at, decimals);
    const QRectF bubble = bubbleAt(at, text, scale, lanes, look.font);
    const double x = crisp(scale.xOf(at));
    painter.setPen(QPen(inkColour(Ink::OutlineMuted, look.theme), 1));
    painter.drawLine(QPointF(x, lanes.track.top()), QPointF(x, bubble.top()));
    paintBubble(painter, bubble, text, look.font, inkColour(Ink::PanelMuted, look.theme),
                inkColour(Ink::Text, look.theme));
}

int decimalsFor(const TimeScale& scale) {
    int decimals = 3;
    for (std::int64_t unit = 1'000'000; unit > scale.perPixel().ns && decimals < 9; unit /= 10) {
        ++decimals;
    }
    return decimals;
}

} // namespace gui::timeline
