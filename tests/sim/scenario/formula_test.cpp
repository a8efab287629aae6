// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/formula.h"

#include <gtest/gtest.h>

namespace sim::scenario {
namespace {

References references() {
    return {{"deploy.ns.ttl", Amount::ofTime(60'000'000'000)},
            {"workload.users.rate", Amount::ofRate(core::runtime::Rate::perSecond(5))},
            {"workload.users.count", Amount::number(3)},
            {"deploy.web.body", Amount::ofOctets(200)}};
}

std::string errorOf(std::string_view formula) {
    const auto amount = evaluate(formula, references());
    if (amount) {
        return "ok";
    }
    const std::string& hint = amount.error().hint;
    return amount.error().message + (hint.empty() ? "" : "; " + hint);
}

Amount valueOf(std::string_view formula) {
    const auto amount = evaluate(formula, references());
    EXPECT_TRUE(amount) << errorOf(formula);
    return amount.value_or(Amount{});
}

TEST(Formula, AddsTimesOfDifferentUnitsExactly) {
    EXPECT_EQ(valueOf("${deploy.ns.ttl} + 2 s + 1500ms"), Amount::ofTime(63'500'000'000));
}

TEST(Formula, BindsProductsBeforeSumsAndFromTheLeft) {
    EXPECT_EQ(valueOf("10 - 4 - 3 * 2"), Amount::number(0));
    EXPECT_EQ(valueOf("(10 - 4 - 3) * 2"), Amount::number(6));
    EXPECT_EQ(valueOf("24 / 4 / 2"), Amount::number(3));
}

TEST(Formula, KeepsFractionsUntilTheEnd) {
    EXPECT_EQ(valueOf("10 s / 3 * 3"), Amount::ofTime(10'000'000'000));
    EXPECT_EQ(valueOf("10 s / 3").whole(), 3'333'333'333);
    EXPECT_EQ(valueOf("0.1 + 0.2"), valueOf("0.3"));
}

TEST(Formula, MultipliesARateByATimeToANumber) {
    EXPECT_EQ(valueOf("${workload.users.rate} * 60 s * ${workload.users.count}"),
              Amount::number(900));
}

TEST(Formula, ReckonsWithRatesThatAreNoDecimals) {
    const Amount rate = Amount::ofRate(core::runtime::Rate::of(2, core::Duration{60'000'000'000}));
    const auto amount = evaluate("${r} * 30 s", References{{"r", rate}});
    ASSERT_TRUE(amount);
    EXPECT_EQ(*amount, Amount::number(1));
}

TEST(Formula, KnowsMinAndMaxOfSeveral) {
    EXPECT_EQ(valueOf("max(1 s, ${deploy.ns.ttl}, 3 s)"), Amount::ofTime(60'000'000'000));
    EXPECT_EQ(valueOf("min(5 min, 3 min)"), Amount::ofTime(180'000'000'000));
}

TEST(Formula, NegatesAndHoldsSizes) {
    EXPECT_EQ(valueOf("-(1 KiB - 2 * ${deploy.web.body})"), Amount::ofOctets(-624));
}

TEST(Formula, RefusesToMixDimensions) {
    EXPECT_EQ(errorOf("60 s + 5"), "a time plus a number makes no sense");
    EXPECT_EQ(errorOf("1 MB - 5 s"), "a size minus a time makes no sense");
    EXPECT_EQ(errorOf("max(1, 5 s)"), "max() of a number and a time makes no sense");
}

TEST(Formula, SaysWhatIsWrongWithItsText) {
    EXPECT_EQ(errorOf("1 +"), "the formula ends too early");
    EXPECT_EQ(errorOf("(1"), "expected ')'");
    EXPECT_EQ(errorOf("1 2"), "unexpected '2'");
    EXPECT_EQ(errorOf("5 sec"), "unknown unit 'sec'; one of ns, us, ms, s, min, h, d, B, ...");
    EXPECT_EQ(errorOf("1.2.3"), "'1.2.3' is no number, or has too many digits");
    EXPECT_EQ(errorOf("${deploy.ns.tl}"),
              "nothing is called 'deploy.ns.tl'; did you mean 'deploy.ns.ttl'?");
    EXPECT_EQ(errorOf("${x"), "expected '}' after '${'");
    EXPECT_EQ(errorOf("1 / (2 - 2)"), "division by zero");
    EXPECT_EQ(errorOf("avg(1)"), "unexpected 'avg(1)'; functions are min(a, b) and max(a, b); "
                                 "settings are ${deploy.x.y}");
}

TEST(Formula, NoticesWhatLeavesItsRange) {
    EXPECT_EQ(errorOf("200000 d * 1000"), "'200000d' is out of range");
    EXPECT_EQ(errorOf("100000 d * 1000"), "the result is out of range");
    EXPECT_EQ(errorOf("1 s * 1 s * 1 s * 1 s * 1 s"), "the result is out of range");
}

TEST(Formula, BoundsItsNesting) {
    EXPECT_EQ(errorOf(std::string(100'000, '(')), "nested more than 32 levels deep");
    EXPECT_EQ(errorOf(std::string(100'000, '-')), "nested more than 32 levels deep");
}

} // namespace
} // namespace sim::scenario
