// SPDX-License-Identifier: Apache-2.0
#include "core/raft/wire/frame.h"

#include "core/base/crc32c.h"
#include "core/base/hash.h"
#include "core/base/varint.h"
#include "core/raft/wire/fields.h"

namespace core::raft::wire {
namespace {

/// Version, type, group, and one octet each of sender and receiver.
constexpr std::size_t kSmallest = kLengthOctets + 1 + 1 + 4 + 1 + 1;

struct Type {
    static constexpr std::uint8_t kHello = 1;
    static constexpr std::uint8_t kChunk = 2;
    static constexpr std::uint8_t kProgress = 3;
    /// Messages: the position in MessageBody is added.
    static constexpr std::uint8_t kMessage = 16;
};

std::uint8_t typeOf(const FrameBody& body) {
    if (const auto* message = std::get_if<Message>(&body)) {
        return static_cast<std::uint8_t>(Type::kMessage + message->body.index());
    }
    return static_cast<std::uint8_t>(Type::kHello + body.index());
}

void writeBody(ByteWriter& out, const Hello& hello) {
    out.u8(static_cast<std::uint8_t>(hello.channel));
}

void writeBody(ByteWriter& out, const SnapshotChunk& chunk) {
    writeVarint(out, chunk.term);
    writeMeta(out, chunk.meta);
    writeVarint(out, chunk.total);
    out.u32(chunk.totalChecksum);
    writeVarint(out, chunk.offset);
    out.u32(crc32c(chunk.data));
    out.append(chunk.data);
}

void writeBody(ByteWriter& out, const SnapshotProgress& progress) {
    writeVarint(out, progress.index);
    writeVarint(out, progress.term);
    writeVarint(out, progress.total);
    out.u32(progress.totalChecksum);
    writeVarint(out, progress.received);
}

void writeBody(ByteWriter& out, const Message& message) {
    writeVarint(out, message.term);
    writeMessageBody(out, message);
}

FrameBody readHello(Fields& in, NodeId from, NodeId to) {
    const std::uint8_t channel = in.u8();
    in.require(channel <= static_cast<std::uint8_t>(Channel::Snapshots), WireError::BadFlags);
    return Hello{from, to, static_cast<Channel>(channel)};
}

FrameBody readChunk(Fields& in, NodeId from, NodeId to) {
    SnapshotChunk chunk{from, to, in.varint(), {}, 0, 0, 0, {}};
    chunk.meta = in.meta();
    chunk.total = in.varint();
    chunk.totalChecksum = in.u32();
    chunk.offset = in.varint();
    const std::uint32_t checksum = in.u32();
    chunk.data = in.rest();
    in.require(chunk.offset <= chunk.total && chunk.data.size() <= chunk.total - chunk.offset,
               WireError::BadChunk);
    in.require(chunk.data.empty() == (chunk.total == 0), WireError::BadChunk);
    in.require(crc32c(chunk.data) == checksum, WireError::BadChunk);
    return chunk;
}

FrameBody readProgress(Fields& in, NodeId from, NodeId to) {
    SnapshotProgress progress{from, to, in.varint(), in.varint(), in.varint(), 0, 0};
    progress.totalChecksum = in.u32();
    progress.received = in.varint();
    in.require(progress.received <= progress.total, WireError::BadChunk);
    return progress;
}

FrameBody readMessage(Fields& in, std::uint8_t type, NodeId from, NodeId to) {
    Message message;
    message.from = from;
    message.to = to;
    message.term = in.varint();
    readMessageBody(in, type - Type::kMessage, message);
    return message;
}

FrameBody readBody(Fields& in, std::uint8_t type, NodeId from, NodeId to) {
    switch (type) {
    case Type::kHello:
        return readHello(in, from, to);
    case Type::kChunk:
        return readChunk(in, from, to);
    case Type::kProgress:
        return readProgress(in, from, to);
    default:
        return readMessage(in, type, from, to);
    }
}

bool isKnown(std::uint8_t type) {
    return (type >= Type::kHello && type <= Type::kProgress) ||
           (type >= Type::kMessage && type < Type::kMessage + std::variant_size_v<MessageBody>);
}

} // namespace

GroupId groupIdOf(std::string_view name) {
    return static_cast<GroupId>(hash64(name));
}

NodeId senderOf(const FrameBody& body) {
    return std::visit([](const auto& part) { return part.from; }, body);
}
NodeId receiverOf(const FrameBody& body) {
    return std::visit([](const auto& part) { return part.to; }, body);
}

std::string_view toString(WireError error) {
    switch (error) {
    case WireError::TooLarge:
        return "too-large";
    case WireError::TooSmall:
        return "too-small";
    case WireError::UnknownVersion:
        return "unknown-version";
    case WireError::UnknownType:
        return "unknown-type";
    case WireError::Truncated:
        return "truncated";
    case WireError::Trailing:
        return "trailing";
    case WireError::BadVarint:
        return "bad-varint";
    case WireError::BadFlags:
        return "bad-flags";
    case WireError::BadNode:
        return "bad-node";
    case WireError::BadCount:
        return "bad-count";
    case WireError::BadLog:
        return "bad-log";
    case WireError::BadChunk:
        return "bad-chunk";
    case WireError::BadConfiguration:
        return "bad-configuration";
    case WireError::WrongGroup:
        return "wrong-group";
    case WireError::WrongReceiver:
        return "wrong-receiver";
    }
    return "unknown-wire-error";
}

Bytes encode(GroupId group, const FrameBody& body) {
    const NodeId from = senderOf(body);
    const NodeId to = receiverOf(body);
    ORRERY_ASSERT(from != kNoNode && to != kNoNode && from != to);
    ByteWriter out;
    out.u32(0);
    out.u8(kVersion);
    out.u8(typeOf(body));
    out.u32(group);
    writeVarint(out, from);
    writeVarint(out, to);
    std::visit([&out](const auto& part) { writeBody(out, part); }, body);
    out.patchU32(0, static_cast<std::uint32_t>(out.size() - kLengthOctets));
    return out.take();
}

Result<Frame, WireError> decode(ByteView octets) {
    Fields in(octets);
    const std::uint32_t length = in.u32();
    in.require(in.failed() || length == octets.size() - kLengthOctets,
               octets.size() < length + kLengthOctets ? WireError::Truncated : WireError::Trailing);
    in.require(in.u8() == kVersion, WireError::UnknownVersion);
    const std::uint8_t type = in.u8();
    in.require(isKnown(type), WireError::UnknownType);
    Frame frame;
    frame.group = in.u32();
    const NodeId from = in.varint();
    const NodeId to = in.varint();
    in.require(from != kNoNode && to != kNoNode && from != to, WireError::BadNode);
    if (!in.failed()) {
        frame.body = readBody(in, type, from, to);
    }
    in.require(in.atEnd(), WireError::Trailing);
    if (in.failed()) {
        return Failure{*in.error()};
    }
    return frame;
}

Result<void, WireError> checkReceiver(const Frame& frame, GroupId group, NodeId self) {
    if (frame.group != group) {
        return Failure{WireError::WrongGroup};
    }
    if (receiverOf(frame.body) != self) {
        return Failure{WireError::WrongReceiver};
    }
    return {};
}

void FrameReader::feed(ByteView bytes) {
    if (error_) {
        return;
    }
    if (start_ > 0) {
        buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
        start_ = 0;
    }
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

Result<std::optional<ByteView>, WireError> FrameReader::next() {
    if (error_) {
        return Failure{*error_};
    }
    const ByteView rest = ByteView(buffer_).subspan(start_);
    ByteReader reader(rest);
    const auto length = reader.u32();
    if (!length) {
        return std::optional<ByteView>();
    }
    const std::uint64_t size = std::uint64_t{*length} + kLengthOctets;
    if (size > limit_ || size < kSmallest) {
        error_ = size > limit_ ? WireError::TooLarge : WireError::TooSmall;
    } else if (const auto version = reader.u8(); version && *version != kVersion) {
        error_ = WireError::UnknownVersion;
    }
    if (error_) {
        return Failure{*error_};
    }
    if (rest.size() < size) {
        return std::optional<ByteView>();
    }
    start_ += static_cast<std::size_t>(size);
    return std::optional<ByteView>(rest.first(static_cast<std::size_t>(size)));
}

} // namespace core::raft::wire
