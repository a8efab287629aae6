// SPDX-License-Identifier: Apache-2.0
#include "core/http/http_server.h"

#include "core/wire/http_dissector.h"

#include <utility>

namespace core::http {

using runtime::Endpoint;
using runtime::StreamEnd;
using runtime::StreamId;

EncodedResponse encode(const wire::HttpResponse& response) {
    auto octets = std::make_shared<std::string>();
    wire::serialise(response, false, *octets);
    const std::size_t end = octets->find("\r\n\r\n");
    return {std::move(octets), end + 4};
}

HttpServer::HttpServer(runtime::Env& env, HttpServerOptions options, Handler handler,
                       GoneHandler gone)
    : env_(env), options_(options), handler_(std::move(handler)), gone_(std::move(gone)) {}

Result<void, runtime::NetworkError> HttpServer::listen(std::uint16_t port) {
    runtime::StreamOptions streamOptions;
    streamOptions.protocol = wire::kHttpProtocol;
    auto listener =
        env_.network().listen(port, streamOptions, [this](StreamId stream, const Endpoint& peer) {
            return accept(stream, peer);
        });
    if (!listener) {
        return Failure{listener.error()};
    }
    return {};
}

runtime::StreamCallbacks HttpServer::accept(StreamId stream, const Endpoint& peer) {
    Connection connection(options_.limits);
    connection.peer = peer;
    connection.lastActive = env_.now();
    connections_.emplace(stream, std::move(connection));
    watchIdle(stream, options_.idleTimeout);
    runtime::StreamCallbacks callbacks;
    callbacks.data = [this, stream](ByteView bytes) {
        Connection* found = find(stream);
        // After the last request bytes are read and forgotten (RFC 9112, 9.6), and are no activity.
        if (found != nullptr && !found->noMoreRequests) {
            found->lastActive = env_.now();
            found->parser.feed(bytes);
            readRequests(stream);
        }
    };
    callbacks.drained = [this, stream] {
        if (Connection* found = find(stream)) {
            write(stream, *found);
        }
    };
    callbacks.peerShutdown = [this, stream] {
        if (Connection* found = find(stream)) {
            found->peerDone = true;
            readRequests(stream); // some may still wait in the parser
        }
    };
    callbacks.closed = [this, stream](StreamEnd) { forget(stream); };
    return callbacks;
}

void HttpServer::readRequests(StreamId stream) {
    for (;;) {
        Connection* connection = find(stream); // anew: a handler may have dropped it
        if (connection == nullptr || connection->noMoreRequests) {
            return;
        }
        if (connection->exchanges.size() >= options_.mostPipelined) {
            connection->paused = true;
            env_.network().pauseReading(stream);
            return;
        }
        auto request = connection->parser.next();
        if (!request) {
            refuse(*connection, request.error());
            write(stream, *connection);
            return;
        }
        if (!*request) {
            connection->noMoreRequests = connection->peerDone;
            write(stream, *connection);
            return;
        }
        takeRequest(stream, *connection, std::move(**request));
    }
}

void HttpServer::takeRequest(StreamId stream, Connection& connection, wire::HttpRequest request) {
    const RequestId id{nextRequest_++};
    Exchange exchange;
    exchange.id = id;
    exchange.head = request.method == "HEAD";
    exchange.keepAlive = request.keepAlive;
    connection.noMoreRequests = !request.keepAlive;
    connection.exchanges.push_back(std::move(exchange));
    waiting_.emplace(id, stream);
    handler_(id, request);
}

void HttpServer::refuse(Connection& connection, wire::HttpError error) {
    wire::HttpResponse response;
    response.status = error == wire::HttpError::HeaderTooLarge ? 431
                      : error == wire::HttpError::BodyTooLarge ? 413
                                                               : 400;
    response.keepAlive = false;
    const EncodedResponse encoded = encode(response);
    Exchange exchange;
    exchange.keepAlive = false;
    exchange.answered = true;
    exchange.octets = encoded.octets;
    exchange.size = encoded.octets->size();
    connection.noMoreRequests = true;
    connection.exchanges.push_back(std::move(exchange));
}

void HttpServer::reply(RequestId id, const wire::HttpResponse& response) {
    const Exchange* exchange = find(id);
    if (exchange == nullptr) {
        return;
    }
    auto octets = std::make_shared<std::string>();
    if (exchange->keepAlive) {
        wire::serialise(response, exchange->head, *octets);
    } else {
        wire::HttpResponse last = response;
        last.keepAlive = false;
        wire::serialise(last, exchange->head, *octets);
    }
    const std::size_t size = octets->size();
    answer(id, std::move(octets), size);
}

void HttpServer::reply(RequestId id, const EncodedResponse& response) {
    if (const Exchange* exchange = find(id)) {
        answer(id, response.octets, exchange->head ? response.headerSize : response.octets->size());
    }
}

/// REQUIRES: the request is unanswered.
void HttpServer::answer(RequestId id, std::shared_ptr<const std::string> octets, std::size_t size) {
    Exchange* exchange = find(id);
    exchange->answered = true;
    exchange->octets = std::move(octets);
    exchange->size = size;
    const auto waiting = waiting_.extract(id);
    const StreamId stream = waiting.mapped();
    write(stream, *find(stream));
    Connection* connection = find(stream);
    if (connection != nullptr && connection->paused &&
        connection->exchanges.size() < options_.mostPipelined) {
        connection->paused = false;
        env_.network().resumeReading(stream);
        // What the parser already holds is read in a turn of its own: replies must not recurse.
        env_.after({}, [this, stream] { readRequests(stream); });
    }
}

void HttpServer::abort(RequestId id) {
    const auto found = waiting_.find(id);
    if (found != waiting_.end()) {
        const StreamId stream = found->second;
        env_.network().abort(stream);
        forget(stream);
    }
}

std::optional<Endpoint> HttpServer::peerOf(RequestId id) const {
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) {
        return std::nullopt;
    }
    return connections_.at(found->second).peer;
}

