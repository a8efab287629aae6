// SPDX-License-Identifier: Apache-2.0
#include "core/raft/wire/raft_dissector.h"

#include "core/raft/wire/frame.h"

#include <array>

namespace core::raft::wire {
namespace {

using core::wire::Direction;
using core::wire::FoundMessage;
using core::wire::MessageRole;

MessageRole roleOf(const Hello&) {
    return MessageRole::Other;
}
MessageRole roleOf(const SnapshotChunk&) {
    return MessageRole::Replication;
}
MessageRole roleOf(const SnapshotProgress&) {
    return MessageRole::Reply;
}

MessageRole roleOf(const Message& message) {
    constexpr std::array kRoles = {
        MessageRole::Request,     // VoteRequest
        MessageRole::Reply,       // VoteReply
        MessageRole::Replication, // AppendRequest
        MessageRole::Reply,       // AppendReply
        MessageRole::Heartbeat,   // HeartbeatRequest
        MessageRole::Heartbeat,   // HeartbeatReply
        MessageRole::Replication, // InstallSnapshot
        MessageRole::Request,     // TimeoutNow
        MessageRole::Request,     // ReadIndexRequest
        MessageRole::Reply,       // ReadIndexReply
    };
    static_assert(kRoles.size() == std::variant_size_v<MessageBody>);
    return kRoles[message.body.index()];
}

class RaftDissector : public core::wire::StreamDissector {
public:
    void consume(Direction direction, ByteView bytes, std::vector<FoundMessage>& found) override {
        Side& side = direction == Direction::FromClient ? client_ : server_;
        side.seen += bytes.size();
        if (side.broken) {
            return;
        }
        side.reader.feed(bytes);
        while (report(direction, side, found)) {
        }
    }

private:
    struct Side {
        FrameReader reader;
        std::uint64_t seen = 0;
        std::uint64_t begin = 0; ///< where the next frame starts
        bool broken = false;
    };

    /// Appends the next frame, if there is one that can be followed by others.
    static bool report(Direction direction, Side& side, std::vector<FoundMessage>& found) {
        const auto octets = side.reader.next();
        if (!octets) {
            side.broken = true;
            found.push_back({direction, side.begin, side.seen, MessageRole::Other,
                             std::string(toString(octets.error())), true});
            return false;
        }
        if (!*octets) {
            return false;
        }
        FoundMessage message{direction, side.begin, side.begin + (*octets)->size(), {}, {}, false};
        side.begin = message.end;
        if (const auto frame = decode(**octets)) {
            message.role = std::visit([](const auto& part) { return roleOf(part); }, frame->body);
            message.summary = summary(frame->body);
        } else {
            message.role = MessageRole::Other;
            message.summary = toString(frame.error());
            message.malformed = true;
        }
        found.push_back(std::move(message));
        return true;
    }

    Side client_;
    Side server_;
};

std::unique_ptr<core::wire::StreamDissector> makeRaftDissector() {
    return std::make_unique<RaftDissector>();
}

} // namespace

core::wire::ProtocolDissectors dissectors() {
    return {kProtocol, nullptr, &makeRaftDissector};
}

} // namespace core::raft::wire
