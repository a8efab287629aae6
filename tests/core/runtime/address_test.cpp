// SPDX-License-Identifier: Apache-2.0
#include "core/runtime/address.h"

#include <gtest/gtest.h>

namespace core::runtime {
namespace {

TEST(Address, IsReadAndWrittenInDottedDecimal) {
    EXPECT_EQ(parseAddress("10.0.0.1"), Address{0x0a000001});
    EXPECT_EQ(parseAddress("0.0.0.0"), Address{});
    EXPECT_EQ(parseAddress("255.255.255.255"), Address{0xffffffff});
    EXPECT_EQ(toString(Address{0x0a0200ff}), "10.2.0.255");
}

TEST(Address, RefusesEverythingElse) {
    for (const char* text : {"", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4 ",
                             " 1.2.3.4", "1..3.4", "1.2.3.", ".1.2.3", "a.b.c.d", "-1.2.3.4",
                             "+1.2.3.4", "1.2.3.4x", "0x1.2.3.4", "99999999999.2.3.4"}) {
        EXPECT_EQ(parseAddress(text), std::nullopt) << text;
    }
}

TEST(Address, KnowsMulticastGroups) {
    EXPECT_FALSE(parseAddress("223.255.255.255")->isMulticast());
    EXPECT_TRUE(parseAddress("224.0.0.0")->isMulticast());
    EXPECT_TRUE(parseAddress("239.255.255.255")->isMulticast());
    EXPECT_FALSE(parseAddress("240.0.0.0")->isMulticast());
}

TEST(Endpoint, IsReadAndWrittenWithItsPort) {
    const Endpoint endpoint{Address{0x0a000001}, 80};
    EXPECT_EQ(parseEndpoint("10.0.0.1:80"), endpoint);
    EXPECT_EQ(toString(endpoint), "10.0.0.1:80");
    EXPECT_EQ(parseEndpoint("10.0.0.1:65535")->port, 65535);
}

TEST(Endpoint, RefusesEverythingElse) {
    for (const char* text : {"", "10.0.0.1", "10.0.0.1:", ":80", "10.0.0.1:0", "10.0.0.1:65536",
                             "10.0.0.1:080", "10.0.0.1:80:80", "10.0.0.1: 80", "10.0.0:80"}) {
        EXPECT_EQ(parseEndpoint(text), std::nullopt) << text;
    }
}

TEST(Endpoint, IsOrderedByAddressThenPort) {
    EXPECT_LT((Endpoint{Address{1}, 9}), (Endpoint{Address{2}, 1}));
    EXPECT_LT((Endpoint{Address{1}, 1}), (Endpoint{Address{1}, 9}));
}

} // namespace
} // namespace core::runtime
