// SPDX-License-Identifier: Apache-2.0
#include "core/http/http_server.h"
#include "tests/support/fake_env.h"

#include <gtest/gtest.h>

namespace core::http {
namespace {

using namespace literals;
using runtime::Endpoint;

/// A server that keeps its requests for the test to answer, and a client that sends raw octets.
class HttpServerTest : public testing::Test {
protected:
    void SetUp() override {
        server = std::make_unique<HttpServer>(
            serverEnv, options,
            [this](RequestId id, wire::HttpRequest& request) {
                asked.emplace_back(id, request.target);
            },
            [this](RequestId id) { gone.push_back(id); });
        ASSERT_TRUE(server->listen(80).has_value());
        runtime::StreamCallbacks callbacks;
        callbacks.data = [this](ByteView bytes) { received += textOf(bytes); };
        callbacks.peerShutdown = [this] { serverShutDown = true; };
        callbacks.closed = [this](runtime::StreamEnd how) { end = how; };
        stream = *clientEnv.network().connect({serverEnv.self().address, 80}, 1_s, {},
                                              std::move(callbacks));
        world.run(10_ms);
    }
    void send(std::string_view text) {
        EXPECT_EQ(clientEnv.network().send(stream, viewOf(text)), text.size());
        world.run(10_ms);
    }
    void answer(std::size_t index, std::string body) {
        wire::HttpResponse response;
        response.body = std::move(body);
        server->reply(asked.at(index).first, response);
        world.run(10_ms);
    }

    tests::FakeWorld world;
    tests::FakeEnv& serverEnv = world.add("server", "10.0.0.1");
    tests::FakeEnv& clientEnv = world.add("client", "10.0.0.2");
    HttpServerOptions options;
    std::unique_ptr<HttpServer> server;
    std::vector<std::pair<RequestId, std::string>> asked;
    std::vector<RequestId> gone;
    runtime::StreamId stream;
    std::string received;
    bool serverShutDown = false;
    std::optional<runtime::StreamEnd> end;
};

TEST_F(HttpServerTest, AnswersPipelinedRequestsInTheirOrder) {
    send("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n");
    ASSERT_EQ(asked.size(), 3u);
    answer(2, "three");
    answer(1, "two");
    EXPECT_EQ(received, "") << "the first request has no answer yet";
    answer(0, "one");
    const std::size_t one = received.find("one");
    const std::size_t two = received.find("two");
    EXPECT_LT(one, two);
    EXPECT_LT(two, received.find("three"));
    EXPECT_NE(received.find("three"), std::string::npos);
}

TEST_F(HttpServerTest, ClosesAfterTheAnswerWhenAskedTo) {
    send("GET / HTTP/1.1\r\nConnection: close\r\n\r\nGET /ignored HTTP/1.1\r\n\r\n");
    EXPECT_EQ(asked.size(), 1u);
    answer(0, "bye");
    EXPECT_NE(received.find("Connection: close"), std::string::npos);
    EXPECT_TRUE(serverShutDown);
}

TEST_F(HttpServerTest, RefusesWhatIsNotHttpAndCloses) {
    send("\x01\x02\x03");
    EXPECT_EQ(received.substr(0, 12), "HTTP/1.1 400");
    EXPECT_TRUE(serverShutDown);
    EXPECT_TRUE(asked.empty());
}

TEST_F(HttpServerTest, SaysWhichRequestsLostTheirConnection) {
    send("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    answer(0, "one");
    clientEnv.network().abort(stream);
    world.run(10_ms);
    EXPECT_EQ(gone, std::vector<RequestId>{asked.at(1).first});
    EXPECT_EQ(server->connections(), 0u);
    answer(1, "ignored");
}

TEST_F(HttpServerTest, WritesABodyLargerThanTheWindow) {
    send("GET / HTTP/1.1\r\n\r\n");
    const std::string body(1'000'000, 'b');
    answer(0, body);
    world.run(1_s);
    EXPECT_EQ(received.size(), body.size() + received.find("\r\n\r\n") + 4);
}

TEST_F(HttpServerTest, ReadsNoFurtherThanItMayPipeline) {
    std::string many;
    for (int i = 0; i < 100; ++i) {
        many += "GET / HTTP/1.1\r\n\r\n";
    }
    send(many);
    EXPECT_EQ(asked.size(), options.mostPipelined);
    for (std::size_t i = 0; i < 100; ++i) {
        answer(i, "x");
    }
    EXPECT_EQ(asked.size(), 100u);
}

TEST_F(HttpServerTest, ClosesIdleConnectionsButNotWaitingOnes) {
    send("GET / HTTP/1.1\r\n\r\n");
    world.run(200_s);
    EXPECT_FALSE(serverShutDown) << "a long poll is not idle";
    answer(0, "late");
    world.run(options.idleTimeout - 20_ms);
    EXPECT_FALSE(serverShutDown);
    world.run(options.idleTimeout);
    EXPECT_TRUE(serverShutDown);
}

TEST_F(HttpServerTest, AnEncodedAnswerToHeadIsItsHeader) {
    wire::HttpResponse response;
    response.body = "hello";
    const EncodedResponse encoded = encode(response);
    send("HEAD / HTTP/1.1\r\n\r\n");
    server->reply(asked.at(0).first, encoded);
    world.run(10_ms);
    EXPECT_EQ(received, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
}

TEST_F(HttpServerTest, AnswersEveryRequestSentBeforeAHalfClose) {
    std::string many;
    for (std::size_t i = 0; i < options.mostPipelined + 8; ++i) {
        many += "GET / HTTP/1.1\r\n\r\n";
    }
    EXPECT_EQ(clientEnv.network().send(stream, viewOf(many)), many.size());
    clientEnv.network().shutdown(stream);
    world.run(10_ms);
    for (std::size_t i = 0; i < asked.size(); ++i) {
        answer(i, "x");
    }
    EXPECT_EQ(asked.size(), options.mostPipelined + 8) << "some waited inside the parser";
    EXPECT_TRUE(serverShutDown);
    EXPECT_EQ(end, runtime::StreamEnd::Finished);
}

TEST_F(HttpServerTest, DoesNotCutOffAnAnswerThatASlowReaderIsStillTaking) {
    send("GET / HTTP/1.1\r\n\r\n");
    const std::string body(1'500'000, 'b');
    clientEnv.network().pauseReading(stream);
    answer(0, body);
    for (int turn = 0; turn < 10; ++turn) { // a window's worth a minute
        world.run(60_s);
        clientEnv.network().resumeReading(stream);
        world.run(1_ms);
        clientEnv.network().pauseReading(stream);
    }
    clientEnv.network().resumeReading(stream);
    world.run(10_ms);
    EXPECT_EQ(received.size(), body.size() + received.find("\r\n\r\n") + 4);
}

TEST_F(HttpServerTest, AClientThatGoesOnSendingAfterTheLastAnswerIsDropped) {
    send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    answer(0, "bye");
    for (int turn = 0; turn < 40; ++turn) {
        (void)clientEnv.network().send(stream, viewOf("GET /more HTTP/1.1\r\n\r\n"));
        world.run(10_s);
    }
    EXPECT_EQ(server->connections(), 0u);
    EXPECT_EQ(end, runtime::StreamEnd::Reset);
}

} // namespace
} // namespace core::http