/// Moves the answers that are due, those with no unanswered request before them, to the output.
void HttpServer::queueAnswers(Connection& connection) {
    while (!connection.exchanges.empty() && connection.exchanges.front().answered) {
        Exchange& exchange = connection.exchanges.front();
        connection.output.push_back({std::move(exchange.octets), exchange.size});
        connection.exchanges.pop_front();
    }
}

void HttpServer::write(StreamId stream, Connection& connection) {
    queueAnswers(connection);
    while (!connection.output.empty()) {
        const Output& front = connection.output.front();
        const ByteView rest = viewOf(
            std::string_view(*front.octets).substr(connection.sent, front.size - connection.sent));
        const std::size_t accepted = env_.network().send(stream, rest);
        connection.sent += accepted;
        if (accepted > 0) { // a slow reader is no dead one (as nginx's send_timeout)
            connection.lastActive = env_.now();
        }
        if (accepted < rest.size()) {
            return; // drained() comes back here
        }
        connection.output.pop_front();
        connection.sent = 0;
    }
    if (connection.noMoreRequests && connection.exchanges.empty() && !connection.shutDown) {
        connection.shutDown = true;
        env_.network().shutdown(stream);
    }
}

void HttpServer::forget(StreamId stream) {
    auto node = connections_.extract(stream);
    if (node.empty()) {
        return;
    }
    for (const Exchange& exchange : node.mapped().exchanges) {
        if (!exchange.answered) {
            waiting_.erase(exchange.id);
            if (gone_) {
                gone_(exchange.id);
            }
        }
    }
}

void HttpServer::watchIdle(StreamId stream, Duration delay) {
    env_.after(delay, [this, stream] {
        Connection* connection = find(stream);
        if (connection == nullptr) {
            return;
        }
        const Duration quiet = env_.now() - connection->lastActive;
        const bool busy = !connection->exchanges.empty();
        if (busy || quiet < options_.idleTimeout) {
            watchIdle(stream, busy ? options_.idleTimeout : options_.idleTimeout - quiet);
        } else if (connection->shutDown || !connection->output.empty()) {
            env_.network().abort(stream); // the peer does not read or does not close
            forget(stream);
        } else {
            connection->noMoreRequests = true;
            write(stream, *connection);
            watchIdle(stream, options_.idleTimeout);
        }
    });
}

HttpServer::Connection* HttpServer::find(StreamId stream) {
    const auto found = connections_.find(stream);
    return found == connections_.end() ? nullptr : &found->second;
}

HttpServer::Exchange* HttpServer::find(RequestId id) {
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) {
        return nullptr;
    }
    for (Exchange& exchange : connections_.at(found->second).exchanges) {
        if (exchange.id == id) {
            return &exchange;
        }
    }
    return nullptr;
}

} // namespace core::http
