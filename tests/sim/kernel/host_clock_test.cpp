// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "sim/kernel/host_clock.h"

#include <gtest/gtest.h>

namespace sim {
namespace {

using namespace core::literals;

constexpr core::WallTime kStart{1'700'000'000'000'000'000};

TEST(HostClock, WithoutErrorShowsVirtualTime) {
    const HostClock clock(kStart, {}, 0);
    EXPECT_EQ(clock.monotonic({123}), core::Instant{123});
    EXPECT_EQ(clock.calendar({123}), kStart + 123_ns);
}

TEST(HostClock, DriftMovesBothClocks) {
    const HostClock fast(kStart, {}, 1'000'000); // a thousandth
    EXPECT_EQ(fast.monotonic({(10_s).ns}), core::Instant{(10'010_ms).ns});
    EXPECT_EQ(fast.calendar({(10_s).ns}), kStart + 10'010_ms);
    const HostClock slow(kStart, {}, -1'000'000);
    EXPECT_EQ(slow.monotonic({(10_s).ns}), core::Instant{(9'990_ms).ns});
}

TEST(HostClock, SkewAndStepsMoveTheCalendarOnly) {
    HostClock clock(kStart, 2_s, 0);
    EXPECT_EQ(clock.calendar({}), kStart + 2_s);
    clock.stepCalendar(-5_s);
    EXPECT_EQ(clock.calendar({(1_s).ns}), kStart - 2_s);
    EXPECT_EQ(clock.monotonic({(1_s).ns}), core::Instant{(1_s).ns});
    clock.setSkew({(3_s).ns}, 100_ms);
    EXPECT_EQ(clock.calendar({(3_s).ns}), kStart + 3'100_ms);
    EXPECT_EQ(clock.monotonic({(3_s).ns}), core::Instant{(3_s).ns});
}

TEST(HostClock, SetSkewIsExactAtItsMomentWhateverTheDrift) {
    HostClock clock(kStart, 7_s, 123'456'789);
    clock.setSkew({(77_s).ns}, -1_s);
    EXPECT_EQ(clock.calendar({(77_s).ns}), kStart + 76_s);
}

TEST(HostClock, PowerOnRestartsTheMonotonicClockOnly) {
    HostClock clock(kStart, 1_s, 0);
    clock.powerOn({(60_s).ns});
    EXPECT_EQ(clock.monotonic({(60_s).ns}), core::Instant{});
    EXPECT_EQ(clock.calendar({(60_s).ns}), kStart + 61_s);
    EXPECT_EQ(clock.monotonic({(61_s).ns}), core::Instant{(1_s).ns});
}

TEST(HostClock, AChangeOfDriftMovesNoClockAtItsMoment) {
    HostClock clock(kStart, {}, 50'000'000);
    const SimTime now{(33_s).ns};
    const core::Instant before = clock.monotonic(now);
    const core::WallTime calendar = clock.calendar(now);
    clock.setDrift(now, -50'000'000);
    EXPECT_EQ(clock.driftPpb(), -50'000'000);
    EXPECT_EQ(clock.monotonic(now), before);
    EXPECT_EQ(clock.calendar(now), calendar);
    EXPECT_EQ(clock.monotonic(now + 1_s), before + 950_ms);
}

/// The first instant from `now` on at which the clock shows `local`, by looking at every one.
SimTime bySearch(const HostClock& clock, core::Instant local, SimTime now) {
    while (clock.monotonic(now) < local) {
        now.ns += 1;
    }
    return now;
}

TEST(HostClock, WhenMonotonicIsTheVeryFirstInstant) {
    for (const std::int64_t ppb : {0, 1, -1, 333'333'333, -333'333'333, 900'000'000, -900'000'000,
                                   123'456'789, -499'999'999}) {
        HostClock clock(kStart, {}, ppb);
        clock.powerOn({17});
        clock.setDrift({101}, ppb);
        for (std::int64_t now = 101; now < 131; ++now) {
            const core::Instant shown = clock.monotonic({now});
            for (std::int64_t ahead = -3; ahead < 60; ++ahead) {
                const core::Instant local = shown + core::Duration{ahead};
                ASSERT_EQ(clock.whenMonotonic(local, {now}), bySearch(clock, local, {now}))
                    << ppb << " at " << now << " ahead " << ahead;
            }
        }
    }
}

TEST(HostClock, WhenMonotonicHoldsOverAHundredDays) {
    core::RandomStream random(5);
    const std::int64_t hundredDays = (8'640'000_s).ns;
    for (int i = 0; i < 2'000; ++i) {
        const HostClock clock(kStart, {}, random.between(-900'000'000, 900'000'000));
        const SimTime now{random.between(0, hundredDays)};
        const core::Instant local =
            clock.monotonic(now) + core::Duration{random.between(1, hundredDays)};
        const SimTime at = clock.whenMonotonic(local, now);
        EXPECT_GE(clock.monotonic(at), local);
        EXPECT_LT(clock.monotonic(at - 1_ns), local);
    }
}

TEST(HostClock, AnInstantThatNeverComesIsTheEndOfTime) {
    const HostClock slow(kStart, {}, -500'000'000);
    EXPECT_EQ(slow.whenMonotonic(core::Instant::max(), {5}), SimTime::max());
}

} // namespace
} // namespace sim
