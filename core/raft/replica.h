// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/raft.h"
#include "core/raft/state_machine.h"
#include "core/runtime/env.h"

#include <map>
#include <memory>
#include <string>

/// A Raft server on a runtime: binds Raft to the clock, disk and network of an Env, keeps
/// snapshots, and applies the log to a StateMachine. A Process owns one.
namespace core::raft {

struct ReplicaOptions {
    RaftOptions raft;
    /// Where the members' Raft ports are, by id, this server included. Members that join later
    /// bring their endpoint in the context of the change (encodeEndpoint()).
    std::map<NodeId, runtime::Endpoint> members;
    /// The first configuration of a new group; empty: this server waits to be added to one.
    Configuration bootstrap;
    std::uint16_t port = 7000;
    std::string directory = "raft"; ///< on the process's disk
    /// A snapshot is taken when so many entries were applied since the last, and so many entries
    /// before it are kept for slow followers.
    LogIndex snapshotEvery = 10'000;
    LogIndex keepEntries = 5'000;
    std::size_t snapshotChunk = 64 * 1024;
};

enum class RequestError {
    NotLeader,      ///< ask leader()
    Busy,           ///< too much is waiting, or leadership is being handed over
    OutcomeUnknown, ///< leadership ended meanwhile: the command may or may not be applied
    Refused,        ///< the change is impossible
    Stopped,        ///< not recovered yet
};
std::string_view toString(RequestError error);

using ProposalDone = UniqueFunction<void(Result<Bytes, RequestError>)>;
using ReadDone = UniqueFunction<void(Result<void, RequestError>)>;

struct ReplicaEvents {
    /// This server became leader and has applied everything committed before its term (true), or
    /// leads no more (false).
    UniqueFunction<void(bool leads)> leadership;
    /// The state machine was replaced by a snapshot's state.
    UniqueFunction<void()> restored;
};

class Replica {
public:
    /// REQUIRES: `env` and `machine` outlive the replica, it lives until the incarnation ends.
    Replica(runtime::Env& env, ReplicaOptions options, StateMachine& machine,
            ReplicaEvents events = {});
    ~Replica();
    Replica(const Replica&) = delete;
    Replica& operator=(const Replica&) = delete;

    /// Recovers from disk, then takes part. A log that is damaged where it was durable ends the
    /// process by Env::fail: silently forgetting it could lose what was acknowledged.
    void start();

    /// Calls back once with the state machine's result, or why there is none.
    void propose(Bytes command, ProposalDone done);
    void propose(ConfigurationChange change, ProposalDone done);
    /// Calls back when the state machine may be read: it then shows every write acknowledged
    /// before this call.
    void read(ReadDone done);
    Result<void, RequestError> transferLeadership(NodeId to);

    bool leads() const;
    /// kNoNode if unknown.
    NodeId leader() const;
    /// The leader's host-side endpoint of Raft, if known.
    const Configuration& configuration() const;
    /// nullptr before recovery has ended.
    const Raft* raft() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace core::raft
