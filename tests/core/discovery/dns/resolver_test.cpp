// SPDX-License-Identifier: Apache-2.0
#include "tests/core/discovery/dns/dns_world.h"

#include <gtest/gtest.h>

#include <functional>

namespace tests::dns {
namespace {

TEST(DnsResolver, AnswersFromItsCacheWithTheRemainingTime) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.9"});
    startResolver(w.resolver, {"shop.test authority"});
    EXPECT_EQ(texts(w.askResolver("web.shop.test")->answers),
              Lines{"web.shop.test. 60 IN A 10.0.0.9"});
    w.world.run(20_s);
    EXPECT_EQ(texts(w.askResolver("web.shop.test")->answers),
              Lines{"web.shop.test. 40 IN A 10.0.0.9"});
    EXPECT_EQ(w.resolver.observer().counter("upstream-queries"), 1);
    EXPECT_EQ(w.resolver.observer().counter("cache-hits"), 1);
    EXPECT_EQ(w.resolver.observer().counter("cache-misses"), 1);
}

TEST(DnsResolver, KeepsTheOldAddressExactlyUntilTheTtlIsOver) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.9"});
    startResolver(w.resolver, {"shop.test authority"});
    w.askResolver("web.shop.test"); // stored 3 ms after the start
    ASSERT_EQ(w.setRecord("web", "A", {"10.0.0.8"}), "");
    EXPECT_EQ(w.resolver.observer().stateOf("cache/web.shop.test/A"), "10.0.0.9");
    EXPECT_EQ(w.resolver.observer().stateOf("cache-until/web.shop.test/A"), "60.003s");
    w.world.run(59_s);
    EXPECT_EQ(texts(w.askResolver("web.shop.test")->answers),
              Lines{"web.shop.test. 1 IN A 10.0.0.9"});
    w.world.run(1_s);
    EXPECT_EQ(w.resolver.observer().stateOf("cache/web.shop.test/A"), "");
    EXPECT_EQ(texts(w.askResolver("web.shop.test")->answers),
              Lines{"web.shop.test. 60 IN A 10.0.0.8"});
    EXPECT_EQ(w.resolver.observer().eventCount("dns-cache-changed"), 1u);
}

TEST(DnsResolver, AsksOnceForManyClientsThatWaitForTheSameName) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.9"});
    startResolver(w.resolver, {"shop.test authority"});
    StubResolver stub(w.client, {{w.resolverAt}});
    int answers = 0;
    for (int i = 0; i < 20; ++i) {
        stub.resolveAddresses("web.shop.test", [&](auto result) { answers += result ? 1 : 0; });
    }
    w.world.run(1_s);
    EXPECT_EQ(answers, 20);
    EXPECT_EQ(w.resolver.observer().counter("upstream-queries"), 1);
}

TEST(DnsResolver, RemembersThatANameDoesNotExist) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.9"}, {{"negative-ttl", 30_s}});
    startResolver(w.resolver, {"shop.test authority"});
    EXPECT_EQ(w.askResolver("new.shop.test")->header.rcode, Rcode::NxDomain);
    EXPECT_EQ(w.resolver.observer().stateOf("cache/new.shop.test/ANY"), "NXDOMAIN");
    ASSERT_EQ(w.setRecord("new", "A", {"10.0.0.8"}), "");
    w.world.run(29_s);
    const auto blind = w.askResolver("new.shop.test", Type::Aaaa); // covers every type
    EXPECT_EQ(blind->header.rcode, Rcode::NxDomain);
    EXPECT_EQ(blind->authorities.front().ttl, 1u);
    w.world.run(2_s);
    EXPECT_EQ(w.askResolver("new.shop.test")->answers.size(), 1u);
}

TEST(DnsResolver, ChasesAliasesIntoOtherZones) {
    World w;
    FakeEnv& other = w.world.add("other", "10.0.0.4");
    startAuthority(w.authority, {"www 300 CNAME web.cdn.test."});
    other.start(makeDnsServer,
                settingsOf(dnsServerSchema(), {{"zone", std::string("cdn.test")},
                                               {"records", Lines{"web 5 A 10.0.0.77"}}}));
    startResolver(w.resolver, {"shop.test authority", "cdn.test other"});
    EXPECT_EQ(
        texts(w.askResolver("www.shop.test")->answers),
        (Lines{"www.shop.test. 300 IN CNAME web.cdn.test.", "web.cdn.test. 5 IN A 10.0.0.77"}));
}

