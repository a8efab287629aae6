// SPDX-License-Identifier: Apache-2.0
#include "core/raft/replication.h"

#include "core/base/planted.h"

#include <utility>

namespace core::raft {

void Replication::reset(const Configuration& configuration, NodeId self, LogIndex lastIndex) {
    if (!planted("keeps-match-of-earlier-term")) {
        followers_.clear();
    }
    configure(configuration, self, lastIndex + 1);
    for (auto& [node, progress] : followers_) {
        progress.recentlyActive = false;
    }
}

void Replication::configure(const Configuration& configuration, NodeId self, LogIndex next) {
    std::map<NodeId, Progress> followers;
    for (const NodeId node : configuration.members()) {
        if (node == self) {
            continue;
        }
        const auto known = followers_.find(node);
        auto [at, added] = known == followers_.end()
                               ? followers.emplace(node, Progress(next, limits_.requestsInFlight))
                               : followers.emplace(node, std::move(known->second));
        at->second.learner = configuration.isLearner(node);
        if (known == followers_.end()) {
            // Else check-quorum could end the leadership before the newcomer was ever asked.
            at->second.recentlyActive = true;
        }
    }
    followers_ = std::move(followers);
}

Progress* Replication::find(NodeId node) {
    const auto at = followers_.find(node);
    return at == followers_.end() ? nullptr : &at->second;
}

const Progress* Replication::find(NodeId node) const {
    const auto at = followers_.find(node);
    return at == followers_.end() ? nullptr : &at->second;
}

std::optional<MessageBody> Replication::next(NodeId node, const Log& log,
                                             const SnapshotMeta& snapshot, bool evenEmpty) {
    Progress* progress = find(node);
    if (progress == nullptr || progress->isPaused()) {
        return std::nullopt;
    }
    const LogIndex previous = progress->next() - 1;
    const auto previousTerm = log.termAt(previous);
    if (!previousTerm) {
        // The entries are gone; the newest snapshot stands for them. Who does not even answer
        // gets none.
        if (!progress->recentlyActive) {
            return std::nullopt;
        }
        progress->becomeSnapshot(snapshot.index);
        return InstallSnapshot{snapshot};
    }
    AppendRequest request{previous, *previousTerm, log.commit(), {}};
    if (progress->state() != ProgressState::Replicate || !progress->isWindowFull()) {
        request.entries =
            log.slice(progress->next(), limits_.entriesPerRequest, limits_.octetsPerRequest);
    }
    if (request.entries.empty() && !evenEmpty) {
        return std::nullopt;
    }
    progress->sent(request.entries.size(), log.commit());
    return request;
}

LogIndex Replication::committed(const Configuration& configuration, NodeId self,
                                LogIndex durable) const {
    std::map<NodeId, LogIndex> held;
    for (const auto& [node, progress] : followers_) {
        held.emplace(node, progress.match());
    }
    held.emplace(self, durable);
    if (planted("counts-learners")) {
        return committedIndex(configuration.members(), held);
    }
    return committedIndex(configuration, held);
}

bool Replication::quorumActive(const Configuration& configuration, NodeId self) {
    std::map<NodeId, bool> active{{self, true}};
    for (auto& [node, progress] : followers_) {
        active.emplace(node, progress.recentlyActive);
        progress.recentlyActive = false;
    }
    return voteResult(configuration, active) == VoteResult::Won;
}

} // namespace core::raft
