// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/raft.h"
#include "tests/core/raft/interaction/expectation.h"
#include "tests/core/raft/interaction/script.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Plays a script of etcd-io/raft on pure servers and compares, where the script lets things come
/// to rest or shows them, who leads in which term, what is committed, the logs and the members.
namespace tests::raft {

class Theatre {
public:
    /// What differs, with line numbers; empty if nothing does. A command that it does not know is
    /// a difference too.
    std::vector<std::string> play(const std::vector<Step>& steps);
    /// How many single facts were compared.
    int compared() const { return compared_; }

private:
    struct Server {
        std::unique_ptr<core::raft::Raft> raft;
        core::Instant now;
        bool async = false;
        std::deque<core::raft::Persist> writing;
        std::map<core::raft::LogIndex, core::raft::Entry> disk;
        std::deque<core::raft::Outgoing> waiting;           ///< for one of those
        std::deque<std::vector<core::raft::Entry>> batches; ///< by what handed them out
    };

    void perform(const Step& step);
    void performTime(const Step& step);
    void performRequest(const Step& step);
    void addNodes(const Step& step);
    void propose(const Step& step);
    void proposeChange(const Step& step);
    void deliverMessages(const Step& step);
    void compact(const Step& step);
    void tick(Server& server, int ticks);

    std::vector<core::raft::NodeId> nodesOf(const Step& step) const;
    bool ready(Server& server);
    bool deliver(core::raft::NodeId to, bool drop);
    bool finishWrite(Server& server);
    bool finishApply(Server& server);
    void stabilize(const std::vector<core::raft::NodeId>& nodes);

    void compareAtRest(const Step& step);
    void compareStatus(const Step& step);
    void compareStates(const Step& step);
    void compareLog(const Step& step);
    void same(const std::string& what, const std::string& got, const std::string& wanted);
    Server& at(core::raft::NodeId node) { return servers_.at(node); }

    std::map<core::raft::NodeId, Server> servers_;
    std::map<core::raft::NodeId, core::Duration> timeouts_; ///< election timeouts
    std::deque<core::raft::Message> messages_;
    Expectation expectation_;
    std::vector<std::string> differences_;
    int line_ = 0;
    int compared_ = 0;
    bool quiet_ = false;
};

} // namespace tests::raft
