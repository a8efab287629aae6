// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/dissector.h"
#include "core/discovery/dns/message.h"
#include "core/discovery/dns/tcp_framing.h"

#include <gtest/gtest.h>

namespace core::discovery::dns {
namespace {

Name name(std::string_view text) {
    return Name::parse(text).value();
}

const Message kQuery = makeQuery(1, {name("web.shop.test")}, true, 0);

std::string summary(const Message& message) {
    return dissectDatagram(encodeMessage(message).value()).summary;
}

TEST(DnsDissector, DescribesQueriesAnswersAndErrors) {
    EXPECT_EQ(summary(kQuery), "A web.shop.test?");
    Message reply = makeReply(kQuery, Rcode::NoError);
    EXPECT_EQ(summary(reply), "no data: A web.shop.test");
    reply.answers.push_back(
        {name("web.shop.test"), Type::Cname, Class::In, 5, NameRdata{name("a.test")}});
    reply.answers.push_back({name("a.test"), Type::A, Class::In, 60, ARdata{{0x0a000001}}});
    reply.answers.push_back({name("a.test"), Type::A, Class::In, 60, ARdata{{0x0a000002}}});
    EXPECT_EQ(summary(reply),
              "web.shop.test CNAME a.test ttl 5, a.test A 10.0.0.1 10.0.0.2 ttl 60");
    EXPECT_EQ(summary(makeReply(kQuery, Rcode::NxDomain)), "NXDOMAIN web.shop.test");
    reply.header.truncated = true;
    EXPECT_EQ(summary(reply), "truncated: A web.shop.test");
}

TEST(DnsDissector, KeepsSummariesShort) {
    Message reply = makeReply(kQuery, Rcode::NoError);
    for (std::uint32_t i = 0; i < 50; ++i) {
        reply.answers.push_back({name("web.shop.test"), Type::A, Class::In, 60, ARdata{{i}}});
    }
    EXPECT_EQ(summary(reply).size(), 120u);
}

TEST(DnsDissector, MarksGarbage) {
    const auto found = dissectDatagram(Bytes{1, 2, 3});
    EXPECT_TRUE(found.malformed);
    EXPECT_EQ(found.begin, 0u);
    EXPECT_EQ(found.end, 3u);
    EXPECT_EQ(found.summary, "malformed DNS: the octets end inside a field");
}

TEST(DnsDissector, FindsMessagesInAStreamOctetByOctet) {
    const Bytes query = frame(encodeMessage(kQuery).value());
    const Bytes reply = frame(encodeMessage(makeReply(kQuery, Rcode::NxDomain)).value());
    const auto dissector = dissectors()[1].stream();
    std::vector<wire::FoundMessage> found;
    for (int round = 0; round < 2; ++round) {
        for (const std::uint8_t octet : query) {
            dissector->consume(wire::Direction::FromClient, ByteView(&octet, 1), found);
        }
    }
    dissector->consume(wire::Direction::FromServer, reply, found);
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[1].begin, query.size());
    EXPECT_EQ(found[1].end, 2 * query.size());
    EXPECT_EQ(found[1].role, wire::MessageRole::Request);
    EXPECT_EQ(found[2].direction, wire::Direction::FromServer);
    EXPECT_EQ(found[2].begin, 0u);
    EXPECT_EQ(found[2].summary, "NXDOMAIN web.shop.test");
}

} // namespace
} // namespace core::discovery::dns
