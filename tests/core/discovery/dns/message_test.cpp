// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/message.h"
#include "core/discovery/dns/tcp_framing.h"

#include <gtest/gtest.h>

namespace core::discovery::dns {
namespace {

Name name(std::string_view text) {
    return Name::parse(text).value();
}

Message bigReply(int addresses) {
    Message reply = makeReply(makeQuery(1, {name("web.shop.test")}, true, 1232), Rcode::NoError);
    for (int i = 0; i < addresses; ++i) {
        const ARdata data{{static_cast<std::uint32_t>(i)}};
        reply.answers.push_back({name("web.shop.test"), Type::A, Class::In, 60, data});
    }
    reply.additionals.push_back(
        {name("ns.shop.test"), Type::Txt, Class::In, 60, TxtRdata{{std::string(200, 'x')}}});
    return reply;
}

TEST(DnsMessage, DropsAdditionalRecordsBeforeItTruncates) {
    const auto kept = decodeMessage(encodeWithin(bigReply(25), 512));
    EXPECT_FALSE(kept->header.truncated);
    EXPECT_EQ(kept->answers.size(), 25u);
    EXPECT_TRUE(kept->additionals.empty());
    const auto cut = decodeMessage(encodeWithin(bigReply(100), 512));
    EXPECT_TRUE(cut->header.truncated);
    EXPECT_TRUE(cut->answers.empty());
    EXPECT_EQ(cut->questions.size(), 1u);
}

TEST(DnsMessage, ExtendedRcodesTravelInTheOptRecord) {
    Message reply = makeReply(makeQuery(1, {name("a.test")}, true, 1232), Rcode::BadVers);
    reply.edns.emplace();
    const auto back = decodeMessage(encodeMessage(reply).value());
    EXPECT_EQ(back->header.rcode, Rcode::BadVers);
    EXPECT_EQ(*back, reply);
}

TEST(DnsMessage, RefusesASecondOptRecordAndOneElsewhere) {
    const std::string opt = "0000290400000000000000";
    EXPECT_TRUE(decodeMessage(fromHex("000100000000000000000001" + opt).value()));
    EXPECT_EQ(decodeMessage(fromHex("000100000000000000000002" + opt + opt).value()).error(),
              DnsError::BadOpt);
    EXPECT_EQ(decodeMessage(fromHex("000100000000000100000000" + opt).value()).error(),
              DnsError::BadOpt);
}

TEST(DnsMessage, EveryKindOfDataSurvivesTheWayThere) {
    Message message = makeReply(makeQuery(7, {name("a.test")}, false, 0), Rcode::NoError);
    const auto add = [&](Type type, Rdata data) {
        message.answers.push_back({name("a.test"), type, Class::In, 1, std::move(data)});
    };
    add(Type::Mx, MxRdata{10, name("mx.a.test")});
    add(Type::Srv, SrvRdata{1, 2, 3, name("s.a.test")});
    add(Type::Naptr, NaptrRdata{1, 2, "u", "sip+E2U", "!^.*$!sip:x!", name("n.a.test")});
    add(Type::Caa, CaaRdata{0, "issue", "ca.test"});
    add(Type::Txt, TxtRdata{{"one", "", "three"}});
    add(Type::Ptr, NameRdata{name("p.test")});
    add(static_cast<Type>(999), OpaqueRdata{{1, 2, 3}});
    add(Type::Aaaa, AaaaRdata{parseIpv6("2001:db8::1").value()});
    EXPECT_EQ(decodeMessage(encodeMessage(message).value()).value(), message);
}

TEST(DnsMessage, SrvTargetsAreNotCompressedButAcceptedSo) {
    Message message = makeReply(makeQuery(7, {name("a.test")}, false, 0), Rcode::NoError);
    message.answers.push_back(
        {name("a.test"), Type::Srv, Class::In, 1, SrvRdata{1, 2, 3, name("a.test")}});
    const std::string hex = toHex(encodeMessage(message).value());
    EXPECT_NE(hex.find("0001000200030161047465737400"), std::string::npos); // RFC 2782
    const auto compressed = fromHex(hex.substr(0, hex.size() - 32) + "0008000100020003c00c");
    EXPECT_EQ(decodeMessage(*compressed).value(), message);
}

TEST(DnsMessage, Ipv6TextFollowsInetNtop) {
    for (const char* text : {"::", "::1", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "::2.3.4.5",
                             "::ffff:10.0.0.1", "1:2:3:4:5:6:7:8", "fe80::", "1::2:0:0:3"}) {
        const auto octets = parseIpv6(text);
        ASSERT_TRUE(octets) << text;
        EXPECT_EQ(ipv6Text(*octets), text);
    }
    for (const char* text : {"", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "12345::", "g::",
                             "1:2:3:4:5:6:7:8:9", "::1.2.3", "1:", ":1", "1.2.3.4::"}) {
        EXPECT_FALSE(parseIpv6(text)) << text;
    }
}

TEST(TcpFraming, AnyChunkingGivesTheSameMessages) {
    Bytes stream;
    for (const std::size_t size : {0u, 1u, 300u, 12u}) {
        const Bytes framed = frame(Bytes(size, static_cast<std::uint8_t>(size)));
        stream.insert(stream.end(), framed.begin(), framed.end());
    }
    for (std::size_t chunk = 1; chunk < 20; ++chunk) {
        FrameReader reader;
        std::vector<std::size_t> sizes;
        for (std::size_t at = 0; at < stream.size(); at += chunk) {
            reader.append(ByteView(stream).subspan(at, std::min(chunk, stream.size() - at)));
            while (const auto message = reader.next()) {
                sizes.push_back(message->size());
            }
        }
        EXPECT_EQ(sizes, (std::vector<std::size_t>{0, 1, 300, 12}));
        EXPECT_EQ(reader.buffered(), 0u);
    }
}

TEST(EdnsOptions, CookiesHaveEightOrSixteenToFortyOctets) {
    for (const std::size_t size : {8u, 16u, 40u}) {
        const EdnsOption option{EdnsOption::kCookie, Bytes(size, 1)};
        EXPECT_EQ(encodeCookie(decodeCookie(option).value()), option);
    }
    for (const std::size_t size : {0u, 7u, 9u, 15u, 41u}) {
        EXPECT_FALSE(decodeCookie({EdnsOption::kCookie, Bytes(size, 1)}));
    }
}

TEST(EdnsOptions, AClientSubnetWithBitsBehindItsPrefixIsRefused) {
    EXPECT_TRUE(decodeClientSubnet({8, fromHex("000114000102f0").value()}));
    EXPECT_FALSE(decodeClientSubnet({8, fromHex("000114000102f1").value()}));
    EXPECT_FALSE(decodeClientSubnet({8, fromHex("000114000102").value()}));
    EXPECT_FALSE(decodeClientSubnet({8, fromHex("0003140001020f").value()}));
}

} // namespace
} // namespace core::discovery::dns
