// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/types.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

/// The log of one server with its marks: what is committed, durable, handed out and applied. Pure
/// bookkeeping; durability is told, not caused. Source: the paper, sections 5.3 and 7.
namespace core::raft {

class Log {
public:
    /// What a follower's log did with an append request.
    struct Merged {
        bool matched = false;    ///< the log has `previousTerm` at `previousIndex`
        bool impossible = false; ///< contradicts a committed entry; nothing was changed
        LogIndex last = 0;       ///< matched: the last index the request speaks of
        LogIndex truncated = 0;  ///< first index given up because of a conflict; 0: none
        LogIndex oldLast = 0;    ///< the last index before a truncation
    };
    struct Hint {
        LogIndex index = 0;
        Term term = 0;
    };

    Log() = default;
    /// A log whose entries up to `baseIndex` live in a snapshot; `entries` follow and are durable.
    Log(LogIndex baseIndex, Term baseTerm, std::vector<Entry> entries);

    /// The index before the first entry held; its term is known.
    LogIndex baseIndex() const { return baseIndex_; }
    LogIndex firstIndex() const { return baseIndex_ + 1; }
    LogIndex lastIndex() const { return baseIndex_ + entries_.size(); }
    Term lastTerm() const { return *termAt(lastIndex()); }
    /// nullopt outside [baseIndex, lastIndex].
    std::optional<Term> termAt(LogIndex index) const;
    bool matches(LogIndex index, Term term) const { return termAt(index) == term; }
    /// REQUIRES: firstIndex() <= index <= lastIndex().
    const Entry& at(LogIndex index) const;
    /// Entries from `from` on: at least one if there is one, at most `most`, and no more octets of
    /// data than `octets` beyond the first. REQUIRES: from >= firstIndex().
    std::vector<Entry> slice(LogIndex from, std::size_t most, std::size_t octets) const;
    /// Whether a log that ends with (index, term) is at least as complete (the paper, 5.4.1).
    bool isUpToDate(LogIndex index, Term term) const;
    /// The largest index, at most `index`, whose term is at most `term`: no entry between it and
    /// `index` can match a log that has `term` at `index`.
    Hint findConflict(LogIndex index, Term term) const;

    /// Appends behind the last entry; gives terms and indexes as they are. REQUIRES: consecutive.
    void append(Entry entry);
    /// The receiver's part of AppendEntries (the paper, figure 2, steps 2 to 4). An entry that is
    /// there already is kept. REQUIRES: `entries` consecutive from previousIndex + 1.
    Merged merge(LogIndex previousIndex, Term previousTerm, const std::vector<Entry>& entries);
    /// Replaces everything by a snapshot.
    void restore(LogIndex index, Term term);
    /// Forgets entries up to `index`. REQUIRES: index <= applied().
    void dropTo(LogIndex index);

    LogIndex commit() const { return commit_; }
    /// Moves forward only. REQUIRES: index <= lastIndex().
    bool commitTo(LogIndex index);

    /// Entries that are in no Persist yet, and marks them as being in number `sequence`.
    std::vector<Entry> takeUnwritten(std::uint64_t sequence);
    bool hasUnwritten() const { return unwritten_ <= lastIndex(); }
    /// Persists up to `sequence` are durable. True if durable() moved.
    bool persisted(std::uint64_t sequence);
    /// The longest prefix that would survive a crash.
    LogIndex durable() const { return durable_; }

    /// Committed and durable entries that were not handed out, at most about `octets` of data.
    std::vector<Entry> takeCommitted(std::size_t octets);
    LogIndex applied() const { return applied_; }
    /// REQUIRES: `index` was handed out.
    void appliedTo(LogIndex index);

private:
    struct Writing {
        std::uint64_t sequence;
        LogIndex last; ///< what it makes durable, less what was overwritten since
    };

    void truncateFrom(LogIndex index);

    LogIndex baseIndex_ = 0;
    Term baseTerm_ = 0;
    std::deque<Entry> entries_;
    LogIndex commit_ = 0;
    LogIndex unwritten_ = 1; ///< first index in no Persist
    LogIndex durable_ = 0;
    LogIndex handed_ = 0;
    LogIndex applied_ = 0;
    std::deque<Writing> writing_;
};

} // namespace core::raft
