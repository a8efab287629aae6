// SPDX-License-Identifier: Apache-2.0
#include "core/wire/http_dissector.h"

#include <gtest/gtest.h>

namespace core::wire {
namespace {

class HttpDissector : public testing::Test {
protected:
    void fromClient(std::string_view text) { feed(Direction::FromClient, text); }
    void fromServer(std::string_view text) { feed(Direction::FromServer, text); }
    void feed(Direction direction, std::string_view text) {
        dissector->consume(direction, viewOf(text), found);
    }

    std::unique_ptr<StreamDissector> dissector = httpDissectors().stream();
    std::vector<FoundMessage> found;
};

TEST_F(HttpDissector, SummarisesRequestsAndResponsesWithTheirOctets) {
    const std::string get = "GET /apps/web HTTP/1.1\r\nHost: r\r\n\r\n";
    const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
    fromClient(get + get);
    fromServer(ok);
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].summary, "GET /apps/web");
    EXPECT_EQ(found[0].role, MessageRole::Request);
    EXPECT_EQ(found[1].begin, get.size());
    EXPECT_EQ(found[1].end, 2 * get.size());
    EXPECT_EQ(found[2].summary, "200 3 B");
    EXPECT_EQ(found[2].role, MessageRole::Reply);
    EXPECT_EQ(found[2].end, ok.size());
}

TEST_F(HttpDissector, ReportsAMessageWithItsLastOctet) {
    fromClient("GET / HTTP/1.1\r\n\r");
    EXPECT_TRUE(found.empty());
    fromClient("\n");
    EXPECT_EQ(found.size(), 1u);
}

TEST_F(HttpDissector, ARenewalAndItsAnswerAreHeartbeats) {
    fromClient("PUT /apps/web/web-1 HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
    fromServer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].role, MessageRole::Heartbeat);
    EXPECT_EQ(found[1].role, MessageRole::Heartbeat);
    EXPECT_EQ(found[1].summary, "404 Not Found");
}

TEST_F(HttpDissector, KnowsThatAnAnswerToHeadHasNoBody) {
    fromClient("HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
    fromServer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
               "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
    ASSERT_EQ(found.size(), 4u);
    EXPECT_EQ(found[3].summary, "200 1 B");
}

TEST_F(HttpDissector, ReportsWhatIsNotHttpOnceAndGoesOnWithTheOtherSide) {
    fromClient("GET / HTTP/1.1\r\n\r\n");
    fromClient("\x01\x02");
    fromClient("more");
    fromServer("HTTP/1.1 204 No Content\r\n\r\n");
    ASSERT_EQ(found.size(), 3u);
    EXPECT_TRUE(found[1].malformed);
    EXPECT_EQ(found[1].begin, 18u);
    EXPECT_EQ(found[1].end, 20u);
    EXPECT_EQ(found[2].summary, "204 No Content");
}

TEST_F(HttpDissector, SummariesAreOneShortLine) {
    fromClient("GET /" + std::string(500, 'a') + " HTTP/1.1\r\n\r\n");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].summary.size(), 120u);
}

} // namespace
} // namespace core::wire
