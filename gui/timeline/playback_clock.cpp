// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/timeline/playback_clock.h"

#include "core/base/assert.h"

#include <algorithm>
#include <cmath>

namespace gui::timeline {
namespace {

using core::Duration;
using sim::SimTime;
using sim::scene::CalmMap;

constexpr Duration kWindowOnScreen{400'000'000};
constexpr Duration kSecond{1'000'000'000};
/// A real second can never be more simulated time than this: 292 years stay far away.
constexpr double kMostNs = 1e18;

} // namespace

struct PlaybackClock::Parts {
    std::shared_ptr<const sim::scene::Storyline> story;
    std::shared_ptr<const CalmMap> ownCalm; ///< instead of the story's
    SimTime edge;
    bool complete = false;
    SimTime now;
    /// Position on the calm clock; calm().simAt(screen) is `now`.
    Duration screen;
    double rest = 0; ///< of a nanosecond, of what advances in this mode
    Mode mode = Mode::Calm;
    double plainSpeed = 1;
    double calmSpeed = 1;
    bool playing = false;
    bool waiting = false; ///< as last told

    const CalmMap& calm() const {
        static const CalmMap plain;
        return story == nullptr ? plain : ownCalm != nullptr ? *ownCalm : story->calm();
    }
    double& speed() { return mode == Mode::Calm ? calmSpeed : plainSpeed; }
    /// How far it may play now.
    SimTime limit() const {
        return complete || story == nullptr ? edge : std::min(edge, story->until());
    }
    bool isWaiting() const { return playing && !complete && now >= limit(); }

    void put(SimTime at) {
        if (at != now) {
            rest = 0;
        }
        now = at;
        screen = calm().screenAt(now);
    }
    /// Real time as whole nanoseconds of what advances; the rest is kept for the next call.
    Duration scaled(Duration real) {
        const double exact = std::min(static_cast<double>(real.ns) * speed() + rest, kMostNs);
        const double whole = std::floor(exact);
        rest = exact - whole;
        return {static_cast<std::int64_t>(whole)};
    }
    SimTime after(Duration real) {
        const Duration step = scaled(real);
        if (mode == Mode::Plain) {
            return now + step;
        }
        screen += step;
        // Beyond what the story has told, a second is a second.
        return screen <= calm().length() ? calm().simAt(screen)
                                         : std::max(now, calm().simAt(calm().length())) + step;
    }
};

PlaybackClock::PlaybackClock(QObject* parent)
    : QObject(parent), parts_(std::make_unique<Parts>()) {}
PlaybackClock::~PlaybackClock() = default;

void PlaybackClock::setStory(std::shared_ptr<const sim::scene::Storyline> story,
                             std::shared_ptr<const CalmMap> calm) {
    parts_->story = std::move(story);
    parts_->ownCalm = std::move(calm);
    if (parts_->calm().simAt(parts_->screen) != parts_->now) {
        parts_->screen = parts_->calm().screenAt(parts_->now);
    }
    tellWaiting();
}

void PlaybackClock::setEdge(SimTime edge, bool complete) {
    parts_->edge = std::max(edge, SimTime{});
    parts_->complete = complete;
    if (parts_->now > parts_->edge) {
        seek(parts_->edge);
    }
    tellWaiting();
}

SimTime PlaybackClock::now() const {
    return parts_->now;
}
PlaybackClock::Mode PlaybackClock::mode() const {
    return parts_->mode;
}
double PlaybackClock::speed() const {
    return parts_->speed();
}
bool PlaybackClock::isPlaying() const {
    return parts_->playing;
}
bool PlaybackClock::isWaiting() const {
    return parts_->isWaiting();
}

Duration PlaybackClock::window() const {
    const auto onClock =
        static_cast<std::int64_t>(static_cast<double>(kWindowOnScreen.ns) * parts_->speed());
    if (parts_->mode == Mode::Plain) {
        return {std::max<std::int64_t>(1, onClock)};
    }
    const CalmMap& calm = parts_->calm();
    const Duration screen = calm.screenAt(parts_->now);
    const Duration begin = screen - Duration{onClock};
    Duration window = parts_->now - calm.simAt(begin);
    if (begin < Duration{}) { // as if the clock had been going before the run
        const double missing = static_cast<double>(-begin.ns) / static_cast<double>(kSecond.ns);
        window +=
            Duration{static_cast<std::int64_t>(missing * static_cast<double>(calm.pace({}).ns))};
    }
    return std::max(window, Duration{1});
}

Duration PlaybackClock::pace() const {
    const Duration real = parts_->mode == Mode::Plain ? kSecond : parts_->calm().pace(parts_->now);
    const double ns = std::min(static_cast<double>(real.ns) * parts_->speed(), kMostNs);
    return {std::max<std::int64_t>(1, static_cast<std::int64_t>(ns))};
}

void PlaybackClock::setPlaying(bool playing) {
    if (parts_->playing == playing) {
        return;
    }
    parts_->playing = playing;
    Q_EMIT playingChanged(playing);
    tellWaiting();
}
void PlaybackClock::play() {
    setPlaying(true);
}
void PlaybackClock::pause() {
    setPlaying(false);
}
void PlaybackClock::toggle() {
    setPlaying(!parts_->playing);
}

void PlaybackClock::setMode(Mode mode) {
    if (parts_->mode == mode) {
        return;
    }
    parts_->mode = mode;
    parts_->rest = 0;
    parts_->screen = parts_->calm().screenAt(parts_->now);
    Q_EMIT modeChanged();
}

void PlaybackClock::setSpeed(double speed) {
    const bool calm = parts_->mode == Mode::Calm;
    const double clamped = std::isnan(speed) ? 1
                           : calm            ? std::clamp(speed, kCalmSlowest, kCalmFastest)
                                             : std::clamp(speed, kSlowest, kFastest);
    if (parts_->speed() == clamped) {
        return;
    }
    parts_->speed() = clamped;
    Q_EMIT modeChanged();
}

void PlaybackClock::seek(SimTime at) {
    const SimTime before = parts_->now;
    parts_->put(std::clamp(at, SimTime{}, parts_->edge));
    if (parts_->now != before) {
        Q_EMIT moved();
    }
    tellWaiting();
}

void PlaybackClock::advance(Duration real) {
    ORRERY_ASSERT(real >= Duration{});
    if (!parts_->playing) {
        return;
    }
    const SimTime before = parts_->now;
    // A story that was cut back may end before the playhead; it never goes back by itself.
    const SimTime limit = std::max(parts_->limit(), before);
    const SimTime next = parts_->after(real);
    if (next >= limit) {
        parts_->put(limit);
    } else {
        parts_->now = next;
    }
    if (parts_->now != before) {
        Q_EMIT moved();
    }
    if (parts_->playing && parts_->complete && parts_->now >= parts_->edge) {
        setPlaying(false);
        Q_EMIT ended();
    }
    tellWaiting();
}

void PlaybackClock::tellWaiting() {
    const bool waiting = parts_->isWaiting();
    if (waiting != parts_->waiting) {
        parts_->waiting = waiting;
        Q_EMIT waitingChanged(waiting);
    }
}

} // namespace gui::timeline
