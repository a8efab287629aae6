// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/calendar.h"
#include "sim/scenario/units.h"
#include "sim/scenario/words.h"

#include <gtest/gtest.h>

namespace sim::scenario {
namespace {

struct Good {
    Quantity quantity;
    const char* text;
    std::int64_t amount;
};
class Units : public ::testing::TestWithParam<Good> {};

TEST_P(Units, AreReadExactly) {
    const auto amount = parseQuantity(GetParam().quantity, GetParam().text);
    ASSERT_TRUE(amount) << GetParam().text << ": " << amount.error().message;
    EXPECT_EQ(*amount, GetParam().amount) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Every, Units,
    ::testing::Values(
        Good{Quantity::Duration, "7ns", 7}, Good{Quantity::Duration, "1.5 us", 1'500},
        Good{Quantity::Duration, "-2ms", -2'000'000},
        Good{Quantity::Duration, "60 s", 60'000'000'000},
        Good{Quantity::Duration, "2min", 120'000'000'000},
        Good{Quantity::Duration, "0.5h", 1'800'000'000'000},
        Good{Quantity::Duration, "1 d", 86'400'000'000'000}, Good{Quantity::Size, "200 B", 200},
        Good{Quantity::Size, "1.5KB", 1'500}, Good{Quantity::Size, "1.5 KiB", 1'536},
        Good{Quantity::Size, "1 MB", 1'000'000}, Good{Quantity::Size, "1 MiB", 1 << 20},
        Good{Quantity::Size, "2 GB", 2'000'000'000}, Good{Quantity::Size, "1GiB", 1 << 30},
        Good{Quantity::Size, "1 TB", 1'000'000'000'000}, Good{Quantity::Size, "1 TiB", 1LL << 40},
        Good{Quantity::Bandwidth, "9 bit/s", 9}, Good{Quantity::Bandwidth, "64 kbit/s", 64'000},
        Good{Quantity::Bandwidth, "100Mbit/s", 100'000'000},
        Good{Quantity::Bandwidth, "2.5 Gbit/s", 2'500'000'000},
        Good{Quantity::Bandwidth, "1 Tbit/s", 1'000'000'000'000},
        Good{Quantity::Throughput, "3 B/s", 3}, Good{Quantity::Throughput, "3 KB/s", 3'000},
        Good{Quantity::Throughput, "3 KiB/s", 3'072},
        Good{Quantity::Throughput, "500 MB/s", 500'000'000},
        Good{Quantity::Throughput, "1 MiB/s", 1 << 20},
        Good{Quantity::Throughput, "1 GB/s", 1'000'000'000},
        Good{Quantity::Throughput, "1 GiB/s", 1 << 30}, Good{Quantity::Share, "0.1 %", 1'000},
        Good{Quantity::Share, "100%", 1'000'000}, Good{Quantity::Drift, "50 ppm", 50'000},
        Good{Quantity::Drift, "-7ppb", -7}, Good{Quantity::Factor, "3", 300},
        Good{Quantity::Factor, "1.25", 125}, Good{Quantity::Factor, "150 %", 150},
        Good{Quantity::Integer, "-12", -12},
        Good{Quantity::Duration, "9223372036854775807ns", INT64_MAX}));

std::string errorOf(Quantity quantity, std::string_view text) {
    const auto amount = parseQuantity(quantity, text);
    if (amount) {
        return "ok";
    }
    return amount.error().message + (amount.error().hint.empty() ? "" : "; " + amount.error().hint);
}

TEST(UnitErrors, SayWhatToWrite) {
    EXPECT_EQ(errorOf(Quantity::Duration, "30"),
              "'30' has no unit; write '30 s' or another of ns, us, ms, s, min, h, d");
    EXPECT_EQ(errorOf(Quantity::Duration, "5 mim"),
              "'mim' is no unit of a duration; did you mean 'min'?");
    EXPECT_EQ(errorOf(Quantity::Bandwidth, "10 MB/s"),
              "'MB/s' counts octets, a link's bandwidth counts bits; 1 MB/s is 8 Mbit/s");
    EXPECT_EQ(errorOf(Quantity::Throughput, "10 Mbit/s"),
              "'Mbit/s' counts bits, a disk's bandwidth counts octets; 8 Mbit/s is 1 MB/s");
    EXPECT_EQ(errorOf(Quantity::Integer, "three"),
              "expected a whole number like '3', found 'three'");
    EXPECT_EQ(errorOf(Quantity::Integer, "1.5"), "expected a whole number like '3', found '1.5'");
    EXPECT_EQ(errorOf(Quantity::Duration, "0.5 ns"),
              "'0.5 ns' is finer than a duration can be; the smallest unit is ns");
    EXPECT_EQ(errorOf(Quantity::Duration, "9223372036854775808ns"),
              "'9223372036854775808ns' is out of range");
    EXPECT_EQ(errorOf(Quantity::Size, "99999999999999999 TiB"),
              "'99999999999999999 TiB' is out of range");
    EXPECT_NE(errorOf(Quantity::Duration, ""), "ok");
    EXPECT_NE(errorOf(Quantity::Duration, "1.s"), "ok");
    EXPECT_NE(errorOf(Quantity::Duration, "1  s"), "ok");
}

TEST(UnitTexts, AreShortAndExact) {
    EXPECT_EQ(formatQuantity(Quantity::Duration, 1'500'000'000), "1500ms");
    EXPECT_EQ(formatQuantity(Quantity::Size, 65'536), "64KiB");
    EXPECT_EQ(formatQuantity(Quantity::Integer, 0), "0");
}

core::runtime::Rate rateOf(std::string_view text) {
    const auto rate = parseRate(text);
    EXPECT_TRUE(rate) << text << ": " << rate.error().message;
    return rate ? *rate : core::runtime::Rate();
}

TEST(Rates, AreReadExactly) {
    using core::runtime::Rate;
    using namespace core::literals;
    EXPECT_EQ(rateOf("5/s"), Rate::perSecond(5));
    EXPECT_EQ(rateOf("1000 /s"), Rate::perSecond(1000));
    EXPECT_EQ(rateOf("0.5/s"), Rate::of(1, 2_s));
    EXPECT_EQ(rateOf("2/min"), Rate::of(2, 60_s));
    EXPECT_EQ(rateOf("7/h"), Rate::of(7, 3600_s));
    EXPECT_EQ(rateOf("1/3s"), Rate::of(1, 3_s));
    EXPECT_EQ(rateOf("3/1.5 ms"), Rate::of(2, 1_ms));
    EXPECT_EQ(rateOf("1/d"), Rate::of(1, 86'400_s));
    EXPECT_EQ(rateOf("0/s"), Rate());
    EXPECT_EQ(rateOf("0.000000001/s"), Rate::of(1, 1'000'000'000_s));
}

TEST(Rates, ThatAreNoneSayWhatToWrite) {
    const auto errorOf = [](std::string_view text) {
        const auto rate = parseRate(text);
        return rate ? "ok" : rate.error().message + "; " + rate.error().hint;
    };
    EXPECT_EQ(errorOf("5"), "'5' has no unit; write '5/s', '5/min' or '5/3s'");
    EXPECT_EQ(errorOf("often"), "expected a rate like '5/s', '2/min' or '1/3s', found 'often'; ");
    EXPECT_EQ(errorOf("5 s"), "expected a rate like '5/s', '2/min' or '1/3s', found '5 s'; ");
    EXPECT_EQ(errorOf("5/mim"), "'mim' is no unit of a duration; did you mean 'min'?");
    EXPECT_EQ(errorOf("5/3"),
              "'3' has no unit; write '3 s' or another of ns, us, ms, s, min, h, d");
    EXPECT_EQ(errorOf("-5/s"), "'-5/s' is no rate; at least 0/s");
    EXPECT_EQ(errorOf("5/0s"), "'5/0s' is no rate; at least 0/s");
    EXPECT_EQ(errorOf("0.000000000001/d"),
              "'0.000000000001/d' is too large or too fine for a rate; count and nanoseconds must "
              "fit in 64 bits");
    EXPECT_NE(errorOf("5/-1s"), "ok");
    EXPECT_NE(errorOf("5/ s"), "ok");
    EXPECT_NE(errorOf("5/"), "ok");
    EXPECT_NE(errorOf("9999999999999999999/ns"), "ok");
}

TEST(Calendar, ReadsDateTimeWithOffset) {
    EXPECT_EQ(parseDateTime("1970-01-01T00:00:00Z"), core::WallTime{0});
    EXPECT_EQ(parseDateTime("2024-03-31T01:59:30+01:00"),
              core::WallTime{1'711'846'770'000'000'000});
    EXPECT_EQ(parseDateTime("2024-03-30 19:29:30.25-05:30"),
              core::WallTime{1'711'846'770'250'000'000});
    EXPECT_TRUE(parseDateTime("2024-02-29T23:59:59Z"));
}

TEST(Calendar, RefusesWhatIsNoInstant) {
    for (const char* text :
         {"2024-03-31T01:59:30", "2024-03-31", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
          "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2016-12-31T23:59:60Z",
          "2024-01-01T00:00:00+0100", "2024-01-01T00:00:00.Z", "1969-12-31T23:59:59Z",
          "2300-01-01T00:00:00Z", "2024-01-01T00:00:00Z ", ""}) {
        EXPECT_FALSE(parseDateTime(text)) << text;
    }
}

TEST(Words, FindTheNearest) {
    const std::vector<std::string> known{"timeline", "title", "topology"};
    EXPECT_EQ(nearest("timelien", known), "timeline");
    EXPECT_EQ(nearest("titel", known), "title");
    EXPECT_EQ(nearest("zebra", known), "");
    EXPECT_EQ(nearest("x", {"y"}), "");
    EXPECT_EQ(nearest(std::string(100'000, 'a'), known), "");
    EXPECT_EQ(hintFor("zebra", known), "one of timeline, title, topology");
}

} // namespace
} // namespace sim::scenario
