// SPDX-License-Identifier: Apache-2.0
#include "core/runtime/settings.h"

#include <gtest/gtest.h>

#include <limits>

namespace core::runtime {
namespace {

using namespace literals;

TEST(Settings, GivesEachValueBackInItsType) {
    Settings settings;
    settings.set("verbose", true);
    settings.set("port", std::int64_t{80});
    settings.set("ttl", SettingValue(60_s));
    settings.set("rate", Rate::perSecond(5));
    settings.set("name", std::string("web"));
    settings.set("peers", std::vector<std::string>{"a", "b"});
    EXPECT_TRUE(settings.boolean("verbose"));
    EXPECT_EQ(settings.integer("port"), 80);
    EXPECT_EQ(settings.duration("ttl"), 60_s);
    EXPECT_EQ(settings.rate("rate"), Rate::perSecond(5));
    EXPECT_EQ(settings.text("name"), "web");
    EXPECT_EQ(settings.list("peers").size(), 2u);
}

TEST(Settings, TheLastValueCounts) {
    Settings settings;
    settings.set("port", std::int64_t{80});
    settings.set("port", std::int64_t{81});
    EXPECT_EQ(settings.integer("port"), 81);
    EXPECT_EQ(settings.values().size(), 1u);
}

TEST(Settings, AreListedInTheOrderOfTheirNames) {
    Settings settings;
    for (const char* name : {"c", "a", "b"}) {
        settings.set(name, true);
    }
    std::string order;
    for (const auto& [name, value] : settings.values()) {
        order += name;
    }
    EXPECT_EQ(order, "abc");
    EXPECT_TRUE(settings.has("a"));
    EXPECT_FALSE(settings.has("d"));
}

TEST(Settings, AskingForAnUndeclaredOneOrAnotherTypeEndsTheProcess) {
    Settings settings;
    settings.set("port", std::int64_t{80});
    EXPECT_DEATH(static_cast<void>(settings.integer("prot")), "internal error");
    EXPECT_DEATH(static_cast<void>(settings.text("port")), "internal error");
}

TEST(Rate, GivesTheMeanTimeBetweenTwo) {
    EXPECT_EQ(Rate::perSecond(5).interval(), 200_ms);
    EXPECT_EQ(Rate::of(1, 10_s).interval(), 10_s);
    EXPECT_EQ(Rate::of(2, 60_s).interval(), 30_s);
    EXPECT_EQ(Rate::of(1, Duration::max()).interval(), Duration::max());
    EXPECT_EQ(Rate::perSecond(1'000'000'000).interval(), 1_ns);
}

TEST(Rate, CutsTheIntervalToAWholeNanosecondButNotToNone) {
    EXPECT_EQ(Rate::perSecond(3).interval(), 333'333'333_ns);
    EXPECT_EQ(Rate::of(7, 60_s).interval(), 8'571'428'571_ns); // 60 s / 7 = 8.5714285714... s
    EXPECT_EQ(Rate::of(3, 2_ns).interval(), 1_ns);
}

TEST(Rate, IsOneValueHoweverItIsWritten) {
    EXPECT_EQ(Rate::of(2, 60_s), Rate::of(1, 30_s));
    EXPECT_EQ(Rate::perMillionSeconds(5'000'000), Rate::perSecond(5));
    EXPECT_EQ(Rate::of(0, 60_s), Rate());
    EXPECT_TRUE(Rate().isZero());
    EXPECT_NE(Rate::of(1, 3_s), Rate::perMillionSeconds(333'333));
}

TEST(Rate, ComparesExactly) {
    EXPECT_LT(Rate::perMillionSeconds(333'333), Rate::of(1, 3_s));
    EXPECT_GT(Rate::perMillionSeconds(333'334), Rate::of(1, 3_s));
    EXPECT_LT(Rate(), Rate::of(1, Duration::max()));
    EXPECT_LT(Rate::of(1, Duration::max()), Rate::of(INT64_MAX, 1_ns));
}

TEST(Rate, IsWrittenShortAndExact) {
    EXPECT_EQ(formatRate(Rate::perSecond(1000)), "1000/s");
    EXPECT_EQ(formatRate(Rate::of(2, 60_s)), "2/min");
    EXPECT_EQ(formatRate(Rate::of(7, 3600_s)), "7/h");
    EXPECT_EQ(formatRate(Rate::of(1, 7_s)), "1/7s");
    EXPECT_EQ(formatRate(Rate::of(INT64_MAX, 1_ns)), "9223372036854775807/1ns");
    EXPECT_EQ(formatRate(Rate()), "0/s");
}

} // namespace
} // namespace core::runtime
