// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/raft.h"
#include "tests/core/raft/interaction/script.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What the text of a script says about its servers, gathered from step to step: the last
/// HardState, role, leader and configuration of each, and the entries that it wrote. Nothing is
/// known of what happened while the script had its output switched off.
namespace tests::raft {

struct Known {
    std::optional<core::raft::Term> term;
    std::optional<core::raft::LogIndex> commit;
    std::optional<std::string> role; ///< "Leader", "Follower", ...
    std::optional<core::raft::NodeId> leader;
    std::optional<std::string> configuration;
    /// By index, "1/4 EntryNormal \"foo\"", as far as it was shown.
    std::map<core::raft::LogIndex, std::string> entries;
};

class Expectation {
public:
    /// Reads what a step printed. `defaultNode`: of whom output without a name speaks.
    void read(const Step& step, core::raft::NodeId defaultNode);
    /// What was known before may have changed unseen.
    void forget() { known_.clear(); }

    const std::map<core::raft::NodeId, Known>& known() const { return known_; }

private:
    void readLine(const std::string& line);
    void readEntry(const std::string& line);

    std::map<core::raft::NodeId, Known> known_;
    core::raft::NodeId node_ = 0;
    bool inEntries_ = false;
};

/// "1/4 EntryNormal \"foo\"" of an entry; configuration entries in etcd's later form.
std::string textOf(const core::raft::Entry& entry);
/// The same of a line of a script, with both forms of configuration entries written alike.
std::string normalEntry(std::string line);
/// "voters=(1 2)&&(1) learners=(3) learners_next=(1) autoleave".
std::string textOf(const core::raft::Configuration& configuration);

} // namespace tests::raft
