// SPDX-License-Identifier: Apache-2.0
#include "tests/core/discovery/client/client_fixture.h"

namespace core::discovery::client {
namespace {

using namespace literals;
using Texts = std::vector<std::string>;
using runtime::Rate;

const Texts kBoth{"10.0.0.1", "10.0.0.2"};
constexpr Rate kTenASecond = Rate::perSecond(10);

using LoadClientTest = ClientTest;

TEST_F(LoadClientTest, AnOpenLoopKeepsItsRateWhateverBecomesOfTheRequests) {
    startClient({{"addresses", kBoth}, {"rate", kTenASecond}});
    world.run(10_s);
    EXPECT_EQ(counter("requests-sent"), 100);
    EXPECT_EQ(counter("requests-failed"), 100) << "nobody serves: refused";
    EXPECT_EQ(counter("requests-ok"), 0);
}

TEST_F(LoadClientTest, PoissonArrivalsHaveTheRateAsTheirMean) {
    startClient({{"addresses", kBoth},
                 {"rate", Rate::perSecond(100)},
                 {"arrival", std::string("poisson")}});
    world.run(100_s);
    EXPECT_NEAR(static_cast<double>(counter("requests-sent")), 10'000, 400);
}

TEST_F(LoadClientTest, AClosedLoopWaitsForItsAnswers) {
    startWeb(webOne, {{"service-time", 500_ms}});
    startClient({{"addresses", Texts{"web-1"}},
                 {"load", std::string("closed")},
                 {"users", std::int64_t{3}},
                 {"think-time", 496_ms}});
    world.run(100_s);
    // A turn takes 496 ms of thinking, 2 ms on the way, 500 ms of work (and once 2 ms to connect).
    EXPECT_NEAR(static_cast<double>(counter("requests-ok")), 300, 6);
    EXPECT_EQ(counter("requests-failed"), 0);
}

TEST_F(LoadClientTest, SharesItsRequestsBetweenTheAddresses) {
    startWeb(webOne);
    startWeb(webTwo);
    startClient({{"addresses", kBoth}, {"rate", kTenASecond}});
    world.run(10_s);
    EXPECT_EQ(webOne.observer().counter("requests"), 50);
    EXPECT_EQ(webTwo.observer().counter("requests"), 50);
}

TEST_F(LoadClientTest, TriesTheNextAddressAfterAFailure) {
    startWeb(webOne);
    startClient({{"addresses", kBoth}, {"rate", kTenASecond}, {"retries", std::int64_t{1}}});
    world.run(10_s);
    EXPECT_TRUE(clientEnv.process().handleAction("pause-load", {}).has_value());
    world.run(1_s);
    EXPECT_EQ(counter("requests-failed"), 0);
    EXPECT_EQ(counter("attempts"), counter("requests-sent") + counter("attempts-failed"));
    EXPECT_EQ(counter("attempts-failed"), 50) << "every second request begins at the dead one";
}

TEST_F(LoadClientTest, GivesUpAfterItsRetries) {
    startClient({{"addresses", kBoth},
                 {"rate", Rate::perMillionSeconds(100'000)},
                 {"retries", std::int64_t{3}},
                 {"retry-jitter", false}});
    while (counter("requests-failed") == 0) {
        world.run(1_ms);
        ASSERT_LT(world.now(), Instant{(20_s).ns});
    }
    EXPECT_EQ(counter("attempts"), 4);
    EXPECT_EQ(counter("retries"), 3);
    ASSERT_EQ(events("request-failed").size(), 1u);
    EXPECT_NE(events("request-failed")[0].find("reason=refused attempts=4"), std::string::npos);
    // Waits of 100, 200 and 400 ms and four refusals of one round trip.
    EXPECT_EQ(clientEnv.observer().samplesOf("latency-failed").at(0), 708_ms);
}

TEST_F(LoadClientTest, TimesOutAgainstASilentHost) {
    startWeb(webOne);
    startClient({{"addresses", Texts{"10.0.0.1"}}, {"rate", Rate::perSecond(1)}});
    world.run(3_s);
    EXPECT_EQ(counter("requests-ok"), 3);
    world.cut("client", "web-1");
    world.run(3_s);
    ASSERT_FALSE(events("request-failed").empty());
    EXPECT_NE(events("request-failed")[0].find("reason=request-timed-out"), std::string::npos)
        << "on the kept connection";
    world.run(3_s);
    EXPECT_NE(events("request-failed").back().find("reason=connect-timed-out"), std::string::npos);
    EXPECT_EQ(events("address-failing").size(), 1u) << "the first failure only";
    world.cut("client", "web-1", false);
    world.run(3_s);
    EXPECT_EQ(events("address-recovered").size(), 1u);
}

TEST_F(LoadClientTest, AServerErrorIsAFailedAttempt) {
    startWeb(webOne, {{"error-percent", std::int64_t{100}}});
    startClient({{"addresses", Texts{"web-1"}}});
    world.run(10_s);
    EXPECT_EQ(counter("requests-failed"), 10);
    EXPECT_NE(events("request-failed")[0].find("reason=status-500"), std::string::npos);
}

TEST_F(LoadClientTest, SaysOnceThatItKnowsNoAddress) {
    startClient({{"rate", kTenASecond}});
    world.run(1_s);
    EXPECT_EQ(events("lookup-failing"), Texts{"lookup-failing reason=no-addresses"});
    EXPECT_EQ(counter("requests-failed"), 10);
    EXPECT_EQ(counter("attempts"), 0);
}

TEST_F(LoadClientTest, AnUnknownNameEndsTheProcessWithTheReason) {
    startClient({{"addresses", Texts{"web-99"}}});
    EXPECT_NE(clientEnv.failure().find("web-99"), std::string::npos);
}

TEST_F(LoadClientTest, TheLoadCanBePausedAndResumed) {
    for (const char* load : {"open", "closed"}) {
        startWeb(webOne);
        startClient({{"addresses", Texts{"web-1"}}, {"load", std::string(load)}});
        world.run(5_s);
        EXPECT_TRUE(clientEnv.process().handleAction("pause-load", {}).has_value());
        EXPECT_FALSE(clientEnv.process().handleAction("pause-load", {}).has_value());
        world.run(100_ms);
        const auto sent = counter("requests-sent");
        world.run(10_s);
        EXPECT_EQ(counter("requests-sent"), sent) << load;
        EXPECT_TRUE(clientEnv.process().handleAction("resume-load", {}).has_value());
        world.run(10_s);
        EXPECT_GT(counter("requests-sent"), sent + 7) << load;
    }
}

TEST_F(LoadClientTest, ALiveRateTakesEffectAtOnce) {
    startClient({{"addresses", kBoth}, {"rate", Rate::perSecond(0)}});
    world.run(10_s);
    EXPECT_EQ(counter("requests-sent"), 0);
    clientEnv.process().changeSetting("rate", kTenASecond);
    world.run(10_s);
    EXPECT_EQ(counter("requests-sent"), 100);
}

TEST_F(LoadClientTest, UsersWhoFailAtOnceAndNeverThinkDoNotStopTheClock) {
    startClient({{"load", std::string("closed")}, {"think-time", 0_s}, {"users", std::int64_t{2}}});
    world.run(1_s); // no address: each lookup fails in the same instant
    EXPECT_GE(counter("requests-failed"), 2);
    EXPECT_LE(counter("requests-failed"), 2'002);
}

TEST_F(LoadClientTest, ARateHasALimitThatTheClockCanKeepUpWith) {
    for (const runtime::SettingSpec& spec : httpClientSchema().settings) {
        if (spec.name == "rate") {
            ASSERT_TRUE(spec.most.has_value());
            EXPECT_GE(Rate::perMillionSeconds(*spec.most).interval(), 1_us);
        }
    }
}

TEST_F(LoadClientTest, APathThatWouldSpoilTheRequestIsRefusedAtTheStart) {
    startClient({{"addresses", kBoth}, {"path", std::string("/a\r\nX-Injected: 1")}});
    EXPECT_NE(clientEnv.failure(), "");
}

} // namespace
} // namespace core::discovery::client
