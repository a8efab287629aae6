// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/hash.h"
#include "core/raft/types.h"

#include <cstdint>
#include <deque>

/// A rolling hash over the log: the link at an index stands for all entries up to it. Two logs that
/// agree in a link agree in everything before it, so onlookers can check the Log Matching property
/// (the paper, figure 3) entry by entry.
namespace core::raft {

class Chain {
public:
    Chain() = default;
    /// Starts behind a snapshot.
    Chain(LogIndex index, std::uint64_t link) : base_(index), baseLink_(link) {}

    /// The link at `entry`, which replaces everything from its index on.
    /// REQUIRES: the link before it is known.
    std::uint64_t extend(const Entry& entry) {
        const std::uint64_t before = at(entry.index - 1);
        links_.resize(static_cast<std::size_t>(entry.index - base_ - 1));
        std::uint64_t link = combine64(before, entry.term);
        link = combine64(link, static_cast<std::uint64_t>(entry.type));
        links_.push_back(hash64(entry.data, link));
        return links_.back();
    }
    /// REQUIRES: the index is base() or one that extend() was called for.
    std::uint64_t at(LogIndex index) const {
        return index == base_ ? baseLink_ : links_.at(static_cast<std::size_t>(index - base_ - 1));
    }
    void dropTo(LogIndex index) {
        for (; base_ < index && !links_.empty(); ++base_) {
            baseLink_ = links_.front();
            links_.pop_front();
        }
    }

private:
    LogIndex base_ = 0;
    std::uint64_t baseLink_ = 0;
    std::deque<std::uint64_t> links_;
};

} // namespace core::raft
