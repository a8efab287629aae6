// SPDX-License-Identifier: Apache-2.0
#include "core/raft/storage/replay.h"

#include "core/base/planted.h"

#include <algorithm>
#include <limits>

namespace core::raft::storage {
namespace {

std::string padded(std::uint64_t number) {
    const std::string digits = std::to_string(number);
    return std::string(20 - digits.size(), '0') + digits;
}

StorageFailure failureAt(StorageError error, std::uint64_t segment, std::size_t offset) {
    return {error, segmentName(segment) + " at " + std::to_string(offset)};
}

/// Of an entry that was in a segment that is gone; entries have terms from 1 up.
constexpr Term kUnknownTerm = 0;

/// Takes records in order. Each take() is false for a record that cannot follow.
class LogImage {
public:
    Replayed out;

    void enter(std::uint64_t segment) { segment_ = segment; }

    bool take(const SegmentStart& start) {
        if (out.highest.empty()) {
            out.hard = start.hard;
            out.snapshot = start.snapshot;
            base_ = start.last;
        } else if (start != SegmentStart{out.hard, out.snapshot, last()}) {
            return false;
        }
        out.highest[segment_] = 0;
        return start.snapshot.index <= start.last.index;
    }

    bool take(const HardState& hard) {
        const bool forward = hard.term >= out.hard.term;
        out.hard = hard;
        commitSnapshot();
        return forward;
    }

    bool take(const Entry& entry) {
        constexpr LogIndex kEnd = std::numeric_limits<LogIndex>::max();
        if (entry.index <= out.snapshot.index || last().index == kEnd ||
            entry.index > last().index + 1) {
            return false;
        }
        truncate(entry.index);
        if (entry.term < last().term) {
            return false;
        }
        out.entries.push_back(entry);
        out.highest[segment_] = entry.index;
        return true;
    }

    bool take(const SnapshotTaken& taken) {
        const LogPlace& place = taken.place;
        if (place.index <= out.snapshot.index || place.index > last().index) {
            return false;
        }
        if (place.index >= base_.index) {
            const auto covered = static_cast<std::size_t>(place.index - base_.index);
            const Term term = covered == 0 ? base_.term : out.entries[covered - 1].term;
            if (term != place.term && term != kUnknownTerm) {
                return false;
            }
            const auto first = out.entries.begin();
            out.entries.erase(first, first + static_cast<std::ptrdiff_t>(covered));
            base_ = place;
        }
        out.snapshot = place;
        commitSnapshot();
        return true;
    }

    bool take(const SnapshotInstalled& installed) {
        if (installed.place.index <= out.snapshot.index) {
            return false;
        }
        out.entries.clear();
        base_ = installed.place;
        out.snapshot = installed.place;
        commitSnapshot();
        for (auto& [segment, index] : out.highest) {
            index = 0;
        }
        return true;
    }

    /// Whether what was taken is a state that a server can start from.
    bool isWhole() const {
        return base_ == out.snapshot && out.hard.commit <= last().index &&
               (out.entries.empty() || out.entries.front().term >= out.snapshot.term);
    }

private:
    LogPlace last() const {
        return out.entries.empty() ? base_
                                   : LogPlace{out.entries.back().index, out.entries.back().term};
    }

    /// A snapshot shows what is committed, even if the hard state did not yet.
    void commitSnapshot() { out.hard.commit = std::max(out.hard.commit, out.snapshot.index); }

    /// Forgets the entries from `from` on.
    void truncate(LogIndex from) {
        if (from <= base_.index) {
            // What came before was in segments that are gone; a snapshot must turn out to cover it.
            base_ =
                from - 1 == out.snapshot.index ? out.snapshot : LogPlace{from - 1, kUnknownTerm};
            out.entries.clear();
        }
        const auto kept = static_cast<std::size_t>(from - base_.index - 1);
        if (planted("keep-truncated-tail") && kept < out.entries.size()) {
            out.entries.erase(out.entries.begin() + static_cast<std::ptrdiff_t>(kept));
            return;
        }
        out.entries.resize(kept);
        for (auto& [segment, index] : out.highest) {
            index = std::min(index, from - 1);
        }
    }

