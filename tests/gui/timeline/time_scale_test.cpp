// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: times and pixels map onto each other at any zoom, and the axis has round labels that stand
// clear of each other.
#include "gui/timeline/time_scale.h"

#include <gtest/gtest.h>

#include <cmath>

namespace gui::timeline {

void PrintTo(const Tick& tick, std::ostream* out) {
    *out << tick.at.ns << ' ' << tick.label.toStdString();
}

namespace {

using namespace core::literals;
using sim::SimTime;

SimTime at(core::Duration since) {
    return SimTime{} + since;
}

double widthOf(const QString& text) {
    return 8.0 * static_cast<double>(text.size());
}

std::vector<std::string> labelsOf(const TimeScale& scale) {
    std::vector<std::string> labels;
    for (const Tick& tick : ticksOf(scale, widthOf)) {
        if (tick.major) {
            labels.push_back(tick.label.toStdString());
        }
    }
    return labels;
}

TEST(TimeScale, ShowsAllAtFirst) {
    const TimeScale scale(60_s, 10, 610);
    EXPECT_TRUE(scale.isFitted());
    EXPECT_EQ(scale.xOf(at(0_s)), 10);
    EXPECT_EQ(scale.xOf(at(60_s)), 610);
    EXPECT_EQ(scale.timeAt(310), at(30_s));
}

TEST(TimeScale, KeepsTimesWithinTheRun) {
    const TimeScale scale(60_s, 10, 610);
    EXPECT_EQ(scale.timeAt(-500), at(0_s));
    EXPECT_EQ(scale.timeAt(5'000), at(60_s));
}

TEST(TimeScale, KeepsWhatIsUnderTheMouseWhileZooming) {
    TimeScale scale(60_s, 0, 600);
    const SimTime under = scale.timeAt(450);
    for (int i = 0; i < 10; ++i) {
        scale.zoom(1.7, 450);
        EXPECT_NEAR(scale.xOf(under), 450, 0.1);
    }
    for (int i = 0; i < 30; ++i) {
        scale.zoom(1 / 1.7, 450);
    }
    EXPECT_TRUE(scale.isFitted());
}

TEST(TimeScale, GoesDownToNanosecondsAndNoFurther) {
    TimeScale scale(60_s, 0, 600);
    for (int i = 0; i < 200; ++i) {
        scale.zoom(2, 300);
    }
    EXPECT_EQ(scale.span(), TimeScale::kShortest);
    EXPECT_GE(scale.begin(), at(0_s));
    EXPECT_LE(scale.end(), at(60_s));
}

TEST(TimeScale, PansToTheEndsAndNoFurther) {
    TimeScale scale(60_s, 0, 600);
    scale.zoom(4, 300);
    const core::Duration span = scale.span();
    scale.pan(100_s);
    EXPECT_EQ(scale.end(), at(60_s));
    EXPECT_EQ(scale.span(), span);
    scale.pan(-100_s);
    EXPECT_EQ(scale.begin(), at(0_s));
}

TEST(TimeScale, StaysFittedWhenTheRunGrows) {
    TimeScale scale(60_s, 0, 600);
    scale.resize(120_s, 0, 900);
    EXPECT_TRUE(scale.isFitted());
    EXPECT_EQ(scale.xOf(at(120_s)), 900);
}

TEST(TimeScale, ShowsTheSameStretchWhenTheRunGrows) {
    TimeScale scale(60_s, 0, 600);
    scale.zoom(4, 300);
    const SimTime begin = scale.begin();
    const SimTime end = scale.end();
    scale.resize(120_s, 0, 900);
    EXPECT_EQ(scale.begin(), begin);
    EXPECT_EQ(scale.end(), end);
    EXPECT_EQ(scale.xOf(end), 900);
}

TEST(TimeScale, BearsARunOfNoLength) {
    const TimeScale scale(0_s, 0, 0);
    EXPECT_TRUE(std::isfinite(scale.xOf(at(1_s))));
    EXPECT_EQ(scale.timeAt(-1), at(0_s));
}

TEST(TimeText, ChangesItsFormAtMinutesAndHours) {
    EXPECT_EQ(timeText(at(0_s), 0), QStringLiteral("0 s"));
    EXPECT_EQ(timeText(at(31'004_ms), 3), QStringLiteral("31.004 s"));
    EXPECT_EQ(timeText(at(125'004_ms), 3), QStringLiteral("2:05.004"));
    EXPECT_EQ(timeText(at(60_s), 0), QStringLiteral("1:00"));
    EXPECT_EQ(timeText(at(3'725_s), 0), QStringLiteral("1:02:05"));
}

TEST(TimeText, NeverSaysSixtySecondsPastAMinute) {
    EXPECT_EQ(timeText(at(119'999'900_us), 1), QStringLiteral("2:00.0"));
    EXPECT_EQ(timeText(at(3'599'999'900_us), 0), QStringLiteral("1:00:00"));
}

TEST(Ticks, AreRoundInSeconds) {
    EXPECT_EQ(labelsOf(TimeScale(60_s, 0, 700)),
              (std::vector<std::string>{"0 s", "5 s", "10 s", "15 s", "20 s", "25 s", "30 s",
                                        "35 s", "40 s", "45 s", "50 s", "55 s", "1:00"}));
}

TEST(Ticks, AreRoundInMinutes) {
    EXPECT_EQ(labelsOf(TimeScale(150_s, 0, 400)),
              (std::vector<std::string>{"0 s", "30 s", "1:00", "1:30", "2:00", "2:30"}));
}

TEST(Ticks, AreRoundInMilliseconds) {
    TimeScale scale(60_s, 0, 1'200);
    scale.zoom(3'000, 0);
    EXPECT_EQ(labelsOf(scale), (std::vector<std::string>{"0.000 s", "0.002 s", "0.004 s", "0.006 s",
                                                         "0.008 s", "0.010 s", "0.012 s", "0.014 s",
                                                         "0.016 s", "0.018 s", "0.020 s"}));
}

TEST(Ticks, StandClearOfEachOtherAtAnyZoom) {
    for (const double width : {200.0, 580.0, 1'900.0}) {
        for (const core::Duration horizon : {1_ms, 40_s, 150_s, 2'250_s, 90_h, 100'000_h}) {
            TimeScale scale(horizon, 0, width);
            for (int zoom = 0; zoom < 40; ++zoom) {
                const auto ticks = ticksOf(scale, widthOf);
                ASSERT_LE(ticks.size(), width) << horizon.ns << " zoom " << zoom;
                const Tick* last = nullptr;
                for (const Tick& tick : ticks) {
                    if (last != nullptr && tick.major) {
                        const double apart = scale.xOf(tick.at) - scale.xOf(last->at);
                        ASSERT_GE(apart, (widthOf(tick.label) + widthOf(last->label)) / 2)
                            << tick.label.toStdString();
                    }
                    last = tick.major ? &tick : last;
                }
                scale.zoom(1.9, width / 3);
            }
        }
    }
}

} // namespace
} // namespace gui::timeline
