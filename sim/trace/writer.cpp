// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/writer.h"

#include <chrono>
#include <sys/stat.h>

namespace sim::trace {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kCommitEvery = std::chrono::milliseconds(100);
/// The first rows are committed sooner: somebody may be waiting for a picture.
constexpr auto kFirstCommitsEvery = std::chrono::milliseconds(20);
constexpr int kFirstCommits = 10;

} // namespace

Writer::Writer() : current_(std::make_unique<RowBatch>()) {}

core::Result<std::unique_ptr<Writer>, TraceError>
Writer::start(std::unique_ptr<Database> database) {
    auto writer = std::make_unique<Writer>();
    if (auto begun = writer->begin(std::move(database)); !begun) {
        return core::Failure{begun.error()};
    }
    return writer;
}

core::Result<void, TraceError> Writer::begin(std::unique_ptr<Database> database) {
    database_ = std::move(database);
    if (auto prepared = prepareStatements(); !prepared) {
        return prepared;
    }
    struct stat status {};
    if (::stat(database_->path().c_str(), &status) == 0) {
        device_ = status.st_dev;
        inode_ = status.st_ino;
    }
    thread_ = std::thread([this] { loop(); });
    return {};
}

Writer::~Writer() {
    join();
}

core::Result<void, TraceError> Writer::prepareStatements() {
    for (std::size_t i = 0; i < kRowKinds; ++i) {
        auto statement = database_->prepare(sqlOf(static_cast<Row>(i)));
        if (!statement) {
            return core::Failure{statement.error()};
        }
        statements_[i] = std::move(statement).value();
    }
    const auto prepareInto = [this](Statement& target, std::string_view sql) {
        auto statement = database_->prepare(sql);
        if (statement) {
            target = std::move(statement).value();
        }
        return statement.has_value();
    };
    if (!prepareInto(begin_, "BEGIN") || !prepareInto(commit_, "COMMIT") ||
        !prepareInto(progress_, "UPDATE meta SET value=?1 WHERE key='simulated_until'")) {
        return core::Failure{database_->lastError()};
    }
    return {};
}

void Writer::flush() {
    if (current_->empty()) {
        return;
    }
    if (failed_.load()) {
        current_->clear();
        return;
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return queue_.size() < kMaxQueued || failed_.load(); });
    queue_.push_back(std::move(current_));
    hungry_.store(false, std::memory_order_relaxed);
    if (spare_.empty()) {
        current_ = std::make_unique<RowBatch>();
    } else {
        current_ = std::move(spare_.back());
        spare_.pop_back();
    }
    changed_.notify_all();
}

void Writer::join() {
    if (!thread_.joinable()) {
        return;
    }
    flush();
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

core::Result<std::unique_ptr<Database>, TraceError> Writer::stop() {
    join();
    for (Statement& statement : statements_) {
        statement = Statement();
    }
    begin_ = Statement();
    commit_ = Statement();
    progress_ = Statement();
    if (failure_) {
        return core::Failure{*failure_};
    }
    return std::move(database_);
}

std::optional<TraceError> Writer::failure() const {
    if (!failed_.load()) {
        return std::nullopt;
    }
    const std::scoped_lock lock(mutex_);
    return failure_;
}

void Writer::loop() {
    const FileSizeSignalGuard guard;
    Clock::time_point lastCommit = Clock::now();
    int commits = 0;
    while (true) {
        auto batch = nextBatch();
        const bool ends = batch == nullptr;
        if (batch) {
            if (!failed_.load() && !store(*batch)) {
                fail(*rowError_);
            }
            recycle(std::move(batch));
        }
        const auto pause = commits < kFirstCommits ? kFirstCommitsEvery : kCommitEvery;
        if (inTransaction_ && (ends || Clock::now() - lastCommit >= pause)) {
            if (auto committed = commit(); !committed) {
                fail(committed.error());
            }
            lastCommit = Clock::now();
            ++commits;
        }
        if (ends && finished_) {
            return;
        }
    }
}

/// The next batch; nullptr when there was none for a while (time to commit) or at the end.
std::unique_ptr<RowBatch> Writer::nextBatch() {
    std::unique_lock lock(mutex_);
    if (queue_.empty() && !stopping_) {
        hungry_.store(true, std::memory_order_relaxed);
        changed_.wait_for(lock, kCommitEvery, [this] { return !queue_.empty() || stopping_; });
    }
    if (queue_.empty()) {
        finished_ = stopping_;
        return nullptr;
    }
    auto batch = std::move(queue_.front());
    queue_.pop_front();
    changed_.notify_all();
    return batch;
}

void Writer::recycle(std::unique_ptr<RowBatch> batch) {
    batch->clear();
    const std::scoped_lock lock(mutex_);
    spare_.push_back(std::move(batch));
}

bool Writer::store(const RowBatch& batch) {
    if (!inTransaction_) {
        if (auto begun = begin_.run(); !begun) {
            rowError_ = begun.error();
            return false;
        }
        inTransaction_ = true;
    }
    until_ = batch.until;
    const bool visited = batch.visit(
        [this](Row row) {
            if (!runPending()) {
                return false;
            }
            pending_ = &statements_[static_cast<std::size_t>(row)];
            nextParameter_ = 1;
            return true;
        },
        [this](Cell cell, std::int64_t number, core::ByteView bytes) {
            const int parameter = nextParameter_++;
            switch (cell) {
            case Cell::Null:
                pending_->bindNull(parameter);
                break;
            case Cell::Integer:
                pending_->bind(parameter, number);
                break;
            case Cell::Text:
                pending_->bind(parameter, core::textOf(bytes));
                break;
            case Cell::Blob:
                pending_->bindBlob(parameter, bytes);
                break;
            }
            return true;
        });
    return visited && runPending();
}

bool Writer::runPending() {
    Statement* statement = std::exchange(pending_, nullptr);
    if (statement == nullptr) {
        return true;
    }
    const auto stored = statement->run();
    if (!stored) {
        rowError_ = stored.error();
    }
    return stored.has_value();
}

core::Result<void, TraceError> Writer::commit() {
    if (auto there = checkFileStillThere(); !there) {
        return there;
    }
    const std::string until = std::to_string(until_.ns);
    progress_.bind(1, until);
    if (auto updated = progress_.run(); !updated) {
        return updated;
    }
    auto committed = commit_.run();
    inTransaction_ = !committed.has_value();
    return committed;
}

core::Result<void, TraceError> Writer::checkFileStillThere() const {
    struct stat status {};
    if (::stat(database_->path().c_str(), &status) == 0 &&
        static_cast<std::uint64_t>(status.st_dev) == device_ &&
        static_cast<std::uint64_t>(status.st_ino) == inode_) {
        return {};
    }
    return core::Failure{TraceError{TraceErrorKind::Io,
                                    database_->path().string() +
                                        ": the file was removed or replaced while it was written"}};
}

/// Remembers the first failure and drops what was not committed.
void Writer::fail(TraceError error) {
    if (auto there = checkFileStillThere(); !there) {
        error = there.error(); // the cause of whatever SQLite says
    }
    if (inTransaction_) {
        static_cast<void>(database_->execute("ROLLBACK").has_value());
        inTransaction_ = false;
    }
    pending_ = nullptr;
    const std::scoped_lock lock(mutex_);
    if (!failure_) {
        failure_ = std::move(error);
    }
    failed_.store(true);
    changed_.notify_all();
}

} // namespace sim::trace
