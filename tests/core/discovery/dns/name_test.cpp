// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/name.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace core::discovery::dns {
namespace {

Name name(std::string_view text) {
    return Name::parse(text).value();
}

TEST(DnsName, ComparisonIgnoresCaseAndKeepsIt) {
    EXPECT_EQ(name("Web.Shop.test"), name("web.SHOP.test."));
    EXPECT_EQ(name("Web.Shop.test").toText(), "Web.Shop.test.");
    EXPECT_EQ(name("Web.Shop.test").toDisplay(), "Web.Shop.test");
    EXPECT_EQ((name("A.test") <=> name("a.test")), std::strong_ordering::equal);
}

TEST(DnsName, SortsInTheCanonicalOrderOfRfc4034) {
    const std::vector<std::string> sorted{
        "example.",         "a.example.",      "yljkjljk.a.example.",
        "Z.a.example.",     "zABC.a.EXAMPLE.", "z.example.",
        "\\001.z.example.", "*.z.example.",    "\\200.z.example."};
    std::vector<Name> names;
    for (auto text = sorted.rbegin(); text != sorted.rend(); ++text) {
        names.push_back(name(*text));
    }
    std::sort(names.begin(), names.end());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        EXPECT_EQ(names[i], name(sorted[i]));
    }
}

TEST(DnsName, KnowsWhatLiesWithinIt) {
    EXPECT_TRUE(name("web.shop.test").isWithin(name("SHOP.test")));
    EXPECT_TRUE(name("shop.test").isWithin(name("shop.test")));
    EXPECT_TRUE(name("shop.test").isWithin(Name()));
    EXPECT_FALSE(name("myshop.test").isWithin(name("shop.test")));
    EXPECT_FALSE(name("test").isWithin(name("shop.test")));
    // The octets of a label may look like a suffix.
    EXPECT_FALSE(name("a\\004shop\\004test").isWithin(name("shop.test")));
}

TEST(DnsName, TextRefusesWhatIsTooLongOrMalformed) {
    const std::string label(63, 'a');
    EXPECT_TRUE(Name::parse(label + "." + label + "." + label + "." + std::string(61, 'b')));
    EXPECT_EQ(Name::parse(label + "." + label + "." + label + "." + std::string(62, 'b')).error(),
              DnsError::NameTooLong);
    EXPECT_EQ(Name::parse(label + "a").error(), DnsError::LabelTooLong);
    EXPECT_EQ(Name::parse("a\\25").error(), DnsError::BadEscape);
    EXPECT_EQ(Name::parse("a\\256b").error(), DnsError::BadEscape);
    EXPECT_EQ(Name::parse("a\\").error(), DnsError::BadEscape);
    EXPECT_EQ(Name::parse("").error(), DnsError::EmptyName);
}

TEST(DnsName, TextReadsBackForEveryOctet) {
    for (int octet = 0; octet < 256; ++octet) {
        const Name one = Name().child(std::string(1, static_cast<char>(octet))).value();
        EXPECT_EQ(name(one.toText()).toText(), one.toText());
        EXPECT_EQ(toHex(name(one.toText()).wire()), toHex(one.wire()));
    }
}

TEST(DnsName, CompressionNeverPointsBeyondItsReach) {
    ByteWriter out;
    out.append(Bytes(0x4000, 0));
    NameCompressor names;
    names.write(out, name("a.test"), true);
    names.write(out, name("a.test"), true);
    EXPECT_EQ(out.size(), 0x4000u + 2 * name("a.test").wire().size());
}

TEST(DnsName, AChainOfPointersIsBounded) {
    Bytes message{0};
    for (int i = 0; i < 300; ++i) { // each pointer leads to the one before
        const std::size_t target = i == 0 ? 0 : message.size() - 2;
        message.push_back(static_cast<std::uint8_t>(0xc0 | target >> 8));
        message.push_back(static_cast<std::uint8_t>(target & 0xff));
    }
    ByteReader near(message);
    near.seek(1 + 2 * 127);
    EXPECT_TRUE(Name::decode(near));
    ByteReader far(message);
    far.seek(1 + 2 * 128);
    EXPECT_EQ(Name::decode(far).error(), DnsError::BadPointer);
}

} // namespace
} // namespace core::discovery::dns
