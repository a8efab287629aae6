// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/tcp_framing.h"
#include "tests/core/discovery/dns/dns_world.h"

#include <gtest/gtest.h>

namespace tests::dns {
namespace {

TEST(DnsServer, AnswersWithAuthorityAndItsOwnNameServer) {
    World w;
    startAuthority(w.authority, {"web A client"}); // a host of the hosts table
    const auto reply = w.askAuthority("WEB.shop.test");
    EXPECT_TRUE(reply->header.authoritative);
    EXPECT_EQ(texts(reply->answers), Lines{"WEB.shop.test. 60 IN A 10.0.0.1"});
    EXPECT_EQ(texts(w.askAuthority("shop.test", Type::Ns)->additionals),
              Lines{"ns.shop.test. 60 IN A 10.0.0.3"});
}

TEST(DnsServer, RotatesAddressesUnlessToldOtherwise) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7 10.0.0.8"});
    const auto first = [&] { return rdataText(w.askAuthority("web.shop.test")->answers[0].data); };
    EXPECT_EQ(first(), "10.0.0.7");
    EXPECT_EQ(first(), "10.0.0.8");
    w.authority.process().changeSetting("address-order", std::string("fixed"));
    EXPECT_EQ(first(), first());
}

TEST(DnsServer, SetRecordReplacesTheSetAndRaisesTheSerial) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7 10.0.0.8"});
    EXPECT_EQ(w.authority.observer().stateOf("zone-serial"), "1");
    ASSERT_EQ(w.setRecord("web.shop.test", "A", {"10.0.0.9", "client"}, 5_s), "");
    EXPECT_EQ(w.authority.observer().stateOf("zone-serial"), "2");
    EXPECT_EQ(w.authority.observer().stateOf("record/web.shop.test/A"), "10.0.0.9 10.0.0.1");
    EXPECT_EQ(w.askAuthority("web.shop.test")->answers.size(), 2u);
    EXPECT_EQ(w.authority.observer().events().back().text(),
              "dns-record-set name=web.shop.test type=A values=10.0.0.9 10.0.0.1 ttl=5s serial=2");
}

TEST(DnsServer, RefusesAWrongActionWithOneSentence) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7"});
    EXPECT_EQ(w.setRecord("web", "A", {"nobody"}),
              "'nobody' is neither an IPv4 address nor a known host");
    EXPECT_EQ(w.setRecord("web", "CNAME", {"api"}),
              "an alias (CNAME) must be alone at its name web.shop.test");
    EXPECT_EQ(w.setRecord("web", "A", {}), "set-record needs at least one value");
    EXPECT_EQ(w.authority.observer().stateOf("zone-serial"), "1");
}

TEST(DnsServer, RemoveRecordMakesTheNameUnknown) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7", "web TXT hello"});
    runtime::Settings arguments;
    arguments.set("name", std::string("web"));
    arguments.set("type", std::string("ANY"));
    ASSERT_TRUE(w.authority.process().handleAction("remove-record", arguments));
    EXPECT_EQ(w.askAuthority("web.shop.test")->header.rcode, Rcode::NxDomain);
    EXPECT_EQ(w.authority.observer().stateOf("record/web.shop.test/TXT"), "");
    const auto again = w.authority.process().handleAction("remove-record", arguments);
    EXPECT_EQ(again.error(), "the zone has no ANY record for web.shop.test");
}

TEST(DnsServer, ALiveTtlHoldsForRecordsWithoutTheirOwn) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7", "api 300 A 10.0.0.8"});
    w.authority.process().changeSetting("ttl", 5_s);
    EXPECT_EQ(w.askAuthority("web.shop.test")->answers[0].ttl, 5u);
    EXPECT_EQ(w.askAuthority("api.shop.test")->answers[0].ttl, 300u);
}

