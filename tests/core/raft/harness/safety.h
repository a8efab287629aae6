// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/core/raft/harness/disk.h"

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// The safety properties of Raft (the paper, figure 3) and the rules they stand on, checked after
/// every event at the cost of what the event changed. Every rule is worked out anew here, from what
/// servers show, send and have on disk, not from the code under test.
namespace tests::raft {

struct Violation {
    std::string invariant;
    std::string text;
};

class Safety {
public:
    using Disks = std::map<NodeId, Disk>;

    /// A group that begins with the snapshot `first`. `disks` outlives this.
    Safety(const Disks& disks, const core::raft::SnapshotMeta& first);

    /// A server starts from its disk.
    void started(const core::raft::Raft& server);
    void stopped(NodeId node);
    /// After each event of a server.
    void observe(const core::raft::Raft& server);
    void configured(NodeId node, const core::raft::ConfigurationApplied& applied);
    void sending(const core::raft::Message& message);
    void voted(const core::raft::Raft& server, const core::raft::VoteCast& vote);
    /// A committed entry reaches the state machine of a server that has applied up to `before`.
    void applying(NodeId node, LogIndex before, const core::raft::Entry& entry);
    /// A read that was asked for when `floor` was committed may look at `index`.
    void readGranted(NodeId node, LogIndex floor, LogIndex index);
    /// Looks at everything once more, octets included.
    void audit(const core::raft::Raft& server);

    /// The highest index known to be committed.
    LogIndex committed() const { return committed_.size() - 1; }
    const std::optional<Violation>& violation() const { return violation_; }
    void fail(std::string invariant, std::string text);

private:
    /// An entry and, by its chain, all before it: equal chains are equal logs.
    struct Link {
        Term term = 0;
        std::uint64_t chain = 0;
        bool isChange = false;
    };
    struct Committed {
        Link link;
        Term by = 0; ///< the term of the leader that committed it
    };
    /// What is known of a running server.
    struct Shadow {
        bool running = false;
        Term term = 0;
        NodeId vote = core::raft::kNoNode;
        bool leads = false;
        LogIndex commit = 0;
        LogIndex base = 0;
        std::uint64_t baseChain = 0;
        std::deque<Link> links; ///< from base + 1

        LogIndex last() const { return base + links.size(); }
        const Link& at(LogIndex index) const {
            return links[static_cast<std::size_t>(index - base - 1)];
        }
        std::uint64_t chainAt(LogIndex index) const {
            return index == base ? baseChain : at(index).chain;
        }
    };

    void checkTerm(Shadow& shadow, const core::raft::Raft& server);
    void checkLog(Shadow& shadow, const core::raft::Raft& server);
    void moveBase(Shadow& shadow, const core::raft::Raft& server);
    void truncate(Shadow& shadow, const core::raft::Raft& server, LogIndex last);
    void appendLinks(Shadow& shadow, const core::raft::Raft& server);
    void checkCommit(Shadow& shadow, const core::raft::Raft& server);
    void commitFirst(const Shadow& shadow, const core::raft::Raft& server, LogIndex index);
    void checkLeader(Shadow& shadow, const core::raft::Raft& server);
    void checkCompleteness(const Shadow& shadow, const core::raft::Raft& server);
    bool onMajority(const core::raft::Configuration& configuration, LogIndex index,
                    Term term) const;
    void checkReply(const core::raft::Message& message, const core::raft::AppendReply& reply);
    void checkVote(const core::raft::Message& message, NodeId candidate);

    const Disks& disks_;
    std::map<NodeId, Shadow> shadows_;
    std::map<Term, NodeId> leaders_;
    std::map<std::pair<NodeId, Term>, NodeId> votes_; ///< as sent
    /// The end of the best log with which a server asked for (pre-)votes in a term.
    std::map<std::tuple<NodeId, Term, bool>, std::pair<Term, LogIndex>> asked_;
    /// The chains of all entries that ever were in a log, by index and term.
    std::map<std::pair<LogIndex, Term>, std::uint64_t> known_;
    std::vector<Committed> committed_; ///< by index
    std::map<LogIndex, core::raft::Configuration> configurations_;
    std::optional<Violation> violation_;
};

} // namespace tests::raft
