// SPDX-License-Identifier: Apache-2.0
#include "core/raft/roles.h"

#include <array>

namespace core::raft {

std::span<const RoleEdge> roleEdges() {
    using enum Role;
    static constexpr std::array kEdges{
        RoleEdge{Follower, RoleReason::ElectionTimeout, PreCandidate},
        RoleEdge{Follower, RoleReason::ElectionTimeout, Candidate}, // without pre-vote
        RoleEdge{Follower, RoleReason::ToldToCampaign, PreCandidate},
        RoleEdge{Follower, RoleReason::ToldToCampaign, Candidate},
        RoleEdge{PreCandidate, RoleReason::ElectionTimeout, PreCandidate},
        RoleEdge{PreCandidate, RoleReason::ToldToCampaign, PreCandidate},
        RoleEdge{PreCandidate, RoleReason::PreVoteWon, Candidate},
        RoleEdge{PreCandidate, RoleReason::ElectionLost, Follower},
        RoleEdge{PreCandidate, RoleReason::LeaderFound, Follower},
        RoleEdge{PreCandidate, RoleReason::HigherTerm, Follower},
        RoleEdge{Candidate, RoleReason::ElectionTimeout, PreCandidate},
        RoleEdge{Candidate, RoleReason::ElectionTimeout, Candidate},
        RoleEdge{Candidate, RoleReason::ToldToCampaign, PreCandidate},
        RoleEdge{Candidate, RoleReason::ToldToCampaign, Candidate},
        RoleEdge{Candidate, RoleReason::ElectionWon, Leader},
        RoleEdge{Candidate, RoleReason::ElectionLost, Follower},
        RoleEdge{Candidate, RoleReason::LeaderFound, Follower},
        RoleEdge{Candidate, RoleReason::HigherTerm, Follower},
        RoleEdge{Leader, RoleReason::HigherTerm, Follower},
        RoleEdge{Leader, RoleReason::QuorumLost, Follower},
        RoleEdge{Leader, RoleReason::Removed, Follower},
    };
    return kEdges;
}

std::string_view toString(Role role) {
    switch (role) {
    case Role::Follower:
        return "follower";
    case Role::PreCandidate:
        return "pre-candidate";
    case Role::Candidate:
        return "candidate";
    case Role::Leader:
        return "leader";
    }
    return "unknown";
}

std::string_view toString(RoleReason reason) {
    switch (reason) {
    case RoleReason::Started:
        return "started";
    case RoleReason::ElectionTimeout:
        return "election-timeout";
    case RoleReason::ToldToCampaign:
        return "told-to-campaign";
    case RoleReason::PreVoteWon:
        return "pre-vote-won";
    case RoleReason::ElectionWon:
        return "election-won";
    case RoleReason::ElectionLost:
        return "election-lost";
    case RoleReason::HigherTerm:
        return "higher-term";
    case RoleReason::LeaderFound:
        return "leader-found";
    case RoleReason::QuorumLost:
        return "quorum-lost";
    case RoleReason::Removed:
        return "removed";
    }
    return "unknown";
}

} // namespace core::raft