TEST(DnsServer, TruncatesOverUdpToWhatTheClientCanTake) {
    World w;
    Lines records;
    for (int i = 0; i < 60; ++i) {
        records.push_back("web A 10.0.1." + std::to_string(i));
    }
    startAuthority(w.authority, records);
    const auto plain = ask(w.world, w.client, w.authorityAt, "web.shop.test", Type::A, 0);
    EXPECT_TRUE(plain->header.truncated);
    EXPECT_TRUE(plain->answers.empty());
    EXPECT_FALSE(plain->edns);
    const auto edns = ask(w.world, w.client, w.authorityAt, "web.shop.test", Type::A, 1232);
    EXPECT_FALSE(edns->header.truncated);
    EXPECT_EQ(edns->answers.size(), 60u);
}

TEST(DnsServer, AnswersPipelinedQueriesOverTcpAndClosesAfterTheClient) {
    World w;
    w.world.chunkSize = 3;
    startAuthority(w.authority, {"web A 10.0.0.7"});
    FrameReader replies;
    std::optional<runtime::StreamEnd> end;
    runtime::StreamId stream;
    runtime::StreamCallbacks callbacks;
    callbacks.connected = [&] {
        for (std::uint16_t id = 1; id <= 2; ++id) {
            const Question question{Name::parse("web.shop.test").value(), Type::A, Class::In};
            const Bytes query = frame(*encodeMessage(makeQuery(id, question, false, 0)));
            w.client.network().send(stream, query);
        }
        w.client.network().shutdown(stream);
    };
    callbacks.data = [&](ByteView bytes) { replies.append(bytes); };
    callbacks.closed = [&](runtime::StreamEnd how) { end = how; };
    stream = *w.client.network().connect(w.authorityAt, 5_s, {"dns-tcp"}, std::move(callbacks));
    w.world.run(1_s);
    EXPECT_EQ(decodeMessage(*replies.next())->header.id, 1);
    EXPECT_EQ(decodeMessage(*replies.next())->header.id, 2);
    EXPECT_EQ(end, runtime::StreamEnd::Finished);
}

TEST(DnsServer, ResetsAConnectionThatCarriesNoQueries) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7"});
    std::optional<runtime::StreamEnd> end;
    runtime::StreamId stream;
    runtime::StreamCallbacks callbacks;
    callbacks.connected = [&] { w.client.network().send(stream, frame(Bytes{1, 2, 3})); };
    callbacks.closed = [&](runtime::StreamEnd how) { end = how; };
    stream = *w.client.network().connect(w.authorityAt, 5_s, {"dns-tcp"}, std::move(callbacks));
    w.world.run(1_s);
    EXPECT_EQ(end, runtime::StreamEnd::Reset);
}

TEST(DnsServer, ClosesAnIdleConnectionAfterTenSeconds) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7"});
    Instant closedAt;
    runtime::StreamCallbacks callbacks;
    callbacks.peerShutdown = [&] { closedAt = w.world.now(); };
    (void)w.client.network().connect(w.authorityAt, 5_s, {"dns-tcp"}, std::move(callbacks));
    w.world.run(20_s);
    EXPECT_EQ(closedAt, Instant{} + 10'002_ms);
}

TEST(DnsServer, AnswersFormErrToGarbageAndNothingToAnAnswer) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7"});
    std::vector<Rcode> codes;
    const auto socket = w.client.network().bind(0, "dns", [&](const auto&, ByteView bytes) {
        codes.push_back(decodeMessage(bytes)->header.rcode);
    });
    (void)w.client.network().sendTo(*socket, w.authorityAt, *fromHex("000100000001000000000000"));
    (void)w.client.network().sendTo(*socket, w.authorityAt, *fromHex("000180000001000000000000"));
    (void)w.client.network().sendTo(*socket, w.authorityAt, *fromHex("0001"));
    w.world.run(1_s);
    EXPECT_EQ(codes, std::vector<Rcode>{Rcode::FormErr});
}

TEST(DnsServer, RefusesAnotherEdnsVersion) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7"});
    std::optional<Message> reply;
    const auto socket = w.client.network().bind(
        0, "dns", [&](const auto&, ByteView bytes) { reply = *decodeMessage(bytes); });
    Message query = makeQuery(1, {Name::parse("web.shop.test").value()}, false, 1232);
    query.edns->version = 1;
    (void)w.client.network().sendTo(*socket, w.authorityAt, *encodeMessage(query));
    w.world.run(1_s);
    EXPECT_EQ(reply->header.rcode, Rcode::BadVers);
    EXPECT_EQ(reply->edns->version, 0);
}

