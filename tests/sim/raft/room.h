// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/replica.h"
#include "sim/kernel/kernel.h"
#include "sim/topology/topology.h"
#include "sim/world/world.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// A Raft group on the simulated network, with disks: one host a member, all at one switch. For
/// tests of Replica that play on the real clock, disk and network of the room.
namespace tests::raft {

/// Remembers every command, in order.
class Journal final : public core::raft::StateMachine {
public:
    core::Bytes apply(core::raft::LogIndex index, core::ByteView command) override;
    core::Bytes snapshot() const override;
    bool restore(core::ByteView snapshot) override;

    std::vector<std::string> commands;
    bool reads = true; ///< snapshots
};

struct RoomOptions {
    std::size_t members = 3;
    std::size_t spares = 0; ///< hosts whose servers wait to be added
    std::uint64_t seed = 1;
    core::raft::LogIndex snapshotEvery = 0;
    core::raft::LogIndex keepEntries = 0;
    std::size_t illiterate = 0; ///< the member whose program reads no snapshots; 0: none
    core::raft::RaftOptions raft;
    sim::trace::Sink* sink = nullptr;
};

class RaftRoom {
public:
    explicit RaftRoom(RoomOptions options = {});
    ~RaftRoom();

    /// Lets time pass.
    void run(core::Duration time);
    /// Members count from 1. nullptr while its process is down.
    core::raft::Replica* replica(std::size_t member);
    const std::vector<std::string>& commands(std::size_t member);
    /// How often a snapshot replaced the state of this incarnation, as ReplicaEvents tell.
    int restores(std::size_t member);
    /// The one that leads and is ready; 0 if none or several are.
    std::size_t leader();
    /// Lets time pass until one leads; 0 if none did in ten seconds.
    std::size_t awaitLeader();
    /// Proposes at `member` and lets time pass until it is answered: the result, "error: ..." or
    /// "no answer".
    std::string propose(std::size_t member, std::string_view command);
    std::string change(std::size_t member, core::raft::ConfigurationChange change);
    /// The same for a read: "fresh", "error: ..." or "no answer".
    std::string read(std::size_t member);
    /// Cuts or repairs the link of a member's host.
    void cut(std::size_t member, bool isCut = true);
    core::raft::Member memberOf(std::size_t member) const;

    sim::world::World& world() { return *world_; }
    std::uint32_t host(std::size_t member) const { return static_cast<std::uint32_t>(member - 1); }

private:
    class Server;

    core::raft::ReplicaOptions optionsFor(std::size_t member) const;
    std::string await(const std::string& answer);

    RoomOptions options_;
    sim::Kernel kernel_;
    std::unique_ptr<sim::topology::Topology> topology_;
    std::vector<Server*> servers_; ///< by member - 1; nullptr while down
    std::unique_ptr<sim::world::World> world_;
    core::Duration elapsed_;
};

} // namespace tests::raft
