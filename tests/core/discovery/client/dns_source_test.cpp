// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/client/dns_source.h"
#include "tests/support/fake_env.h"

#include <gtest/gtest.h>

namespace core::discovery::client {
namespace {

using namespace literals;

/// A DNS source over a resolver that answers 10 ms later with what the test says.
class DnsSourceTest : public testing::Test {
protected:
    void makeSource(DnsCaching caching, Duration keep = {}, Duration negative = {}) {
        source = std::make_unique<DnsSource>(
            env, DnsSourceOptions{"web.test", 80, caching, keep, negative},
            [this](std::string_view, dns::StubResolver::Callback callback) {
                ++queries;
                env.after(10_ms, [this, done = std::move(callback)]() mutable { done(outcome); });
            });
        source->onChange([this](const Addresses& addresses) { belief = addresses; });
    }
    /// The address a lookup gives, or the reason it gives none.
    std::string lookup() {
        std::string text;
        source->lookup([&](AddressSource::Answer answer) {
            text = answer ? runtime::toString(answer->front()) : std::string(answer.error());
        });
        if (text.empty()) {
            world.run(10_ms);
        }
        return text;
    }
    void answerWith(std::uint32_t address, Duration ttl) {
        outcome = dns::Resolution{{{address}}, ttl};
    }

    tests::FakeWorld world;
    tests::FakeEnv& env = world.add("client", "10.0.0.1");
    std::unique_ptr<DnsSource> source;
    Result<dns::Resolution, dns::ResolveError> outcome{dns::Resolution{{{1}}, 60_s}};
    int queries = 0;
    Addresses belief;
};

TEST_F(DnsSourceTest, WithoutACacheEveryLookupAsks) {
    makeSource(DnsCaching::None);
    EXPECT_EQ(lookup(), "0.0.0.1:80");
    answerWith(2, 60_s);
    EXPECT_EQ(lookup(), "0.0.0.2:80");
    EXPECT_EQ(queries, 2);
    EXPECT_EQ(belief, (Addresses{{{2}, 80}}));
}

TEST_F(DnsSourceTest, ATtlCacheKeepsAnAnswerForItsTtl) {
    makeSource(DnsCaching::Ttl);
    lookup();
    answerWith(2, 60_s);
    world.run(60_s - 1_ns);
    EXPECT_EQ(lookup(), "0.0.0.1:80");
    world.run(1_ns);
    EXPECT_EQ(lookup(), "0.0.0.2:80");
    EXPECT_EQ(queries, 2);
}

TEST_F(DnsSourceTest, AFixedCacheIgnoresTheTtl) {
    makeSource(DnsCaching::Fixed, 30_s);
    answerWith(1, 1_s);
    lookup();
    answerWith(2, 1_s);
    world.run(30_s - 1_ns);
    EXPECT_EQ(lookup(), "0.0.0.1:80");
    world.run(1_ns);
    EXPECT_EQ(lookup(), "0.0.0.2:80");
}

TEST_F(DnsSourceTest, AForeverCacheAsksOnceUntilRefreshed) {
    makeSource(DnsCaching::Forever);
    lookup();
    answerWith(2, 1_s);
    world.run(1000_h);
    EXPECT_EQ(lookup(), "0.0.0.1:80");
    source->refresh();
    EXPECT_EQ(lookup(), "0.0.0.2:80");
}

TEST_F(DnsSourceTest, ACacheKeepsAFailureForItsOwnTime) {
    makeSource(DnsCaching::Fixed, 30_s, 10_s);
    outcome = Failure{dns::ResolveError::NameNotFound};
    EXPECT_EQ(lookup(), "name-not-found");
    answerWith(1, 60_s);
    world.run(9_s);
    EXPECT_EQ(lookup(), "name-not-found") << "asked a moment too early, blind for 10 s";
    world.run(1_s);
    EXPECT_EQ(lookup(), "0.0.0.1:80");
}

TEST_F(DnsSourceTest, AFailedQueryChangesNoBelief) {
    makeSource(DnsCaching::None);
    lookup();
    outcome = Failure{dns::ResolveError::TimedOut};
    EXPECT_EQ(lookup(), "dns-timed-out");
    EXPECT_EQ(belief, (Addresses{{{1}, 80}}));
}

TEST_F(DnsSourceTest, LookupsDuringAQueryShareItsAnswer) {
    makeSource(DnsCaching::Ttl);
    int answers = 0;
    for (int i = 0; i < 5; ++i) {
        source->lookup([&](AddressSource::Answer answer) { answers += answer ? 1 : 0; });
    }
    world.run(1_s);
    EXPECT_EQ(answers, 5);
    EXPECT_EQ(queries, 1);
}

TEST_F(DnsSourceTest, AChangedFixedTimeHoldsFromTheNextAnswerOn) {
    makeSource(DnsCaching::Fixed, 30_s);
    lookup();
    source->setInterval(5_s);
    answerWith(2, 60_s);
    world.run(29_s);
    EXPECT_EQ(lookup(), "0.0.0.1:80");
    world.run(1_s);
    EXPECT_EQ(lookup(), "0.0.0.2:80");
    answerWith(3, 60_s);
    world.run(5_s);
    EXPECT_EQ(lookup(), "0.0.0.3:80");
}

} // namespace
} // namespace core::discovery::client
