// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/outbox.h"
#include "core/raft/raft.h"
#include "core/raft/storage/log_writer.h"
#include "core/raft/storage/recovery.h"
#include "core/raft/storage/snapshot_writer.h"

#include <deque>
#include <memory>

/// What a Raft server keeps on its disk: a write-ahead log in segments, and the latest snapshot.
/// README.md beside this file says how, and why each crash point recovers.
///
/// Nothing is tried again after a failed sync: what is on the disk is then unknown, and the page
/// cache calls it clean (Rebello et al., "Can Applications Recover from fsync Failures?", ATC
/// 2020). The owner ends the process; the next incarnation recovers.
namespace core::raft::storage {

struct StorageOptions {
    std::string directory = "raft";
    /// A segment is ended by the batch that makes it so large, in octets.
    std::uint64_t segmentSize = 4 * 1024 * 1024;
    /// Octets of a snapshot that are written and synced at once.
    std::size_t snapshotPiece = 1024 * 1024;
};

struct StorageEvents {
    /// The Persist of that number and all before it are durable.
    UniqueFunction<void(std::uint64_t sequence)> durable;
    /// The disk failed or is full. Called once; nothing is written and nothing called after it.
    UniqueFunction<void(runtime::DiskError)> failed;
};

struct Recovered {
    RestoredState state;        ///< without any snapshot: snapshot.index 0, an empty configuration
    Bytes snapshot;             ///< the state machine's octets; empty without a snapshot
    std::uint64_t tornTail = 0; ///< octets of unfinished writes that were cut off
};

class Storage {
public:
    using RecoverDone = UniqueFunction<void(Result<Recovered, StorageFailure>)>;
    /// False: the snapshot was given up because a leader's snapshot overtook it.
    using SnapshotDone = UniqueFunction<void(bool kept)>;

    /// REQUIRES: `disk` outlives the storage, the storage lives until the incarnation ends.
    Storage(runtime::Disk& disk, StorageOptions options, StorageEvents events);
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;

    /// Reads and repairs what is there; calls back once, never during the call. After a failure
    /// the storage is of no use: starting empty instead could forget what was acknowledged.
    /// REQUIRES: called once, before all else.
    void recover(RecoverDone done);

    /// Makes a Persist durable. All that comes while a sync is under way shares the next one.
    /// `snapshot` is the data that persist.snapshot stands for. Never calls back during the call.
    /// REQUIRES: recovered; sequences grow; entries follow the log or replace a part of it that no
    /// snapshot covers; persist.snapshot is newer than any before.
    void append(Persist persist, Bytes snapshot = {});

    /// Keeps a snapshot that this server took: calls back when it is durable and the log counts
    /// on it; segments and snapshots that nothing needs any more are removed then.
    /// REQUIRES: recovered; !takesSnapshot(); meta.index is in the log.
    void saveSnapshot(const SnapshotMeta& meta, Bytes data, SnapshotDone done);
    bool takesSnapshot() const { return taken_.isBusy() || savingDone_; }

    /// Number of the last Persist that is durable.
    std::uint64_t durable() const { return durable_; }
    std::size_t segments() const { return writer_.segments(); }
    /// Batches written so far: each cost one sync.
    std::uint64_t batches() const { return batches_; }

private:
    /// A step of the log: a Persist, or the marker of a snapshot taken here.
    struct Job {
        std::uint64_t sequence = 0; ///< 0: a marker
        RecordGroup group;
        LogIndex snapshot = 0; ///< that the group marks; 0: none
        /// A leader's snapshot that must be durable before the group is written.
        std::optional<SnapshotMeta> unwritten;
        Bytes data; ///< of that snapshot
    };
    /// What shares a sync.
    struct Batch {
        std::vector<RecordGroup> groups;
        std::uint64_t sequence = 0; ///< the highest; 0: no Persist is among it
        bool newSnapshot = false;
        std::optional<bool> saved; ///< a snapshot taken here is kept, or given up
    };

    void recovered(Result<Found, StorageFailure> found);
    /// Begins the next step unless one is under way.
    void flush();
    Batch takeBatch();
    void writeBatch();
    void batchDurable(const Batch& batch);
    void removeOldSnapshots();
    void fail(runtime::DiskError error);

    runtime::Disk& disk_;
    StorageOptions options_;
    StorageEvents events_;
    LogWriter writer_;
    SnapshotWriter taken_;
    SnapshotWriter installed_;
    std::unique_ptr<Recovery> recovery_;
    RecoverDone recoverDone_;
    std::deque<Job> jobs_;
    SnapshotDone savingDone_;
    bool busy_ = true; ///< recovering, or a batch or a leader's snapshot is being written
    bool failed_ = false;
    std::uint64_t durable_ = 0;
    std::uint64_t batches_ = 0;
};

} // namespace core::raft::storage
