// SPDX-License-Identifier: Apache-2.0
#include "core/http/http_client.h"
#include "core/http/service/http_service.h"
#include "core/http/service/http_service_schema.h"
#include "tests/support/fake_env.h"
#include "tests/support/settings.h"

#include <gtest/gtest.h>

namespace core::http::service {
namespace {

using namespace literals;

class HttpServiceTest : public testing::Test {
protected:
    void
    startService(std::initializer_list<std::pair<const char*, runtime::SettingValue>> changes) {
        webEnv.start(makeHttpService, tests::settingsOf(httpServiceSchema(), changes));
    }
    void get() {
        wire::HttpRequest request;
        request.method = "GET";
        request.target = "/";
        client.call({webEnv.self().address, 80}, request, {1_s, 5_s},
                    [this](Result<wire::HttpResponse, HttpFailure> outcome) {
                        finished = world.now();
                        responses.push_back(std::move(outcome));
                    });
    }
    /// A registry that answers everything with one status and notes what it was asked.
    void startRegistry() {
        registry = std::make_unique<HttpServer>(
            registryEnv, HttpServerOptions{}, [this](RequestId id, wire::HttpRequest& request) {
                calls.push_back(request.method + " " + request.target);
                wire::HttpResponse response;
                response.status = registryStatus;
                registry->reply(id, response);
            });
        ASSERT_TRUE(registry->listen(8761).has_value());
    }

    tests::FakeWorld world;
    tests::FakeEnv& webEnv = world.add("web-1", "10.0.0.1");
    tests::FakeEnv& clientEnv = world.add("client", "10.0.0.2");
    tests::FakeEnv& registryEnv = world.add("registry", "10.0.0.3");
    HttpClient client{clientEnv};
    std::vector<Result<wire::HttpResponse, HttpFailure>> responses;
    Instant finished;
    std::unique_ptr<HttpServer> registry;
    std::vector<std::string> calls;
    int registryStatus = 204;
};

using Texts = std::vector<std::string>;

TEST_F(HttpServiceTest, AnswersWithItsSizeAfterItsServiceTime) {
    startService({{"service-time", 50_ms}, {"response-size", std::int64_t{1234}}});
    get();
    world.run(1_s);
    ASSERT_EQ(responses.size(), 1u);
    EXPECT_EQ(responses[0]->body.size(), 1234u);
    EXPECT_EQ(finished, Instant{(54_ms).ns}) << "two round trips of 2 ms and 50 ms of work";
    EXPECT_EQ(webEnv.observer().counter("responses-ok"), 1);
}

TEST_F(HttpServiceTest, FailsTheShareThatItIsToldTo) {
    startService({{"error-percent", std::int64_t{30}}});
    for (int i = 0; i < 1000; ++i) {
        get();
        world.run(10_ms);
    }
    world.run(1_s);
    const auto errors = std::count_if(responses.begin(), responses.end(),
                                      [](const auto& r) { return r->status == 500; });
    EXPECT_GT(errors, 250);
    EXPECT_LT(errors, 350);
}

TEST_F(HttpServiceTest, RegistersAndSendsHeartbeats) {
    startRegistry();
    startService({{"registry", std::string("registry")}});
    world.run(11_s);
    EXPECT_EQ(calls, (Texts{"POST /apps/web", "PUT /apps/web/web-1", "PUT /apps/web/web-1"}));
    EXPECT_EQ(webEnv.observer().stateOf("registration"), "registered");
}

TEST_F(HttpServiceTest, RegistersAgainWhenTheRegistryForgotIt) {
    startRegistry();
    startService({{"registry", std::string("registry")}});
    world.run(1_s);
    registryStatus = 404;
    world.run(4500_ms);
    registryStatus = 204;
    world.run(4_s);
    EXPECT_EQ(calls,
              (Texts{"POST /apps/web", "PUT /apps/web/web-1", "POST /apps/web", "POST /apps/web"}));
    EXPECT_EQ(webEnv.observer().eventCount("forgotten-by-registry"), 1u);
    EXPECT_EQ(webEnv.observer().stateOf("registration"), "registered");
}

TEST_F(HttpServiceTest, KeepsTryingUntilTheRegistryIsThere) {
    startService({{"registry", std::string("registry")}});
    world.run(20_s);
    EXPECT_EQ(webEnv.observer().eventCount("registry-unreachable"), 1u);
    startRegistry();
    world.run(6_s);
    EXPECT_EQ(webEnv.observer().stateOf("registration"), "registered");
    EXPECT_EQ(webEnv.observer().eventCount("registry-reachable"), 1u);
}

TEST_F(HttpServiceTest, SaysNothingWhenItCrashes) {
    startRegistry();
    startService({{"registry", std::string("registry")}});
    world.run(1_s);
    webEnv.crash();
    world.run(30_s);
    EXPECT_EQ(calls, Texts{"POST /apps/web"});
}

TEST_F(HttpServiceTest, SignsOffWhenToldAndGoesOnServing) {
    startRegistry();
    startService({{"registry", std::string("registry")}});
    world.run(1_s);
    EXPECT_TRUE(webEnv.process().handleAction("sign-off", {}).has_value());
    EXPECT_FALSE(webEnv.process().handleAction("sign-off", {}).has_value());
    world.run(30_s);
    EXPECT_EQ(calls, (Texts{"POST /apps/web", "DELETE /apps/web/web-1"}));
    get();
    world.run(1_s);
    ASSERT_EQ(responses.size(), 1u);
    EXPECT_EQ(responses[0]->status, 200);
}

TEST_F(HttpServiceTest, AServiceThatCannotBeANameOfTheRegistryIsRefusedAtTheStart) {
    startRegistry();
    startService({{"registry", std::string("registry")}, {"service", std::string("my shop")}});
    world.run(5_s);
    EXPECT_NE(webEnv.failure(), "");
    EXPECT_EQ(calls, Texts{});
}

TEST_F(HttpServiceTest, AMethodThatIsNotAllowedIsToldWhichAre) { // RFC 9110, 15.5.6
    startService({});
    wire::HttpRequest request;
    request.method = "DELETE";
    request.target = "/";
    client.call({webEnv.self().address, 80}, request, {1_s, 5_s},
                [this](Result<wire::HttpResponse, HttpFailure> outcome) {
                    responses.push_back(std::move(outcome));
                });
    world.run(1_s);
    ASSERT_EQ(responses.at(0)->status, 405);
    const std::string* allowed = responses[0]->find("Allow");
    EXPECT_EQ(allowed == nullptr ? "" : *allowed, "GET, HEAD, POST");
}

} // namespace
} // namespace core::http::service
