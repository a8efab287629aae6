// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/timeline/mark_shapes.h"
#include "gui/timeline/time_scale.h"
#include "gui/timeline/timeline_bar.h"

#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QSizeF>

/// Draws the timeline: all but the playhead is kept as an image by the widget.
namespace gui::timeline {

/// The bands from top to bottom; they grow with the font.
struct Lanes {
    Lanes(const QFont& font, QSizeF size);

    double em = 0;
    QSizeF size;
    QRectF marks; ///< faults, actions, failed checks
    QRectF track; ///< past and future, headlines
    QRectF strip; ///< branch against parent
    QRectF axis;  ///< ticks, and the playhead's bubble
    QRectF rail;  ///< which part is shown, while zoomed

    /// Of a font.
    static double heightFor(const QFont& font);
    double markSize() const { return em * 1.05; }
    /// A mark is hit so far from its middle.
    double reach() const { return em * 0.75; }
};

struct TimelineLook {
    QFont font;
    sim::scene::Theme theme = sim::scene::Theme::Light;
};

/// Where the axis has its labels.
std::vector<QRectF> labelsOf(const TimeScale& scale, const Lanes& lanes, const QFont& font);

/// Everything but the playhead. `past`: the track as it is left of the playhead.
void paintBackground(QPainter& painter, const TimelineContent& content, const TimeScale& scale,
                     const Lanes& lanes, const TimelineLook& look, bool past);

/// What moves: line and bubble, and where the mouse is.
struct Playhead {
    sim::SimTime at;
    int decimals = 3;
    bool grabbed = false;
};
/// Where the bubble is.
QRectF bubbleOf(const Playhead& playhead, const TimeScale& scale, const Lanes& lanes,
                const QFont& font);
/// Marks that it stands on stay in front of it. REQUIRES: the background is painted.
void paintPlayhead(QPainter& painter, const Playhead& playhead, const TimelineContent& content,
                   const TimeScale& scale, const Lanes& lanes, const TimelineLook& look);
/// A thin line and a quiet time under the mouse.
void paintHover(QPainter& painter, sim::SimTime at, int decimals, const TimeScale& scale,
                const Lanes& lanes, const TimelineLook& look);

/// As many as a pixel tells, three at least.
int decimalsFor(const TimeScale& scale);

} // namespace gui::timeline
