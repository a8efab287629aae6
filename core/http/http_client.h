// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/env.h"
#include "core/wire/http.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The client's side of HTTP/1.1: one request at a time on a connection, connections kept for the
/// next request to the same endpoint (RFC 9112, section 9). A kept connection that turns out to
/// be closed before a single octet of the answer came is replaced by a new one once, for
/// idempotent methods only (section 9.3.1).
namespace core::http {

struct ExchangeTag;
/// One request of a client with its answer.
using ExchangeId = Id<ExchangeTag>;

/// Why there is no response.
enum class HttpFailure {
    Refused,         ///< a live host where nobody listens
    ConnectTimedOut, ///< no answer to the handshake in time
    Reset,           ///< the connection was reset before the response was complete
    Unacknowledged,  ///< the request was not acknowledged for the stream's user time-out
    RequestTimedOut, ///< connected, but no complete response in time
    ClosedEarly,     ///< the server ended the stream before the response was complete
    BadResponse,     ///< what came is not an HTTP response or exceeds the limits
    NoFreePort,      ///< this host has no port left for a connection
};
/// Kebab-case, as shown in traces: "connect-timed-out".
std::string_view toString(HttpFailure failure);

struct HttpClientOptions {
    wire::HttpLimits limits;
    std::size_t idlePerEndpoint = 8; ///< 0 closes every connection after its response
    /// A kept connection is closed after so long without a request. Shorter than the servers'
    /// time-out, or requests meet connections that are just being closed.
    Duration idleTimeout = literals::operator""_s(60);
};

struct CallOptions {
    Duration connectTimeout = literals::operator""_s(2);
    Duration requestTimeout = literals::operator""_s(10); ///< from call() to the last octet
};

class HttpClient {
public:
    using Callback = UniqueFunction<void(Result<wire::HttpResponse, HttpFailure>)>;

    /// REQUIRES: `env` outlives the client, the client lives until its incarnation ends.
    explicit HttpClient(runtime::Env& env, HttpClientOptions options = {});
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Sends a request. `callback` is called exactly once, never during this call, unless the
    /// exchange is cancelled; it may start and cancel others.
    ExchangeId call(const runtime::Endpoint& to, const wire::HttpRequest& request,
                    const CallOptions& options, Callback callback);
    /// No callback any more; the connection is reset. Unknown and finished ids are ignored.
    void cancel(ExchangeId id);

    std::size_t idleConnections(const runtime::Endpoint& to) const;
    /// Connections opened so far.
    std::uint64_t connectionsOpened() const { return nextConnection_ - 1; }

private:
    using ConnectionId = std::uint64_t;
    struct Exchange {
        runtime::Endpoint to;
        std::string octets; ///< the request, encoded
        std::size_t sent = 0;
        bool head = false;
        bool idempotent = false;
        Duration connectTimeout;
        Instant deadline;
        Callback callback;
        runtime::CallId timer;
        ConnectionId connection = 0;
    };
    struct Connection {
        explicit Connection(const wire::HttpLimits& limits) : parser(limits) {}

        runtime::StreamId stream;
        runtime::Endpoint to;
        wire::HttpResponseParser parser;
        ExchangeId exchange; ///< 0 while idle
        bool connected = false;
        bool reused = false;   ///< the exchange is not its first
        bool answered = false; ///< octets of the answer came
        runtime::CallId idleTimer;
    };

    bool attach(ExchangeId id, Exchange& exchange);
    bool open(ExchangeId id, Exchange& exchange);
    runtime::StreamCallbacks callbacksOf(ConnectionId id);
    void write(Connection& connection);
    void handleData(ConnectionId id, ByteView bytes);
    void handleEnd(ConnectionId id);
    void handleClosed(ConnectionId id, runtime::StreamEnd end);
    void handleTimeout(ExchangeId id);
    void deliver(ConnectionId id, wire::HttpResponse response);
    void keepOrClose(ConnectionId id, Connection& connection, bool keep);
    /// The connection is of no use any more: another for its exchange, or the failure.
    void lose(ConnectionId id, HttpFailure failure);
    void drop(ConnectionId id);
    void removeIdle(ConnectionId id, const runtime::Endpoint& to);
    void finish(ExchangeId id, Result<wire::HttpResponse, HttpFailure> outcome);

    runtime::Env& env_;
    HttpClientOptions options_;
    std::map<ExchangeId, Exchange> exchanges_;
    std::map<ConnectionId, Connection> connections_;
    std::map<runtime::Endpoint, std::vector<ConnectionId>> idle_; ///< latest used last
    std::uint64_t nextExchange_ = 1;
    ConnectionId nextConnection_ = 1;
};

} // namespace core::http
