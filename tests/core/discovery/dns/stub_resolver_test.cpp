// SPDX-License-Identifier: Apache-2.0
#include "tests/core/discovery/dns/dns_world.h"

#include <gtest/gtest.h>

namespace tests::dns {
namespace {

using Outcome = Result<Resolution, ResolveError>;

struct StubWorld : World {
    std::optional<Outcome> outcome;

    /// Resolves and returns the time it took.
    Duration resolve(const std::string& name, StubResolverOptions options) {
        outcome.reset();
        StubResolver stub(client, std::move(options));
        const Instant start = world.now();
        stub.resolveAddresses(name, [this](Outcome result) { outcome = std::move(result); });
        EXPECT_FALSE(outcome.has_value()) << "called back during the call";
        while (!outcome && world.now() - start < 100_s) {
            world.run(1_ms);
        }
        return world.now() - start;
    }
};

TEST(StubResolver, FollowsAliasesAndTakesTheSmallestTtl) {
    StubWorld w;
    startAuthority(w.authority, {"www 20 CNAME web", "web A 10.0.0.7 10.0.0.8"});
    w.resolve("www.shop.test", {{w.authorityAt}});
    EXPECT_EQ(w.outcome->value().addresses.size(), 2u);
    EXPECT_EQ(w.outcome->value().ttl, 20_s);
}

TEST(StubResolver, TellsAMissingNameFromMissingData) {
    StubWorld w;
    startAuthority(w.authority, {"web TXT hello"});
    w.resolve("gone.shop.test", {{w.authorityAt}});
    EXPECT_EQ(w.outcome->error(), ResolveError::NameNotFound);
    w.resolve("web.shop.test", {{w.authorityAt}});
    EXPECT_EQ(w.outcome->error(), ResolveError::NoData);
}

TEST(StubResolver, WaitsAsLongAsGlibcForSilentServers) {
    StubWorld w;
    const runtime::Endpoint dead{{0x0a0000ff}, 53};
    EXPECT_EQ(w.resolve("web.shop.test", {{dead}}), 10_s);
    EXPECT_EQ(w.outcome->error(), ResolveError::TimedOut);
    EXPECT_EQ(w.resolve("web.shop.test", {{dead, dead}}), 20_s);
    EXPECT_EQ(w.resolve("web.shop.test", {{dead, dead, dead, dead}}), 28_s);
}

TEST(StubResolver, GoesToTheNextServerAtOnceAfterAFailure) {
    StubWorld w;
    startResolver(w.resolver, {}); // answers SERVFAIL to everything
    startAuthority(w.authority, {"web A 10.0.0.7"});
    EXPECT_EQ(w.resolve("web.shop.test", {{w.resolverAt, w.authorityAt}}), 4_ms);
    EXPECT_TRUE(w.outcome->has_value());
    w.resolve("web.shop.test", {{w.resolverAt}});
    EXPECT_EQ(w.outcome->error(), ResolveError::ServerFailure);
}

TEST(StubResolver, IgnoresAnswersFromOthersOrWithAnotherIdOrQuestion) {
    StubWorld w;
    const auto socket = w.authority.network().bind(54, "dns", [](const auto&, ByteView) {});
    runtime::SocketId real;
    real = *w.authority.network().bind(53, "dns", [&](const runtime::Endpoint& from, ByteView b) {
        Message reply = makeReply(*decodeMessage(b), Rcode::NoError);
        reply.answers.push_back(
            {reply.questions[0].name, Type::A, Class::In, 60, ARdata{{0x0a0a0a0a}}});
        (void)w.authority.network().sendTo(*socket, from, *encodeMessage(reply)); // wrong port
        ++reply.header.id;
        (void)w.authority.network().sendTo(real, from, *encodeMessage(reply));
        --reply.header.id;
        reply.questions[0].type = Type::Txt;
        (void)w.authority.network().sendTo(real, from, *encodeMessage(reply));
    });
    EXPECT_EQ(w.resolve("web.shop.test", {{w.authorityAt}}), 10_s);
    EXPECT_EQ(w.outcome->error(), ResolveError::TimedOut);
}

TEST(StubResolver, AsksAgainOverTcpAfterTruncation) {
    StubWorld w;
    Lines records;
    for (int i = 0; i < 200; ++i) {
        records.push_back("web A 10.0.1." + std::to_string(i));
    }
    startAuthority(w.authority, records);
    w.resolve("web.shop.test", {{w.authorityAt}});
    EXPECT_EQ(w.outcome->value().addresses.size(), 200u);
}

TEST(StubResolver, GivesUpOnTcpWhenTheServerDies) {
    StubWorld w;
    Lines records;
    for (int i = 0; i < 200; ++i) {
        records.push_back("web A 10.0.1." + std::to_string(i));
    }
    startAuthority(w.authority, records);
    w.world.dropDatagram = [&](const auto& from, const auto&, ByteView) {
        if (from == w.authorityAt) { // after its first, truncated answer
            w.world.cut("client", "authority");
        }
        return false;
    };
    EXPECT_EQ(w.resolve("web.shop.test", {{w.authorityAt}}), 10'002_ms);
}

TEST(StubResolver, RefusesBadNamesAndEmptyLists) {
    StubWorld w;
    w.resolve("a..b", {{w.authorityAt}});
    EXPECT_EQ(w.outcome->error(), ResolveError::BadName);
    w.resolve("web.shop.test", {});
    EXPECT_EQ(w.outcome->error(), ResolveError::NoServers);
}

TEST(StubResolver, ACancelledQueryNeverCallsBackAndFreesItsSocket) {
    StubWorld w;
    StubResolver stub(w.client, {{w.authorityAt}});
    const QueryId id = stub.resolveAddresses("web.shop.test", [](Outcome) { FAIL(); });
    EXPECT_EQ(w.client.network().openSockets(), 1u);
    stub.cancel(id);
    EXPECT_EQ(w.client.network().openSockets(), 0u);
    w.world.run(30_s);
}

TEST(StubResolver, MayBeDestroyedInItsCallback) {
    StubWorld w;
    startAuthority(w.authority, {"web A 10.0.0.7"});
    auto stub = std::make_unique<StubResolver>(w.client, StubResolverOptions{{w.authorityAt}});
    stub->resolveAddresses("web.shop.test", [&](Outcome) { stub.reset(); });
    w.world.run(1_s);
    EXPECT_EQ(stub, nullptr);
}

} // namespace
} // namespace tests::dns
