// SPDX-License-Identifier: Apache-2.0
#include "core/wire/http.h"

#include <gtest/gtest.h>

namespace core::wire {
namespace {

struct ReadRequests {
    std::vector<HttpRequest> requests;
    std::optional<HttpError> error;
};

ReadRequests readRequests(const std::vector<std::string>& chunks, HttpLimits limits = {}) {
    HttpRequestParser parser(limits);
    ReadRequests read;
    for (const std::string& chunk : chunks) {
        parser.feed(viewOf(chunk));
        for (;;) {
            auto next = parser.next();
            if (!next) {
                read.error = next.error();
                return read;
            }
            if (!*next) {
                break;
            }
            read.requests.push_back(std::move(**next));
        }
    }
    return read;
}

struct ReadResponses {
    std::vector<HttpResponse> responses;
    std::optional<HttpError> error;
};

ReadResponses readResponses(const std::vector<std::string>& chunks, bool toHead = false) {
    HttpResponseParser parser;
    ReadResponses read;
    for (const std::string& chunk : chunks) {
        parser.feed(viewOf(chunk));
        for (;;) {
            auto next = parser.next(toHead);
            if (!next) {
                read.error = next.error();
                return read;
            }
            if (!*next) {
                break;
            }
            read.responses.push_back(std::move(**next));
        }
    }
    auto last = parser.finish();
    if (!last) {
        read.error = last.error();
    } else if (*last) {
        read.responses.push_back(std::move(**last));
    }
    return read;
}

/// One text for everything that was read, so that two readings compare at once.
std::string describe(const HttpMessage& message) {
    std::string text;
    for (const HttpHeader& header : message.headers) {
        text += "[" + header.name + "=" + header.value + "]";
    }
    return text + (message.keepAlive ? "keep " : "close ") + message.body + ";";
}
std::string describe(const ReadRequests& read) {
    std::string text;
    for (const HttpRequest& request : read.requests) {
        text += request.method + " " + request.target + describe(request);
    }
    return text + (read.error ? std::string(toString(*read.error)) : "");
}
std::string describe(const ReadResponses& read) {
    std::string text;
    for (const HttpResponse& response : read.responses) {
        text += std::to_string(response.status) + " " + response.reason + describe(response);
    }
    return text + (read.error ? std::string(toString(*read.error)) : "");
}

const std::vector<std::string> kRequestStreams = {
    "GET /apps/web?since=3 HTTP/1.1\r\nHost: registry\r\n\r\n",
    "PUT /apps/web/web-1 HTTP/1.1\r\nHost: r\r\nContent-Length: 0\r\n\r\n"
    "PUT /apps/web/web-2 HTTP/1.1\r\nHost: r\r\nContent-Length: 3\r\n\r\nabc"
    "DELETE /apps/web/web-1 HTTP/1.1\r\nConnection: close\r\n\r\n",
    "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5\r\nhello\r\n7;name=x\r\n, world\r\n0\r\nTrailer: yes\r\n\r\n"
    "GET / HTTP/1.0\r\n\r\n",
    "\r\n\r\nGET /after-empty-lines HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nBad Header: x\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
};

const std::vector<std::string> kResponseStreams = {
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"7\"\r\n\r\nhello"
    "HTTP/1.1 304 Not Modified\r\nETag: \"7\"\r\n\r\n"
    "HTTP/1.1 204 No Content\r\n\r\n"
    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    "a\r\n0123456789\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\n\r\nuntil the end of the stream",
    "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ntoo short",
    "HTTP/1.1 999999 Huh\r\n\r\n",
};

TEST(HttpRequestParser, ReadsMethodTargetHeadersAndBody) {
    const auto read = readRequests({kRequestStreams[2]});
    ASSERT_EQ(read.requests.size(), 2u);
    EXPECT_FALSE(read.error);
    EXPECT_EQ(read.requests[0].method, "POST");
    EXPECT_EQ(read.requests[0].target, "/a");
    EXPECT_EQ(read.requests[0].body, "hello, world");
    EXPECT_EQ(read.requests[0].bodyLength, 12u);
    ASSERT_NE(read.requests[0].find("trailer"), nullptr);
    EXPECT_TRUE(read.requests[0].keepAlive);
    EXPECT_FALSE(read.requests[1].keepAlive) << "HTTP/1.0 closes by default";
}

TEST(HttpRequestParser, AnyTwoCutsReadTheSame) {
    for (const std::string& stream : kRequestStreams) {
        const std::string whole = describe(readRequests({stream}));
        for (std::size_t i = 0; i <= stream.size(); ++i) {
            for (std::size_t j = i; j <= stream.size(); ++j) {
                const auto cut =
                    readRequests({stream.substr(0, i), stream.substr(i, j - i), stream.substr(j)});
                ASSERT_EQ(describe(cut), whole) << stream << " cut at " << i << " and " << j;
            }
        }
    }
}

TEST(HttpRequestParser, SingleOctetsReadTheSame) {
    for (const std::string& stream : kRequestStreams) {
        std::vector<std::string> octets;
        for (const char c : stream) {
            octets.emplace_back(1, c);
        }
        EXPECT_EQ(describe(readRequests(octets)), describe(readRequests({stream})));
    }
}

TEST(HttpRequestParser, CountsTheOctetsOfWhatItReturned) {
    HttpRequestParser parser;
    const std::string& stream = kRequestStreams[1];
    const std::size_t second = stream.find("PUT", 3);
    const std::size_t third = stream.find("DELETE");
    parser.feed(viewOf(stream));
    ASSERT_TRUE(parser.next()->has_value());
    EXPECT_EQ(parser.consumed(), second);
    ASSERT_TRUE(parser.next()->has_value());
    EXPECT_EQ(parser.consumed(), third);
    EXPECT_TRUE(parser.midMessage());
    ASSERT_TRUE(parser.next()->has_value());
    EXPECT_EQ(parser.consumed(), stream.size());
    EXPECT_FALSE(parser.midMessage());
    EXPECT_FALSE(parser.next()->has_value());
}

TEST(HttpRequestParser, LimitsHeaderAndBody) {
    HttpLimits limits;
    limits.header = 64;
    limits.body = 10;
    const std::string exact = "GET / HTTP/1.1\r\nA: " + std::string(64 - 23, 'x') + "\r\n\r\n";
    ASSERT_EQ(exact.size(), 64u);
    EXPECT_FALSE(readRequests({exact}, limits).error);
    const std::string over = "GET / HTTP/1.1\r\nA: " + std::string(64 - 22, 'x') + "\r\n\r\n";
    EXPECT_EQ(readRequests({over}, limits).error, HttpError::HeaderTooLarge);
    EXPECT_EQ(readRequests({std::string(65, 'G')}, limits).error, HttpError::HeaderTooLarge);
    const std::string head = "PUT / HTTP/1.1\r\n";
    EXPECT_FALSE(readRequests({head + "Content-Length: 10\r\n\r\n0123456789"}, limits).error);
    EXPECT_EQ(readRequests({head + "Content-Length: 11\r\n\r\n"}, limits).error,
              HttpError::BodyTooLarge);
    EXPECT_EQ(
        readRequests({head + "Transfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n"}, limits)
            .error,
        HttpError::BodyTooLarge);
}

TEST(HttpRequestParser, LimitsTrailersLikeHeadersHoweverTheyArrive) {
    HttpLimits limits;
    limits.header = 64;
    for (const std::size_t size : {64u, 65u}) {
        const std::string trailer = "0\r\nA: " + std::string(size - 10, 'x') + "\r\n\r\n";
        ASSERT_EQ(trailer.size(), size);
        const std::string stream = "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + trailer;
        for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
            const auto read = readRequests({stream.substr(0, cut), stream.substr(cut)}, limits);
            EXPECT_EQ(read.error.has_value(), size == 65u) << cut;
        }
    }
}

TEST(HttpRequestParser, RefusesWhatLetsRequestsBeSmuggled) {
    for (const char* fields :
         {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
          "Content-Length: 5\r\nContent-Length: 6\r\n", "Transfer-Encoding: gzip\r\n",
          "Content-Length: -1\r\n", "Content-Length: 99999999999999999999999\r\n", "A : b\r\n"}) {
        const auto read = readRequests({std::string("POST / HTTP/1.1\r\n") + fields + "\r\nhello"});
        EXPECT_EQ(read.error, HttpError::BadMessage) << fields;
        EXPECT_TRUE(read.requests.empty()) << fields;
    }
}

TEST(HttpRequestParser, KeepsReturningItsError) {
    HttpRequestParser parser;
    parser.feed(viewOf("\x16\x03\x01 TLS"));
    EXPECT_EQ(parser.next().error(), HttpError::BadMessage);
    parser.feed(viewOf("GET / HTTP/1.1\r\n\r\n"));
    EXPECT_EQ(parser.next().error(), HttpError::BadMessage);
}

TEST(HttpResponseParser, AnyTwoCutsReadTheSame) {
    for (const std::string& stream : kResponseStreams) {
        const std::string whole = describe(readResponses({stream}));
        for (std::size_t i = 0; i <= stream.size(); ++i) {
            for (std::size_t j = i; j <= stream.size(); ++j) {
                const auto cut =
                    readResponses({stream.substr(0, i), stream.substr(i, j - i), stream.substr(j)});
                ASSERT_EQ(describe(cut), whole) << stream << " cut at " << i << " and " << j;
            }
        }
    }
}

TEST(HttpResponseParser, ReadsABodyThatEndsWithTheStream) {
    const auto read = readResponses({kResponseStreams[3]});
    ASSERT_EQ(read.responses.size(), 1u);
    EXPECT_EQ(read.responses[0].body, "until the end of the stream");
    EXPECT_FALSE(read.responses[0].keepAlive);
}

TEST(HttpResponseParser, SaysTruncatedWhenTheStreamEndsInsideAMessage) {
    EXPECT_EQ(readResponses({kResponseStreams[4]}).error, HttpError::Truncated);
    EXPECT_EQ(readResponses({"HTTP/1.1 200 OK\r\nConte"}).error, HttpError::Truncated);
    EXPECT_FALSE(readResponses({""}).error);
}

TEST(HttpResponseParser, AResponseToHeadHasNoBody) {
    const auto read = readResponses({"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"}, true);
    ASSERT_EQ(read.responses.size(), 1u);
    EXPECT_FALSE(read.error);
}

TEST(HttpResponseParser, StatusesWithoutContentEndAtTheHeader) {
    for (const int status : {100, 199, 204, 304}) {
        const std::string head = "HTTP/1.1 " + std::to_string(status) + " x\r\n\r\n";
        const auto read = readResponses({head + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"});
        EXPECT_EQ(read.responses.size(), 2u) << status;
    }
}

TEST(HttpSerialiser, RequestsReadBack) {
    HttpRequest request;
    request.method = "POST";
    request.target = "/apps/web";
    request.headers = {{"Host", "registry"}, {"Content-Type", "application/json"}};
    request.body = "{}";
    request.keepAlive = false;
    std::string wire;
    serialise(request, wire);
    const auto read = readRequests({wire});
    ASSERT_EQ(read.requests.size(), 1u);
    EXPECT_EQ(read.requests[0].target, "/apps/web");
    EXPECT_EQ(read.requests[0].body, "{}");
    EXPECT_FALSE(read.requests[0].keepAlive);
    EXPECT_EQ(*read.requests[0].find("content-type"), "application/json");
}

TEST(HttpSerialiser, ResponsesCarryTheirLengthAndOnlyDueBodies) {
    HttpResponse response;
    response.body = "hello";
    std::string wire;
    serialise(response, false, wire);
    EXPECT_EQ(wire, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    wire.clear();
    serialise(response, true, wire);
    EXPECT_EQ(wire, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    response.status = 304;
    wire.clear();
    serialise(response, false, wire);
    EXPECT_EQ(wire, "HTTP/1.1 304 Not Modified\r\n\r\n");
}

TEST(HttpRequestParser, RefusesWhatTheGrammarForbids) {
    for (const std::string start :
         {"GET  / HTTP/1.1\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET /\r\n\r\n",
          "GET / HTTP/1.1\r\nName : x\r\n\r\n", "GET / HTTP/1.1\r\nName: a\rb\r\n\r\n",
          "GET / HTTP/1.1\r\nName: a\nOther: b\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n",
          "GET / HTTP/1.1\r\nName: a\x01z\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\nabc",
          "POST / HTTP/1.1\r\nContent-Length: 3 \x0b\r\n\r\nabc",
          "POST / HTTP/1.1\r\nContent-Length: 18446744073709551616\r\n\r\nabc",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabc\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"}) {
        const ReadRequests read = readRequests({start});
        EXPECT_TRUE(read.requests.empty()) << start;
        EXPECT_TRUE(read.error.has_value()) << start;
    }
}

} // namespace
} // namespace core::wire
