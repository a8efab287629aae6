// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/raft.h"
#include "core/runtime/observer.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

/// Shows a Raft server in the trace: turns notices into events and keeps the observed state equal
/// to the machine's. The keys are listed in README.md.
namespace core::raft {

/// The name people know a member by ("kv-2").
using NameOf = std::function<std::string(NodeId)>;

class ReplicaView {
public:
    /// REQUIRES: `observer` outlives the view.
    ReplicaView(runtime::Observer& observer, NameOf nameOf)
        : observer_(observer), nameOf_(std::move(nameOf)) {}

    void show(const Notice& notice);
    /// Called after every input: writes what changed.
    void show(Instant now, const Raft& raft);
    void appended(const Entry& entry, std::uint64_t chain);
    void applied(LogIndex index, Term term, std::uint64_t chain);

private:
    void show(const RoleChanged& change);
    void show(const VoteCast& vote);
    void show(const LogTruncated& truncated);
    void show(const ConfigurationApplied& applied);
    void show(const TransferStarted& transfer);
    void show(const TransferGivenUp& transfer);
    void show(const SnapshotNeeded& needed);
    void show(const MessageRefused& refused);
    void showFollowers(const Raft& raft);
    void showTimers(Instant now, const Raft& raft);

    void set(const std::string& key, std::int64_t value);
    void set(const std::string& key, const std::string& value);
    void drop(const std::string& key);

    runtime::Observer& observer_;
    NameOf nameOf_;
    std::map<std::string, std::int64_t, std::less<>> numbers_;
    std::map<std::string, std::string, std::less<>> texts_;
    std::map<NodeId, std::string> followers_; ///< whose keys are set
    NodeId leader_ = kNoNode;
    Instant shownDeadline_;
};

/// "kv-1 kv-2 kv-3", both halves while joint, learners in brackets.
std::string describe(const Configuration& configuration, const NameOf& nameOf);

} // namespace core::raft
