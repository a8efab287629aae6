// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/raft.h"
#include "core/raft/state_machine.h"
#include "core/runtime/env.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

/// A Raft server on a runtime: binds Raft to the clock, disk and network of an Env, keeps
/// snapshots, and applies the log to a StateMachine. A Process owns one.
namespace core::raft {

/// Where a member listens, and the name people know it by ("kv-2").
struct Member {
    runtime::Endpoint endpoint;
    std::string name;

    friend bool operator==(const Member&, const Member&) = default;
};
using Members = std::map<NodeId, Member>;
/// The context of a ConfigurationChange: who the servers are that it adds.
Bytes encodeMembers(const Members& members);
std::optional<Members> decodeMembers(ByteView octets);

struct ReplicaOptions {
    RaftOptions raft;
    std::string group = "raft"; ///< servers of another group are not talked to
    /// The members to begin with, this server included. Those that join later come with the
    /// context of their change.
    Members members;
    /// The first configuration of a new group; empty: this server waits to be added to one.
    Configuration bootstrap;
    std::uint16_t port = 7000;
    std::string directory = "raft"; ///< on the process's disk
    /// A snapshot is taken when so many entries were applied since the last, and so many entries
    /// before it are kept for slow followers. 0: never by itself.
    LogIndex snapshotEvery = 10'000;
    LogIndex keepEntries = 5'000;
};

enum class RequestError {
    NotLeader,      ///< ask leader()
    Busy,           ///< too much is waiting, or leadership is being handed over
    OutcomeUnknown, ///< leadership ended meanwhile: the command may or may not be applied
    Refused,        ///< the change is impossible, or the command larger than kMostCommand
    Stopped,        ///< not recovered yet, or the disk failed
};
std::string_view toString(RequestError error);

/// Octets of a command. One that no message can carry would hold up the group for ever, and one
/// that fills a connection for long keeps heartbeats waiting.
inline constexpr std::size_t kMostCommand = 4 * 1024 * 1024;

using ProposalDone = UniqueFunction<void(Result<Bytes, RequestError>)>;
using ReadDone = UniqueFunction<void(Result<void, RequestError>)>;

struct ReplicaEvents {
    /// This server became leader and has applied everything committed before its term (true), or
    /// leads no more (false).
    UniqueFunction<void(bool leads)> leadership;
    /// The state machine was replaced by a snapshot's state, the leader's or at the start by one
    /// from the disk. In that case raft() is nullptr still.
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
    /// Calls back once when the state machine may be read: it then shows every write acknowledged
    /// before this call. NotLeader: nobody confirmed it in time, ask again.
    void read(ReadDone done);
    Result<void, RequestError> transferLeadership(NodeId to);

    /// Takes a snapshot now. Refused while one is being taken, or with nothing new to it.
    Result<void, RequestError> takeSnapshot();
    /// Stands for election at once, as if the timer had run out.
    void campaign();

    /// Leads, and has applied everything committed before its term.
    bool leads() const;
    /// kNoNode if unknown.
    NodeId leader() const;
    const Members& members() const;
    /// nullptr before recovery has ended.
    const Raft* raft() const;

private:
    class Core;
    std::unique_ptr<Core> core_;
};

} // namespace core::raft
