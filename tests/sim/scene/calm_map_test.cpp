// SPDX-License-Identifier: Apache-2.0
// Goal: the calm clock never stands still nor runs back, gives every point its screen time, passes
// quiet stretches in two seconds, and keeps what was shown when the run grows. Section 1 of the
// visual language. Random points are drawn from a hash, so that a failure can be repeated.
#include "core/base/hash.h"
#include "sim/scene/calm_map.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sim::scene {
namespace {

using namespace core::literals;

constexpr std::uint64_t kSeeds = 200;

SimTime at(core::Duration since) {
    return SimTime{} + since;
}

/// Numbers from a seed.
class Draw {
public:
    explicit Draw(std::uint64_t seed) : state_(seed) {}
    /// In [0, below).
    std::int64_t operator()(std::int64_t below) {
        state_ = core::mix64(state_);
        return static_cast<std::int64_t>(state_ % static_cast<std::uint64_t>(below));
    }

private:
    std::uint64_t state_;
};

CalmMap mapOf(const CalmPoint& point, SimTime until) {
    return CalmMap::of({&point, 1}, until);
}

/// Instants, flights and overlaps of all lengths, some beyond the ends of the run.
std::vector<CalmPoint> randomPoints(Draw& draw, SimTime until) {
    std::vector<CalmPoint> points(static_cast<std::size_t>(draw(40)));
    for (CalmPoint& point : points) {
        point.begin = {draw(until.ns + until.ns / 10) - until.ns / 20};
        const std::int64_t longest = std::int64_t{1} << draw(34);
        point.end = point.begin + core::Duration{draw(3) == 0 ? 0 : draw(longest)};
        point.screen = core::Duration{1 + draw(2'000'000'000)};
    }
    return points;
}

SimTime randomEnd(Draw& draw) {
    return {1 + draw(std::int64_t{1} << (1 + draw(40)))};
}

void expectRising(const CalmMap& map, std::uint64_t seed) {
    const auto knots = map.knots();
    for (std::size_t i = 1; i < knots.size(); ++i) {
        ASSERT_LT(knots[i - 1].screen, knots[i].screen) << "seed " << seed << ", knot " << i;
        ASSERT_LT(knots[i - 1].at, knots[i].at) << "seed " << seed << ", knot " << i;
    }
}

TEST(CalmMap, IsTheIdentityWithoutPoints) {
    const CalmMap plain;
    EXPECT_EQ(plain.simAt(3_s), at(3_s));
    EXPECT_EQ(plain.screenAt(at(3_s)), 3_s);
    EXPECT_EQ(plain.pace(at(3_s)), 1_s);
    EXPECT_EQ(plain.simAt(-1_s), at(0_s));
    EXPECT_EQ(plain.length(), core::Duration::max());
}

TEST(CalmMap, BeginsAtZeroAndEndsWithTheRun) {
    const CalmPoint point{at(4_s), at(4_s), 1500_ms};
    const CalmMap map = CalmMap::of({&point, 1}, at(10_s));
    EXPECT_EQ(map.simAt(0_s), at(0_s));
    EXPECT_EQ(map.simAt(map.length()), at(10_s));
    EXPECT_EQ(map.simAt(map.length() + 1_s), at(10_s));
    EXPECT_EQ(map.screenAt(at(11_s)), map.length());
    EXPECT_EQ(map.screenAt({-1}), 0_s);
}

TEST(CalmMap, OfAnEmptyRunStaysAtZero) {
    const CalmPoint point{at(4_s), at(4_s), 1500_ms};
    const CalmMap map = CalmMap::of({&point, 1}, at(0_s));
    EXPECT_EQ(map.length(), 0_s);
    EXPECT_EQ(map.simAt(5_s), at(0_s));
    EXPECT_EQ(map.screenAt(at(5_s)), 0_s);
}

TEST(CalmMap, GivesAFlightItsScreenTime) {
    const CalmPoint flight{at(4_s), at(4'001_ms), 400_ms};
    const CalmMap map = CalmMap::of({&flight, 1}, at(10_s));
    EXPECT_EQ(map.screenAt(flight.end) - map.screenAt(flight.begin), 400_ms);
    EXPECT_EQ(map.pace(at(4_s)), 2'500_us);
    EXPECT_EQ(map.simAt(map.screenAt(at(4_s)) + 200_ms), at(4'000'500_us));
}

TEST(CalmMap, SpreadsAnInstantSoThatTimeGoesOn) {
    const CalmPoint instant{at(4_s), at(4_s), 1500_ms};
    const CalmMap map = CalmMap::of({&instant, 1}, at(10_s));
    EXPECT_EQ(map.simAt(map.screenAt(at(4_s)) + 1500_ms), at(4'001'500_us));
}

TEST(CalmMap, SpreadsTheLastInstantBeforeTheEnd) {
    const CalmPoint instant{at(10_s), at(10_s), 1500_ms};
    const CalmMap map = CalmMap::of({&instant, 1}, at(10_s));
    EXPECT_EQ(map.simAt(map.length() - 1500_ms), at(9'998'500_us));
}

TEST(CalmMap, KnowsNothingOfWhatComesAfterTheEnd) {
    const CalmPoint later{at(11_s), at(12_s), 1500_ms};
    EXPECT_EQ(CalmMap::of({&later, 1}, at(10_s)), CalmMap::of({}, at(10_s)));
}

TEST(CalmMap, SharesTheTimeOfWhatOverlaps) {
    const std::vector<CalmPoint> flights{{at(4_s), at(4'002_ms), 400_ms},
                                         {at(4_s), at(4'001_ms), 400_ms}};
    const CalmMap map = CalmMap::of(flights, at(10_s));
    EXPECT_EQ(map.screenAt(at(4'002_ms)) - map.screenAt(at(4_s)), 600_ms);
}

TEST(CalmMap, PassesAQuietStretchInTwoSecondsAtMost) {
    for (const core::Duration quiet : {1_us, 10_ms, 1_s, 60_s, 1'000'000_h}) {
        const CalmMap map = CalmMap::of({}, at(quiet));
        EXPECT_LE(map.length(), 2_s) << quiet.ns;
        EXPECT_GE(map.pace(at(quiet / 2)), 49_ms) << quiet.ns;
    }
}

TEST(CalmMap, ShowsALongQuietStretchForMostOfTwoSeconds) {
    EXPECT_GE(CalmMap::of({}, at(10_s)).length(), 1'950_ms);
}

TEST(CalmMap, RisesInBothTimes) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Draw draw(seed);
        const SimTime until = randomEnd(draw);
        const CalmMap map = CalmMap::of(randomPoints(draw, until), until);
        expectRising(map, seed);
        EXPECT_EQ(map.knots().front(), CalmMap::Knot{}) << "seed " << seed;
        EXPECT_EQ(map.knots().back().at, until) << "seed " << seed;
    }
}

TEST(CalmMap, GoesBackAndForthToANanosecondOfScreenTime) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Draw draw(seed);
        const SimTime until = randomEnd(draw);
        const CalmMap map = CalmMap::of(randomPoints(draw, until), until);
        for (int i = 0; i < 50; ++i) {
            const SimTime time{draw(until.ns + 1)};
            const core::Duration screen = map.screenAt(time);
            ASSERT_GE(map.simAt(screen), time) << "seed " << seed;
            if (screen > 0_s) {
                ASSERT_LT(map.simAt(screen - 1_ns), std::max(time, SimTime{1})) << "seed " << seed;
            }
        }
    }
}

TEST(CalmMap, GivesEveryPointWithinTheRunItsScreenTime) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Draw draw(seed);
        const SimTime until = randomEnd(draw);
        const auto points = randomPoints(draw, until);
        const CalmMap map = CalmMap::of(points, until);
        for (const CalmPoint& point : points) {
            if (point.begin >= SimTime{} && point.end <= until && point.end > point.begin) {
                ASSERT_GE(map.screenAt(point.end) - map.screenAt(point.begin), point.screen)
                    << "seed " << seed;
            }
        }
    }
}

TEST(CalmMap, DoesNotCareInWhichOrderPointsCome) {
    Draw draw(7);
    auto points = randomPoints(draw, at(100_s));
    const CalmMap map = CalmMap::of(points, at(100_s));
    std::reverse(points.begin(), points.end());
    EXPECT_EQ(CalmMap::of(points, at(100_s)), map);
}

/// Stretches apart from each other, up to a while after the end.
std::vector<CalmStretch> randomStretches(Draw& draw, SimTime until) {
    std::vector<CalmStretch> stretches;
    SimTime at;
    while (at <= until) {
        const SimTime begin = at + core::Duration{draw(until.ns / 5 + 2)};
        at = begin + core::Duration{1 + draw(until.ns / 10 + 1)};
        stretches.push_back({begin, at});
    }
    return stretches;
}

TEST(CalmMap, PassesWhatIsStillInHalfASecondOrRealTime) {
    const CalmPoint slow{at(4_s), at(4'100_ms), 20_s};
    for (const auto& [length, most] :
         {std::pair{10_ms, 500_ms}, {100_ms, 500_ms}, {800_ms, 800_ms}, {30_s, 2_s}}) {
        const CalmMap map = CalmMap::ofPlan({{slow}, {{at(4_s), at(4_s) + length}}, {}}, at(60_s));
        const core::Duration screen = map.screenAt(at(4_s) + length) - map.screenAt(at(4_s));
        EXPECT_LE(screen, most + 10_ns) << length.ns;
        EXPECT_GE(screen, most - 10_ns) << length.ns;
    }
}

TEST(CalmMap, LeavesAStillStretchAsFastAsItIs) {
    const CalmMap quick = CalmMap::of({}, at(60_s));
    const CalmMap same = CalmMap::ofPlan({{}, {{at(10_s), at(11_s)}}, {}}, at(60_s));
    EXPECT_EQ(same.screenAt(at(11_s)) - same.screenAt(at(10_s)),
              quick.screenAt(at(11_s)) - quick.screenAt(at(10_s)));
}

TEST(CalmMap, KeepsTheTimeOfWhatMovesBetweenStillStretches) {
    const CalmPoint slow{at(4_s), at(4'100_ms), 20_s};
    const CalmPlan plan{{slow}, {{at(4_s), at(4'040_ms)}, {at(4'050_ms), at(4'100_ms)}}, {}};
    const CalmMap map = CalmMap::ofPlan(plan, at(60_s));
    EXPECT_EQ(map.screenAt(at(4'050_ms)) - map.screenAt(at(4'040_ms)), 2_s);
}

TEST(CalmMap, GivesTheLeastWhereNothingMovesToo) {
    const CalmPlan plan{{}, {{at(4_s), at(4'050_ms)}}, {{at(4_s), at(4'050_ms), 1500_ms}}};
    const CalmMap map = CalmMap::ofPlan(plan, at(60_s));
    const core::Duration screen = map.screenAt(at(4'050_ms)) - map.screenAt(at(4_s));
    EXPECT_GE(screen, 1500_ms);
    EXPECT_LE(screen, 1500_ms + 10_ns);
}

TEST(CalmMap, RisesInBothTimesWhateverIsStill) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Draw draw(seed);
        const SimTime until = randomEnd(draw);
        CalmPlan plan{randomPoints(draw, until), randomStretches(draw, until), {}};
        for (const CalmStretch& stretch : randomStretches(draw, until)) {
            plan.least.push_back({stretch.begin, stretch.end, core::Duration{draw(3'000'000'000)}});
        }
        const CalmMap map = CalmMap::ofPlan(plan, until);
        expectRising(map, seed);
        EXPECT_EQ(map.knots().front(), CalmMap::Knot{}) << "seed " << seed;
        EXPECT_EQ(map.knots().back().at, until) << "seed " << seed;
        for (const CalmPoint& least : plan.least) {
            if (least.end <= until) {
                ASSERT_GE(map.screenAt(least.end) - map.screenAt(least.begin), least.screen)
                    << "seed " << seed;
            }
        }
    }
}

/// The one is as the other, to the nanosecond, up to there.
void expectSame(const CalmMap& one, const CalmMap& other, SimTime until, Draw& draw,
                std::uint64_t seed) {
    const core::Duration shown = other.screenAt(until);
    for (int i = 0; i < 50; ++i) {
        const core::Duration screen{draw(shown.ns + 1)};
        const SimTime time{draw(until.ns + 1)};
        if (screen < shown) {
            ASSERT_EQ(one.simAt(screen), other.simAt(screen)) << "seed " << seed;
        }
        ASSERT_EQ(one.screenAt(time), other.screenAt(time)) << "seed " << seed;
        if (time < until) {
            ASSERT_EQ(one.pace(time), other.pace(time)) << "seed " << seed;
        }
    }
}

TEST(CalmMap, JoinedIsTheOneThenTheOther) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Draw draw(seed);
        const SimTime until = randomEnd(draw);
        const CalmMap before = CalmMap::of(randomPoints(draw, until), until);
        const CalmMap after = CalmMap::of(randomPoints(draw, until), until);
        const SimTime change{draw(until.ns + 1)};
        const CalmMap map = CalmMap::joined(before, change, after);
        expectRising(map, seed);
        expectSame(map, before, change, draw, seed);
        EXPECT_EQ(map.knots().back().at, until) << "seed " << seed;
        const core::Duration left = after.length() - after.screenAt(change);
        EXPECT_NEAR(static_cast<double>((map.length() - map.screenAt(change)).ns),
                    static_cast<double>(left.ns), 200)
            << "seed " << seed;
    }
}

TEST(CalmMap, JoinedAgainAndAgainKeepsEveryPast) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Draw draw(seed);
        const SimTime until = randomEnd(draw);
        CalmMap map = CalmMap::of(randomPoints(draw, until), until);
        for (int branch = 0; branch < 8; ++branch) {
            const SimTime change{draw(until.ns + 1)};
            const CalmMap parent = map;
            map = CalmMap::joined(parent, change, CalmMap::of(randomPoints(draw, until), until));
            expectRising(map, seed);
            expectSame(map, parent, change, draw, seed);
        }
    }
}

TEST(CalmMap, JoinedBeyondTheEndOfTheOtherKeepsWhatWasShown) {
    const CalmMap before = CalmMap::of({}, at(60_s));
    const CalmMap map = CalmMap::joined(before, at(30_s), CalmMap::of({}, at(10_s)));
    EXPECT_EQ(map.knots().back().at, at(30_s));
    EXPECT_EQ(map.simAt(before.screenAt(at(30_s))), at(30_s));
    EXPECT_EQ(CalmMap::joined({}, at(5_s), before), before);
    EXPECT_EQ(CalmMap::joined(before, at(0_s), map), map);
}

TEST(CalmMap, JoinedGivesWhatComesRightAfterTheChangeItsTime) {
    const CalmMap before = CalmMap::of({}, at(60_s)); // thirty seconds a second
    const CalmPoint fault{at(30_s), at(30'004_ms), 4_s};
    const CalmMap map = CalmMap::joined(before, at(30_s), mapOf(fault, at(60_s)));
    EXPECT_GE(map.screenAt(fault.end) - map.screenAt(fault.begin), 4_s);
}

TEST(CalmMap, ContinuedIsTheSameUpToALittleBeyondThePlayhead) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        Draw draw(seed);
        const SimTime early = randomEnd(draw);
        const CalmMap before = CalmMap::of(randomPoints(draw, early), early);
        const SimTime until = early + core::Duration{draw(early.ns * 3 + 1)};
        const SimTime playhead{1 + draw(early.ns)};
        const CalmMap map =
            CalmMap::continued(before, playhead, CalmMap::of(randomPoints(draw, until), until));
        expectRising(map, seed);
        EXPECT_EQ(map.knots().back().at, until) << "seed " << seed;
        const core::Duration kept = before.screenAt(playhead) + 125_ms;
        expectSame(map, before, before.simAt(kept), draw, seed);
    }
}

TEST(CalmMap, ContinuedHasThePaceOfTheNewPointsLater) {
    const CalmMap before = CalmMap::of({}, at(5_s));
    const CalmPoint flight{at(20_s), at(20'001_ms), 400_ms};
    const CalmMap map = CalmMap::continued(before, at(1_s), mapOf(flight, at(30_s)));
    EXPECT_EQ(map.screenAt(flight.end) - map.screenAt(flight.begin), 400_ms);
    EXPECT_EQ(map.pace(flight.begin), 2'500_us);
}

TEST(CalmMap, ContinuedFromNothingIsNew) {
    const CalmMap fresh = mapOf({at(20_s), at(20'001_ms), 400_ms}, at(30_s));
    EXPECT_EQ(CalmMap::continued({}, at(5_s), fresh), fresh);
    EXPECT_EQ(CalmMap::continued(CalmMap::of({}, at(9_s)), at(0_s), fresh), fresh);
}

TEST(CalmMap, ContinuedDoesNotChangeWhenNothingCame) {
    Draw draw(3);
    const CalmMap map = CalmMap::of(randomPoints(draw, at(100_s)), at(100_s));
    const CalmMap again = CalmMap::continued(map, at(40_s), map);
    EXPECT_LE(again.length() - map.length(), 1_us);
    EXPECT_GE(again.length() - map.length(), -1_us);
}

} // namespace
} // namespace sim::scene
