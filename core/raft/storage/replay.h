// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/storage/record.h"

#include <map>
#include <string>
#include <string_view>

/// What the segments of a log add up to. Pure: octets in, state or error out.
namespace core::raft::storage {

struct Segment {
    std::uint64_t number = 0;
    Bytes octets;
};

enum class StorageError {
    Damaged,         ///< octets that were durable are not what was written
    Unreadable,      ///< a record of a later version
    Inconsistent,    ///< records that no log has in this order
    SnapshotMissing, ///< the log counts on a snapshot that is not there
    SnapshotDamaged,
    DiskFailed, ///< a write or sync failed while recovering
};
/// Kebab-case: "snapshot-missing".
std::string_view toString(StorageError error);

struct StorageFailure {
    StorageError error = StorageError::Damaged;
    std::string where; ///< "log-00000000000000000003 at 8192"
};
/// One line: "damaged: log-00000000000000000003 at 8192".
std::string toString(const StorageFailure& failure);

/// Names of files within the directory. Numbers have 20 digits, so that names sort as they do.
std::string segmentName(std::uint64_t number);
std::string snapshotName(const LogPlace& place);

struct Replayed {
    HardState hard;
    LogPlace snapshot;
    std::vector<Entry> entries; ///< consecutive, from snapshot.index + 1

    std::uint64_t segment = 0; ///< the last one; 0: there is none
    std::uint64_t valid = 0;   ///< octets of it that count; what follows is a torn tail
    std::uint64_t proven = 0;  ///< octets of these that are known to be on the disk, not only in
                               ///< the page cache
    /// For each segment that counts the highest index of its entries that still count, or 0.
    std::map<std::uint64_t, LogIndex> highest;

    LogPlace last() const;
};

/// REQUIRES: numbers are consecutive and ascending. What the last segment holds behind its last
/// whole group is a torn tail unless a later record proves that it was durable; everything in
/// earlier segments was durable before the next one was made.
Result<Replayed, StorageFailure> replay(const std::vector<Segment>& segments);

} // namespace core::raft::storage
