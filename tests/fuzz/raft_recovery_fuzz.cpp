// SPDX-License-Identifier: Apache-2.0
// Recovers from any octets as segments and as a snapshot file: a state or an error, never a crash,
// and what is accepted is consistent. An input is a list of pieces, each behind two octets: what it
// is, and how long. Checksums keep a fuzzer from changing anything, so pieces may also be records
// that are given their checksum here.
#include "core/base/assert.h"
#include "core/raft/storage/replay.h"

#include <algorithm>

namespace {

using core::ByteReader;
using core::Bytes;
using core::ByteView;
using namespace core::raft;
using namespace core::raft::storage;

constexpr std::size_t kMostOctets = 64 * 1024;

void checkConsistent(const Replayed& log, const std::vector<Segment>& segments) {
    LogIndex index = log.snapshot.index;
    Term term = log.snapshot.term;
    for (const Entry& entry : log.entries) {
        ORRERY_ASSERT(entry.index == ++index && entry.term >= term);
        term = entry.term;
    }
    ORRERY_ASSERT(log.hard.commit >= log.snapshot.index && log.hard.commit <= index);
    ORRERY_ASSERT(segments.empty() || log.segment == segments.back().number);
    ORRERY_ASSERT(segments.empty() || log.valid <= segments.back().octets.size());
    ORRERY_ASSERT(log.proven <= log.valid);
}

/// A record whose fields come from the input and whose checksum is right.
RecordBody bodyOf(ByteReader& in) {
    const std::uint8_t kind = in.u8().value_or(0);
    const std::uint64_t a = in.u8().value_or(0) % 8;
    const std::uint64_t b = in.u8().value_or(0) % 8;
    const std::uint64_t c = in.u8().value_or(0) % 8;
    switch (kind % 5) {
    case 0:
        return SegmentStart{{a, b, c}, {a % 4, b}, {c, b}};
    case 1:
        return HardState{a, b, c};
    case 2:
        return Entry{a, b, static_cast<EntryType>(c % 2), {}};
    case 3:
        return SnapshotTaken{{a, b}};
    default:
        return SnapshotInstalled{{a, b}};
    }
}

void addPiece(std::vector<Segment>& segments, std::uint8_t kind, ByteView piece) {
    if (kind % 8 == 0 || segments.empty()) {
        const std::uint64_t number = segments.empty() ? 1 + kind % 2 : segments.back().number + 1;
        segments.push_back({number, {}});
    }
    Segment& segment = segments.back();
    if (kind % 8 == 1) {
        segment.octets.insert(segment.octets.end(), piece.begin(), piece.end());
        return;
    }
    ByteReader in(piece);
    RecordGroup group;
    while (in.remaining() > 0) {
        group.push_back(bodyOf(in));
    }
    if (!group.empty() && segment.octets.size() < kMostOctets) {
        const std::uint64_t size = segment.octets.size();
        core::ByteWriter out;
        writeGroup(out, segment.number, size, kind % 16 < 8 ? size : 0, group);
        segment.octets.insert(segment.octets.end(), out.view().begin(), out.view().end());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView whole(data, size);
    if (const auto file = decodeSnapshotFile(whole)) {
        ORRERY_ASSERT(std::ranges::equal(encodeSnapshotFile(file->meta, file->data), whole));
    }
    std::vector<Segment> segments;
    ByteReader in(whole);
    while (in.remaining() >= 2) {
        const std::uint8_t kind = *in.u8();
        const std::size_t length = std::min<std::size_t>(*in.u8(), in.remaining());
        addPiece(segments, kind, *in.take(length));
    }
    if (const auto log = replay(segments)) {
        checkConsistent(*log, segments);
    } else {
        ORRERY_ASSERT(!toString(log.error()).empty());
    }
    return 0;
}
