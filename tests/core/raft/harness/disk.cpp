// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/harness/disk.h"

#include <utility>

namespace tests::raft {

using core::raft::Entry;

void Disk::write(core::raft::Persist persist, Image image) {
    pending_.push_back({std::move(persist), std::move(image)});
}

core::raft::Persist Disk::syncOldest() {
    ORRERY_ASSERT(!pending_.empty());
    const Pending oldest = std::move(pending_.front());
    pending_.pop_front();
    store(oldest);
    return oldest.persist;
}

bool Disk::crash(core::RandomStream& random) {
    std::size_t survivors = random.below(pending_.size() + 1);
    while (survivors-- > 0) {
        syncOldest();
    }
    const bool lost = !pending_.empty();
    pending_.clear();
    return lost;
}

void Disk::store(const Pending& pending) {
    const core::raft::Persist& persist = pending.persist;
    hard_ = persist.hard.value_or(hard_);
    if (persist.snapshot) {
        snapshot_ = *persist.snapshot;
        image_ = pending.image;
        entries_.clear();
    }
    if (persist.entries.empty()) {
        return;
    }
    const LogIndex first = persist.entries.front().index;
    while (!entries_.empty() && entries_.back().index >= first) {
        entries_.pop_back();
    }
    entries_.insert(entries_.end(), persist.entries.begin(), persist.entries.end());
}

void Disk::saveSnapshot(core::raft::SnapshotMeta meta, Image image, LogIndex dropTo) {
    snapshot_ = std::move(meta);
    image_ = std::move(image);
    while (!entries_.empty() && entries_.front().index <= dropTo) {
        entries_.pop_front();
    }
}

core::raft::RestoredState Disk::restored() const {
    core::raft::RestoredState state{hard_, snapshot_, {}};
    for (const Entry& entry : entries_) {
        if (entry.index > snapshot_.index) {
            state.entries.push_back(entry);
        }
    }
    return state;
}

LogIndex Disk::lastIndex() const {
    return entries_.empty() ? snapshot_.index : std::max(snapshot_.index, entries_.back().index);
}

bool Disk::holds(LogIndex index, Term term) const {
    if (index <= snapshot_.index) {
        return true;
    }
    if (entries_.empty() || index < entries_.front().index || index > entries_.back().index) {
        return false;
    }
    return entries_[static_cast<std::size_t>(index - entries_.front().index)].term == term;
}

} // namespace tests::raft
