// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/database.h"
#include "sim/trace/row_batch.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

/// The thread that stores rows. The run fills one batch at a time; a bounded queue blocks it when
/// the writer falls behind. The only thread, and the only wall clock, of sim/: neither reaches the
/// contents of the file but for the places of its commits.
namespace sim::trace {

class Writer {
public:
    /// Only batch() may be used before begin().
    Writer();
    /// Takes a database that holds the schema and is in WAL mode, and starts the thread. Errors:
    /// Io, if the statements cannot be prepared. REQUIRES: not called before.
    core::Result<void, TraceError> begin(std::unique_ptr<Database> database);
    /// A writer that has begun. Errors: as begin().
    static core::Result<std::unique_ptr<Writer>, TraceError>
    start(std::unique_ptr<Database> database);
    /// Commits what was handed over and ends the thread.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// The batch to write rows to; valid until the next flush.
    RowBatch& batch() { return *current_; }
    /// Hands the batch over if it is full or the writer has nothing to do. May block.
    void flushIfDue(SimTime now) {
        current_->until = now;
        if (current_->octets() >= kBatchOctets || hungry_.load(std::memory_order_relaxed)) {
            flush();
        }
    }
    /// Hands the batch over in any case.
    void flush();
    /// Waits until everything is committed, ends the thread and gives the database back. Error:
    /// the first failure of the writer.
    core::Result<std::unique_ptr<Database>, TraceError> stop();

    std::optional<TraceError> failure() const;

private:
    static constexpr std::size_t kBatchOctets = 128 * 1024;
    static constexpr std::size_t kMaxQueued = 16;

    core::Result<void, TraceError> prepareStatements();
    void join();
    void loop();
    std::unique_ptr<RowBatch> nextBatch();
    void recycle(std::unique_ptr<RowBatch> batch);
    bool store(const RowBatch& batch);
    bool runPending();
    core::Result<void, TraceError> commit();
    core::Result<void, TraceError> checkFileStillThere() const;
    void fail(TraceError error);

    std::unique_ptr<Database> database_;
    std::array<Statement, kRowKinds> statements_;
    Statement begin_, commit_, progress_;
    std::uint64_t device_ = 0; ///< of the file at the start, to notice its removal
    std::uint64_t inode_ = 0;
    // Of the writer's thread only.
    Statement* pending_ = nullptr;
    std::optional<TraceError> rowError_;
    int nextParameter_ = 1;
    bool inTransaction_ = false;
    bool finished_ = false; ///< stopping and nothing left
    SimTime until_;
    // Of the run's thread only.
    std::unique_ptr<RowBatch> current_;
    // Shared, under mutex_.
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<RowBatch>> queue_;
    std::vector<std::unique_ptr<RowBatch>> spare_;
    std::optional<TraceError> failure_;
    bool stopping_ = false;
    std::atomic<bool> hungry_{false};
    std::atomic<bool> failed_{false};
    std::thread thread_;
};

} // namespace sim::trace
