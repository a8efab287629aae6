// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/timeline/timeline_parts.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace gui::timeline {
namespace {

using core::Duration;
using sim::SimTime;
using sim::scene::Mark;

/// A tool tip is no story: the rest is counted.
constexpr std::size_t kMostLines = 8;
/// Longer texts are wrapped at this width, in sizes of the font.
constexpr double kMostEms = 32;
/// Where the playhead stands on a new page, as a share of its width.
constexpr std::int64_t kPageMargin = 10;

struct TipRow {
    QString time;
    QString text;

    friend bool operator==(const TipRow&, const TipRow&) = default;
};

/// A tool tip of free text would be as narrow as it is high.
QString tableOf(const std::vector<TipRow>& rows, const QFontMetricsF& metrics, double most) {
    double widest = 0;
    for (const TipRow& row : rows) {
        widest = std::max(widest, metrics.horizontalAdvance(row.text) * 1.05);
    }
    QString table;
    for (const TipRow& row : rows) {
        const QString time =
            row.time.isEmpty()
                ? QString()
                : QStringLiteral("<td align=\"right\"><nobr><b>%1</b>&ensp;</nobr></td>")
                      .arg(row.time);
        table += QStringLiteral("<tr>%1<td width=\"%2\">%3</td></tr>")
                     .arg(time)
                     .arg(std::lround(std::min(widest, most)))
                     .arg(row.text.toHtmlEscaped());
    }
    return rows.empty() ? QString() : QStringLiteral("<table>%1</table>").arg(table);
}

} // namespace

