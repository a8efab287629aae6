// SPDX-License-Identifier: Apache-2.0
#include "core/raft/storage/storage.h"

#include <algorithm>
#include <utility>

namespace core::raft::storage {

using runtime::DiskError;

namespace {

RecordGroup recordsOf(Persist persist) {
    RecordGroup group;
    if (persist.hard) {
        group.push_back(*persist.hard);
    }
    if (persist.snapshot) {
        group.push_back(SnapshotInstalled{{persist.snapshot->index, persist.snapshot->term}});
    }
    for (Entry& entry : persist.entries) {
        group.push_back(std::move(entry));
    }
    return group;
}

} // namespace

Storage::Storage(runtime::Disk& disk, StorageOptions options, StorageEvents events)
    : disk_(disk), options_(std::move(options)), events_(std::move(events)),
      writer_(disk, options_.directory, options_.segmentSize),
      taken_(disk, options_.directory, kTakenEnding, options_.snapshotPiece),
      installed_(disk, options_.directory, kInstalledEnding, options_.snapshotPiece) {}

void Storage::recover(RecoverDone done) {
    ORRERY_ASSERT(!recovery_);
    recoverDone_ = std::move(done);
    recovery_ = std::make_unique<Recovery>(disk_, options_.directory);
    recovery_->run([this](Result<Found, StorageFailure> found) { recovered(std::move(found)); });
}

void Storage::recovered(Result<Found, StorageFailure> found) {
    RecoverDone done = std::move(recoverDone_);
    if (!found) {
        done(Failure{std::move(found.error())});
        return;
    }
    if (const auto resumed = writer_.resume(found->log); !resumed) {
        done(Failure{StorageFailure{StorageError::DiskFailed, "cannot go on with the log"}});
        return;
    }
    Recovered result;
    result.state.hard = found->log.hard;
    result.state.snapshot = std::move(found->snapshot.meta);
    result.state.entries = std::move(found->log.entries);
    result.snapshot = std::move(found->snapshot.data);
    result.tornTail = found->tornTail;
    writer_.removeObsolete();
    busy_ = false;
    done(std::move(result));
}

void Storage::append(Persist persist, Bytes snapshot) {
    Job job;
    job.sequence = persist.sequence;
    job.unwritten = persist.snapshot;
    job.snapshot = persist.snapshot ? persist.snapshot->index : 0;
    job.data = std::move(snapshot);
    job.group = recordsOf(std::move(persist));
    jobs_.push_back(std::move(job));
    flush();
}

void Storage::saveSnapshot(const SnapshotMeta& meta, Bytes data, SnapshotDone done) {
    ORRERY_ASSERT(!takesSnapshot());
    if (failed_) {
        return;
    }
    savingDone_ = std::move(done);
    const LogPlace place{meta.index, meta.term};
    taken_.write(meta, data, [this, place](Result<void, DiskError> outcome) {
        if (!outcome) {
            fail(outcome.error());
            return;
        }
        jobs_.push_back({0, {SnapshotTaken{place}}, place.index, std::nullopt, {}});
        flush();
    });
}

void Storage::flush() {
    if (busy_ || failed_ || jobs_.empty()) {
        return;
    }
    busy_ = true;
    Job& job = jobs_.front();
    if (!job.unwritten) {
        writeBatch();
        return;
    }
    // A leader's snapshot comes first, and what counts on it when it is durable.
    const SnapshotMeta meta = *std::exchange(job.unwritten, std::nullopt);
    const Bytes data = std::exchange(job.data, {});
    installed_.write(meta, data, [this](Result<void, DiskError> outcome) {
        if (!outcome) {
            fail(outcome.error());
            return;
        }
        writeBatch();
    });
}

Storage::Batch Storage::takeBatch() {
    Batch batch;
    LogIndex snapshot = writer_.tail().snapshot.index;
    while (!jobs_.empty() && !jobs_.front().unwritten) {
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        batch.sequence = std::max(batch.sequence, job.sequence);
        if (job.sequence == 0) {
            batch.saved = job.snapshot > snapshot; // or a leader's overtook it
        }
        if (job.sequence != 0 || *batch.saved) {
            snapshot = std::max(snapshot, job.snapshot);
            batch.newSnapshot = batch.newSnapshot || job.snapshot != 0;
            batch.groups.push_back(std::move(job.group));
        }
    }
    return batch;
}

void Storage::writeBatch() {
    Batch batch = takeBatch();
    const std::vector<RecordGroup> groups = std::exchange(batch.groups, {});
    batches_ += 1;
    writer_.write(groups, [this, batch = std::move(batch)](Result<void, DiskError> outcome) {
        if (!outcome) {
            fail(outcome.error());
            return;
        }
        busy_ = false;
        batchDurable(batch);
    });
}

void Storage::batchDurable(const Batch& batch) {
    if (batch.newSnapshot || batch.saved) {
        writer_.removeObsolete();
        removeOldSnapshots();
    }
    flush();
    if (batch.sequence > durable_) {
        durable_ = batch.sequence;
        events_.durable(durable_);
    }
    if (batch.saved && savingDone_) {
        std::exchange(savingDone_, nullptr)(*batch.saved);
    }
}

void Storage::removeOldSnapshots() {
    const std::string current = options_.directory + "/" + snapshotName(writer_.tail().snapshot);
    for (const std::string& path : disk_.list(options_.directory + "/snapshot-")) {
        // Longer names are temporary files, which may be in use.
        if (path.size() == current.size() && path < current) {
            static_cast<void>(disk_.remove(path));
        }
    }
}

void Storage::fail(DiskError error) {
    if (!std::exchange(failed_, true)) {
        events_.failed(error);
    }
}

} // namespace core::raft::storage
