// SPDX-License-Identifier: Apache-2.0
#include "core/raft/storage/recovery.h"

#include "core/base/planted.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace core::raft::storage {

using runtime::DiskError;
using runtime::FileId;
using runtime::OpenMode;

namespace {

/// nullopt for names that segmentName() does not give.
std::optional<std::uint64_t> segmentNumber(std::string_view name) {
    const std::string_view digits = name.substr(std::min(name.size(), segmentName(0).size() - 20));
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || number == 0 ||
        segmentName(number) != name) {
        return std::nullopt;
    }
    return number;
}

} // namespace

void Recovery::run(Done done) {
    done_ = std::move(done);
    listSegments();
}

void Recovery::listSegments() {
    segments_.clear();
    for (const std::string& path : disk_.list(pathOf(""))) {
        const auto number = segmentNumber(std::string_view(path).substr(pathOf("").size()));
        if (!number) {
            continue;
        }
        if (!segments_.empty() && segments_.back().number + 1 != *number) {
            segments_.clear(); // older ones, whose removal got only half-way
        }
        segments_.push_back({*number, {}});
    }
    readSegment(0);
}

void Recovery::readSegment(std::size_t index) {
    if (index == segments_.size()) {
        judgeLog();
        return;
    }
    readFile(segmentName(segments_[index].number), [this, index](Result<Bytes, DiskError> octets) {
        if (!octets) {
            fail({StorageError::DiskFailed, segmentName(segments_[index].number)});
            return;
        }
        segments_[index].octets = std::move(*octets);
        readSegment(index + 1);
    });
}

void Recovery::judgeLog() {
    auto replayed = replay(segments_);
    const bool clean =
        replayed && (segments_.empty() || replayed->valid == segments_.back().octets.size());
    if (!clean && startOver()) {
        return;
    }
    if (!replayed) {
        fail(std::move(replayed.error()));
        return;
    }
    found_.log = std::move(*replayed);
    if (found_.log.snapshot.index > 0) {
        readSnapshot();
    } else {
        repair();
    }
}

bool Recovery::startOver() {
    if (std::exchange(logReadAgain_, true)) {
        return false;
    }
    listSegments();
    return true;
}

void Recovery::readSnapshot() {
    readFile(snapshotName(found_.log.snapshot), [this](Result<Bytes, DiskError> octets) {
        if (!octets) {
            fail({StorageError::SnapshotMissing, snapshotName(found_.log.snapshot)});
            return;
        }
        judgeSnapshot(*octets);
    });
}

void Recovery::judgeSnapshot(ByteView octets) {
    auto file = decodeSnapshotFile(octets);
    if (!file || LogPlace{file->meta.index, file->meta.term} != found_.log.snapshot) {
        if (std::exchange(snapshotReadAgain_, true)) {
            fail({StorageError::SnapshotDamaged, snapshotName(found_.log.snapshot)});
        } else {
            readSnapshot();
        }
        return;
    }
    found_.snapshot = std::move(*file);
    repair();
}

void Recovery::repair() {
    const Replayed& log = found_.log;
    found_.tornTail = segments_.empty() ? 0 : segments_.back().octets.size() - log.valid;
    syncs_ = 1;
    if (log.valid > 0 && !planted("trust-page-cache")) {
        const auto file = disk_.open(pathOf(segmentName(log.segment)), OpenMode::Existing);
        if (!file || !rewrite(*file)) {
            fail({StorageError::DiskFailed, segmentName(log.segment)});
            return;
        }
        file_ = *file;
        syncs_ += 1;
        disk_.sync(file_, [this](auto synced) { finish(synced); });
    }
    disk_.syncDir([this](auto synced) { finish(synced); });
}

bool Recovery::rewrite(FileId file) {
    const Replayed& log = found_.log;
    const auto from = static_cast<std::size_t>(log.proven);
    const auto size = static_cast<std::size_t>(log.valid - log.proven);
    const ByteView doubtful = ByteView(segments_.back().octets).subspan(from, size);
    return (found_.tornTail == 0 || disk_.truncate(file, log.valid)) &&
           (size == 0 || disk_.write(file, from, doubtful));
}

void Recovery::removeOthers() {
    const std::string snapshot = snapshotName(found_.log.snapshot);
    for (const std::string& path : disk_.list(pathOf(""))) {
        const std::string_view name = std::string_view(path).substr(pathOf("").size());
        const auto number = segmentNumber(name);
        const bool counts = number && found_.log.highest.contains(*number);
        if (!counts && (number || (name.starts_with("snapshot-") && name != snapshot))) {
            static_cast<void>(disk_.remove(path));
        }
    }
}

void Recovery::finish(Result<void, DiskError> synced) {
    if (!synced) {
        error_ = synced.error();
    }
    if (--syncs_ > 0) {
        return;
    }
    disk_.close(file_);
    if (error_) {
        fail({StorageError::DiskFailed, std::string(runtime::toString(*error_))});
        return;
    }
    // Not earlier: what is removed may be all there is, should the power fail before the rest is
    // on the disk.
    removeOthers();
    segments_ = {}; // all that counts of them is in found_
    std::exchange(done_, nullptr)(std::move(found_));
}

void Recovery::fail(StorageFailure failure) {
    std::exchange(done_, nullptr)(Failure{std::move(failure)});
}

void Recovery::readFile(const std::string& name, runtime::ReadCallback callback) {
    const auto file = disk_.open(pathOf(name), OpenMode::Existing);
    const FileId id = file ? *file : FileId{};
    const std::uint64_t size = disk_.size(id).value_or(0);
    disk_.read(id, 0, static_cast<std::size_t>(size), std::move(callback));
    disk_.close(id);
}

} // namespace core::raft::storage
