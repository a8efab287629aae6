// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/run/shop.h"

#include <gtest/gtest.h>

#include <atomic>

// Goal: a loop within one nanosecond neither hangs a run nor keeps it from being interrupted. The
// shop starts nineteen processes in its first nanosecond; a limit of ten events takes that for one.
namespace sim::run::testing {
namespace {

TEST(StuckRuns, EndWithTheMomentAndAProcess) {
    RunRequest request;
    request.mostEventsAtOnce = 10;
    const auto report = run(shop(), request);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, RunErrorKind::Stuck);
    EXPECT_EQ(report.error().text,
              "time stands still at 0.000000000 s: 10 events within one nanosecond; process "
              "shoppers-4 (http-client) keeps arming what is due at once");
}

TEST(StuckRuns, CanBeInterrupted) {
    const std::atomic<bool> interrupted = true;
    RunRequest request;
    request.mostEventsAtOnce = 10;
    request.interrupted = &interrupted;
    const auto report = run(shop(), request);
    ASSERT_TRUE(report) << report.error().text;
    EXPECT_TRUE(report->interrupted);
    EXPECT_EQ(report->end, SimTime{});
}

} // namespace
} // namespace sim::run::testing
