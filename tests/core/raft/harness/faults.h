// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/core/raft/harness/cluster.h"

/// Everything that may befall a group, drawn from a seed until it is told to stop: crashes that
/// lose writes, pauses, cuts in one and in both directions, loss, duplicates, delays that reorder,
/// slow disks, clocks that drift and step, and operators who change members and hand leadership on.
namespace tests::raft {

class Faults {
public:
    struct Options {
        std::uint64_t seed = 0;
        Duration pause{120'000'000}; ///< mean time between two
        /// Clocks differ in speed by at most so much; beyond a bound no lease is sound.
        std::int64_t driftPpm = 1'000;
        bool clockSteps = true;
        bool membership = true;
    };

    Faults(Options options, Cluster& cluster, Seen& seen)
        : options_(options), cluster_(cluster), seen_(seen),
          random_(core::combine64(options.seed, 3)) {}

    void start() { next(); }
    /// Ends all faults; servers that are down come back.
    void end();

private:
    void next();
    void strike();
    void strikeServer(NodeId node);
    void strikeNetwork(NodeId node);
    void strikeClock(NodeId node);
    void operateGroup(NodeId node);
    void usurp(NodeId leader);
    void coup(NodeId leader, NodeId usurper);
    void burst(NodeId leader);
    void changeMembers(NodeId leader);
    void partition();
    void storm();
    NodeId someLeader();
    NodeId someServer() { return 1 + random_.below(cluster_.options().servers); }
    core::raft::ConfigurationChange drawChange(const core::raft::Configuration& from);
    core::raft::MemberChange drawMember(const core::raft::Configuration& from);

    Options options_;
    Cluster& cluster_;
    Seen& seen_;
    core::RandomStream random_;
    bool ended_ = false;
};

} // namespace tests::raft
