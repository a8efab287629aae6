// SPDX-License-Identifier: Apache-2.0
#include "tests/core/discovery/client/client_fixture.h"

namespace core::discovery::client {
namespace {

using namespace literals;
using runtime::Rate;

/// Clients that discover through a real registry, with real services behind it.
class RegistryClient : public ClientTest {
protected:
    void startAll(const char* mode) {
        startRegistry();
        for (tests::FakeEnv* web : {&webOne, &webTwo}) {
            startWeb(*web, {{"registry", std::string("registry")}});
        }
        world.run(1_s);
        startClient({{"discovery", std::string("registry")},
                     {"registry", std::string("registry")},
                     {"registry-mode", std::string(mode)},
                     {"keep-connections", false},
                     {"rate", Rate::perSecond(10)}});
        world.run(10_s);
    }
    /// Silence of web-1 towards everybody, as after a power cut.
    void silenceWebOne() {
        for (const char* other : {"registry", "client"}) {
            world.cut("web-1", other);
        }
    }
    /// From now until the client believes `text`.
    Duration untilBelief(const std::string& text) {
        const Instant start = world.now();
        while (clientEnv.observer().stateOf("belief") != text && world.now() - start < 2_min) {
            world.run(10_ms);
        }
        return world.now() - start;
    }
};

constexpr const char* kBoth = "10.0.0.1:80 10.0.0.2:80";
constexpr const char* kSecond = "10.0.0.2:80";

TEST_F(RegistryClient, FindsTheInstancesInEitherMode) {
    for (const char* mode : {"fetch", "watch"}) {
        startAll(mode);
        EXPECT_EQ(clientEnv.observer().stateOf("belief"), kBoth) << mode;
        EXPECT_EQ(counter("requests-failed"), 0) << mode;
        EXPECT_GT(counter("requests-ok"), 90) << mode;
    }
}

TEST_F(RegistryClient, AWatchLearnsOfADeathWithinLeaseAndScan) {
    startAll("watch");
    silenceWebOne();
    // A lease of 15 s since a heartbeat at most 5 s ago, found by a scan every 5 s.
    const Duration stale = untilBelief(kSecond);
    EXPECT_GE(stale, 10_s);
    EXPECT_LE(stale, 20_s + 100_ms);
    EXPECT_GT(counter("requests-failed"), 0);
    EXPECT_EQ(clientEnv.observer().eventCount("gave-up-on-address"), 1u);
    world.run(3_s); // the last attempts at the dead address time out
    const auto failed = counter("requests-failed");
    world.run(30_s);
    EXPECT_EQ(counter("requests-failed"), failed);
}

TEST_F(RegistryClient, AFetchLearnsOfADeathAFetchIntervalLater) {
    startAll("fetch");
    silenceWebOne();
    const Duration stale = untilBelief(kSecond);
    EXPECT_GE(stale, 10_s);
    EXPECT_LE(stale, 30_s + 100_ms);
}

TEST_F(RegistryClient, KeepsItsListWhileTheRegistryIsDown) {
    for (const char* mode : {"fetch", "watch"}) {
        startAll(mode);
        registryEnv.crash();
        world.run(60_s);
        EXPECT_EQ(clientEnv.observer().stateOf("belief"), kBoth) << mode;
        EXPECT_EQ(counter("requests-failed"), 0) << mode;
        EXPECT_GT(counter("registry-failures"), 0) << mode;
    }
    EXPECT_EQ(clientEnv.observer().eventCount("registry-unreachable"), 2u);
}

TEST_F(RegistryClient, EverybodyComesBackAfterTheRegistryRestarts) {
    startAll("watch");
    startRegistry(); // with an empty memory
    world.run(60_s);
    EXPECT_EQ(registryEnv.observer().stateOf("instances/web"), "2");
    EXPECT_EQ(clientEnv.observer().stateOf("belief"), kBoth);
    EXPECT_EQ(webOne.observer().eventCount("forgotten-by-registry"), 1u);
}

TEST_F(RegistryClient, ASignOffIsKnownAtOnceToAWatch) {
    startAll("watch");
    EXPECT_TRUE(webOne.process().handleAction("sign-off", {}).has_value());
    EXPECT_LE(untilBelief(kSecond), 20_ms);
    world.run(1_s);
    EXPECT_EQ(counter("requests-failed"), 0);
}

TEST_F(RegistryClient, SaysThatTheRegistryIsUnreachableAsLongAsItNeverAnswered) {
    startClient({{"discovery", std::string("registry")},
                 {"registry", std::string("registry")},
                 {"rate", Rate::perSecond(1)}});
    world.run(8_s);
    const auto failed = events("request-failed");
    ASSERT_GT(failed.size(), 5u);
    for (const std::string& text : failed) {
        EXPECT_NE(text.find("reason=registry-unreachable"), std::string::npos) << text;
    }
}

} // namespace
} // namespace core::discovery::client
