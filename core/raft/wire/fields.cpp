// SPDX-License-Identifier: Apache-2.0
#include "core/raft/wire/fields.h"

#include "core/base/varint.h"

#include <limits>

namespace core::raft::wire {
namespace {

constexpr std::uint8_t kPreVote = 1;
constexpr std::uint8_t kTransfer = 2;
constexpr std::uint8_t kGranted = 2;
constexpr std::uint8_t kAccepted = 1;
/// Type, term and length of an entry without data.
constexpr std::size_t kSmallestEntry = 3;

std::uint8_t bit(bool set, std::uint8_t flag) {
    return set ? flag : std::uint8_t{0};
}

void write(ByteWriter& out, const Message&, const VoteRequest& body) {
    out.u8(bit(body.preVote, kPreVote) | bit(body.transfer, kTransfer));
    writeVarint(out, body.lastIndex);
    writeVarint(out, body.lastTerm);
}
void write(ByteWriter& out, const Message&, const VoteReply& body) {
    out.u8(bit(body.preVote, kPreVote) | bit(body.granted, kGranted));
}

void write(ByteWriter& out, const Message& message, const AppendRequest& body) {
    writeVarint(out, body.previousIndex);
    writeVarint(out, body.previousTerm);
    writeVarint(out, body.commit);
    writeVarint(out, body.entries.size());
    LogIndex index = body.previousIndex;
    Term term = body.previousTerm;
    for (const Entry& entry : body.entries) {
        ORRERY_ASSERT(entry.index == ++index);
        ORRERY_ASSERT(entry.term >= term && entry.term <= message.term);
        term = entry.term;
        out.u8(static_cast<std::uint8_t>(entry.type));
        writeVarint(out, entry.term);
        writeVarint(out, entry.data.size());
        out.append(entry.data);
    }
}
void write(ByteWriter& out, const Message&, const AppendReply& body) {
    out.u8(bit(body.accepted, kAccepted));
    writeVarint(out, body.index);
    writeVarint(out, body.hintIndex);
    writeVarint(out, body.hintTerm);
}

void write(ByteWriter& out, const Message&, const HeartbeatRequest& body) {
    writeVarint(out, body.commit);
    writeVarint(out, body.round);
}
void write(ByteWriter& out, const Message&, const HeartbeatReply& body) {
    writeVarint(out, body.round);
}
void write(ByteWriter& out, const Message&, const InstallSnapshot& body) {
    writeMeta(out, body.meta);
}
void write(ByteWriter&, const Message&, const TimeoutNow&) {}
void write(ByteWriter& out, const Message&, const ReadIndexRequest& body) {
    writeVarint(out, body.id);
}
void write(ByteWriter& out, const Message&, const ReadIndexReply& body) {
    writeVarint(out, body.id);
    writeVarint(out, body.index);
}

void read(Fields& in, const Message&, VoteRequest& body) {
    const std::uint8_t flags = in.flags(kPreVote | kTransfer);
    body.preVote = (flags & kPreVote) != 0;
    body.transfer = (flags & kTransfer) != 0;
    body.lastIndex = in.varint();
    body.lastTerm = in.varint();
}
void read(Fields& in, const Message&, VoteReply& body) {
    const std::uint8_t flags = in.flags(kPreVote | kGranted);
    body.preVote = (flags & kPreVote) != 0;
    body.granted = (flags & kGranted) != 0;
}

Entry readEntry(Fields& in, LogIndex index) {
    Entry entry;
    const std::uint8_t type = in.u8();
    in.require(type <= static_cast<std::uint8_t>(EntryType::Configuration), WireError::BadFlags);
    entry.type = static_cast<EntryType>(type);
    entry.index = index;
    entry.term = in.varint();
    entry.data = in.bytes();
    return entry;
}

void read(Fields& in, const Message& message, AppendRequest& body) {
    body.previousIndex = in.varint();
    body.previousTerm = in.varint();
    body.commit = in.varint();
    const std::uint64_t count = in.varint();
    in.require(count <= in.remaining() / kSmallestEntry, WireError::BadCount);
    in.require(count <= std::numeric_limits<LogIndex>::max() - body.previousIndex,
               WireError::BadLog);
    Term term = body.previousTerm;
    for (std::uint64_t i = 1; i <= count && !in.failed(); ++i) {
        Entry entry = readEntry(in, body.previousIndex + i);
        in.require(entry.term >= term && entry.term <= message.term, WireError::BadLog);
        term = entry.term;
        body.entries.push_back(std::move(entry));
    }
}
void read(Fields& in, const Message&, AppendReply& body) {
    body.accepted = in.flags(kAccepted) != 0;
    body.index = in.varint();
    body.hintIndex = in.varint();
    body.hintTerm = in.varint();
}

void read(Fields& in, const Message&, HeartbeatRequest& body) {
    body.commit = in.varint();
    body.round = in.varint();
}
void read(Fields& in, const Message&, HeartbeatReply& body) {
    body.round = in.varint();
}
void read(Fields& in, const Message&, InstallSnapshot& body) {
    body.meta = in.meta();
}
void read(Fields&, const Message&, TimeoutNow&) {}
void read(Fields& in, const Message&, ReadIndexRequest& body) {
    body.id = in.varint();
}
void read(Fields& in, const Message&, ReadIndexReply& body) {
    body.id = in.varint();
    body.index = in.varint();
}

/// Reads the alternative at `position`; the others are tried by recursion over the variant.
template <std::size_t I = 0>
void readAlternative(Fields& in, std::size_t position, Message& message) {
    if constexpr (I < std::variant_size_v<MessageBody>) {
        if (position != I) {
            readAlternative<I + 1>(in, position, message);
            return;
        }
        std::variant_alternative_t<I, MessageBody> body;
        read(in, message, body);
        message.body = std::move(body);
    }
}

} // namespace

std::uint64_t Fields::varint() {
    if (failed()) {
        return 0;
    }
    const auto value = readShortestVarint64(reader_);
    if (!value) {
        require(false, value.error() == VarintError::Truncated ? WireError::Truncated
                                                               : WireError::BadVarint);
        return 0;
    }
    return *value;
}

Bytes Fields::bytes() {
    const std::uint64_t count = varint();
    require(count <= reader_.remaining(), WireError::Truncated);
    if (failed()) {
        return {};
    }
    const ByteView octets = *reader_.take(static_cast<std::size_t>(count));
    return {octets.begin(), octets.end()};
}

Bytes Fields::rest() {
    if (failed()) {
        return {};
    }
    const ByteView octets = *reader_.take(reader_.remaining());
    return {octets.begin(), octets.end()};
}

std::uint8_t Fields::flags(std::uint8_t known) {
    const std::uint8_t value = u8();
    require((value & ~known) == 0, WireError::BadFlags);
    return value;
}

SnapshotMeta Fields::meta() {
    SnapshotMeta meta;
    meta.index = varint();
    meta.term = varint();
    const Bytes octets = bytes();
    const auto configuration = decodeConfiguration(octets);
    require(configuration.has_value(), WireError::BadConfiguration);
    if (!failed()) {
        meta.configuration = *configuration;
    }
    return meta;
}

void writeMeta(ByteWriter& out, const SnapshotMeta& meta) {
    writeVarint(out, meta.index);
    writeVarint(out, meta.term);
    const Bytes configuration = raft::encode(meta.configuration);
    writeVarint(out, configuration.size());
    out.append(configuration);
}

void writeMessageBody(ByteWriter& out, const Message& message) {
    std::visit([&](const auto& body) { write(out, message, body); }, message.body);
}

void readMessageBody(Fields& in, std::size_t position, Message& message) {
    readAlternative(in, position, message);
}

} // namespace core::raft::wire
