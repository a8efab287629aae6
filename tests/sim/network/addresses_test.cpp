// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "sim/network/addresses.h"

#include <gtest/gtest.h>

#include <map>

namespace sim::network {
namespace {

using core::runtime::Address;

constexpr Address kFirst{10};
constexpr Address kSecond{20};
constexpr Address kThird{30};
constexpr Address kFloating{99};

const auto kEverybody = [](std::uint32_t) { return true; };

struct ThreeHosts : testing::Test {
    ThreeHosts() {
        addresses.assign(0, kFirst);
        addresses.assign(1, kSecond);
        addresses.assign(2, kThird);
    }
    Addresses addresses;
};

TEST_F(ThreeHosts, AnAddressBelongsToItsHost) {
    EXPECT_EQ(addresses.primary(1), kSecond);
    EXPECT_EQ(addresses.owner(kSecond), 1U);
    EXPECT_EQ(addresses.resolve(0, kSecond), 1U);
    EXPECT_TRUE(addresses.owns(1, kSecond));
    EXPECT_FALSE(addresses.owns(0, kSecond));
    EXPECT_EQ(addresses.resolve(0, kFloating), std::nullopt);
}

TEST_F(ThreeHosts, TheLatestClaimIsWhatNeighboursUse) {
    EXPECT_TRUE(addresses.claim(0, kFloating, kEverybody));
    EXPECT_EQ(addresses.resolve(2, kFloating), 0U);
    EXPECT_TRUE(addresses.claim(1, kFloating, kEverybody));
    EXPECT_EQ(addresses.resolve(2, kFloating), 1U);
    EXPECT_TRUE(addresses.owns(0, kFloating)); // it knows of nothing
    EXPECT_FALSE(addresses.claim(1, kFloating, kEverybody));
}

TEST_F(ThreeHosts, ANeighbourThatHearsNothingKeepsWhatItCached) {
    addresses.claim(0, kFloating, kEverybody);
    addresses.claim(1, kFloating, [](std::uint32_t host) { return host != 2; });
    EXPECT_EQ(addresses.resolve(0, kFloating), 1U);
    EXPECT_EQ(addresses.resolve(2, kFloating), 0U);
    addresses.release(1, kFloating);
    addresses.claim(1, kFloating, kEverybody);
    EXPECT_EQ(addresses.resolve(2, kFloating), 1U);
}

TEST_F(ThreeHosts, AReleaseGivesTheAddressBackToTheEarlierClaimant) {
    addresses.claim(0, kFloating, kEverybody);
    addresses.claim(1, kFloating, kEverybody);
    EXPECT_TRUE(addresses.release(1, kFloating));
    EXPECT_EQ(addresses.resolve(2, kFloating), 0U);
    EXPECT_FALSE(addresses.release(1, kFloating));
    EXPECT_TRUE(addresses.release(0, kFloating));
    EXPECT_EQ(addresses.resolve(2, kFloating), std::nullopt);
}

TEST_F(ThreeHosts, AHostNeverLosesItsFirstAddress) {
    EXPECT_FALSE(addresses.release(1, kSecond));
    addresses.claim(0, kSecond, kEverybody);
    EXPECT_EQ(addresses.resolve(2, kSecond), 0U);
    EXPECT_TRUE(addresses.owns(1, kSecond));
    EXPECT_EQ(addresses.releaseAll(0).size(), 1U);
    EXPECT_EQ(addresses.resolve(2, kSecond), 1U);
    EXPECT_EQ(addresses.resolve(2, kFirst), 0U);
}

TEST_F(ThreeHosts, ReleaseAllGivesUpEveryClaim) {
    addresses.claim(0, kFloating, kEverybody);
    addresses.claim(0, Address{98}, kEverybody);
    addresses.releaseAll(0);
    EXPECT_EQ(addresses.owner(kFloating), std::nullopt);
    EXPECT_EQ(addresses.owner(Address{98}), std::nullopt);
}

TEST(AddressTable, AgreesWithAMapUnderRandomChanges) {
    core::RandomStream random(3);
    AddressTable table;
    std::map<Address, std::uint32_t> model;
    EXPECT_EQ(table.find({1}), std::nullopt);
    for (int step = 0; step < 20'000; ++step) {
        const Address address{static_cast<std::uint32_t>(random.below(3'000))};
        if (random.below(3) == 0) {
            table.set(address, std::nullopt);
            model.erase(address);
        } else {
            const auto host = static_cast<std::uint32_t>(random.below(1'000));
            table.set(address, host);
            model[address] = host;
        }
        const Address other{static_cast<std::uint32_t>(random.below(3'000))};
        const auto found = model.find(other);
        ASSERT_EQ(table.find(other),
                  found == model.end() ? std::nullopt : std::optional(found->second));
    }
}

} // namespace
} // namespace sim::network
