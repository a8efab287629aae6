// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/storyline.h"

#include <QObject>

#include <memory>

/// The playhead. Real time (advance), screen time (the calm clock's) and simulated time are kept
/// apart; nothing here asks what time it is, so tests play as fast as they like.
namespace gui::timeline {

class PlaybackClock : public QObject {
    Q_OBJECT

public:
    enum class Mode { Calm, Plain };
    Q_ENUM(Mode)

    /// Simulated per real time, plain mode.
    static constexpr double kSlowest = 1e-4;
    static constexpr double kFastest = 100;

    explicit PlaybackClock(QObject* parent = nullptr);

    /// The story gives the calm clock; null: plain speed only.
    void setStory(std::shared_ptr<const sim::scene::Storyline> story);
    /// The playhead never passes the computed edge: it waits there while the run goes on.
    void setEdge(sim::SimTime edge, bool complete);

    sim::SimTime now() const;
    Mode mode() const;
    double speed() const; ///< plain mode; in calm mode a factor on the calm clock's pace
    bool isPlaying() const;
    /// It plays but stands at an edge that is not the end.
    bool isWaiting() const;
    /// Simulated time that 0.4 s of screen time covers here; kept while paused.
    core::Duration window() const;
    /// Simulated time per second of screen time.
    core::Duration pace() const;

    void play();
    void pause();
    void toggle();
    void setMode(Mode mode);
    void setSpeed(double speed); ///< clamped
    void seek(sim::SimTime at);  ///< clamped to [0, edge]
    /// Real time has passed. REQUIRES: not negative.
    void advance(core::Duration real);

signals:
    void moved();
    void playingChanged(bool playing);
    void modeChanged();
    void waitingChanged(bool waiting);
    /// The end of a complete run; it has paused.
    void ended();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;

public:
    ~PlaybackClock() override;
};

} // namespace gui::timeline
