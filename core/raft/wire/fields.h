// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/wire/frame.h"

/// The fields of frames. Internal to this library.
namespace core::raft::wire {

inline constexpr std::size_t kLengthOctets = 4;

/// Reads fields and remembers the first thing that is wrong; after that all fields read as zero.
/// Decoders then need no branch for each field.
class Fields {
public:
    explicit Fields(ByteView bytes) : reader_(bytes) {}

    std::uint8_t u8() { return orZero(reader_.u8()); }
    std::uint32_t u32() { return orZero(reader_.u32()); }
    /// Of the shortest encoding.
    std::uint64_t varint();
    /// A varint count, then so many octets.
    Bytes bytes();
    /// Everything that is left.
    Bytes rest();
    SnapshotMeta meta();
    /// Flags of which only `known` may be set.
    std::uint8_t flags(std::uint8_t known);

    void require(bool condition, WireError error) {
        if (!condition && !error_) {
            error_ = error;
        }
    }
    bool failed() const { return error_.has_value(); }
    std::optional<WireError> error() const { return error_; }
    bool atEnd() const { return reader_.remaining() == 0; }
    std::size_t remaining() const { return failed() ? 0 : reader_.remaining(); }

private:
    template <class T>
    T orZero(std::optional<T> value) {
        require(value.has_value(), WireError::Truncated);
        return failed() ? T{} : *value;
    }

    ByteReader reader_;
    std::optional<WireError> error_;
};

void writeMeta(ByteWriter& out, const SnapshotMeta& meta);
/// Everything behind the message's term.
void writeMessageBody(ByteWriter& out, const Message& message);
/// Fills in the body of that position in MessageBody. Reads message.term.
void readMessageBody(Fields& in, std::size_t position, Message& message);

} // namespace core::raft::wire
