// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/frontend.h"

#include <algorithm>

namespace core::discovery::dns {

using namespace literals;

namespace {
constexpr Duration kIdleTimeout = 10_s;
/// Of one connection: answers that wait to be taken, and queries that wait for an answer.
constexpr std::size_t kMostUnsent = 128 * 1024;
constexpr std::size_t kMostPending = 1'000;
} // namespace

Frontend::Frontend(runtime::Env& env, std::uint16_t udpPayload, Handler handler)
    : env_(env), udpPayload_(udpPayload), handler_(std::move(handler)) {}

Result<void, std::string> Frontend::open() {
    const auto socket = env_.network().bind(
        kDnsPort, "dns", [this](const runtime::Endpoint& from, ByteView payload) {
            receive(Client{from}, payload);
        });
    if (!socket) {
        return Failure{"UDP port 53: " + std::string(toString(socket.error()))};
    }
    socket_ = *socket;
    runtime::StreamOptions options;
    options.protocol = "dns-tcp";
    const auto listener = env_.network().listen(
        kDnsPort, options,
        [this](runtime::StreamId stream, const runtime::Endpoint&) { return accept(stream); });
    if (!listener) {
        return Failure{"TCP port 53: " + std::string(toString(listener.error()))};
    }
    return {};
}

void Frontend::receive(const Client& client, ByteView payload) {
    const auto header = decodeHeader(payload);
    if (!header || header->response) {
        drop(client); // never answer an answer: two servers would play ping-pong
        return;
    }
    const auto query = decodeMessage(payload);
    if (!query) {
        Message unreadable;
        unreadable.header = *header;
        refuse(client, unreadable, Rcode::FormErr);
    } else if (query->header.opcode != Opcode::Query) {
        refuse(client, *query, Rcode::NotImp);
    } else if (query->edns && query->edns->version != 0) {
        refuse(client, *query, Rcode::BadVers);
    } else if (query->questions.size() != 1) {
        refuse(client, *query, Rcode::FormErr);
    } else {
        handler_(client, *query);
    }
}

void Frontend::drop(const Client& client) {
    if (const auto* stream = std::get_if<runtime::StreamId>(&client.back)) {
        const runtime::StreamId gone = *stream;
        forget(gone);
        env_.network().abort(gone);
    }
}

void Frontend::refuse(const Client& client, const Message& query, Rcode rcode) {
    Message answer = makeReply(query, rcode);
    if (answer.questions.size() > 1) {
        answer.questions.clear();
    }
    reply(client, query, std::move(answer));
}

void Frontend::reply(const Client& client, const Message& query, Message reply) {
    if (query.edns) {
        Edns edns = reply.edns.value_or(Edns{});
        edns.payload = udpPayload_;
        reply.edns = std::move(edns);
    } else {
        reply.edns.reset();
    }
    if (const auto* endpoint = std::get_if<runtime::Endpoint>(&client.back)) {
        const std::size_t theirs = query.edns ? query.edns->payload : kPlainUdpOctets;
        const std::size_t limit =
            std::max(kPlainUdpOctets, std::min<std::size_t>(theirs, udpPayload_));
        // The socket lives as long as this, and no limit is over kMaxDatagram.
        (void)env_.network().sendTo(socket_, *endpoint, encodeWithin(reply, limit));
        return;
    }
    const auto stream = std::get<runtime::StreamId>(client.back);
    const auto found = connections_.find(stream);
    if (found == connections_.end()) {
        return;
    }
    Connection& connection = found->second;
    connection.pending -= std::min<std::size_t>(connection.pending, 1);
    const Bytes framed = frame(encodeWithin(reply, 0xffff));
    connection.unsent.insert(connection.unsent.end(), framed.begin(), framed.end());
    flush(stream);
}

runtime::StreamCallbacks Frontend::accept(runtime::StreamId stream) {
    connections_.emplace(stream, Connection{});
    armIdle(stream);
    runtime::StreamCallbacks callbacks;
    callbacks.data = [this, stream](ByteView bytes) { handleStreamData(stream, bytes); };
    callbacks.drained = [this, stream] { flush(stream); };
    callbacks.peerShutdown = [this, stream] {
        connections_[stream].peerDone = true;
        readQueries(stream);
    };
    callbacks.closed = [this, stream](runtime::StreamEnd) { forget(stream); };
    return callbacks;
}

void Frontend::handleStreamData(runtime::StreamId stream, ByteView bytes) {
    const auto found = connections_.find(stream);
    if (found == connections_.end() || found->second.shutDown) {
        return;
    }
    found->second.frames.append(bytes);
    armIdle(stream);
    readQueries(stream);
}

bool Frontend::isFull(const Connection& connection) {
    return connection.unsent.size() >= kMostUnsent || connection.pending >= kMostPending;
}

void Frontend::readQueries(runtime::StreamId stream) {
    for (;;) {
        const auto found = connections_.find(stream); // anew: the handler may have ended it
        if (found == connections_.end()) {
            return;
        }
        if (isFull(found->second)) {
            found->second.paused = true;
            env_.network().pauseReading(stream);
            return;
        }
        const auto message = found->second.frames.next();
        if (!message) {
            flush(stream);
            return;
        }
        ++found->second.pending;
        receive(Client{stream}, *message);
    }
}

void Frontend::flush(runtime::StreamId stream) {
    const auto found = connections_.find(stream);
    if (found == connections_.end()) {
        return;
    }
    Connection& connection = found->second;
    const std::size_t sent = env_.network().send(stream, connection.unsent);
    connection.unsent.erase(connection.unsent.begin(),
                            connection.unsent.begin() + static_cast<std::ptrdiff_t>(sent));
    if (sent > 0 && !connection.shutDown) {
        armIdle(stream); // a slow reader is no dead one
    }
    if (connection.paused && !isFull(connection)) {
        connection.paused = false;
        env_.network().resumeReading(stream);
        // What was read already is taken up in a turn of its own: answers must not recurse.
        env_.after({}, [this, stream] { readQueries(stream); });
    } else if (connection.unsent.empty() && connection.pending == 0 && connection.peerDone) {
        connection.shutDown = true;
        env_.network().shutdown(stream);
    }
}

void Frontend::armIdle(runtime::StreamId stream) {
    Connection& connection = connections_[stream];
    env_.cancel(connection.idle);
    connection.idle = env_.after(kIdleTimeout, [this, stream] { handleIdle(stream); });
}

void Frontend::handleIdle(runtime::StreamId stream) {
    Connection& connection = connections_[stream];
    if (!connection.unsent.empty() || connection.shutDown) {
        drop(Client{stream}); // the client takes nothing, or does not close
        return;
    }
    if (connection.pending == 0) {
        connection.shutDown = true;
        env_.network().shutdown(stream);
    }
    armIdle(stream);
}

void Frontend::forget(runtime::StreamId stream) {
    const auto found = connections_.find(stream);
    if (found != connections_.end()) {
        env_.cancel(found->second.idle);
        connections_.erase(found);
    }
}

} // namespace core::discovery::dns
