// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/storage/storage.h"
#include "tests/env/faults.h"
#include "tests/env/harness.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

/// A process that writes to a Storage what a Raft server may write, crashes and loses power; a
/// brute-force twin knows every state that the log went through. What a recovery gives must be one
/// of these, and no older than what was reported durable.
namespace tests::raft_storage {

/// How often something was seen, over many trials.
struct Sightings {
    int recoveries = 0;
    int tornTails = 0;
    int lostUnsynced = 0; ///< recoveries that lack something appended
    int keptUnsynced = 0; ///< recoveries with more than was reported durable
    int truncations = 0;  ///< entries overwritten
    int installed = 0;    ///< snapshots of a leader
    int kept = 0;         ///< snapshots taken here
    int overtaken = 0;    ///< snapshots taken here and given up
    int diskFailures = 0;
    int segmentsMost = 0;
    std::uint64_t persists = 0;
    std::uint64_t batches = 0;
};

class StorageTrial {
public:
    StorageTrial(std::uint64_t seed, Sightings& seen);
    /// The first thing that was wrong, or empty.
    std::string run();

private:
    using Persist = core::raft::Persist;
    using Recovered = core::raft::storage::Recovered;

    /// A state of the log since the snapshot it last started from.
    struct State {
        core::raft::HardState hard;
        core::raft::storage::LogPlace base;
        std::vector<std::shared_ptr<const core::raft::Entry>> entries; ///< shared by states

        core::raft::storage::LogPlace last() const;
        void apply(const Persist& persist);
    };
    struct Snapshot {
        core::raft::SnapshotMeta meta;
        core::Bytes data;
    };

    void schedule();
    void begin(core::runtime::Env& env);
    void judge(const Recovered& found);
    /// Empty, or why the state is not what was found.
    std::string difference(const State& state, const Recovered& found) const;
    void act(core::runtime::Env& env);
    void step();
    void append();
    void appendEntries(Persist& persist, State& state);
    void install();
    void save();
    Snapshot snapshotAt(core::raft::storage::LogPlace place);
    core::raft::Entry entryAt(core::raft::LogIndex index, core::raft::Term term);
    void submit(Persist persist, core::Bytes data = {});
    void complain(const std::string& what);
    const State& latest() const { return states_.back(); }
    core::raft::LogIndex compacted() const;

    core::RandomStream draws_;
    Sightings& seen_;
    std::unique_ptr<env::EnvHarness> harness_;
    std::unique_ptr<core::raft::storage::Storage> storage_;
    bool ready_ = false;
    std::uint64_t first_ = 1;   ///< number of the Persist that led to states_[1]
    std::uint64_t next_ = 1;    ///< number of the next Persist
    std::uint64_t durable_ = 0; ///< the last number reported
    std::vector<State> states_{1};
    std::map<core::raft::LogIndex, std::vector<Snapshot>> snapshots_;
    core::raft::LogIndex kept_ = 0; ///< newest snapshot taken here that was reported kept
    core::raft::LogIndex saving_ = 0;
    std::string wrong_;
};

} // namespace tests::raft_storage
