// SPDX-License-Identifier: Apache-2.0
#include "core/http/http_client.h"

#include "core/wire/http_dissector.h"

#include <algorithm>
#include <utility>

namespace core::http {

using runtime::Endpoint;
using runtime::StreamEnd;

namespace {

HttpFailure failureOf(StreamEnd end, bool connected) {
    switch (end) {
    case StreamEnd::Finished:
        return HttpFailure::ClosedEarly;
    case StreamEnd::Reset:
        return HttpFailure::Reset;
    case StreamEnd::Refused:
        return HttpFailure::Refused;
    case StreamEnd::TimedOut:
        return connected ? HttpFailure::Unacknowledged : HttpFailure::ConnectTimedOut;
    }
    return HttpFailure::Reset;
}

/// RFC 9110, 9.2.2.
bool isIdempotent(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE" ||
           method == "OPTIONS" || method == "TRACE";
}

} // namespace

std::string_view toString(HttpFailure failure) {
    switch (failure) {
    case HttpFailure::Refused:
        return "refused";
    case HttpFailure::ConnectTimedOut:
        return "connect-timed-out";
    case HttpFailure::Reset:
        return "reset";
    case HttpFailure::Unacknowledged:
        return "unacknowledged";
    case HttpFailure::RequestTimedOut:
        return "request-timed-out";
    case HttpFailure::ClosedEarly:
        return "closed-early";
    case HttpFailure::BadResponse:
        return "bad-response";
    case HttpFailure::NoFreePort:
        return "no-free-port";
    }
    return "unknown";
}

HttpClient::HttpClient(runtime::Env& env, HttpClientOptions options)
    : env_(env), options_(options) {}

ExchangeId HttpClient::call(const Endpoint& to, const wire::HttpRequest& request,
                            const CallOptions& options, Callback callback) {
    const ExchangeId id{nextExchange_++};
    Exchange exchange;
    exchange.to = to;
    wire::serialise(request, exchange.octets);
    exchange.head = request.method == "HEAD";
    exchange.idempotent = isIdempotent(request.method);
    exchange.connectTimeout = options.connectTimeout;
    exchange.deadline = env_.now() + options.requestTimeout;
    exchange.callback = std::move(callback);
    exchange.timer = env_.after(options.requestTimeout, [this, id] { handleTimeout(id); });
    Exchange& stored = exchanges_.emplace(id, std::move(exchange)).first->second;
    if (!attach(id, stored)) {
        env_.after({}, [this, id] { finish(id, Failure{HttpFailure::NoFreePort}); });
    }
    return id;
}

void HttpClient::cancel(ExchangeId id) {
    const auto node = exchanges_.extract(id);
    if (!node.empty()) {
        env_.cancel(node.mapped().timer);
        drop(node.mapped().connection);
    }
}

std::size_t HttpClient::idleConnections(const Endpoint& to) const {
    const auto found = idle_.find(to);
    return found == idle_.end() ? 0 : found->second.size();
}

/// Gives the exchange a kept connection or opens one. False: no port is left.
bool HttpClient::attach(ExchangeId id, Exchange& exchange) {
    const auto kept = idle_.find(exchange.to);
    if (kept == idle_.end()) {
        return open(id, exchange);
    }
    const ConnectionId connectionId = kept->second.back();
    removeIdle(connectionId, exchange.to);
    Connection& connection = connections_.at(connectionId);
    env_.cancel(connection.idleTimer);
    connection.exchange = id;
    connection.reused = true;
    connection.answered = false;
    exchange.connection = connectionId;
    write(connection);
    return true;
}

bool HttpClient::open(ExchangeId id, Exchange& exchange) {
    const ConnectionId connectionId = nextConnection_++;
    runtime::StreamOptions streamOptions;
    streamOptions.protocol = wire::kHttpProtocol;
    const Duration left = std::max(exchange.deadline - env_.now(), Duration{1});
    auto stream = env_.network().connect(exchange.to, std::min(exchange.connectTimeout, left),
                                         streamOptions, callbacksOf(connectionId));
    if (!stream) {
        return false;
    }
    Connection connection(options_.limits);
    connection.stream = *stream;
    connection.to = exchange.to;
    connection.exchange = id;
    connections_.emplace(connectionId, std::move(connection));
    exchange.connection = connectionId;
    exchange.sent = 0;
    return true;
}

runtime::StreamCallbacks HttpClient::callbacksOf(ConnectionId id) {
    runtime::StreamCallbacks callbacks;
    callbacks.connected = [this, id] {
        const auto found = connections_.find(id);
        if (found != connections_.end()) {
            found->second.connected = true;
            write(found->second);
        }
    };
    callbacks.data = [this, id](ByteView bytes) { handleData(id, bytes); };
    callbacks.drained = [this, id] {
        const auto found = connections_.find(id);
        if (found != connections_.end()) {
            write(found->second);
        }
    };
    callbacks.peerShutdown = [this, id] { handleEnd(id); };
    callbacks.closed = [this, id](StreamEnd end) { handleClosed(id, end); };
    return callbacks;
}

void HttpClient::write(Connection& connection) {
    const auto found = exchanges_.find(connection.exchange);
    if (found != exchanges_.end()) {
        Exchange& exchange = found->second;
        const auto rest = std::string_view(exchange.octets).substr(exchange.sent);
        if (!rest.empty()) {
            exchange.sent += env_.network().send(connection.stream, viewOf(rest));
        }
    }
}

void HttpClient::handleData(ConnectionId id, ByteView bytes) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) {
        return;
    }
    Connection& connection = found->second;
    if (!connection.exchange) { // an answer nobody asked for
        removeIdle(id, connection.to);
        drop(id);
        return;
    }
    connection.answered = true;
    connection.parser.feed(bytes);
    const bool head = exchanges_.at(connection.exchange).head;
    for (;;) {
        auto response = connection.parser.next(head);
        if (!response) {
            lose(id, HttpFailure::BadResponse);
            return;
        }
        if (!*response) {
            return;
        }
        if ((*response)->status >= 200) { // interim responses are skipped
            deliver(id, std::move(**response));
            return;
        }
    }
}

