// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/storage/replay.h"
#include "core/runtime/disk.h"

#include <optional>
#include <string>
#include <vector>

/// Reads what an earlier incarnation left on the disk, and makes it good: afterwards all that
/// counts is durable, and nothing else is there.
///
/// What a restarted process reads may be in the page cache only, and after a failed sync no later
/// sync would write it (Rebello et al., ATC 2020). So whatever the records do not prove to be on
/// the disk is written again and synced before anybody relies on it.
namespace core::raft::storage {

struct Found {
    Replayed log;
    SnapshotFile snapshot;      ///< empty if log.snapshot.index is 0
    std::uint64_t tornTail = 0; ///< octets that were cut off the last segment
};

class Recovery {
public:
    using Done = UniqueFunction<void(Result<Found, StorageFailure>)>;

    /// REQUIRES: `disk` outlives the recovery, which lives until `done` has been called.
    Recovery(runtime::Disk& disk, std::string directory)
        : disk_(disk), directory_(std::move(directory)) {}
    Recovery(const Recovery&) = delete;
    Recovery& operator=(const Recovery&) = delete;

    /// Calls back once, never during the call.
    void run(Done done);

private:
    void listSegments();
    void readSegment(std::size_t index);
    void judgeLog();
    void readSnapshot();
    void judgeSnapshot(ByteView octets);
    /// Reads the log a second time, once: a cold read may be wrong where the disk is not.
    bool startOver();
    void repair();
    /// Writes again what may be in the page cache only. False: the disk refused.
    bool rewrite(runtime::FileId file);
    void removeOthers();
    void finish(Result<void, runtime::DiskError> synced);
    void fail(StorageFailure failure);
    /// The whole file, or UnknownFile if there is none; never calls back during the call.
    void readFile(const std::string& name, runtime::ReadCallback callback);
    std::string pathOf(const std::string& name) const { return directory_ + "/" + name; }

    runtime::Disk& disk_;
    std::string directory_;
    std::vector<Segment> segments_;
    bool logReadAgain_ = false;
    bool snapshotReadAgain_ = false;
    Found found_;
    runtime::FileId file_; ///< the last segment, while it is made good
    std::optional<runtime::DiskError> error_;
    int syncs_ = 0;
    Done done_;
};

} // namespace core::raft::storage
