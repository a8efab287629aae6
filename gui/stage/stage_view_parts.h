// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/stage/picture_painter.h"
#include "gui/stage/shape_painter.h"
#include "gui/stage/stage_view.h"
#include "gui/stage/viewport.h"

#include <QTimer>

#include <vector>

/// What a StageView holds; for its own sources only.
namespace gui::stage {

struct StageView::Parts {
    StageFrame frame;
    std::optional<sim::scene::Stage> stage;
    std::shared_ptr<const sim::scene::World> laidOut; ///< what the stage knows
    sim::scene::StageSettings settings;
    sim::scene::Picture picture;
    sim::SimTime seen;  ///< the time of the picture
    bool stale = false; ///< the picture is not that of the frame and the settings
    std::optional<std::uint64_t> described; ///< epoch of the accessible description
    sim::scene::Theme theme = sim::scene::Theme::Light;
    PicturePainter pictures;
    QTimer still; ///< fires when nobody has zoomed for a moment
    Viewport viewport;
    std::optional<Pointed> pointed;

    std::optional<sim::trace::MessageRow> message; ///< that was told last
    QPoint toolTipAt;                              ///< on the screen

    std::optional<QPointF> mouse; ///< while it is over the widget
    std::optional<sim::scene::Hit> hover;
    std::optional<sim::scene::Hit> selection; ///< by keyboard
    std::optional<QPointF> dragFrom;          ///< left button is down; where it was last
    QPointF pressedAt;
    bool dragging = false; ///< it has moved too far for a click

    void adoptSize(QSize widget);
    void syncStage();
    void draw();
    void outline(QPainter& painter, const sim::scene::Hit& hit, QPen pen, double gap) const;
    void paintHover(QPainter& painter) const;
    void paintSelection(QPainter& painter, bool focused) const;
    void paintPointed(QPainter& painter) const;
    /// What a number there counts; empty: there is none.
    QString countTextAt(QPointF place) const;
    /// The link near a place; messages on it do not count.
    std::optional<sim::scene::Hit> linkNear(QPointF place) const;

    /// What a thing is, in words; of messages as far as is known.
    QString wordsFor(const sim::scene::Hit& hit) const;
    /// What the keyboard can choose, in reading order.
    std::vector<sim::scene::Hit> things() const;
    /// The same thing in the picture of now; nullopt: it is not there any more.
    std::optional<sim::scene::Hit> found(const std::optional<sim::scene::Hit>& hit) const;
    /// The nearest thing in a direction (one of its parts is 0); nullopt: none.
    std::optional<sim::scene::Hit> neighbour(QPoint direction) const;
    /// False: there is no further one.
    bool selectNext(bool forward);
    /// Opens or closes a tile.
    void toggleTile(const sim::scene::Hit& hit);
};

/// Whether two worlds have the same machines at the same places.
bool isSameRun(const sim::scene::World& one, const sim::scene::World& other);

} // namespace gui::stage
