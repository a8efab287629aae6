// SPDX-License-Identifier: Apache-2.0
#include "core/raft/transport/inbound.h"

#include "core/base/crc32c.h"
#include "core/raft/transport/link_context.h"

#include <utility>

namespace core::raft::transport {

Result<void, runtime::NetworkError> Inbound::listen(std::uint16_t port) {
    runtime::StreamOptions options;
    options.protocol = kProtocol;
    options.userTimeout = userTimeout_;
    const auto listener = env_.network().listen(
        port, options,
        [this](runtime::StreamId stream, const runtime::Endpoint&) { return accept(stream); });
    if (!listener) {
        return Failure{listener.error()};
    }
    return {};
}

runtime::StreamCallbacks Inbound::accept(runtime::StreamId stream) {
    connections_[stream];
    runtime::StreamCallbacks callbacks;
    callbacks.data = [this, stream](ByteView bytes) { received(stream, bytes); };
    callbacks.peerShutdown = [this, stream] {
        env_.network().abort(stream);
        connections_.erase(stream);
    };
    callbacks.closed = [this, stream](runtime::StreamEnd) { connections_.erase(stream); };
    return callbacks;
}

void Inbound::received(runtime::StreamId stream, ByteView bytes) {
    const auto at = connections_.find(stream);
    if (at == connections_.end()) {
        return;
    }
    Connection& connection = at->second;
    connection.reader.feed(bytes);
    for (;;) {
        const auto octets = connection.reader.next();
        if (octets && !*octets) {
            return;
        }
        auto frame = octets ? wire::decode(**octets)
                            : Result<wire::Frame, wire::WireError>(Failure{octets.error()});
        if (!frame) {
            drop(stream, "raft-frames-malformed");
            return;
        }
        if (!wire::checkReceiver(*frame, group_, self_)) {
            drop(stream, "raft-frames-misdirected");
            return;
        }
        if (!handle(stream, connection, *frame)) {
            drop(stream, "raft-frames-unexpected");
            return;
        }
    }
}

bool Inbound::handle(runtime::StreamId stream, Connection& connection, wire::Frame& frame) {
    if (!connection.hello) {
        const auto* hello = std::get_if<wire::Hello>(&frame.body);
        return hello != nullptr && greet(stream, connection, *hello);
    }
    if (wire::senderOf(frame.body) != connection.hello->from) {
        return false;
    }
    if (auto* chunk = std::get_if<wire::SnapshotChunk>(&frame.body)) {
        return connection.hello->channel == wire::Channel::Snapshots && take(stream, *chunk);
    }
    const auto* message = std::get_if<Message>(&frame.body);
    if (message == nullptr || connection.hello->channel != wire::Channel::Messages ||
        std::holds_alternative<InstallSnapshot>(message->body)) {
        return false; // a snapshot comes with its octets or not at all
    }
    events_.message(*message);
    return true;
}

bool Inbound::greet(runtime::StreamId stream, Connection& connection, const wire::Hello& hello) {
    connection.hello = hello;
    if (hello.channel == wire::Channel::Snapshots) {
        tellProgress(stream, hello.from);
    }
    return true;
}

void Inbound::tellProgress(runtime::StreamId stream, NodeId to) {
    wire::SnapshotProgress progress{self_, to, 0, 0, 0, 0, 0};
    const auto partial = partials_.find(to);
    if (partial != partials_.end()) {
        const Partial& held = partial->second;
        progress = {self_,           to, held.meta.index, held.meta.term, held.total, held.checksum,
                    held.data.size()};
    }
    // Two of these are all that is ever sent here: they fit any window.
    env_.network().send(stream, wire::encode(group_, progress));
}

bool Inbound::take(runtime::StreamId stream, wire::SnapshotChunk& chunk) {
    Partial& partial = partials_[chunk.from];
    if (chunk.offset == 0) {
        partial = {chunk.meta, chunk.total, chunk.totalChecksum, {}};
    } else if (chunk.meta != partial.meta || chunk.total != partial.total ||
               chunk.totalChecksum != partial.checksum || chunk.offset != partial.data.size()) {
        return false;
    }
    partial.data.insert(partial.data.end(), chunk.data.begin(), chunk.data.end());
    if (partial.data.size() < partial.total) {
        return true;
    }
    if (crc32c(partial.data) != partial.checksum) {
        partials_.erase(chunk.from);
        return false;
    }
    tellProgress(stream, chunk.from);
    const Message message{chunk.from, chunk.to, chunk.term, InstallSnapshot{chunk.meta}};
    Bytes octets = std::move(partial.data);
    partials_.erase(chunk.from);
    events_.snapshot(message, std::move(octets));
    return true;
}

void Inbound::drop(runtime::StreamId stream, std::string_view counter) {
    env_.observer().count(counter);
    env_.network().abort(stream);
    connections_.erase(stream);
}

} // namespace core::raft::transport
