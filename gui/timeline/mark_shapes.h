// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/timeline/time_scale.h"
#include "gui/timeline/timeline_bar.h"
#include "sim/scene/palette.h"
#include "sim/scene/storyline.h"

#include <QColor>
#include <QPainter>
#include <QString>

#include <span>
#include <vector>

/// The marks of the timeline: a shape of its own for each kind, so that colour is never needed to
/// tell them apart.
namespace gui::timeline {

QColor inkColour(sim::scene::Ink ink, sim::scene::Theme theme);

/// Marks that lie too close together to be told apart: shown as one, with another behind it.
struct MarkGroup {
    sim::scene::Mark::Kind kind; ///< the gravest
    double x = 0;                ///< of the first
    std::vector<const sim::scene::Mark*> marks;
};

/// Headlines are marked on the track, all else above it.
enum class MarkLane { Above, Track };
MarkLane laneOf(sim::scene::Mark::Kind kind);

/// Of one lane, from left to right; marks less than `apart` pixels from a group's first join it.
/// Only those on the scale. `marks` must outlive them.
std::vector<MarkGroup> groupsOf(std::span<const sim::scene::Mark> marks, MarkLane lane,
                                const TimeScale& scale, double apart);

/// Headline: diamond. Fault: filled triangle. Repair: ring with a tick. Refused: hollow triangle
/// with a stroke. Action: square with a dot. Failed check: cross. Fits into a square of `size`.
void paintMark(QPainter& painter, const MarkGroup& group, QPointF centre, double size,
               sim::scene::Theme theme);

/// What marks the branch on the timeline.
enum class Badge { Change, Difference, Pending };
/// Changes at one place, as the verbs of their lines.
struct BadgeGroup {
    double x = 0; ///< of the first
    std::vector<QString> verbs;
};
/// From left to right; less than `apart` pixels from a group's first joins it. Only those on the
/// scale. `changes` are by time.
std::vector<BadgeGroup> badgesOf(std::span<const OwnChange> changes, const TimeScale& scale,
                                 double apart);
/// A disc with the icon of the group's first verb; with several, another disc behind it.
void paintBadge(QPainter& painter, Badge badge, const BadgeGroup& group, QPointF centre,
                double size, sim::scene::Theme theme);

} // namespace gui::timeline
