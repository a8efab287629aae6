// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/raft/message.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// Raft's messages as octets: frames with their length in front, each with version, type, group,
/// sender and receiver. docs/reference/raft-wire.md describes every octet. The encoding is our own
/// (the paper and the thesis leave it open); its varints are those of Protocol Buffers.
///
/// It is canonical: a value has one encoding, and decode() refuses every other, so that encoding
/// what was decoded gives the same octets.
namespace core::raft::wire {

inline constexpr std::uint8_t kVersion = 1;
/// The largest frame that is read, its four octets of length included.
inline constexpr std::size_t kMaxFrame = 64 * 1024 * 1024;

/// Which Raft group a frame belongs to: servers of two groups that reach one another by mistake (an
/// address used again, a wrong list of members) must not take each other's votes.
using GroupId = std::uint32_t;
/// The low 32 bits of hash64 of the group's name.
GroupId groupIdOf(std::string_view name);

/// What a connection carries. Each kind has a connection of its own, so that a heartbeat never
/// waits behind a snapshot.
enum class Channel : std::uint8_t { Messages = 0, Snapshots = 1 };

/// The first frame of whoever connects.
struct Hello {
    NodeId from = kNoNode;
    NodeId to = kNoNode;
    Channel channel = Channel::Messages;

    friend bool operator==(const Hello&, const Hello&) = default;
};

/// A part of a snapshot's data, with the whole InstallSnapshot around it. Consecutive; empty only
/// if the whole snapshot is.
struct SnapshotChunk {
    NodeId from = kNoNode;
    NodeId to = kNoNode;
    Term term = 0; ///< the sender's
    SnapshotMeta meta;
    std::uint64_t total = 0;         ///< octets of the whole snapshot
    std::uint32_t totalChecksum = 0; ///< CRC-32C of the whole snapshot
    std::uint64_t offset = 0;        ///< of this chunk's first octet
    Bytes data;

    bool last() const { return offset + data.size() == total; }
    friend bool operator==(const SnapshotChunk&, const SnapshotChunk&) = default;
};

/// The receiver's answer on a snapshot connection: what it holds of which snapshot. Sent after the
/// hello, so that an interrupted transfer goes on where it ended, and when all has arrived.
struct SnapshotProgress {
    NodeId from = kNoNode;
    NodeId to = kNoNode;
    LogIndex index = 0; ///< 0: it holds nothing
    Term term = 0;      ///< of the snapshot's last entry
    std::uint64_t total = 0;
    std::uint32_t totalChecksum = 0;
    std::uint64_t received = 0;

    bool complete() const { return index != 0 && received == total; }
    friend bool operator==(const SnapshotProgress&, const SnapshotProgress&) = default;
};

using FrameBody = std::variant<Hello, SnapshotChunk, SnapshotProgress, Message>;
NodeId senderOf(const FrameBody& body);
NodeId receiverOf(const FrameBody& body);

struct Frame {
    GroupId group = 0;
    FrameBody body;

    friend bool operator==(const Frame&, const Frame&) = default;
};

enum class WireError {
    TooLarge,       ///< the length says more than the limit
    TooSmall,       ///< the length says less than any frame has
    UnknownVersion, ///< written by a later program
    UnknownType,
    Truncated, ///< the frame ends within a field
    Trailing,  ///< octets after the last field
    BadVarint, ///< too long, or padded
    BadFlags,  ///< a bit or value that has no meaning
    BadNode,   ///< sender or receiver 0, or equal
    BadCount,  ///< more of something than the frame can hold
    BadLog,    ///< terms that fall, or an index out of range
    BadChunk,  ///< beyond the total, empty without need, or spoilt (CRC)
    BadConfiguration,
    WrongGroup,    ///< a frame of another group
    WrongReceiver, ///< a frame for another member
};
/// Kebab-case: "unknown-version".
std::string_view toString(WireError error);

/// The frame with its length. REQUIRES: sender and receiver are different and not 0; entries of an
/// append request are consecutive, of terms that do not fall, and no later than the message's. A
/// frame of more than kMaxFrame octets is refused by whoever reads it.
Bytes encode(GroupId group, const FrameBody& body);

/// Reads one whole frame, its length included. Allocates no more than a small multiple of its
/// size, whatever the octets say.
Result<Frame, WireError> decode(ByteView frame);
/// WrongGroup and WrongReceiver for frames that are not meant for `self` of `group`.
Result<void, WireError> checkReceiver(const Frame& frame, GroupId group, NodeId self);

/// Cuts a stream of octets, in chunks of any size, into frames.
class FrameReader {
public:
    explicit FrameReader(std::size_t limit = kMaxFrame) : limit_(limit) {}

    void feed(ByteView bytes);
    /// The next whole frame with its length, valid until the next feed(); nullopt: more octets are
    /// needed. After an error the stream is lost: every later call gives the same error.
    Result<std::optional<ByteView>, WireError> next();
    /// Octets fed that next() has not given out.
    std::size_t waiting() const { return buffer_.size() - start_; }

private:
    std::size_t limit_;
    Bytes buffer_;
    std::size_t start_ = 0;
    std::optional<WireError> error_;
};

/// One line: summary() of a message; "hello (messages)"; "snapshot 11/2, 65,536 of 200,000 B".
std::string summary(const FrameBody& body);

} // namespace core::raft::wire
