// SPDX-License-Identifier: Apache-2.0
#include "core/raft/storage/snapshot_writer.h"

#include "core/base/planted.h"
#include "core/raft/storage/replay.h"

#include <algorithm>
#include <utility>

namespace core::raft::storage {

using runtime::DiskError;

void SnapshotWriter::write(const SnapshotMeta& meta, ByteView data, Done done) {
    ORRERY_ASSERT(!isBusy());
    done_ = std::move(done);
    octets_ = encodeSnapshotFile(meta, data);
    written_ = 0;
    path_ = directory_ + "/" + snapshotName({meta.index, meta.term});
    // A file that an earlier attempt left is of no use, and in doubt.
    static_cast<void>(disk_.remove(path_ + std::string(ending_)));
    const auto file = disk_.open(path_ + std::string(ending_), runtime::OpenMode::CreateNew);
    if (!file) {
        fail(file.error());
        return;
    }
    file_ = *file;
    writePiece();
}

void SnapshotWriter::writePiece() {
    const std::size_t size = std::min(piece_, octets_.size() - written_);
    const auto appended = disk_.append(file_, ByteView(octets_).subspan(written_, size));
    if (!appended) {
        fail(appended.error());
        return;
    }
    written_ += size;
    const auto next = [this](Result<void, DiskError> synced) {
        if (!synced) {
            fail(synced.error());
        } else if (written_ < octets_.size()) {
            writePiece();
        } else {
            rename();
        }
    };
    if (planted("snapshot-before-data")) {
        disk_.syncDir(next);
        return;
    }
    disk_.sync(file_, next);
}

void SnapshotWriter::rename() {
    disk_.close(file_);
    octets_ = {};
    if (const auto renamed = disk_.rename(path_ + std::string(ending_), path_); !renamed) {
        fail(renamed.error());
        return;
    }
    disk_.syncDir([this](Result<void, DiskError> synced) { finish(synced); });
}

void SnapshotWriter::fail(DiskError error) {
    octets_ = {};
    // A read always answers, and never during the call.
    disk_.read(file_, 0, 0, [this, error](auto) { finish(Failure{error}); });
}

void SnapshotWriter::finish(Result<void, DiskError> outcome) {
    std::exchange(done_, nullptr)(outcome);
}

} // namespace core::raft::storage
