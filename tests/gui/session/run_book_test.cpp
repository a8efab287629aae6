// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/session/run_book.h"

#include <gtest/gtest.h>

namespace gui::session {
namespace {

using branches::Overlay;
using sim::SimTime;

SimTime seconds(std::int64_t count) {
    return SimTime{count * 1'000'000'000};
}

Overlay withLines(const std::vector<std::pair<std::int64_t, std::string>>& lines) {
    Overlay overlay;
    for (const auto& [at, what] : lines) {
        overlay = overlay.with(
            {seconds(at), "{at: " + std::to_string(at) + " s, " + what + "}", "power-off"});
    }
    return overlay;
}

const std::string kOne = "power-off: web-1";
const std::string kTwo = "power-off: web-2";

TEST(SameUntil, IsForEverForEqualOverlays) {
    EXPECT_EQ(sameUntil(Overlay{}, Overlay{}), std::nullopt);
    EXPECT_EQ(sameUntil(withLines({{5, kOne}}), withLines({{5, kOne}})), std::nullopt);
}

TEST(SameUntil, EndsJustBeforeTheFirstLineThatOnlyOneHas) {
    const SimTime before{seconds(5).ns - 1};
    EXPECT_EQ(sameUntil(Overlay{}, withLines({{5, kOne}})), before);
    EXPECT_EQ(sameUntil(withLines({{5, kOne}}), Overlay{}), before);
    EXPECT_EQ(sameUntil(withLines({{3, kTwo}, {5, kOne}}), withLines({{3, kTwo}})), before);
}

TEST(SameUntil, EndsBeforeTheEarlierOfTwoLinesThatDiffer) {
    EXPECT_EQ(sameUntil(withLines({{5, kOne}}), withLines({{4, kTwo}})),
              SimTime{seconds(4).ns - 1});
    EXPECT_EQ(sameUntil(withLines({{5, kOne}}), withLines({{5, kTwo}})),
              SimTime{seconds(5).ns - 1});
}

TEST(SameUntil, IsTheStartWhenSettingsDiffer) {
    const auto ttl = Overlay::fromText("set:\n  deploy.ns.ttl: 5 s\n");
    ASSERT_TRUE(ttl);
    EXPECT_EQ(sameUntil(*ttl, Overlay{}), SimTime{});
    EXPECT_EQ(sameUntil(*ttl, *ttl), std::nullopt);
}

TEST(SameUntil, IsNeverNegative) {
    EXPECT_EQ(sameUntil(Overlay{}, withLines({{0, kOne}})), SimTime{});
}

TEST(Continuation, NeedsACommonPast) {
    EXPECT_FALSE(continuationFor(Overlay{}, {}));
    EXPECT_FALSE(continuationFor(withLines({{0, kOne}}), {{Overlay{}, seconds(60), 1, {}}}));
}

TEST(Continuation, TakesTheLongestCommonPast) {
    const std::vector<KnownRun> runs{
        {Overlay{}, seconds(60), 1, QStringLiteral("root")},
        {withLines({{20, kOne}}), seconds(60), 2, QStringLiteral("branch")},
    };
    const auto found = continuationFor(withLines({{20, kOne}, {30, kTwo}}), runs);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->trace, QStringLiteral("branch"));
    EXPECT_EQ(found->from, SimTime{seconds(30).ns - 1});
    EXPECT_EQ(found->files, 3);
}

TEST(Continuation, OfEqualPastsTakesTheShorterChain) {
    const std::vector<KnownRun> runs{
        {withLines({{40, kTwo}}), seconds(60), 2, QStringLiteral("branch")},
        {Overlay{}, seconds(60), 1, QStringLiteral("root")},
    };
    EXPECT_EQ(continuationFor(withLines({{20, kOne}}), runs)->trace, QStringLiteral("root"));
}

TEST(Continuation, GoesNoFurtherThanTheRunThatIsContinued) {
    const auto found =
        continuationFor(Overlay{}, {{Overlay{}, seconds(60), 1, QStringLiteral("root")}});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->from, seconds(60));
}

} // namespace
} // namespace gui::session