TEST(DnsResolver, GivesUpOnALoopOfAliases) {
    World w;
    startAuthority(w.authority, {"a CNAME b.cdn.test."});
    FakeEnv& other = w.world.add("other", "10.0.0.4");
    other.start(makeDnsServer,
                settingsOf(dnsServerSchema(), {{"zone", std::string("cdn.test")},
                                               {"records", Lines{"b CNAME a.shop.test."}}}));
    startResolver(w.resolver, {"shop.test authority", "cdn.test other"});
    EXPECT_EQ(w.askResolver("a.shop.test")->header.rcode, Rcode::ServFail);
}

TEST(DnsResolver, UsesATtlOfZeroForOneAnswerOnly) {
    World w;
    startAuthority(w.authority, {"web 0 A 10.0.0.9"});
    startResolver(w.resolver, {"shop.test authority"});
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(texts(w.askResolver("web.shop.test")->answers),
                  Lines{"web.shop.test. 0 IN A 10.0.0.9"});
    }
    EXPECT_EQ(w.resolver.observer().counter("upstream-queries"), 3);
}

TEST(DnsResolver, RetriesWithDoublingWaitsAndThenRemembersTheFailure) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.9"});
    startResolver(w.resolver, {"shop.test authority"});
    w.world.cut("resolver", "authority");
    const Instant start = w.world.now();
    const auto reply = w.askResolver("web.shop.test");
    EXPECT_EQ(reply->header.rcode, Rcode::ServFail);
    EXPECT_EQ(w.world.now() - start, 5602_ms); // 0.8 + 1.6 + 3.2 s and a round trip
    EXPECT_EQ(w.resolver.observer().counter("upstream-queries"), 3);
    w.world.cut("resolver", "authority", false);
    EXPECT_EQ(w.askResolver("web.shop.test")->header.rcode, Rcode::ServFail);
    w.world.run(5_s);
    EXPECT_EQ(w.askResolver("web.shop.test")->header.rcode, Rcode::NoError);
}

TEST(DnsResolver, ServesStaleDataAfterTheClientTimeoutAndThenAtOnce) {
    World w;
    startAuthority(w.authority, {"web 10 A 10.0.0.9"});
    startResolver(w.resolver, {"shop.test authority"}, {{"serve-stale", true}});
    w.askResolver("web.shop.test");
    w.world.cut("resolver", "authority");
    w.world.run(20_s);
    Instant start = w.world.now();
    EXPECT_EQ(texts(w.askResolver("web.shop.test")->answers),
              Lines{"web.shop.test. 30 IN A 10.0.0.9"});
    EXPECT_EQ(w.world.now() - start, 1802_ms); // RFC 8767: 1.8 s, and a round trip
    w.world.run(10_s);                         // the fetch has failed meanwhile
    start = w.world.now();
    const auto again = w.askResolver("web.shop.test");
    EXPECT_EQ(w.world.now() - start, 2_ms);
    EXPECT_EQ(again->edns->options.front(), encodeExtendedError({ExtendedError::kStaleAnswer, {}}));
    EXPECT_EQ(w.resolver.observer().counter("stale-answers"), 2);
    EXPECT_EQ(w.resolver.observer().counter("upstream-queries"), 4);
    w.world.cut("resolver", "authority", false);
    w.world.run(30_s);
    EXPECT_EQ(texts(w.askResolver("web.shop.test")->answers),
              Lines{"web.shop.test. 10 IN A 10.0.0.9"});
}

TEST(DnsResolver, StopsServingStaleDataWhenItIsTooOld) {
    World w;
    startAuthority(w.authority, {"web 10 A 10.0.0.9"});
    startResolver(w.resolver, {"shop.test authority"},
                  {{"serve-stale", true}, {"max-stale", 60_s}});
    w.askResolver("web.shop.test");
    w.world.cut("resolver", "authority");
    w.world.run(71_s);
    EXPECT_EQ(w.askResolver("web.shop.test")->header.rcode, Rcode::ServFail);
}

TEST(DnsResolver, PrefetchesInTheLastTenthOfTheTtl) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.9"});
    startResolver(w.resolver, {"shop.test authority"}, {{"prefetch", true}});
    w.askResolver("web.shop.test");
    w.world.run(50_s);
    w.askResolver("web.shop.test"); // 10 s left: not yet
    EXPECT_EQ(w.resolver.observer().counter("prefetches"), 0);
    w.world.run(5_s);
    w.askResolver("web.shop.test");
    w.world.run(1_s);
    EXPECT_EQ(w.resolver.observer().counter("prefetches"), 1);
    EXPECT_EQ(w.askResolver("web.shop.test")->answers.front().ttl, 59u);
}

