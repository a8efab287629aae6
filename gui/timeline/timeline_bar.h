// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/palette.h"
#include "sim/scene/storyline.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

/// The band under the stage: past and future of the run, its marks, the playhead, where the branch
/// parted from its parent. Drag to scrub, click a mark to go there exactly, turn the wheel to zoom
/// around the mouse, with Shift (or a horizontal wheel, or the middle button) to pan. Keys: left
/// and right a small step, with Shift ten, Home and End, plus and minus to zoom, 0 to see all.
namespace gui::timeline {

/// A stretch of the difference strip: how much branch and parent differ there, 0 to 1.
struct DifferenceStretch {
    sim::SimTime begin;
    sim::SimTime end;
    double amount = 0;

    friend bool operator==(const DifferenceStretch&, const DifferenceStretch&) = default;
};

/// A line of the script that is the branch's own.
struct OwnChange {
    sim::SimTime at;
    QString verb; ///< gives the icon: "power-off"
    QString text; ///< in words: "power off web-3"

    friend bool operator==(const OwnChange&, const OwnChange&) = default;
};

/// What it shows beside the story.
struct TimelineContent {
    std::shared_ptr<const sim::scene::Storyline> story;
    sim::SimTime edge;                      ///< computed so far
    sim::SimTime horizon;                   ///< the right end
    std::optional<sim::SimTime> parting;    ///< from here on it may differ from its parent
    std::vector<OwnChange> changes;         ///< by time
    std::optional<sim::SimTime> difference; ///< first headline that differs from the parent's
    std::optional<OwnChange> pending;       ///< a change that is not computed yet
    std::vector<DifferenceStretch> strip;

    friend bool operator==(const TimelineContent&, const TimelineContent&) = default;
};

class TimelineBar : public QWidget {
    Q_OBJECT

public:
    explicit TimelineBar(QWidget* parent = nullptr);
    ~TimelineBar() override;

    void setContent(TimelineContent content);
    void setNow(sim::SimTime at);
    sim::SimTime now() const;
    sim::SimTime edge() const;
    /// Where the playhead is, in words.
    QString valueText() const;
    void setTheme(sim::scene::Theme theme);
    void setLanguage(sim::trace::Language language);
    void zoomToFit();
    /// `factor` > 1: less time in more detail, around the playhead.
    void zoomBy(double factor);
    /// What is shown: for tests, and for who labels it.
    sim::SimTime visibleBegin() const;
    sim::SimTime visibleEnd() const;
    double xOf(sim::SimTime at) const;
    sim::SimTime timeAt(double x) const;

    /// What a tool tip says at a place of the widget; empty: nothing.
    QString textAt(QPointF place) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The user drags the playhead there, or clicked a mark.
    void scrubbed(sim::SimTime at);

protected:
    bool event(QEvent* event) override; ///< tool tips, keys that are shortcuts elsewhere
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Parts;

    void refresh();
    void retranslate();
    void setScale(const std::function<void()>& change);
    void scrubTo(sim::SimTime at);
    void hover(QPointF place);

    std::unique_ptr<Parts> parts_;
};

} // namespace gui::timeline
