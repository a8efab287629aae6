// SPDX-License-Identifier: Apache-2.0
#include "core/raft/quorum.h"

#include "core/base/planted.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace core::raft {

std::string_view toString(VoteResult result) {
    switch (result) {
    case VoteResult::Pending:
        return "pending";
    case VoteResult::Won:
        return "won";
    case VoteResult::Lost:
        return "lost";
    }
    return "unknown";
}

LogIndex committedIndex(const std::set<NodeId>& voters, const std::map<NodeId, LogIndex>& acked) {
    if (voters.empty()) {
        return kAllCommitted;
    }
    std::vector<LogIndex> indexes;
    indexes.reserve(voters.size());
    for (const NodeId voter : voters) {
        const auto found = acked.find(voter);
        indexes.push_back(found == acked.end() ? 0 : found->second);
    }
    // The majority-th largest: so many have that index or a larger one.
    const auto wanted =
        indexes.begin() + static_cast<std::ptrdiff_t>(majorityOf(voters.size()) - 1);
    std::nth_element(indexes.begin(), wanted, indexes.end(), std::greater<>());
    return *wanted;
}

LogIndex committedIndex(const Configuration& configuration,
                        const std::map<NodeId, LogIndex>& acked) {
    const LogIndex incoming = committedIndex(configuration.voters, acked);
    if (planted("joint-asks-one-majority")) {
        return incoming;
    }
    return std::min(incoming, committedIndex(configuration.outgoing, acked));
}

VoteResult voteResult(const std::set<NodeId>& voters, const std::map<NodeId, bool>& votes) {
    std::size_t granted = 0;
    std::size_t missing = 0;
    for (const NodeId voter : voters) {
        const auto found = votes.find(voter);
        if (found == votes.end()) {
            ++missing;
        } else if (found->second) {
            ++granted;
        }
    }
    const std::size_t needed = majorityOf(voters.size());
    if (granted >= needed) {
        return VoteResult::Won;
    }
    return granted + missing >= needed ? VoteResult::Pending : VoteResult::Lost;
}

VoteResult voteResult(const Configuration& configuration, const std::map<NodeId, bool>& votes) {
    const VoteResult incoming = voteResult(configuration.voters, votes);
    const VoteResult outgoing = voteResult(configuration.outgoing, votes);
    if (planted("joint-asks-one-majority") || incoming == outgoing) {
        return incoming;
    }
    const bool lost = incoming == VoteResult::Lost || outgoing == VoteResult::Lost;
    return lost ? VoteResult::Lost : VoteResult::Pending;
}

} // namespace core::raft
