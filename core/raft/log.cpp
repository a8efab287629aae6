// SPDX-License-Identifier: Apache-2.0
#include "core/raft/log.h"

#include "core/base/assert.h"
#include "core/base/planted.h"

#include <algorithm>
#include <utility>

namespace core::raft {

Log::Log(LogIndex baseIndex, Term baseTerm, std::vector<Entry> entries)
    : baseIndex_(baseIndex), baseTerm_(baseTerm), commit_(baseIndex), handed_(baseIndex),
      applied_(baseIndex) {
    for (Entry& entry : entries) {
        append(std::move(entry));
    }
    durable_ = lastIndex();
    unwritten_ = lastIndex() + 1;
}

std::optional<Term> Log::termAt(LogIndex index) const {
    if (index == baseIndex_) {
        return baseTerm_;
    }
    if (index < baseIndex_ || index > lastIndex()) {
        return std::nullopt;
    }
    return at(index).term;
}

const Entry& Log::at(LogIndex index) const {
    ORRERY_ASSERT(index > baseIndex_ && index <= lastIndex());
    return entries_[static_cast<std::size_t>(index - baseIndex_ - 1)];
}

std::vector<Entry> Log::slice(LogIndex from, std::size_t most, std::size_t octets) const {
    std::vector<Entry> entries;
    std::size_t used = 0;
    for (LogIndex index = from; index <= lastIndex() && entries.size() < most; ++index) {
        const Entry& entry = at(index);
        if (!entries.empty() && used + entry.data.size() > octets) {
            break;
        }
        used += entry.data.size();
        entries.push_back(entry);
    }
    return entries;
}

bool Log::isUpToDate(LogIndex index, Term term) const {
    return term > lastTerm() || (term == lastTerm() && index >= lastIndex());
}

Log::Hint Log::findConflict(LogIndex index, Term term) const {
    index = std::min(index, lastIndex());
    while (index > baseIndex_ && *termAt(index) > term) {
        --index;
    }
    // Below the base nothing is known; the base itself is committed and so matches everywhere.
    return {index, termAt(index).value_or(0)};
}

void Log::append(Entry entry) {
    ORRERY_ASSERT(entry.index == lastIndex() + 1);
    entries_.push_back(std::move(entry));
}

Log::Merged Log::merge(LogIndex previousIndex, Term previousTerm,
                       const std::vector<Entry>& entries) {
    Merged merged;
    const bool blind = planted("accepts-without-matching") && previousIndex <= lastIndex();
    if (!matches(previousIndex, previousTerm) && !blind) {
        return merged;
    }
    merged.matched = true;
    merged.last = previousIndex + entries.size();
    for (const Entry& entry : entries) {
        if (matches(entry.index, entry.term)) {
            continue;
        }
        if (entry.index <= commit_) {
            merged.impossible = true;
            return merged;
        }
        if (entry.index <= lastIndex()) {
            merged.truncated = entry.index;
            merged.oldLast = lastIndex();
            truncateFrom(entry.index);
        }
        append(entry);
    }
    if (planted("truncates-what-matches") && merged.last < lastIndex()) {
        truncateFrom(merged.last + 1);
    }
    return merged;
}

void Log::truncateFrom(LogIndex index) {
    entries_.resize(static_cast<std::size_t>(index - baseIndex_ - 1));
    unwritten_ = std::min(unwritten_, index);
    durable_ = std::min(durable_, index - 1);
    for (Writing& writing : writing_) {
        writing.last = std::min(writing.last, index - 1);
    }
}

void Log::restore(LogIndex index, Term term) {
    const LogIndex applied = applied_;
    *this = Log(index, term, {});
    durable_ = planted("snapshot-durable-at-once") ? index : 0; // until its Persist is
    applied_ = std::min(applied, index);
}

void Log::dropTo(LogIndex index) {
    ORRERY_ASSERT(index <= applied_);
    if (index <= baseIndex_) {
        return;
    }
    baseTerm_ = *termAt(index);
    entries_.erase(entries_.begin(),
                   entries_.begin() + static_cast<std::ptrdiff_t>(index - baseIndex_));
    baseIndex_ = index;
}

bool Log::commitTo(LogIndex index) {
    if (index <= commit_) {
        return false;
    }
    ORRERY_ASSERT(index <= lastIndex());
    commit_ = index;
    return true;
}

std::vector<Entry> Log::takeUnwritten(std::uint64_t sequence) {
    std::vector<Entry> entries;
    for (LogIndex index = unwritten_; index <= lastIndex(); ++index) {
        entries.push_back(at(index));
    }
    unwritten_ = lastIndex() + 1;
    writing_.push_back({sequence, lastIndex()});
    return entries;
}

bool Log::persisted(std::uint64_t sequence) {
    const LogIndex before = durable_;
    while (!writing_.empty() && writing_.front().sequence <= sequence) {
        durable_ = std::max(durable_, writing_.front().last);
        writing_.pop_front();
    }
    return durable_ != before;
}

std::vector<Entry> Log::takeCommitted(std::size_t octets) {
    const LogIndex end = planted("applies-before-commit") ? durable_
                         : planted("applies-before-sync") ? commit_
                                                          : std::min(commit_, durable_);
    if (handed_ >= end) {
        return {};
    }
    auto entries = slice(handed_ + 1, static_cast<std::size_t>(end - handed_), octets);
    handed_ = entries.back().index;
    return entries;
}

void Log::appliedTo(LogIndex index) {
    ORRERY_ASSERT(index <= handed_);
    applied_ = std::max(applied_, index);
}

} // namespace core::raft
