// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/storage/replay.h"
#include "core/runtime/disk.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// Appends groups of records to the log's segments, one batch and one sync at a time ("group
/// commit": Gray and Reuter, "Transaction Processing", 1992, section 9.4). A new segment is begun
/// between batches only, when all before it is durable.
namespace core::raft::storage {

class LogWriter {
public:
    using Done = UniqueFunction<void(Result<void, runtime::DiskError>)>;

    /// REQUIRES: `disk` outlives the writer, the writer lives until the incarnation ends.
    LogWriter(runtime::Disk& disk, std::string directory, std::uint64_t segmentSize)
        : disk_(disk), directory_(std::move(directory)), segmentSize_(segmentSize) {}
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;

    /// Goes on where a recovery ended, which left the last segment durable up to `replayed.valid`.
    Result<void, runtime::DiskError> resume(const Replayed& replayed);

    /// Writes the groups behind everything written before and calls back, never during the call,
    /// when all is durable. After an error nothing is known about what is on the disk.
    /// REQUIRES: no other write is under way.
    void write(const std::vector<RecordGroup>& groups, Done done);

    /// Removes the oldest segments that hold no entry behind the snapshot.
    /// REQUIRES: the record of that snapshot is durable, no write is under way.
    void removeObsolete();

    /// What the log holds once all that was written is durable.
    const SegmentStart& tail() const { return tail_; }
    std::size_t segments() const { return highest_.size(); }

private:
    /// Begins the next segment in the file system; its start goes in front of the next batch.
    Result<void, runtime::DiskError> beginSegment(ByteWriter& out);
    void append(ByteWriter& out, const RecordGroup& group);
    void note(const SegmentStart&) {}
    void note(const HardState& hard);
    void note(const Entry& entry);
    void note(const SnapshotTaken& taken);
    void note(const SnapshotInstalled& installed);
    void sync(bool newName);
    void synced(Result<void, runtime::DiskError> outcome);
    void failLater(runtime::DiskError error);
    void finish(Result<void, runtime::DiskError> outcome);
    std::string pathOf(const std::string& name) const { return directory_ + "/" + name; }

    runtime::Disk& disk_;
    std::string directory_;
    std::uint64_t segmentSize_;
    SegmentStart tail_;
    std::uint64_t segment_ = 0; ///< the one that is written to; 0: none yet
    runtime::FileId file_;
    std::uint64_t size_ = 0;                    ///< of the segment, with what is being written
    std::uint64_t durable_ = 0;                 ///< of these
    std::map<std::uint64_t, LogIndex> highest_; ///< as Replayed::highest
    int syncs_ = 0;                             ///< under way
    std::optional<runtime::DiskError> error_;
    Done done_;
};

} // namespace core::raft::storage
