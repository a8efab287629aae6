// SPDX-License-Identifier: Apache-2.0
#include "core/http/http_client.h"
#include "core/http/http_server.h"
#include "tests/support/fake_env.h"

#include <gtest/gtest.h>

namespace core::http {
namespace {

using namespace literals;
using runtime::Endpoint;

class HttpClientTest : public testing::Test {
protected:
    void SetUp() override {
        server = std::make_unique<HttpServer>(
            serverEnv, HttpServerOptions{},
            [this](RequestId id, wire::HttpRequest& request) { serve(id, request); });
        ASSERT_TRUE(server->listen(80).has_value());
    }
    void serve(RequestId id, const wire::HttpRequest& request) {
        ++served;
        if (request.target == "/abort") {
            server->abort(id);
        } else if (request.target != "/silence") {
            wire::HttpResponse response;
            response.body = request.target;
            server->reply(id, response);
        }
    }
    ExchangeId call(std::string target, Endpoint to) {
        wire::HttpRequest request;
        request.method = "GET";
        request.target = std::move(target);
        return client.call(
            to, request, {1_s, 3_s}, [this](Result<wire::HttpResponse, HttpFailure> outcome) {
                finished = world.now();
                results.push_back(outcome ? outcome->body : std::string(toString(outcome.error())));
            });
    }
    ExchangeId call(std::string target) { return call(std::move(target), endpoint); }

    tests::FakeWorld world;
    tests::FakeEnv& serverEnv = world.add("server", "10.0.0.1");
    tests::FakeEnv& clientEnv = world.add("client", "10.0.0.2");
    Endpoint endpoint{serverEnv.self().address, 80};
    std::unique_ptr<HttpServer> server;
    HttpClient client{clientEnv};
    std::vector<std::string> results;
    Instant finished;
    int served = 0;
};

using Texts = std::vector<std::string>;

TEST_F(HttpClientTest, UsesAConnectionAgain) {
    call("/1");
    world.run(100_ms);
    call("/2");
    world.run(100_ms);
    EXPECT_EQ(results, (Texts{"/1", "/2"}));
    EXPECT_EQ(client.connectionsOpened(), 1u);
    EXPECT_EQ(client.idleConnections(endpoint), 1u);
}

TEST_F(HttpClientTest, OpensOneConnectionForEachRequestUnderWay) {
    call("/1");
    call("/2");
    world.run(100_ms);
    EXPECT_EQ(client.connectionsOpened(), 2u);
    EXPECT_EQ(client.idleConnections(endpoint), 2u);
}

TEST_F(HttpClientTest, ReadsAnswersInSingleOctets) {
    world.chunkSize = 1;
    call("/octets");
    world.run(1_s);
    EXPECT_EQ(results, Texts{"/octets"});
}

TEST_F(HttpClientTest, SaysWhyAConnectionFailed) {
    call("/", {endpoint.address, 81});
    world.run(100_ms);
    EXPECT_EQ(results, Texts{"refused"});
    world.cut("client", "server");
    const Instant start = world.now();
    call("/");
    world.run(5_s);
    EXPECT_EQ(results.back(), "connect-timed-out");
    EXPECT_EQ(finished - start, 1_s);
}

TEST_F(HttpClientTest, SaysThatTheServerIsSilent) {
    const Instant start = world.now();
    call("/silence");
    world.run(5_s);
    EXPECT_EQ(results, Texts{"request-timed-out"});
    EXPECT_EQ(finished - start, 3_s);
    EXPECT_EQ(server->connections(), 0u) << "the client resets what it gave up";
}

TEST_F(HttpClientTest, SaysThatTheConnectionWasReset) {
    call("/abort");
    world.run(1_s);
    EXPECT_EQ(results, Texts{"reset"});
    EXPECT_EQ(served, 1) << "a fresh connection is not replaced";
}

TEST_F(HttpClientTest, ReplacesAKeptConnectionThatIsGone) {
    call("/1");
    world.run(100_ms);
    call("/abort"); // dies on the kept connection, then once more on a new one
    world.run(1_s);
    EXPECT_EQ(results, (Texts{"/1", "reset"}));
    EXPECT_EQ(served, 3);
    EXPECT_EQ(client.connectionsOpened(), 2u);
}

TEST_F(HttpClientTest, ForgetsKeptConnectionsThatTheServerCloses) {
    call("/1");
    world.run(100_ms);
    serverEnv.crash();
    world.run(100_ms);
    EXPECT_EQ(client.idleConnections(endpoint), 0u);
}

TEST_F(HttpClientTest, ClosesKeptConnectionsAfterTheirTime) {
    call("/1");
    world.run(70_s);
    EXPECT_EQ(client.idleConnections(endpoint), 0u);
    EXPECT_EQ(server->connections(), 0u);
}

TEST_F(HttpClientTest, ACancelledExchangeIsNeverAnswered) {
    const ExchangeId id = call("/silence");
    world.run(100_ms);
    client.cancel(id);
    client.cancel(id);
    world.run(10_s);
    EXPECT_TRUE(results.empty());
    EXPECT_EQ(server->connections(), 0u);
}

} // namespace
} // namespace core::http
