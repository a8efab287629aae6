// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/text_form.h"

#include <gtest/gtest.h>

namespace core::discovery::dns {
namespace {

TextContext context() {
    return {Name::parse("shop.test").value(),
            [](std::string_view host) -> std::optional<runtime::Address> {
                return host == "web-1" ? std::optional(runtime::Address{0x0a000001}) : std::nullopt;
            }};
}

/// "name ttl type data | data", or the error.
std::string read(std::string_view line) {
    const auto record = parseRecordLine(line, context());
    if (!record) {
        return record.error();
    }
    std::string text = record->name.toText() + " " +
                       (record->ttl ? std::to_string(*record->ttl) : "-") + " " +
                       typeText(record->type);
    for (const Rdata& data : record->data) {
        text += " | " + rdataText(data);
    }
    return text;
}

TEST(RecordLine, ReadsNamesRelativeAndAbsolute) {
    EXPECT_EQ(read("web A 10.0.0.9"), "web.shop.test. - A | 10.0.0.9");
    EXPECT_EQ(read("web.shop.test A 10.0.0.9"), "web.shop.test. - A | 10.0.0.9");
    EXPECT_EQ(read("@ 1h IN NS ns"), "shop.test. 3600 NS | ns.shop.test.");
    EXPECT_EQ(read("www CNAME web.example."), "www.shop.test. - CNAME | web.example.");
}

TEST(RecordLine, AddressesMayBeHostsAndSeveral) {
    EXPECT_EQ(read("web 5 A web-1 10.0.0.9"), "web.shop.test. 5 A | 10.0.0.1 | 10.0.0.9");
}

TEST(RecordLine, ReadsTheOtherTypes) {
    EXPECT_EQ(read("_http._tcp SRV 0 5 80 web"),
              "_http._tcp.shop.test. - SRV | 0 5 80 web.shop.test.");
    EXPECT_EQ(read("t TXT \"a \\\"b\\\" \\255\" c ; comment"),
              "t.shop.test. - TXT | \"a \\\"b\\\" \\255\" \"c\"");
    EXPECT_EQ(read("m MX 10 mx"), "m.shop.test. - MX | 10 mx.shop.test.");
    EXPECT_EQ(read("v6 AAAA 2001:DB8::1"), "v6.shop.test. - AAAA | 2001:db8::1");
    EXPECT_EQ(read("x TYPE999 \\# 3 01 0203"), "x.shop.test. - TYPE999 | \\# 3 010203");
    EXPECT_EQ(read("c CAA 128 issue \"ca.test\""), "c.shop.test. - CAA | 128 issue \"ca.test\"");
}

TEST(RecordLine, SaysWhatIsWrong) {
    EXPECT_EQ(read("web A"), "a record is written 'name [ttl] type data'");
    EXPECT_EQ(read("web 60 A"), "the record has no type or no data");
    EXPECT_EQ(read("web AA 1"), "'AA' is no record type");
    EXPECT_EQ(read("a..b A 10.0.0.1"), "'a..b' is no domain name: an empty label");
    EXPECT_EQ(read("web A web-2"), "'web-2' is neither an IPv4 address nor a known host");
    EXPECT_EQ(read("s SRV 0 5 web 80"), "SRV data must be 'priority weight port target'");
    EXPECT_EQ(read("t TXT \"open"), "a quote is not closed");
    EXPECT_EQ(read("x A \\# 3 010203"), "A: record data that does not fit its type");
}

TEST(RecordLine, EscapesMeanTheSameInsideAndOutsideOfQuotes) { // RFC 1035, 5.1
    EXPECT_EQ(read("t TXT a\\;b \"a\\;b\""), "t.shop.test. - TXT | \"a;b\" \"a;b\"");
    EXPECT_EQ(read("t TXT \\065\\066"), "t.shop.test. - TXT | \"AB\"");
    EXPECT_EQ(read("t TXT \"\\-12\""), "t.shop.test. - TXT | \"-12\"");
}

} // namespace
} // namespace core::discovery::dns