TEST(DnsServer, FailsAtTheStartOnAWrongLine) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7", "api A nobody"});
    EXPECT_EQ(w.authority.failure(), "records, line 2 'api A nobody': 'nobody' is neither an IPv4 "
                                     "address nor a known host");
}

TEST(DnsServer, ShowsARecordInOneCaseHoweverTheOperatorWritesIt) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7"});
    ASSERT_EQ(w.setRecord("WEB", "A", {"10.0.0.8"}), "");
    EXPECT_EQ(w.authority.observer().stateOf("record/web.shop.test/A"), "10.0.0.8");
}

TEST(DnsServer, DoesNotImplementZoneTransfers) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.7"});
    EXPECT_EQ(w.askAuthority("shop.test", Type::Axfr)->header.rcode, Rcode::NotImp);
}

/// A client that pipelines the same query over TCP.
struct TcpClient {
    TcpClient(World& world, const std::string& name) : w(world) {
        const Question question{Name::parse(name).value(), Type::A, Class::In};
        query = frame(*encodeMessage(makeQuery(1, question, false, 0)));
        runtime::StreamCallbacks callbacks;
        callbacks.data = [this](ByteView bytes) {
            received += bytes.size();
            replies.append(bytes);
        };
        callbacks.peerShutdown = [this] { serverDone = true; };
        callbacks.closed = [this](runtime::StreamEnd how) { end = how; };
        stream = *w.client.network().connect(w.authorityAt, 5_s, {"dns-tcp"}, std::move(callbacks));
        w.world.run(10_ms);
    }
    std::size_t ask() { return w.client.network().send(stream, query); }

    World& w;
    Bytes query;
    runtime::StreamId stream;
    FrameReader replies;
    std::size_t received = 0;
    bool serverDone = false;
    std::optional<runtime::StreamEnd> end;
};

Lines manyAddresses() {
    Lines records;
    for (int i = 0; i < 250; ++i) {
        records.push_back("web A 10.0.1." + std::to_string(i));
    }
    return records;
}

TEST(DnsServer, StopsReadingFromAClientThatDoesNotReadItsAnswers) {
    World w;
    startAuthority(w.authority, manyAddresses());
    TcpClient client(w, "web.shop.test");
    w.client.network().pauseReading(client.stream);
    for (int i = 0; i < 20'000; ++i) { // 4 KB of answer for each 33 octets
        if (client.ask() != client.query.size()) {
            break;
        }
        if (i % 100 == 0) {
            w.world.run(1_ms);
        }
    }
    w.world.run(100_ms);
    EXPECT_LT(w.authority.observer().counter("queries"), 500);
    const auto before = w.authority.observer().counter("queries");
    w.client.network().resumeReading(client.stream);
    w.world.run(100_ms);
    EXPECT_GT(w.authority.observer().counter("queries"), before) << "it goes on when there is room";
}

TEST(DnsServer, ASlowReaderGetsEveryAnswerAndADeadOneIsDropped) {
    World w;
    startAuthority(w.authority, manyAddresses());
    TcpClient client(w, "web.shop.test");
    w.client.network().pauseReading(client.stream);
    for (int i = 0; i < 150; ++i) { // 600 KB
        client.ask();
    }
    for (int turn = 0; turn < 4; ++turn) {
        w.world.run(8_s);
        w.client.network().resumeReading(client.stream);
        w.world.run(1_ms);
        w.client.network().pauseReading(client.stream);
    }
    w.client.network().resumeReading(client.stream);
    w.world.run(1_s);
    int answers = 0;
    while (client.replies.next()) {
        ++answers;
    }
    EXPECT_EQ(answers, 150);

    TcpClient dead(w, "web.shop.test");
    w.client.network().pauseReading(dead.stream);
    for (int i = 0; i < 150; ++i) {
        dead.ask();
    }
    w.world.run(60_s);
    EXPECT_EQ(dead.end, runtime::StreamEnd::Reset);
}

} // namespace
} // namespace tests::dns
