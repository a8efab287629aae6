// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/raft/wire/frame.h"

#include <utility>

/// Frames to test with.
namespace core::raft::wire {

/// A message from 1 to 2 in term 3.
inline Message messageOf(MessageBody body, Term term = 3) {
    return {1, 2, term, std::move(body)};
}

/// A part, at `offset`, of a snapshot at 9/4 with one voter, from 1 to 2 in term 5.
inline SnapshotChunk chunkOf(std::string_view text, std::uint64_t offset, std::uint64_t total) {
    SnapshotChunk chunk;
    chunk.from = 1;
    chunk.to = 2;
    chunk.term = 5;
    chunk.meta.index = 9;
    chunk.meta.term = 4;
    chunk.meta.configuration.voters = {7};
    chunk.total = total;
    chunk.totalChecksum = 0x01020304;
    chunk.offset = offset;
    chunk.data = bytesOf(text);
    return chunk;
}

/// Small numbers most often, now and then any of 64 bits.
inline std::uint64_t anyNumber(RandomStream& draws) {
    const std::uint64_t bits = draws.below(8) == 0 ? 64 : 10;
    const std::uint64_t value = draws.next();
    return value >> (64 - bits);
}

inline Bytes anyBytes(RandomStream& draws, std::uint64_t most) {
    Bytes bytes(draws.below(most + 1));
    for (std::uint8_t& octet : bytes) {
        octet = static_cast<std::uint8_t>(draws.next());
    }
    return bytes;
}

inline SnapshotMeta anyMeta(RandomStream& draws) {
    SnapshotMeta meta;
    meta.index = anyNumber(draws);
    meta.term = anyNumber(draws);
    meta.configuration.voters = {1, 2, 3 + draws.below(300)};
    if (draws.chance(1, 2)) {
        meta.configuration.outgoing = {1, 1000};
        meta.configuration.learnersNext = {1000};
        meta.configuration.autoLeave = true;
    }
    return meta;
}

inline AppendRequest anyAppend(RandomStream& draws, Term term) {
    AppendRequest body;
    body.previousIndex = anyNumber(draws) / 2;
    body.previousTerm = draws.below(term + 1);
    body.commit = anyNumber(draws);
    Term last = body.previousTerm;
    const std::uint64_t count = draws.below(5);
    for (std::uint64_t i = 1; i <= count; ++i) {
        last += draws.below(term - last + 1);
        const auto type = static_cast<EntryType>(draws.below(2));
        body.entries.push_back({last, body.previousIndex + i, type, anyBytes(draws, 40)});
    }
    return body;
}

inline MessageBody anyMessageBody(RandomStream& draws, Term term) {
    const std::uint64_t a = anyNumber(draws);
    const std::uint64_t b = anyNumber(draws);
    const std::uint64_t c = anyNumber(draws);
    const bool x = draws.chance(1, 2);
    const bool y = draws.chance(1, 2);
    switch (draws.below(10)) {
    case 0:
        return VoteRequest{x, y, a, b};
    case 1:
        return VoteReply{x, y};
    case 2:
        return anyAppend(draws, term);
    case 3:
        return AppendReply{x, a, b, c};
    case 4:
        return HeartbeatRequest{a, b};
    case 5:
        return HeartbeatReply{a};
    case 6:
        return InstallSnapshot{anyMeta(draws)};
    case 7:
        return TimeoutNow{};
    case 8:
        return ReadIndexRequest{a};
    default:
        return ReadIndexReply{a, b};
    }
}

inline FrameBody anyFrameBody(RandomStream& draws) {
    const NodeId from = 1 + draws.below(200);
    const NodeId to = from + 1 + draws.below(200);
    switch (draws.below(8)) {
    case 0:
        return Hello{from, to, static_cast<Channel>(draws.below(2))};
    case 1: {
        SnapshotChunk chunk;
        chunk.from = from;
        chunk.to = to;
        chunk.term = anyNumber(draws);
        chunk.meta = anyMeta(draws);
        chunk.totalChecksum = static_cast<std::uint32_t>(draws.next());
        chunk.data = anyBytes(draws, 100);
        chunk.offset = chunk.data.empty() ? 0 : draws.below(1000);
        chunk.total = chunk.data.empty() ? 0 : chunk.offset + chunk.data.size() + draws.below(50);
        return chunk;
    }
    case 2: {
        const std::uint64_t total = anyNumber(draws);
        const std::uint64_t index = anyNumber(draws);
        return SnapshotProgress{from, to, index, 4, total, 99, total / 2};
    }
    default: {
        const Term term = anyNumber(draws) / 2;
        MessageBody body = anyMessageBody(draws, term);
        return Message{from, to, term, std::move(body)};
    }
    }
}

} // namespace core::raft::wire
