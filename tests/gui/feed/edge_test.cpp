// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/open_trace.h"

#include <gtest/gtest.h>

namespace gui::feed {
namespace {

using sim::SimTime;
using sim::trace::RunStatus;
using sim::trace::TraceSummary;

TraceSummary summaryOf(RunStatus status, std::int64_t until, std::int64_t recordFrom = 0) {
    TraceSummary summary;
    summary.status = status;
    summary.until = {until};
    summary.header.recordFrom = {recordFrom};
    return summary;
}

TEST(ComputedEdge, OfAnEndedRunIsItsEnd) {
    EXPECT_EQ(computedEdge(summaryOf(RunStatus::Complete, 5'000'000'000)), SimTime{5'000'000'000});
    EXPECT_EQ(computedEdge(summaryOf(RunStatus::Interrupted, 7)), SimTime{7});
}

/// docs/reference/trace.md: a message is written when it has ended or after 250 ms.
TEST(ComputedEdge, OfAGrowingRunLeavesOutWhatIsNotWrittenYet) {
    EXPECT_EQ(computedEdge(summaryOf(RunStatus::Running, 5'000'000'000)), SimTime{4'740'000'000});
    EXPECT_EQ(computedEdge(summaryOf(RunStatus::Running, 100'000'000)), SimTime{});
}

TEST(ComputedEdge, OfABranchWithoutRowsIsWhereItBegins) {
    EXPECT_EQ(computedEdge(summaryOf(RunStatus::Running, 0, 3'000'000'000)),
              SimTime{3'000'000'000});
    EXPECT_EQ(computedEdge(summaryOf(RunStatus::Running, 3'100'000'000, 3'000'000'000)),
              SimTime{3'000'000'000});
}

TEST(ComputedEdge, OfABranchThatWasStoppedEarlyIsWhereItBegins) {
    EXPECT_EQ(computedEdge(summaryOf(RunStatus::Interrupted, 1'000, 3'000'000'000)),
              SimTime{3'000'000'000});
}

} // namespace
} // namespace gui::feed
