// SPDX-License-Identifier: Apache-2.0
#include "core/raft/storage/log_writer.h"

#include "core/base/planted.h"

#include <algorithm>
#include <utility>

namespace core::raft::storage {

using runtime::DiskError;

Result<void, DiskError> LogWriter::resume(const Replayed& replayed) {
    tail_ = {replayed.hard, replayed.snapshot, replayed.last()};
    highest_ = replayed.highest;
    segment_ = replayed.segment;
    size_ = replayed.valid;
    durable_ = replayed.valid;
    if (segment_ == 0 || size_ == 0) {
        // Nothing of the last segment counts: it is gone, and its number is used again.
        segment_ = segment_ == 0 ? 0 : segment_ - 1;
        size_ = segmentSize_;
        return {};
    }
    const auto file = disk_.open(pathOf(segmentName(segment_)), runtime::OpenMode::Existing);
    if (!file) {
        return Failure{file.error()};
    }
    file_ = *file;
    return {};
}

void LogWriter::write(const std::vector<RecordGroup>& groups, Done done) {
    ORRERY_ASSERT(!done_);
    done_ = std::move(done);
    ByteWriter out;
    const bool begins = segment_ == 0 || size_ >= segmentSize_;
    if (begins) {
        if (const auto begun = beginSegment(out); !begun) {
            failLater(begun.error());
            return;
        }
    }
    for (const RecordGroup& group : groups) {
        if (!group.empty()) {
            append(out, group);
        }
    }
    if (const auto written = disk_.append(file_, out.view()); !written) {
        failLater(written.error());
        return;
    }
    size_ = durable_ + out.size();
    sync(begins && !planted("skip-directory-sync"));
}

Result<void, DiskError> LogWriter::beginSegment(ByteWriter& out) {
    if (file_) {
        disk_.close(file_);
    }
    const auto file = disk_.open(pathOf(segmentName(segment_ + 1)), runtime::OpenMode::CreateNew);
    if (!file) {
        return Failure{file.error()};
    }
    file_ = *file;
    segment_ += 1;
    durable_ = 0;
    highest_[segment_] = 0;
    writeGroup(out, segment_, 0, 0, {tail_});
    return {};
}

void LogWriter::append(ByteWriter& out, const RecordGroup& group) {
    writeGroup(out, segment_, durable_ + out.size(), durable_, group);
    for (const RecordBody& body : group) {
        std::visit([this](const auto& part) { note(part); }, body);
    }
}

void LogWriter::note(const Entry& entry) {
    tail_.last = {entry.index, entry.term};
    for (auto& [segment, index] : highest_) {
        index = std::min(index, entry.index - 1);
    }
    highest_[segment_] = entry.index;
}

void LogWriter::note(const SnapshotInstalled& installed) {
    note(SnapshotTaken{installed.place});
    tail_.last = installed.place;
    for (auto& [segment, index] : highest_) {
        index = 0;
    }
}

void LogWriter::note(const HardState& hard) {
    tail_.hard = hard;
    tail_.hard.commit = std::max(hard.commit, tail_.snapshot.index);
}

void LogWriter::note(const SnapshotTaken& taken) {
    tail_.snapshot = taken.place;
    tail_.hard.commit = std::max(tail_.hard.commit, taken.place.index);
}

void LogWriter::sync(bool newName) {
    if (planted("durable-before-sync")) {
        disk_.read(file_, 0, 0, [this](auto) { finish({}); });
        return;
    }
    syncs_ = newName ? 2 : 1;
    disk_.sync(file_, [this](auto outcome) { synced(outcome); });
    if (newName) {
        disk_.syncDir([this](auto outcome) { synced(outcome); });
    }
}

void LogWriter::synced(Result<void, DiskError> outcome) {
    if (!outcome) {
        error_ = outcome.error();
    }
    if (--syncs_ > 0) {
        return;
    }
    if (error_) {
        finish(Failure{*error_});
        return;
    }
    durable_ = size_;
    finish({});
}

void LogWriter::failLater(DiskError error) {
    // A read always answers, and never during the call.
    disk_.read(file_, 0, 0, [this, error](auto) { finish(Failure{error}); });
}

void LogWriter::finish(Result<void, DiskError> outcome) {
    std::exchange(done_, nullptr)(outcome);
}

void LogWriter::removeObsolete() {
    while (highest_.size() > 1 && highest_.begin()->second <= tail_.snapshot.index) {
        // Durable or not: recovery removes what comes back.
        static_cast<void>(disk_.remove(pathOf(segmentName(highest_.begin()->first))));
        highest_.erase(highest_.begin());
    }
}

} // namespace core::raft::storage