/// The server ended its direction: the end of the body, or of the connection.
void HttpClient::handleEnd(ConnectionId id) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) {
        return;
    }
    Connection& connection = found->second;
    if (!connection.exchange) {
        removeIdle(id, connection.to);
        keepOrClose(id, connection, false);
        return;
    }
    auto response = connection.parser.finish();
    if (response && *response) {
        deliver(id, std::move(**response));
    } else {
        lose(id, HttpFailure::ClosedEarly);
    }
}

void HttpClient::handleClosed(ConnectionId id, StreamEnd end) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) {
        return;
    }
    if (!found->second.exchange) {
        env_.cancel(found->second.idleTimer);
        removeIdle(id, found->second.to);
        connections_.erase(found);
        return;
    }
    lose(id, failureOf(end, found->second.connected));
}

void HttpClient::handleTimeout(ExchangeId id) {
    const auto found = exchanges_.find(id);
    if (found == exchanges_.end()) {
        return;
    }
    const auto connection = connections_.find(found->second.connection);
    const bool connecting = connection != connections_.end() && !connection->second.connected;
    drop(found->second.connection);
    finish(id, Failure{connecting ? HttpFailure::ConnectTimedOut : HttpFailure::RequestTimedOut});
}

void HttpClient::deliver(ConnectionId id, wire::HttpResponse response) {
    Connection& connection = connections_.at(id);
    const ExchangeId exchange = std::exchange(connection.exchange, ExchangeId{});
    const Exchange& asked = exchanges_.at(exchange);
    // An early answer to a request that is not wholly sent leaves the connection unusable.
    const bool keep =
        response.keepAlive && !connection.parser.midMessage() && asked.sent == asked.octets.size();
    keepOrClose(id, connection, keep);
    finish(exchange, std::move(response));
}

void HttpClient::keepOrClose(ConnectionId id, Connection& connection, bool keep) {
    if (keep && idleConnections(connection.to) < options_.idlePerEndpoint) {
        idle_[connection.to].push_back(id);
        connection.idleTimer = env_.after(options_.idleTimeout, [this, id] {
            const auto found = connections_.find(id);
            if (found != connections_.end()) {
                removeIdle(id, found->second.to);
                keepOrClose(id, found->second, false);
            }
        });
        return;
    }
    env_.cancel(connection.idleTimer);
    env_.network().shutdown(connection.stream);
    connections_.erase(id);
}

void HttpClient::lose(ConnectionId id, HttpFailure failure) {
    const Connection& connection = connections_.at(id);
    const ExchangeId exchange = connection.exchange;
    const bool again = connection.reused && !connection.answered;
    drop(id);
    const auto found = exchanges_.find(exchange);
    if (found == exchanges_.end()) {
        return;
    }
    const bool closed = failure == HttpFailure::Reset || failure == HttpFailure::ClosedEarly;
    if (again && closed && found->second.idempotent && open(exchange, found->second)) {
        return;
    }
    finish(exchange, Failure{failure});
}

void HttpClient::drop(ConnectionId id) {
    const auto node = connections_.extract(id);
    if (!node.empty()) {
        env_.cancel(node.mapped().idleTimer);
        env_.network().abort(node.mapped().stream);
    }
}

void HttpClient::removeIdle(ConnectionId id, const Endpoint& to) {
    const auto found = idle_.find(to);
    if (found == idle_.end()) {
        return;
    }
    std::erase(found->second, id);
    if (found->second.empty()) {
        idle_.erase(found);
    }
}

void HttpClient::finish(ExchangeId id, Result<wire::HttpResponse, HttpFailure> outcome) {
    auto node = exchanges_.extract(id);
    if (!node.empty()) {
        env_.cancel(node.mapped().timer);
        node.mapped().callback(std::move(outcome));
    }
}

} // namespace core::http