TEST(DnsResolver, FollowsAReferralToAChildZone) {
    World w;
    FakeEnv& child = w.world.add("child", "10.0.0.4");
    startAuthority(w.authority, {"eu NS ns.eu", "ns.eu A child"});
    child.start(makeDnsServer,
                settingsOf(dnsServerSchema(), {{"zone", std::string("eu.shop.test")},
                                               {"records", Lines{"web A 10.0.0.44"}}}));
    startResolver(w.resolver, {"shop.test authority"});
    EXPECT_EQ(texts(w.askResolver("web.eu.shop.test")->answers),
              Lines{"web.eu.shop.test. 60 IN A 10.0.0.44"});
}

TEST(DnsResolver, GoesOnToTheNextServerAndPrefersItAfterwards) {
    World w;
    FakeEnv& second = w.world.add("second", "10.0.0.4");
    startAuthority(second, {"web A 10.0.0.9", "api A 10.0.0.8"});
    startResolver(w.resolver, {"shop.test authority second"}); // nobody runs on `authority`
    EXPECT_TRUE(w.askResolver("web.shop.test").has_value());
    const Instant start = w.world.now();
    EXPECT_TRUE(w.askResolver("api.shop.test").has_value());
    EXPECT_EQ(w.world.now() - start, 4_ms);
}

TEST(DnsResolver, FetchesATruncatedAnswerOverTcp) {
    World w;
    w.world.chunkSize = 7;
    Lines records;
    for (int i = 0; i < 100; ++i) {
        records.push_back("web A 10.0.1." + std::to_string(i));
    }
    startAuthority(w.authority, records);
    startResolver(w.resolver, {"shop.test authority"});
    StubResolver stub(w.client, {{w.resolverAt}});
    std::size_t addresses = 0;
    stub.resolveAddresses("web.shop.test",
                          [&](auto result) { addresses = result.value().addresses.size(); });
    w.world.run(1_s);
    EXPECT_EQ(addresses, 100u);
}

TEST(DnsResolver, FlushForgetsOneNameOrAll) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.9", "api A 10.0.0.8"});
    startResolver(w.resolver, {"shop.test authority"});
    w.askResolver("web.shop.test");
    w.askResolver("api.shop.test");
    runtime::Settings arguments;
    arguments.set("name", std::string("web.shop.test"));
    ASSERT_TRUE(w.resolver.process().handleAction("flush", arguments));
    EXPECT_EQ(w.resolver.observer().stateOf("cache/web.shop.test/A"), "");
    EXPECT_EQ(w.resolver.observer().stateOf("cache/api.shop.test/A"), "10.0.0.8");
    arguments.set("name", std::string());
    ASSERT_TRUE(w.resolver.process().handleAction("flush", arguments));
    EXPECT_TRUE(w.resolver.observer().states().empty());
}

TEST(DnsResolver, IgnoresRecordsOutsideTheZoneOfTheServer) {
    World w;
    // A server that answers for shop.test and slips in an address of bank.test.
    const auto socket = w.authority.network().bind(53, "dns", nullptr);
    w.authority.network().close(*socket);
    runtime::SocketId own;
    own = *w.authority.network().bind(53, "dns", [&](const runtime::Endpoint& from, ByteView b) {
        Message reply = makeReply(*decodeMessage(b), Rcode::NoError);
        reply.header.authoritative = true;
        const Name bank = Name::parse("www.bank.test").value();
        reply.answers.push_back(
            {reply.questions.front().name, Type::Cname, Class::In, 60, NameRdata{bank}});
        reply.answers.push_back({bank, Type::A, Class::In, 60, ARdata{{0x0a0a0a0a}}});
        (void)w.authority.network().sendTo(own, from, *encodeMessage(reply));
    });
    startResolver(w.resolver, {"shop.test authority"});
    EXPECT_EQ(w.askResolver("web.shop.test")->header.rcode, Rcode::ServFail);
    EXPECT_EQ(w.resolver.observer().stateOf("cache/www.bank.test/A"), "");
}

TEST(DnsResolver, FailsAtTheStartOnAnUnknownUpstream) {
    World w;
    startResolver(w.resolver, {"shop.test authority", "cdn.test nobody"});
    EXPECT_EQ(w.resolver.failure(), "upstreams, line 2 'cdn.test nobody': 'nobody' is neither an "
                                    "address nor a known host");
}

