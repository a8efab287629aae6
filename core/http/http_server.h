// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/env.h"
#include "core/wire/http.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>

/// The server's side of HTTP/1.1 connections (RFC 9112, section 9): persistent connections,
/// pipelining with answers in the order of the requests although handlers may answer in any order
/// and at any time, and writes that wait for room.
namespace core::http {

struct RequestTag;
/// One request a server was asked.
using RequestId = Id<RequestTag>;

/// A response in its wire form, to be sent many times without being encoded again.
struct EncodedResponse {
    std::shared_ptr<const std::string> octets;
    std::size_t headerSize = 0; ///< what a HEAD request gets
};
EncodedResponse encode(const wire::HttpResponse& response);

struct HttpServerOptions {
    wire::HttpLimits limits{.header = 16 * 1024, .body = 1 << 20, .keepBody = true};
    /// A connection without an open request is closed after so long (nginx keepalive_timeout).
    Duration idleTimeout = literals::operator""_s(75);
    /// Requests of one connection that may wait for answers before it is read no further.
    std::size_t mostPipelined = 32;
};

class HttpServer {
public:
    /// Each request must be answered exactly once by reply(), then or later.
    using Handler = UniqueFunction<void(RequestId id, wire::HttpRequest& request)>;
    /// The connection of an unanswered request is gone; an answer would be ignored.
    using GoneHandler = UniqueFunction<void(RequestId id)>;

    /// REQUIRES: `env` outlives the server, the server lives until its incarnation ends.
    HttpServer(runtime::Env& env, HttpServerOptions options, Handler handler,
               GoneHandler gone = {});
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Errors: PortInUse.
    Result<void, runtime::NetworkError> listen(std::uint16_t port);

    /// Answers a request. Unknown, answered and gone requests are ignored.
    void reply(RequestId id, const wire::HttpResponse& response);
    void reply(RequestId id, const EncodedResponse& response);
    /// Drops the connection of a request with a reset instead of answering.
    void abort(RequestId id);
    /// Who asks; nullopt once answered or gone.
    std::optional<runtime::Endpoint> peerOf(RequestId id) const;

    std::size_t connections() const { return connections_.size(); }

private:
    struct Exchange {
        RequestId id;
        bool head = false;
        bool keepAlive = true;
        bool answered = false;
        std::shared_ptr<const std::string> octets;
        std::size_t size = 0; ///< octets to send of it
    };
    struct Output {
        std::shared_ptr<const std::string> octets;
        std::size_t size;
    };
    struct Connection {
        explicit Connection(const wire::HttpLimits& limits) : parser(limits) {}

        wire::HttpRequestParser parser;
        runtime::Endpoint peer;
        std::deque<Exchange> exchanges; ///< in order of the requests
        std::deque<Output> output;
        std::size_t sent = 0;        ///< of output.front()
        bool peerDone = false;       ///< the client has shut down its direction
        bool noMoreRequests = false; ///< nothing is read any more
        bool paused = false;
        bool shutDown = false;
        Instant lastActive;
    };

    runtime::StreamCallbacks accept(runtime::StreamId stream, const runtime::Endpoint& peer);
    void readRequests(runtime::StreamId stream);
    void takeRequest(runtime::StreamId stream, Connection& connection, wire::HttpRequest request);
    void refuse(Connection& connection, wire::HttpError error);
    void answer(RequestId id, std::shared_ptr<const std::string> octets, std::size_t headerSize);
    void write(runtime::StreamId stream, Connection& connection);
    void queueAnswers(Connection& connection);
    void forget(runtime::StreamId stream);
    void watchIdle(runtime::StreamId stream, Duration delay);
    Connection* find(runtime::StreamId stream);
    Exchange* find(RequestId id);

    runtime::Env& env_;
    HttpServerOptions options_;
    Handler handler_;
    GoneHandler gone_;
    std::map<runtime::StreamId, Connection> connections_;
    std::map<RequestId, runtime::StreamId> waiting_; ///< unanswered requests
    std::uint64_t nextRequest_ = 1;
};

} // namespace core::http
