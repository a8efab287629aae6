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
    /// Factors on the calm clock's pace.
    static constexpr double kCalmSlowest = 0.1;
    static constexpr double kCalmFastest = 10;

    explicit PlaybackClock(QObject* parent = nullptr);
    ~PlaybackClock() override;

    /// The story gives the calm clock, unless there is a map of its own; no story: a second is a
    /// second in calm mode too. The playhead stays where it is.
    void setStory(std::shared_ptr<const sim::scene::Storyline> story,
                  std::shared_ptr<const sim::scene::CalmMap> calm = nullptr);
    /// The playhead never passes the computed edge: it waits there while the run goes on, also
    /// where the story ends of a run that is not complete.
    void setEdge(sim::SimTime edge, bool complete);

    sim::SimTime now() const;
    Mode mode() const;
    /// Plain mode; in calm mode a factor on the calm clock's pace. Each mode keeps its own.
    double speed() const;
    bool isPlaying() const;
    /// It plays but stands at an edge that is not the end.
    bool isWaiting() const;
    /// Simulated time that the last 0.4 s of screen time covered when playing to this place; the
    /// same while paused and after a jump.
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

Q_SIGNALS:
    void moved();
    void playingChanged(bool playing);
    void modeChanged(); ///< mode or speed
    void waitingChanged(bool waiting);
    /// The end of a complete run; it has paused.
    void ended();

private:
    void setPlaying(bool playing);
    void tellWaiting();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace gui::timeline
