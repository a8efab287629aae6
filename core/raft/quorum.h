// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "core/raft/types.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>

/// What a majority, or both majorities of a joint configuration, agree on. Sources: the paper,
/// sections 5.3 and 6; etcd-io/raft, package quorum (the empty group decides everything).
namespace core::raft {

enum class VoteResult { Pending, Won, Lost };
std::string_view toString(VoteResult result);

/// Smallest number of servers that is a majority of `size`; 0 for the empty group.
constexpr std::size_t majorityOf(std::size_t size) {
    return size == 0 ? 0 : size / 2 + 1;
}
/// How many servers may fail while a majority remains.
constexpr std::size_t toleratedFailures(std::size_t size) {
    return size == 0 ? 0 : (size - 1) / 2;
}

inline constexpr LogIndex kAllCommitted = ~LogIndex{0};

/// The largest index that a majority of `voters` has acknowledged; who is missing in `acked` has
/// acknowledged nothing. kAllCommitted for the empty group.
LogIndex committedIndex(const std::set<NodeId>& voters, const std::map<NodeId, LogIndex>& acked);
/// Of both halves the smaller.
LogIndex committedIndex(const Configuration& configuration,
                        const std::map<NodeId, LogIndex>& acked);

/// `votes`: true granted, false refused, absent unknown. The empty group is won.
VoteResult voteResult(const std::set<NodeId>& voters, const std::map<NodeId, bool>& votes);
/// Won if both halves are won, lost if one is lost.
VoteResult voteResult(const Configuration& configuration, const std::map<NodeId, bool>& votes);

} // namespace core::raft
