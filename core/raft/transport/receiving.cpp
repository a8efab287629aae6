// SPDX-License-Identifier: Apache-2.0
#include "core/base/crc32c.h"
#include "core/raft/transport/peers.h"

#include <utility>

/// What comes on the connections of the others.
namespace core::raft::transport {

using runtime::StreamId;
using wire::WireError;

runtime::StreamCallbacks Transport::accept(StreamId stream) {
    auto inbound = std::make_unique<Inbound>();
    inbound->patience = env_.after(options_.electionTimeout, [this, stream] {
        counters_.silent += 1;
        env_.observer().count("raft-connections-silent");
        env_.network().abort(stream);
        inbound_.erase(stream);
    });
    inbound_[stream] = std::move(inbound);
    runtime::StreamCallbacks calls;
    calls.data = [this, stream](ByteView bytes) { receive(stream, bytes); };
    calls.peerShutdown = [this, stream] {
        env_.network().abort(stream);
        end(stream);
    };
    calls.closed = [this, stream](runtime::StreamEnd) { end(stream); };
    return calls;
}

void Transport::end(StreamId stream) {
    const auto found = inbound_.find(stream);
    if (found != inbound_.end()) {
        env_.cancel(found->second->patience);
        inbound_.erase(found);
    }
}

void Transport::refuse(StreamId stream, WireError error) {
    if (error == WireError::WrongGroup || error == WireError::WrongReceiver) {
        (error == WireError::WrongGroup ? counters_.wrongGroup : counters_.wrongReceiver) += 1;
        env_.observer().count("raft-frames-misdirected");
    } else {
        countMalformed();
    }
    env_.network().abort(stream);
    end(stream);
}

void Transport::receive(StreamId stream, ByteView bytes) {
    const auto found = inbound_.find(stream);
    if (found == inbound_.end()) {
        return;
    }
    wire::FrameReader& reader = found->second->reader;
    reader.feed(bytes);
    for (;;) {
        const auto octets = reader.next();
        if (!octets) {
            refuse(stream, octets.error());
            return;
        }
        if (!*octets) {
            return;
        }
        const auto frame = wire::decode(**octets);
        if (!frame) {
            refuse(stream, frame.error());
            return;
        }
        if (!take(stream, *frame)) {
            return;
        }
    }
}

bool Transport::take(StreamId stream, const wire::Frame& frame) {
    if (const auto meant = wire::checkReceiver(frame, group_, options_.self); !meant) {
        refuse(stream, meant.error());
        return false;
    }
    const auto& hello = inbound_.at(stream)->hello;
    if (const auto* first = std::get_if<wire::Hello>(&frame.body); first && !hello) {
        return takeHello(stream, *first);
    }
    if (!hello || hello->from != wire::senderOf(frame.body)) {
        refuse(stream, WireError::UnknownType);
        return false;
    }
    if (const auto* chunk = std::get_if<wire::SnapshotChunk>(&frame.body);
        chunk && hello->channel == wire::Channel::Snapshots) {
        return takeChunk(stream, *chunk);
    }
    const auto* message = std::get_if<Message>(&frame.body);
    if (message == nullptr || hello->channel != wire::Channel::Messages ||
        std::holds_alternative<InstallSnapshot>(message->body)) {
        refuse(stream, WireError::UnknownType);
        return false;
    }
    events_.message(*message);
    return inbound_.contains(stream);
}

bool Transport::takeHello(StreamId stream, const wire::Hello& hello) {
    // An older connection of this member is dead, even if nobody told us.
    for (auto at = inbound_.begin(); at != inbound_.end(); ++at) {
        if (at->second->hello == hello) {
            const StreamId older = at->first;
            env_.network().abort(older);
            end(older);
            break;
        }
    }
    Inbound& inbound = *inbound_.at(stream);
    env_.cancel(inbound.patience);
    inbound.hello = hello;
    return hello.channel == wire::Channel::Messages || answer(stream, hello.from);
}

bool Transport::answer(StreamId stream, NodeId to) {
    wire::SnapshotProgress progress;
    progress.from = options_.self;
    progress.to = to;
    if (const auto found = partials_.find(to); found != partials_.end()) {
        const Partial& partial = found->second;
        progress.index = partial.meta.index;
        progress.term = partial.meta.term;
        progress.total = partial.total;
        progress.totalChecksum = partial.totalChecksum;
        progress.received = partial.data.size();
    }
    const Bytes frame = wire::encode(group_, progress);
    if (env_.network().send(stream, frame) == frame.size()) {
        return true;
    }
    // A sender that does not read answers cannot be served.
    env_.network().abort(stream);
    end(stream);
    return false;
}

bool Transport::takeChunk(StreamId stream, const wire::SnapshotChunk& chunk) {
    Partial& partial = partials_[chunk.from];
    if (chunk.offset == 0) {
        partial = {chunk.meta, chunk.total, chunk.totalChecksum, {}};
    }
    const bool follows = partial.meta == chunk.meta && partial.total == chunk.total &&
                         partial.totalChecksum == chunk.totalChecksum &&
                         partial.data.size() == chunk.offset;
    if (!follows || chunk.total > options_.snapshotLimit) {
        partials_.erase(chunk.from);
        refuse(stream, WireError::BadChunk);
        return false;
    }
    partial.data.insert(partial.data.end(), chunk.data.begin(), chunk.data.end());
    if (!chunk.last()) {
        return true;
    }
    if (crc32c(partial.data) != chunk.totalChecksum) {
        partials_.erase(chunk.from);
        refuse(stream, WireError::BadChunk);
        return false;
    }
    complete(stream, chunk);
    return inbound_.contains(stream);
}

void Transport::complete(StreamId stream, const wire::SnapshotChunk& chunk) {
    answer(stream, chunk.from);
    Bytes data = std::move(partials_[chunk.from].data);
    partials_.erase(chunk.from);
    const Message install{chunk.from, chunk.to, chunk.term, InstallSnapshot{chunk.meta}};
    events_.snapshot(install, std::move(data));
}

} // namespace core::raft::transport
