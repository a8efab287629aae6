// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/palette.h"
#include "sim/scene/stage.h"
#include "sim/trace/reader.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <optional>

/// The stage as a widget: pans, zooms, fits, says what is under the mouse, opens tiles. It draws
/// what it is given and knows nothing of runs.
namespace gui::stage {

/// What is to be drawn.
struct StageFrame {
    std::shared_ptr<const sim::scene::World> world;
    std::shared_ptr<const sim::scene::Storyline> story; ///< may be null
    std::shared_ptr<const sim::scene::Slice> slice;     ///< null: the last picture stays
    sim::SimTime at;
    core::Duration window;
};

/// A message that is looked at, and the machines that it goes from and to.
struct Pointed {
    std::uint64_t message = 0;
    QString from;
    QString to;

    friend bool operator==(const Pointed&, const Pointed&) = default;
};

class StageView : public QWidget {
    Q_OBJECT

public:
    explicit StageView(QWidget* parent = nullptr);
    ~StageView() override;

    void setFrame(const StageFrame& frame);
    void setTheme(sim::scene::Theme theme);
    void setLanguage(sim::trace::Language language);
    void setTextScale(double scale);
    void setSinglePoints(bool shown);
    void setScaleText(const QString& text);
    /// Outlines a message with its two ends; nullopt: none.
    void setPointed(const std::optional<Pointed>& pointed);
    void fit();
    /// Closes every tile that was opened by a click; Escape does it too, if nothing is chosen.
    void foldTiles();
    void zoom(double factor, QPointF around);
    double zoomFactor() const;

    /// The answer to messageAsked(): its words, while the mouse is still over it.
    void tellMessage(const sim::trace::MessageRow& row);

    std::optional<sim::scene::Hit> hitAt(QPointF widgetPoint) const;
    /// What a right click there is about: a link also where one of its messages is, or a little
    /// beside it.
    std::optional<sim::scene::Hit> changeableAt(QPointF widgetPoint) const;
    /// Where a thing is on the widget, for tests and for keyboard menus.
    std::optional<QRectF> placeOf(const QString& name) const;
    /// What was painted last.
    const sim::scene::Picture& picture() const;

Q_SIGNALS:
    /// A right press, or the menu key on the chosen thing; nullopt: the ground. The time is that of
    /// the picture that was seen.
    void menuRequested(std::optional<sim::scene::Hit> hit, sim::SimTime at, QPoint globalPosition);
    void activated(const sim::scene::Hit& hit); ///< clicked, or Enter
    /// The mouse rests over a message: more than its flight is not known here.
    void messageAsked(std::uint64_t id);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Parts;

    void selectionMoved();
    void selectTowards(QPoint direction);
    void requestMenu();
    void describe();
    void showToolTip(QPoint globalPosition, const sim::scene::Hit& hit);

    std::unique_ptr<Parts> parts_;
};

} // namespace gui::stage
