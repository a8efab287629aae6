// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/raft/types.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

/// The records of Raft's log on disk: values to octets and back, no I/O. README.md beside this
/// file describes the format.
///
/// Every record is bound to its place (the checksum covers segment and offset), so that a copy of a
/// record inside an entry's data is never taken for one, and says how far its segment was known to
/// be durable when it was written. With that, recovery tells a tail that was never durable from
/// damage to what was (compare Alagappan et al., "Protocol-Aware Recovery for Consensus-Based
/// Storage", FAST 2018).
namespace core::raft::storage {

/// A place in the log: an entry, or the last one that a snapshot stands for.
struct LogPlace {
    LogIndex index = 0;
    Term term = 0;

    friend bool operator==(const LogPlace&, const LogPlace&) = default;
};

/// The first record of every segment: what all earlier segments add up to. Hence they may be
/// removed once none of their entries is needed.
struct SegmentStart {
    HardState hard;
    LogPlace snapshot;
    LogPlace last;

    friend bool operator==(const SegmentStart&, const SegmentStart&) = default;
};
/// This server took a snapshot: entries up to it are not needed any more.
struct SnapshotTaken {
    LogPlace place;
};
/// A leader's snapshot replaced the whole log.
struct SnapshotInstalled {
    LogPlace place;
};

using RecordBody = std::variant<SegmentStart, HardState, Entry, SnapshotTaken, SnapshotInstalled>;
/// Records that count together or not at all: a Persist is one group.
using RecordGroup = std::vector<RecordBody>;

struct Record {
    RecordBody body;
    bool endsGroup = false;
    std::uint64_t durable = 0; ///< octets of its segment that were durable before it was written
    std::size_t size = 0;      ///< octets of the whole record
};

/// Octets in front of a record's body.
inline constexpr std::size_t kRecordHeader = 21;

/// Appends a group that begins at `offset` of a segment. REQUIRES: it is not empty.
void writeGroup(ByteWriter& out, std::uint64_t segment, std::uint64_t offset, std::uint64_t durable,
                const RecordGroup& group);

enum class RecordError {
    None,       ///< no record starts here: torn, damaged, or never written
    Unreadable, ///< the checksum is right, the content is not: a later version wrote it
};
/// REQUIRES: offset is at most the size of the segment.
Result<Record, RecordError> readRecord(ByteView segment, std::uint64_t number, std::size_t offset);

/// Whether an undamaged record behind `from` says that octet `from` was durable.
bool provesDurable(ByteView segment, std::uint64_t number, std::size_t from);

/// A snapshot as a file: its meta data and octets under one checksum.
Bytes encodeSnapshotFile(const SnapshotMeta& meta, ByteView data);
struct SnapshotFile {
    SnapshotMeta meta;
    Bytes data;
};
/// nullopt for octets that encodeSnapshotFile() cannot have written.
std::optional<SnapshotFile> decodeSnapshotFile(ByteView octets);

} // namespace core::raft::storage
