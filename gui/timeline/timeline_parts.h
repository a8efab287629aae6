// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/timeline/timeline_bar.h"
#include "gui/timeline/timeline_painter.h"

#include <QPixmap>
#include <QRect>

#include <optional>

/// Inside the timeline bar: what it keeps. Shared by its sources only.
namespace gui::timeline {

enum class Drag { None, Scrub, Pan };

struct TimelineBar::Parts {
    TimelineContent content;
    sim::SimTime now;
    sim::SimTime painted; ///< the playhead as it was painted last
    TimeScale scale{core::Duration{1'000'000'000}, 0, 1};
    TimelineLook look;
    sim::trace::Language language = sim::trace::Language::English;
    QPixmap background;         ///< all but what moves; null: to be drawn again
    QPixmap past;               ///< the same with the track as it is left of the playhead
    std::vector<QRectF> labels; ///< of the axis, on the background
    Drag drag = Drag::None;
    bool onMark = false; ///< a mark was pressed and the mouse has not left it since
    QPointF pressed;
    std::optional<double> hovered; ///< x of the mouse
    bool ringed = false;           ///< has the focus by a key: then it is shown

    core::Duration horizon() const;
    sim::SimTime end() const { return sim::SimTime{} + horizon(); }
    bool isShown(sim::SimTime at) const { return at >= scale.begin() && at <= scale.end(); }
    /// Shows the stretch that begins shortly before the playhead.
    void turnPage();
    QRect playheadRect() const;
    QRect trackBetween(sim::SimTime a, sim::SimTime b) const;
    void keepBackground(double devicePixelRatio);
    Lanes lanes() const { return {look.font, size}; }

    /// Labels that `bubble` would cover in part are taken away.
    void clearFor(QPainter& painter, const QRectF& bubble) const;

    /// Marks of the story near a place, of the lane it is in.
    std::vector<const sim::scene::Mark*> marksNear(QPointF place) const;
    /// The nearest mark there, also one of the branch; nullopt: none is in reach.
    std::optional<sim::SimTime> markAt(QPointF place) const;
    /// In words, as rich text: marks, differences, or what the hatched part is.
    QString tipAt(QPointF place) const;

    QSizeF size; ///< of the widget

private:
    struct BranchMark {
        sim::SimTime at;
        QString text;
    };
    std::vector<BranchMark> branchMarksNear(QPointF place) const;
    QString textOf(const sim::scene::Mark& mark) const;
    QString stripTextAt(QPointF place) const;
};

} // namespace gui::timeline
