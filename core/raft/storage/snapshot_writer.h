// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/storage/record.h"
#include "core/runtime/disk.h"

#include <string>

/// Writes one snapshot file so that a crash leaves either all of it under its name, or nothing that
/// is taken for it: a temporary file in pieces, each with a sync (so that the log's syncs get their
/// turn in between), then rename, then a sync of the directory (Pillai et al., OSDI 2014).
namespace core::raft::storage {

/// Endings of the two temporary files that may exist: one snapshot is taken here at a time, and one
/// comes from a leader at a time.
inline constexpr std::string_view kTakenEnding = ".taken";
inline constexpr std::string_view kInstalledEnding = ".installed";

class SnapshotWriter {
public:
    using Done = UniqueFunction<void(Result<void, runtime::DiskError>)>;

    /// REQUIRES: `disk` outlives the writer, the writer lives until the incarnation ends; `piece`
    /// is not 0; `ending` is one of the above.
    SnapshotWriter(runtime::Disk& disk, std::string directory, std::string_view ending,
                   std::size_t piece)
        : disk_(disk), directory_(std::move(directory)), ending_(ending), piece_(piece) {}
    SnapshotWriter(const SnapshotWriter&) = delete;
    SnapshotWriter& operator=(const SnapshotWriter&) = delete;

    bool isBusy() const { return static_cast<bool>(done_); }
    /// Calls back, never during the call, when the snapshot is durable under its name, or why it
    /// is not. REQUIRES: !isBusy().
    void write(const SnapshotMeta& meta, ByteView data, Done done);

private:
    void writePiece();
    void rename();
    void fail(runtime::DiskError error);
    void finish(Result<void, runtime::DiskError> outcome);

    runtime::Disk& disk_;
    std::string directory_;
    std::string_view ending_;
    std::size_t piece_;
    Bytes octets_;
    std::size_t written_ = 0;
    std::string path_;
    runtime::FileId file_;
    Done done_;
};

} // namespace core::raft::storage