TEST(DnsResolver, RefusesWhatItCannotResolve) {
    World w;
    startResolver(w.resolver, {"shop.test authority"});
    EXPECT_EQ(w.askResolver("www.bank.test")->header.rcode, Rcode::ServFail);
    EXPECT_EQ(w.askResolver("web.shop.test", Type::Any)->header.rcode, Rcode::NotImp);
}

/// An authority that answers every query with what `change` makes of an empty reply.
class OddAuthority {
public:
    OddAuthority(FakeEnv& env, std::function<void(Message&)> change)
        : env_(env), change_(std::move(change)) {
        socket_ = *env_.network().bind(53, "dns", [this](const auto& from, ByteView bytes) {
            Message reply = makeReply(*decodeMessage(bytes), Rcode::NoError);
            change_(reply);
            (void)env_.network().sendTo(socket_, from, *encodeMessage(reply));
        });
    }

private:
    FakeEnv& env_;
    std::function<void(Message&)> change_;
    runtime::SocketId socket_;
};

TEST(DnsResolver, SurvivesAReferralWhoseServersAreOfAnotherClass) {
    World w;
    OddAuthority authority(w.authority, [](Message& reply) {
        reply.authorities.push_back({Name::parse("eu.shop.test").value(), Type::Ns, Class::Any, 60,
                                     OpaqueRdata{}}); // no data: no name of a server
    });
    startResolver(w.resolver, {"shop.test authority"});
    EXPECT_EQ(w.askResolver("web.eu.shop.test")->header.rcode, Rcode::ServFail);
}

TEST(DnsResolver, TakesAnyErrorOfAServerForAFailure) {
    World w;
    OddAuthority authority(w.authority,
                           [](Message& reply) { reply.header.rcode = static_cast<Rcode>(9); });
    startResolver(w.resolver, {"shop.test authority"});
    EXPECT_EQ(w.askResolver("web.shop.test")->header.rcode, Rcode::ServFail) << "NOTAUTH";
}

TEST(DnsResolver, TheFirstClientTooIsToldTheCappedNegativeTtl) {
    World w;
    startAuthority(w.authority, {"web A 10.0.0.9"}, {{"ttl", 24_h}, {"negative-ttl", 24_h}});
    startResolver(w.resolver, {"shop.test authority"}, {{"max-negative-ttl", 60_s}});
    EXPECT_EQ(w.askResolver("new.shop.test")->authorities.at(0).ttl, 60u);
    EXPECT_EQ(w.askResolver("new.shop.test")->authorities.at(0).ttl, 60u) << "from the cache";
}

TEST(DnsResolver, ShowsANameInOneCaseHoweverItIsAskedFor) {
    World w;
    startAuthority(w.authority, {"web 10 A 10.0.0.9"});
    startResolver(w.resolver, {"shop.test authority"});
    w.askResolver("WEB.shop.test");
    EXPECT_EQ(w.resolver.observer().stateOf("cache/web.shop.test/A"), "10.0.0.9");
    w.world.run(9_s);
    w.world.run(5_s);
    w.askResolver("web.shop.test");
    w.world.run(20_s);
    EXPECT_TRUE(w.resolver.observer().states().empty());
}

TEST(DnsResolver, TakesAnAnswerThatIsCutEvenOverTcpForAFailure) {
    World w;
    Lines records;
    for (int i = 0; i < 4'200; ++i) { // more than 65,535 octets
        records.push_back("web A 10.1." + std::to_string(i / 250) + "." + std::to_string(i % 250));
    }
    startAuthority(w.authority, records);
    startResolver(w.resolver, {"shop.test authority"});
    EXPECT_EQ(w.askResolver("web.shop.test")->header.rcode, Rcode::ServFail);
}

TEST(DnsResolver, AnswersAtOnceWithOneTtlForASet) { // RFC 2181, 5.2: the smallest
    World w;
    OddAuthority authority(w.authority, [](Message& reply) {
        reply.header.authoritative = true;
        for (const std::uint32_t ttl : {300u, 20u}) {
            reply.answers.push_back({reply.questions.front().name, Type::A, Class::In, ttl,
                                     ARdata{{0x0a000000 + ttl}}});
        }
    });
    startResolver(w.resolver, {"shop.test authority"});
    const auto reply = w.askResolver("web.shop.test");
    ASSERT_EQ(reply->answers.size(), 2u);
    EXPECT_EQ(reply->answers[0].ttl, 20u);
    EXPECT_EQ(reply->answers[1].ttl, 20u);
}

} // namespace
} // namespace tests::dns
