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
    settings.set("rate", Rate{5'000'000});
    settings.set("name", std::string("web"));
    settings.set("peers", std::vector<std::string>{"a", "b"});
    EXPECT_TRUE(settings.boolean("verbose"));
    EXPECT_EQ(settings.integer("port"), 80);
    EXPECT_EQ(settings.duration("ttl"), 60_s);
    EXPECT_EQ(settings.rate("rate").perMillionSeconds, 5'000'000);
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
    EXPECT_EQ(Rate{5'000'000}.interval(), 200_ms); // 5/s
    EXPECT_EQ(Rate{100'000}.interval(), 10_s);     // 0.1/s
    EXPECT_EQ((Rate{1}.interval()), 1'000'000_s);  // once in a million seconds
    EXPECT_EQ((Rate{1'000'000'000'000'000}.interval()), 1_ns);
}

} // namespace
} // namespace core::runtime
