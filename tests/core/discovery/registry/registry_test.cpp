// SPDX-License-Identifier: Apache-2.0
#include "tests/core/discovery/registry/registry_fixture.h"

namespace core::discovery::registry {
namespace {

using namespace literals;
using Texts = std::vector<std::string>;

TEST_F(RegistryTest, ListsWhoRegistered) {
    startRegistry();
    EXPECT_EQ(registerInstance("web-2", 2), 204);
    EXPECT_EQ(registerInstance("web-1", 1), 204);
    const AppList list = fetch();
    EXPECT_EQ(ids(list), (Texts{"web-1", "web-2"}));
    EXPECT_EQ(runtime::toString(list.instances[1].endpoint), "10.0.0.2:80");
    EXPECT_TRUE(ids(fetch("/apps/nobody")).empty());
    ask("GET", "/apps");
    EXPECT_NE(response->body.find("\"app\":\"web\""), std::string::npos);
}

TEST_F(RegistryTest, RemovesWhoDeregisters) {
    startRegistry();
    registerInstance("web-1");
    EXPECT_EQ(ask("DELETE", "/apps/web/web-1"), 200);
    EXPECT_EQ(ask("DELETE", "/apps/web/web-1"), 404);
    EXPECT_TRUE(fetch().instances.empty());
    EXPECT_EQ(registryEnv.observer().eventCount("deregistered"), 1u);
    EXPECT_EQ(registryEnv.observer().stateOf("lease/web-1"), "");
}

TEST_F(RegistryTest, RefusesWhatItDoesNotUnderstand) {
    startRegistry();
    EXPECT_EQ(ask("POST", "/apps/web", "{"), 400);
    EXPECT_EQ(ask("GET", "/elsewhere"), 404);
    EXPECT_EQ(ask("PATCH", "/apps/web"), 405);
    EXPECT_EQ(ask("GET", "/apps/web?wait=soon"), 400);
}

TEST_F(RegistryTest, DropsASilentInstanceBetweenLeaseAndLeasePlusScan) {
    for (int offset = 0; offset < 50; ++offset) {
        startRegistry({{"eviction-interval", 5_s}});
        world.run(offset * 100_ms);
        const Instant heard = world.now();
        registerInstance("web-1", 1, 12_s);
        while (registryEnv.observer().stateOf("lease/web-1") != "") {
            world.run(10_ms);
            ASSERT_LT(world.now() - heard, 30_s);
        }
        EXPECT_GE(world.now() - heard, 12_s) << offset;
        EXPECT_LE(world.now() - heard, 12_s + 5_s + 20_ms) << offset;
    }
}

TEST_F(RegistryTest, KeepsWhoSendsHeartbeats) {
    startRegistry();
    registerInstance("web-1", 1, 12_s);
    for (int i = 0; i < 20; ++i) {
        world.run(10_s);
        ASSERT_EQ(ask("PUT", "/apps/web/web-1"), 200);
    }
    EXPECT_EQ(registryEnv.observer().eventCount("lease-expired"), 0u);
    EXPECT_EQ(registryEnv.observer().counter("heartbeats"), 20);
    world.run(20_s);
    EXPECT_EQ(registryEnv.observer().eventCount("lease-expired"), 1u);
    EXPECT_EQ(ask("PUT", "/apps/web/web-1"), 404);
    EXPECT_EQ(registerInstance("web-1"), 204);
}

TEST_F(RegistryTest, ShowsWhenALeaseWillExpire) {
    startRegistry({{"request-cpu", 0_s}});
    world.run(1_s);
    registerInstance("web-1", 1, 12_s); // arrives after a handshake and half a round trip: 3 ms
    EXPECT_EQ(registryEnv.observer().stateOf("lease/web-1"), "13.003s");
}

TEST_F(RegistryTest, AFetchWithTheCurrentVersionIsNotRepeated) {
    startRegistry();
    registerInstance("web-1");
    const std::string version = fetch().version;
    wire::HttpRequest request;
    request.method = "GET";
    request.target = "/apps/web";
    request.headers = {{"If-None-Match", "\"" + version + "\""}};
    EXPECT_EQ(ask(request), 304);
    registerInstance("web-2");
    EXPECT_EQ(ask(request), 200);
}

TEST_F(RegistryTest, ADeltaSaysOnlyWhatChanged) {
    startRegistry();
    registerInstance("web-1", 1);
    registerInstance("web-2", 2);
    const std::string version = fetch().version;
    registerInstance("web-3", 3);
    ask("DELETE", "/apps/web/web-1");
    const AppList delta = fetch("/apps/web?delta=1&since=" + version);
    EXPECT_TRUE(delta.delta);
    EXPECT_EQ(ids(delta), Texts{"web-3"});
    EXPECT_EQ(delta.removed, Texts{"web-1"});
    EXPECT_FALSE(fetch("/apps/web?delta=1&since=1-2").delta) << "another incarnation's version";
}

TEST_F(RegistryTest, ForgetsEverythingAtARestart) {
    startRegistry();
    registerInstance("web-1");
    const std::string version = fetch().version;
    startRegistry();
    EXPECT_EQ(ask("PUT", "/apps/web/web-1"), 404);
    EXPECT_EQ(registerInstance("web-1"), 204);
    EXPECT_EQ(ids(fetch()), Texts{"web-1"});
    EXPECT_NE(fetch().version, version) << "though both lists are the first of their run";
}

TEST_F(RegistryTest, OperatorsDeregisterAndExpire) {
    startRegistry();
    registerInstance("web-1");
    registerInstance("web-2");
    runtime::Settings arguments;
    arguments.set("app", std::string("web"));
    arguments.set("instance", std::string("web-1"));
    auto& process = registryEnv.process();
    EXPECT_TRUE(process.handleAction("deregister", arguments).has_value());
    const auto again = process.handleAction("deregister", arguments);
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error(), "no instance web-1 of web is registered");
    arguments.set("instance", std::string("web-2"));
    EXPECT_TRUE(process.handleAction("expire", arguments).has_value());
    EXPECT_EQ(ids(fetch()), Texts{"web-2"}) << "the scan has not come by yet";
    world.run(6_s);
    EXPECT_TRUE(fetch().instances.empty());
}

TEST_F(RegistryTest, ALiveEvictionIntervalCountsFromItsChange) {
    startRegistry({{"eviction-interval", 1_h}});
    registerInstance("web-1", 1, 2_s);
    world.run(100_s);
    EXPECT_EQ(fetch().instances.size(), 1u);
    registryEnv.process().changeSetting("eviction-interval", 1_s);
    world.run(2_s);
    EXPECT_EQ(fetch().instances.size(), 0u);
}

TEST_F(RegistryTest, AnEvictionLimitSpreadsOverScans) {
    startRegistry({{"eviction-limit", std::int64_t{15}}, {"eviction-interval", 5_s}});
    for (int i = 0; i < 20; ++i) {
        registerInstance("web-" + std::to_string(i), 1, 1_s);
    }
    world.run(5_s);
    EXPECT_EQ(fetch().instances.size(), 17u) << "15 % of 20";
    world.run(5_s);
    EXPECT_EQ(fetch().instances.size(), 14u) << "15 % of 17, rounded so that one may always go";
}

TEST_F(RegistryTest, SelfPreservationHoldsEvictionsBackUntilEnoughAreHeard) {
    startRegistry({{"self-preservation", true}});
    const auto beat = [this](int instances, int rounds) {
        for (int round = 0; round < rounds; ++round) {
            for (int i = 0; i < instances; ++i) {
                const std::string id = "web-" + std::to_string(i);
                if (ask("PUT", "/apps/web/" + id) == 404) {
                    registerInstance(id, 1, 15_s);
                }
            }
            world.run(5_s - instances * 10_ms);
        }
    };
    beat(10, 10);
    beat(7, 20); // 21 of 30 are heard, 25 are wanted
    EXPECT_EQ(fetch().instances.size(), 10u);
    EXPECT_EQ(registryEnv.observer().stateOf("self-preservation"), "true");
    EXPECT_GE(registryEnv.observer().eventCount("self-preservation-entered"), 1u);
    beat(9, 20);
    EXPECT_EQ(registryEnv.observer().stateOf("self-preservation"), "false");
    EXPECT_EQ(fetch().instances.size(), 9u);
}

TEST_F(RegistryTest, AResponseCacheAnswersFromItsCopy) {
    startRegistry({{"response-cache", 30_s}});
    registerInstance("web-1", 1, 1_h);
    EXPECT_EQ(fetch().instances.size(), 1u);
    registerInstance("web-2", 2, 1_h);
    world.run(29_s);
    EXPECT_EQ(fetch().instances.size(), 1u) << "still the copy";
    world.run(1_s);
    EXPECT_EQ(fetch().instances.size(), 2u);
}

TEST_F(RegistryTest, AShorterScanIntervalCountsFromTheChange) {
    startRegistry({{"eviction-interval", 60_s}});
    world.run(48_s);
    registerInstance("web-1", 1, 2_s);
    world.run(1_s);
    registryEnv.process().changeSetting("eviction-interval", 5_s);
    world.run(6_s);
    EXPECT_EQ(registryEnv.observer().eventCount("lease-expired"), 1u)
        << "the scan was not late: nobody needs to be compensated";
}

TEST_F(RegistryTest, AnswersWithTheMethodsOfAResource) { // RFC 9110, 15.5.6
    startRegistry();
    const auto allowed = [this](std::string method, std::string target) {
        EXPECT_EQ(ask(std::move(method), std::move(target)), 405);
        const std::string* field = response ? response->find("Allow") : nullptr;
        return field == nullptr ? std::string() : *field;
    };
    EXPECT_EQ(allowed("DELETE", "/apps"), "GET, HEAD");
    EXPECT_EQ(allowed("PATCH", "/apps/web"), "GET, HEAD, POST");
    EXPECT_EQ(allowed("GET", "/apps/web/web-1"), "PUT, DELETE");
    EXPECT_EQ(ask("HEAD", "/apps"), 200);
}

TEST_F(RegistryTest, ForgettingEverythingTellsOnlyTheWatchersOfAppsThatHadInstances) {
    startRegistry();
    registerInstance("web-1");
    ask("DELETE", "/apps/web/web-1");
    const std::string version = fetch().version;
    bool answered = false;
    wire::HttpRequest request;
    request.method = "GET";
    request.target = "/apps/web?wait=60s&since=" + version;
    client.call(endpoint, request, {1_s, 100_s}, [&](auto) { answered = true; });
    world.run(1_s);
    ASSERT_TRUE(registryEnv.process().handleAction("forget-all", {}).has_value());
    world.run(1_s);
    EXPECT_FALSE(answered) << "the list was empty and still is";
    EXPECT_EQ(registryEnv.observer().eventCount("watch-notified"), 0u);
}

TEST_F(RegistryTest, AWatcherThatLeftBeforeItsTurnIsNotWaitedFor) {
    startRegistry({{"request-cpu", 50_ms}});
    registerInstance("web-1");
    world.run(1_s);
    ask("GET", "/apps/web");
    world.run(1_s);
    ASSERT_TRUE(response.has_value());
    const auto list = decodeAppList(response->body);
    wire::HttpRequest request;
    request.method = "GET";
    request.target = "/apps/web?wait=60s&since=" + (list ? list->version : "");
    const auto id = client.call(endpoint, request, {1_s, 100_s}, [](auto) {});
    world.run(10_ms);
    client.cancel(id);
    world.run(1_s);
    registerInstance("web-2", 2);
    world.run(1_s);
    EXPECT_EQ(registryEnv.observer().eventCount("watch-notified"), 0u);
}

} // namespace
} // namespace core::discovery::registry
