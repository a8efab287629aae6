// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the playhead goes at the speed that was asked for, never past what is computed, never past
// a headline unseen; and a jump shows what playing would have shown.
#include "gui/timeline/playback_clock.h"

#include <QSignalSpy>
#include <gtest/gtest.h>

#include <limits>

namespace gui::timeline {
namespace {

using namespace core::literals;
using sim::SimTime;
using sim::scene::CalmMap;
using sim::scene::CalmPoint;
using sim::scene::Storyline;
using Mode = PlaybackClock::Mode;

constexpr core::Duration kPicture = 16'666'667_ns;

SimTime at(core::Duration since) {
    return SimTime{} + since;
}

/// A quiet minute but for one flight of 1 ms at 30 s that takes 400 ms of screen.
std::shared_ptr<const Storyline> flightAt30(core::Duration until = 60_s) {
    const CalmPoint flight{at(30_s), at(30'001_ms), 400_ms};
    return Storyline::of({}, {}, CalmMap::of({&flight, 1}, at(until)), at(until));
}

/// Plays for that long, picture by picture.
void play(PlaybackClock& clock, core::Duration real) {
    clock.play();
    for (core::Duration done; done < real; done += kPicture) {
        clock.advance(std::min(kPicture, real - done));
    }
}

class Clock : public ::testing::Test {
protected:
    void SetUp() override {
        clock.setEdge(at(60_s), true);
        clock.setMode(Mode::Plain);
    }
    PlaybackClock clock;
};
using CalmClock = Clock;

TEST_F(Clock, StandsStillUntilItPlays) {
    clock.advance(5_s);
    EXPECT_EQ(clock.now(), at(0_s));
    EXPECT_FALSE(clock.isPlaying());
}

TEST_F(Clock, PlaysInRealTimeAtSpeedOne) {
    play(clock, 10_s);
    EXPECT_EQ(clock.now(), at(10_s));
}

TEST_F(Clock, KeepsFractionsOfNanosecondsAtTheSlowestSpeed) {
    clock.setSpeed(PlaybackClock::kSlowest);
    play(clock, 10_s);
    EXPECT_NEAR(static_cast<double>(clock.now().ns), 1e6, 2);
}

TEST_F(Clock, PlaysAHundredTimesFaster) {
    clock.setSpeed(100);
    play(clock, 500_ms);
    EXPECT_NEAR(static_cast<double>(clock.now().ns), 50e9, 1e3);
}

TEST_F(Clock, KeepsTheSpeedWithinItsBounds) {
    clock.setSpeed(1e9);
    EXPECT_EQ(clock.speed(), PlaybackClock::kFastest);
    clock.setSpeed(0);
    EXPECT_EQ(clock.speed(), PlaybackClock::kSlowest);
    clock.setSpeed(std::numeric_limits<double>::quiet_NaN());
    EXPECT_EQ(clock.speed(), 1);
    clock.setMode(Mode::Calm);
    clock.setSpeed(1e9);
    EXPECT_EQ(clock.speed(), PlaybackClock::kCalmFastest);
}

TEST_F(Clock, KeepsASpeedForEachMode) {
    clock.setSpeed(0.01);
    clock.setMode(Mode::Calm);
    EXPECT_EQ(clock.speed(), 1);
    clock.setSpeed(2);
    clock.setMode(Mode::Plain);
    EXPECT_EQ(clock.speed(), 0.01);
}

TEST_F(Clock, CoversTwoFifthsOfASecondByItsWindow) {
    EXPECT_EQ(clock.window(), 400_ms);
    clock.setSpeed(0.01);
    EXPECT_EQ(clock.window(), 4_ms);
    EXPECT_EQ(clock.pace(), 10_ms);
}

TEST_F(Clock, KeepsItsWindowWhilePaused) {
    clock.setSpeed(0.01);
    play(clock, 1_s);
    const core::Duration window = clock.window();
    clock.pause();
    EXPECT_EQ(clock.window(), window);
}

TEST_F(Clock, StopsAtTheEndOfACompleteRun) {
    clock.seek(at(59_s));
    QSignalSpy ended(&clock, &PlaybackClock::ended);
    QSignalSpy playing(&clock, &PlaybackClock::playingChanged);
    play(clock, 3_s);
    EXPECT_EQ(clock.now(), at(60_s));
    EXPECT_FALSE(clock.isWaiting());
    ASSERT_GE(ended.count(), 1);
    EXPECT_EQ(playing.at(1).at(0).toBool(), false);
}

TEST_F(Clock, GoesOnIfTheEndMovesWhileItIsTold) {
    clock.seek(at(59_s));
    QObject::connect(&clock, &PlaybackClock::ended, &clock, [this] {
        clock.setEdge(at(120_s), false);
        clock.play();
    });
    play(clock, 3_s);
    EXPECT_TRUE(clock.isPlaying());
    EXPECT_GT(clock.now(), at(61_s));
}

TEST_F(Clock, WaitsAtTheEdgeOfARunThatGoesOn) {
    clock.setEdge(at(2_s), false);
    QSignalSpy waiting(&clock, &PlaybackClock::waitingChanged);
    QSignalSpy ended(&clock, &PlaybackClock::ended);
    play(clock, 5_s);
    EXPECT_EQ(clock.now(), at(2_s));
    EXPECT_TRUE(clock.isWaiting());
    EXPECT_TRUE(clock.isPlaying());
    EXPECT_EQ(ended.count(), 0);
    clock.setEdge(at(4_s), false);
    EXPECT_FALSE(clock.isWaiting());
    ASSERT_EQ(waiting.count(), 2);
    EXPECT_TRUE(waiting.at(0).at(0).toBool());
    EXPECT_FALSE(waiting.at(1).at(0).toBool());
    clock.advance(1_s);
    EXPECT_EQ(clock.now(), at(3_s));
}

TEST_F(Clock, DoesNotMakeUpForTheTimeItWaited) {
    clock.setEdge(at(2_s), false);
    play(clock, 30_s);
    clock.setEdge(at(60_s), false);
    clock.advance(10_ms);
    EXPECT_EQ(clock.now(), at(2'010_ms));
}

TEST_F(Clock, ComesBackWhenTheEdgeDoes) {
    clock.seek(at(40_s));
    QSignalSpy moved(&clock, &PlaybackClock::moved);
    clock.setEdge(at(30_s), false);
    EXPECT_EQ(clock.now(), at(30_s));
    EXPECT_EQ(moved.count(), 1);
}

TEST_F(Clock, SeeksWithinWhatIsComputed) {
    clock.setEdge(at(20_s), false);
    clock.seek(at(30_s));
    EXPECT_EQ(clock.now(), at(20_s));
    clock.seek({-5});
    EXPECT_EQ(clock.now(), at(0_s));
}

TEST_F(Clock, TellsOfAMoveOnlyIfThereWasOne) {
    clock.seek(at(3_s));
    QSignalSpy moved(&clock, &PlaybackClock::moved);
    clock.seek(at(3_s));
    clock.play();
    clock.advance(0_s);
    EXPECT_EQ(moved.count(), 0);
}

TEST_F(Clock, TogglesAndTellsOnce) {
    QSignalSpy playing(&clock, &PlaybackClock::playingChanged);
    clock.toggle();
    clock.play();
    EXPECT_EQ(playing.count(), 1);
    clock.toggle();
    clock.pause();
    EXPECT_EQ(playing.count(), 2);
}

TEST_F(CalmClock, FollowsTheCalmMap) {
    clock.setMode(Mode::Calm);
    clock.setStory(flightAt30());
    const CalmMap calm = flightAt30()->calm();
    play(clock, 1_s);
    EXPECT_EQ(clock.now(), calm.simAt(1_s));
    play(clock, 1_s);
    EXPECT_EQ(clock.now(), calm.simAt(2_s));
}

TEST_F(CalmClock, ShowsAFlightAsLongAsTheMapSays) {
    clock.setMode(Mode::Calm);
    clock.setStory(flightAt30());
    clock.seek(at(30_s));
    EXPECT_EQ(clock.pace(), 2'500_us);
    play(clock, 200_ms);
    EXPECT_EQ(clock.now(), at(30'000'500_us));
}

TEST_F(CalmClock, GoesByAFactorOnTheCalmPace) {
    clock.setMode(Mode::Calm);
    clock.setStory(flightAt30());
    clock.setSpeed(2);
    clock.seek(at(30_s));
    EXPECT_EQ(clock.pace(), 5_ms);
    play(clock, 100_ms);
    EXPECT_EQ(clock.now(), at(30'000'500_us));
}

TEST_F(CalmClock, IsPlainWithoutAStory) {
    clock.setMode(Mode::Calm);
    play(clock, 2_s);
    EXPECT_EQ(clock.now(), at(2_s));
    EXPECT_EQ(clock.window(), 400_ms);
}

TEST_F(CalmClock, CoversByItsWindowWhatWasOnScreenJustNow) {
    clock.setMode(Mode::Calm);
    clock.setStory(flightAt30());
    const CalmMap calm = flightAt30()->calm();
    const core::Duration screen = calm.screenAt(at(30'001_ms)) + 100_ms;
    clock.seek(calm.simAt(screen));
    EXPECT_EQ(at(clock.window()),
              at(clock.now() - calm.simAt(calm.screenAt(clock.now()) - 400_ms)));
    clock.seek(at(30'001_ms)); // exactly the flight
    EXPECT_EQ(clock.window(), 1_ms);
}

TEST_F(CalmClock, HasAWindowAtTheStart) {
    clock.setMode(Mode::Calm);
    clock.setStory(flightAt30());
    const core::Duration pace = clock.pace();
    EXPECT_NEAR(static_cast<double>(clock.window().ns), 0.4 * static_cast<double>(pace.ns), 10);
}

TEST_F(CalmClock, ShowsTheSameAfterAJumpAsAfterPlaying) {
    clock.setMode(Mode::Calm);
    clock.setStory(flightAt30());
    PlaybackClock jumper;
    jumper.setStory(flightAt30());
    jumper.setEdge(at(60_s), true);
    clock.play();
    for (int picture = 0; picture < 200; ++picture) {
        clock.advance(kPicture);
        jumper.seek(at(59_s));
        jumper.seek(clock.now());
        ASSERT_EQ(jumper.now(), clock.now());
        ASSERT_EQ(jumper.window(), clock.window());
        ASSERT_EQ(jumper.pace(), clock.pace());
    }
}

TEST_F(CalmClock, GoesByAMapOfItsOwnIfThereIsOne) {
    clock.setMode(Mode::Calm);
    const CalmPoint slower{at(30_s), at(30'001_ms), 800_ms};
    const auto own = std::make_shared<const CalmMap>(CalmMap::of({&slower, 1}, at(60_s)));
    clock.setStory(flightAt30(), own);
    clock.seek(at(30_s));
    EXPECT_EQ(clock.pace(), 1'250_us);
    clock.setStory(flightAt30());
    EXPECT_EQ(clock.now(), at(30_s));
    EXPECT_EQ(clock.pace(), 2'500_us);
}

TEST_F(CalmClock, StaysWhereItIsWhenTheStoryGrows) {
    clock.setMode(Mode::Calm);
    clock.setEdge(at(60_s), false);
    const auto before = flightAt30();
    clock.setStory(before);
    play(clock, 1_s);
    const SimTime now = clock.now();
    const CalmPoint late{at(80_s), at(80_s), 1500_ms};
    const CalmMap more = CalmMap::of({&late, 1}, at(90_s));
    clock.setStory(Storyline::of({}, {}, CalmMap::continued(before->calm(), now, more), at(90_s)));
    EXPECT_EQ(clock.now(), now);
    clock.advance(kPicture);
    EXPECT_GT(clock.now(), now);
}

TEST_F(CalmClock, WaitsWhereTheStoryOfAGrowingRunEnds) {
    clock.setMode(Mode::Calm);
    clock.setStory(flightAt30(40_s));
    clock.setEdge(at(60_s), false);
    play(clock, 10_s);
    EXPECT_EQ(clock.now(), at(40_s));
    EXPECT_TRUE(clock.isWaiting());
    clock.setStory(flightAt30(60_s));
    EXPECT_FALSE(clock.isWaiting());
}

TEST_F(CalmClock, PlaysToTheEndEvenIfTheStoryEndsEarlier) {
    clock.setMode(Mode::Calm);
    clock.setStory(flightAt30(58_s));
    QSignalSpy ended(&clock, &PlaybackClock::ended);
    play(clock, 10_s);
    EXPECT_EQ(clock.now(), at(60_s));
    EXPECT_GE(ended.count(), 1);
}

TEST_F(CalmClock, KeepsItsPlaceWhenTheModeChanges) {
    clock.setMode(Mode::Calm);
    clock.setStory(flightAt30());
    QSignalSpy mode(&clock, &PlaybackClock::modeChanged);
    play(clock, 1_s);
    const SimTime now = clock.now();
    clock.setMode(Mode::Plain);
    EXPECT_EQ(clock.now(), now);
    clock.advance(1_s);
    EXPECT_EQ(clock.now(), now + 1_s);
    clock.setMode(Mode::Calm);
    EXPECT_EQ(clock.now(), now + 1_s);
    EXPECT_EQ(mode.count(), 2);
}

} // namespace
} // namespace gui::timeline