    LogPlace base_; ///< in front of the first of the entries
    std::uint64_t segment_ = 0;
};

/// Reads a segment from its start to where its whole groups end.
class SegmentScan {
public:
    SegmentScan(const Segment& segment, LogImage& image) : segment_(segment), image_(image) {}

    /// An error only where no tear can be the reason.
    std::optional<StorageFailure> run() {
        image_.enter(segment_.number);
        while (offset_ < segment_.octets.size()) {
            auto record = readRecord(segment_.octets, segment_.number, offset_);
            if (!record) {
                if (record.error() == RecordError::Unreadable) {
                    return failureAt(StorageError::Unreadable, segment_.number, offset_);
                }
                break;
            }
            offset_ += record->size;
            proven_ = std::max(proven_, record->durable);
            group_.push_back(std::move(record->body));
            if ((record->endsGroup || planted("split-persist")) && !endGroup()) {
                return failureAt(StorageError::Inconsistent, segment_.number, valid_);
            }
        }
        return std::nullopt;
    }

    bool isTorn() const { return valid_ < segment_.octets.size() || valid_ == 0; }
    std::size_t valid() const { return valid_; }
    std::uint64_t proven() const { return std::min<std::uint64_t>(proven_, valid_); }

private:
    bool endGroup() {
        for (const RecordBody& body : group_) {
            // A segment begins with its start, alone, and has no other.
            const bool starts = std::holds_alternative<SegmentStart>(body);
            const auto take = [this](const auto& part) { return image_.take(part); };
            if (starts != (valid_ == 0) || (starts && group_.size() > 1) ||
                !std::visit(take, body)) {
                return false;
            }
        }
        group_.clear();
        valid_ = offset_;
        return true;
    }

    const Segment& segment_;
    LogImage& image_;
    RecordGroup group_;
    std::size_t offset_ = 0;
    std::size_t valid_ = 0;
    std::uint64_t proven_ = 0;
};

/// Segments are made only when all before them is durable, and removed only when later ones are: a
/// tear is at the end of the last one, behind its start unless it is the first of all or follows
/// another.
bool wasDurable(const std::vector<Segment>& segments, const Segment& torn, std::size_t from) {
    const bool isLast = &torn == &segments.back();
    const bool startsLog = &torn == &segments.front() && torn.number > 1;
    return !isLast || (from == 0 && startsLog) ||
           (provesDurable(torn.octets, torn.number, from) && !planted("drop-damaged-tail"));
}

} // namespace

std::string_view toString(StorageError error) {
    switch (error) {
    case StorageError::Damaged:
        return "damaged";
    case StorageError::Unreadable:
        return "unreadable";
    case StorageError::Inconsistent:
        return "inconsistent";
    case StorageError::SnapshotMissing:
        return "snapshot-missing";
    case StorageError::SnapshotDamaged:
        return "snapshot-damaged";
    case StorageError::DiskFailed:
        return "disk-failed";
    }
    return "unknown-storage-error";
}

std::string toString(const StorageFailure& failure) {
    return std::string(toString(failure.error)) + ": " + failure.where;
}

std::string segmentName(std::uint64_t number) {
    return "log-" + padded(number);
}
std::string snapshotName(const LogPlace& place) {
    return "snapshot-" + padded(place.index) + "-" + padded(place.term);
}

LogPlace Replayed::last() const {
    return entries.empty() ? snapshot : LogPlace{entries.back().index, entries.back().term};
}

Result<Replayed, StorageFailure> replay(const std::vector<Segment>& segments) {
    LogImage image;
    for (const Segment& segment : segments) {
        SegmentScan scan(segment, image);
        if (auto failure = scan.run()) {
            return Failure{std::move(*failure)};
        }
        if (scan.isTorn() && wasDurable(segments, segment, scan.valid())) {
            return Failure{failureAt(StorageError::Damaged, segment.number, scan.valid())};
        }
        image.out.segment = segment.number;
        image.out.valid = scan.valid();
        image.out.proven = scan.proven();
    }
    if (!image.isWhole()) {
        return Failure{StorageFailure{StorageError::Inconsistent, "the log as a whole"}};
    }
    return std::move(image.out);
}

} // namespace core::raft::storage