Duration TimelineBar::Parts::horizon() const {
    const SimTime end = std::max({content.horizon, content.edge, SimTime{1'000'000'000}});
    return end - SimTime{};
}

void TimelineBar::Parts::turnPage() {
    scale.pan(now - scale.begin() - scale.span() / kPageMargin);
}

QRect TimelineBar::Parts::playheadRect() const {
    const Lanes bands = lanes();
    const QRectF bubble = bubbleOf({now, decimalsFor(scale)}, scale, bands, look.font);
    const double x = scale.xOf(now);
    const QRectF line(x, 0, 1, bubble.bottom()); // `around` is wider than it is
    double around = bands.markSize();
    for (const QRectF& label : labels) { // it may come and go
        around = std::max(around, label.width());
    }
    return bubble.united(line).adjusted(-around, -2, around, 2).toAlignedRect();
}

QRect TimelineBar::Parts::trackBetween(SimTime a, SimTime b) const {
    const double left = std::clamp(scale.xOf(std::min(a, b)), 0.0, size.width());
    const double right = std::clamp(scale.xOf(std::max(a, b)), 0.0, size.width());
    const QRectF& track = lanes().track;
    return QRectF(left, track.top(), right - left, track.height())
        .toAlignedRect()
        .adjusted(-2, -1, 2, 1);
}

void TimelineBar::Parts::keepBackground(double devicePixelRatio) {
    if (!background.isNull() && background.devicePixelRatio() == devicePixelRatio) {
        return;
    }
    labels = labelsOf(scale, lanes(), look.font);
    for (QPixmap* image : {&background, &past}) {
        *image = QPixmap(static_cast<int>(std::ceil(size.width() * devicePixelRatio)),
                         static_cast<int>(std::ceil(size.height() * devicePixelRatio)));
        image->setDevicePixelRatio(devicePixelRatio);
        QPainter painter(image);
        paintBackground(painter, content, scale, lanes(), look, image == &past);
    }
}

void TimelineBar::Parts::clearFor(QPainter& painter, const QRectF& bubble) const {
    const double gap = lanes().em * 0.3;
    for (const QRectF& label : labels) {
        if (label.left() < bubble.right() + gap && label.right() > bubble.left() - gap) {
            painter.fillRect(label, inkColour(sim::scene::Ink::Canvas, look.theme));
        }
    }
}

std::vector<const Mark*> TimelineBar::Parts::marksNear(QPointF place) const {
    std::vector<const Mark*> marks;
    const Lanes bands = lanes();
    if (content.story == nullptr || place.y() >= bands.strip.top()) {
        return marks;
    }
    const MarkLane lane = place.y() < bands.track.top() ? MarkLane::Above : MarkLane::Track;
    for (const Mark& mark : content.story->marks()) {
        if (laneOf(mark.kind) == lane &&
            std::abs(scale.xOf(mark.at) - place.x()) <= bands.reach()) {
            marks.push_back(&mark);
        }
    }
    return marks;
}

std::vector<TimelineBar::Parts::BranchMark>
TimelineBar::Parts::branchMarksNear(QPointF place) const {
    std::vector<BranchMark> marks;
    const Lanes bands = lanes();
    if (place.y() < bands.strip.top() || place.y() >= bands.axis.top()) {
        return marks;
    }
    const auto add = [&](const std::optional<SimTime>& at, const QString& text) {
        if (at && std::abs(scale.xOf(*at) - place.x()) <= bands.reach()) {
            marks.push_back({*at, text});
        }
    };
    for (const OwnChange& change : content.changes) {
        add(change.at, change.text.isEmpty() ? TimelineBar::tr("Changed from here on")
                                             : TimelineBar::tr("Change: %1").arg(change.text));
    }
    add(content.difference,
        TimelineBar::tr("The first headline that is not the same as in the parent"));
    if (content.pending) {
        add(content.pending->at, TimelineBar::tr("A change that is being computed"));
    }
    return marks;
}

std::optional<SimTime> TimelineBar::Parts::markAt(QPointF place) const {
    std::optional<SimTime> nearest;
    const auto offer = [&](SimTime at) {
        const auto away = [&](SimTime t) { return std::abs(scale.xOf(t) - place.x()); };
        if (!nearest || away(at) < away(*nearest)) {
            nearest = at;
        }
    };
    for (const Mark* mark : marksNear(place)) {
        offer(mark->at);
    }
    for (const BranchMark& mark : branchMarksNear(place)) {
        offer(mark.at);
    }
    return nearest;
}

QString TimelineBar::Parts::textOf(const Mark& mark) const {
    const bool chinese = language == sim::trace::Language::Chinese && !mark.zh.empty();
    return QString::fromStdString(chinese ? mark.zh : mark.en);
}

QString TimelineBar::Parts::stripTextAt(QPointF place) const {
    const SimTime at = scale.timeAt(place.x());
    for (const DifferenceStretch& stretch : content.strip) {
        if (stretch.amount > 0 && at >= stretch.begin && at < stretch.end) {
            return TimelineBar::tr("%1 % of what happens here is not the same as in the parent")
                .arg(std::lround(stretch.amount * 100));
        }
    }
    return {};
}

QString TimelineBar::Parts::tipAt(QPointF place) const {
    const Lanes bands = lanes();
    std::vector<TipRow> rows;
    const auto add = [&](const QString& time, const QString& text) {
        const TipRow row{time, text};
        if (!text.isEmpty() && std::find(rows.begin(), rows.end(), row) == rows.end()) {
            rows.push_back(row);
        }
    };
    for (const Mark* mark : marksNear(place)) {
        add(timeText(mark->at, 3), textOf(*mark));
    }
    for (const BranchMark& mark : branchMarksNear(place)) {
        add(timeText(mark.at, 3), mark.text);
    }
    if (rows.size() > kMostLines) {
        const auto more = static_cast<int>(rows.size() - kMostLines);
        rows.resize(kMostLines);
        add({}, TimelineBar::tr("and %n more", nullptr, more));
    }
    const bool onTrack = place.y() >= bands.track.top() && place.y() < bands.strip.top();
    if (rows.empty() && onTrack && scale.timeAt(place.x()) > content.edge) {
        add({}, TimelineBar::tr("Not computed yet"));
    } else if (rows.empty() && place.y() >= bands.strip.top() && place.y() < bands.axis.top()) {
        add({}, stripTextAt(place));
    }
    return tableOf(rows, QFontMetricsF(look.font), bands.em * kMostEms);
}

} // namespace gui::timeline
