// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/storage/storage_trial.h"

#include <algorithm>

namespace tests::raft_storage {

using namespace core::literals;
using core::Bytes;
using core::Duration;
using core::Result;
using core::raft::Entry;
using core::raft::EntryType;
using core::raft::LogIndex;
using core::raft::Term;
using core::raft::storage::LogPlace;
using core::raft::storage::Storage;
using core::raft::storage::StorageEvents;
using core::raft::storage::StorageFailure;
using core::raft::storage::StorageOptions;
using core::runtime::Env;

namespace {

constexpr int kTroubles = 8; ///< crashes, power losses and failed syncs of a trial

env::World worldOf(std::uint64_t seed) {
    env::World world;
    env::HostOptions host;
    host.name = "a";
    host.diskLatency = 20_us;
    host.diskSyncLatency = 200_us;
    world.hosts.push_back(host);
    world.seed = seed;
    return world;
}

} // namespace

LogPlace StorageTrial::State::last() const {
    return entries.empty() ? base : LogPlace{entries.back()->index, entries.back()->term};
}

void StorageTrial::State::apply(const Persist& persist) {
    if (persist.hard) {
        hard = *persist.hard;
    }
    if (persist.snapshot) {
        base = {persist.snapshot->index, persist.snapshot->term};
        entries.clear();
    }
    for (const Entry& entry : persist.entries) {
        std::erase_if(entries, [&](const auto& old) { return old->index >= entry.index; });
        entries.push_back(std::make_shared<const Entry>(entry));
    }
}

StorageTrial::StorageTrial(std::uint64_t seed, Sightings& seen) : draws_(seed), seen_(seen) {
    harness_ = env::makeSimHarness();
    harness_->build(worldOf(seed));
}

std::string StorageTrial::run() {
    env::StartOptions options;
    options.restartOnFailure = true;
    options.restartDelay = 5_ms;
    harness_->start(
        "p", "a", [this](Env& env) { begin(env); }, options);
    schedule();
    for (const std::string& refusal : harness_->refusals()) {
        complain("refused: " + refusal);
    }
    return wrong_;
}

void StorageTrial::schedule() {
    Duration when;
    for (int i = 0; i < kTroubles; ++i) {
        when += draws_.between(500_us, 25_ms);
        const auto from = env::Time{} + when;
        // Most often just when the next incarnation has recovered: what it read was perhaps in the
        // page cache only, or called clean there.
        const auto until = from + (draws_.chance(1, 3) ? 30_ms : draws_.between(5_ms, 7_ms));
        const std::uint64_t what = draws_.below(4);
        if (what < 2) {
            harness_->inject(from, what == 0 ? env::crash("p") : env::failSync("a"));
        }
        harness_->inject(until, env::flipBits("a", draws_.chance(1, 3) ? 300'000 : 0));
        harness_->inject(until, env::powerOff("a"));
        harness_->inject(until + 10_ms, env::powerOn("a"));
        when += 50_ms;
    }
    harness_->runUntil(env::Time{} + when + 20_ms);
}

void StorageTrial::begin(Env& env) {
    ready_ = false;
    StorageOptions options;
    options.segmentSize = 12 * 1024;
    options.snapshotPiece = 5'000;
    StorageEvents events;
    events.durable = [this](std::uint64_t sequence) {
        durable_ = sequence;
        seen_.segmentsMost = std::max(seen_.segmentsMost, static_cast<int>(storage_->segments()));
    };
    events.failed = [this, &env](core::runtime::DiskError) {
        seen_.diskFailures += 1;
        ready_ = false;
        env.fail("the disk failed");
    };
    storage_ = std::make_unique<Storage>(env.disk(), options, std::move(events));
    storage_->recover([this, &env](Result<Recovered, StorageFailure> found) {
        if (!found && found.error().error == core::raft::storage::StorageError::DiskFailed) {
            seen_.diskFailures += 1;
            env.fail("the disk failed");
        } else if (!found) {
            complain("recovery: " + toString(found.error()));
        } else {
            judge(*found);
            ready_ = true;
            act(env);
        }
    });
}

void StorageTrial::judge(const Recovered& found) {
    const auto least = static_cast<std::size_t>(durable_ < first_ ? 0 : durable_ - first_ + 1);
    std::string why;
    std::size_t match = states_.size();
    for (std::size_t i = states_.size(); i-- > least && match == states_.size();) {
        const std::string now = difference(states_[i], found);
        why += "\n  " + std::to_string(i) + ": " + now;
        match = now.empty() ? i : match;
    }
    if (match == states_.size()) {
        complain("no state since the durable one is what was recovered:" + why);
        return;
    }
    if (found.state.snapshot.index < kept_) {
        complain("a snapshot that was reported kept is not there");
    }
    seen_.recoveries += 1;
    seen_.tornTails += found.tornTail > 0 ? 1 : 0;
    seen_.lostUnsynced += match + 1 < states_.size() ? 1 : 0;
    seen_.keptUnsynced += match > least ? 1 : 0;
    State adopted{found.state.hard, {found.state.snapshot.index, found.state.snapshot.term}, {}};
    for (const Entry& entry : found.state.entries) {
        adopted.entries.push_back(std::make_shared<const Entry>(entry));
    }
    states_.assign(1, std::move(adopted));
    kept_ = found.state.snapshot.index;
    first_ = next_;
}

std::string StorageTrial::difference(const State& state, const Recovered& found) const {
    const auto& got = found.state;
    if (got.hard.term != state.hard.term || got.hard.vote != state.hard.vote) {
        return "another term or vote";
    }
    if (got.hard.commit != std::max(state.hard.commit, got.snapshot.index)) {
        return "another commit index";
    }
    if (got.snapshot.index < state.base.index || got.snapshot.index > state.last().index) {
        return "a snapshot that is not of this log";
    }
    const auto known = snapshots_.find(got.snapshot.index);
    const auto same = [&](const Snapshot& snapshot) {
        return snapshot.meta == got.snapshot && snapshot.data == found.snapshot;
    };
    if (got.snapshot.index != 0 &&
        (known == snapshots_.end() || std::ranges::none_of(known->second, same))) {
        return "a snapshot that was never made";
    }
    auto expected = state.entries.begin();
    while (expected != state.entries.end() && (*expected)->index <= got.snapshot.index) {
        ++expected;
    }
    const auto sameEntry = [](const auto& entry, const Entry& other) { return *entry == other; };
    const bool equal = std::equal(expected, state.entries.end(), got.entries.begin(),
                                  got.entries.end(), sameEntry);
    return equal ? "" : "other entries";
}

void StorageTrial::act(Env& env) {
    env.after(draws_.between(0_us, 250_us), [this, &env] {
        if (ready_ && wrong_.empty()) {
            step();
            act(env);
        }
    });
}

void StorageTrial::step() {
    const std::uint64_t what = draws_.below(100);
    if (what < 80) {
        append();
    } else if (what < 84) {
        install();
    } else if (what < 92) {
        save();
    }
}

void StorageTrial::append() {
    Persist persist;
    State state = latest();
    if (draws_.chance(1, 4)) {
        state.hard.term += 1;
        state.hard.vote = draws_.below(4);
        persist.hard = state.hard;
    }
    if (draws_.chance(3, 4) && state.hard.term > 0) {
        appendEntries(persist, state);
    }
    if (draws_.chance(1, 2)) {
        const LogIndex last =
            persist.entries.empty() ? state.last().index : persist.entries.back().index;
        state.hard.commit += draws_.below(last - state.hard.commit + 1);
        persist.hard = state.hard;
    }
    submit(std::move(persist));
}

void StorageTrial::appendEntries(Persist& persist, State& state) {
    LogIndex index = state.last().index + 1;
    const LogIndex fixed = std::max(state.hard.commit, compacted());
    // Only a later term replaces entries.
    if (state.last().index > fixed && state.last().term < state.hard.term && draws_.chance(1, 2)) {
        index = fixed + 1 + draws_.below(state.last().index - fixed);
        seen_.truncations += 1;
    }
    for (std::uint64_t count = 1 + draws_.below(3); count > 0; --count) {
        persist.entries.push_back(entryAt(index, state.hard.term));
        index += 1;
    }
}

Entry StorageTrial::entryAt(LogIndex index, Term term) {
    const std::uint64_t most = draws_.chance(1, 20) ? 9'000 : 200;
    Bytes data(draws_.below(most), static_cast<std::uint8_t>(draws_.next()));
    return {term, index, static_cast<EntryType>(draws_.below(2)), std::move(data)};
}

/// What a compaction that is under way covers must not be replaced either.
LogIndex StorageTrial::compacted() const {
    return std::max({kept_, saving_, latest().base.index});
}

StorageTrial::Snapshot StorageTrial::snapshotAt(LogPlace place) {
    Snapshot snapshot;
    snapshot.meta.index = place.index;
    snapshot.meta.term = place.term;
    snapshot.meta.configuration.voters = {1, 2, 3 + draws_.below(5)};
    snapshot.data = Bytes(draws_.below(20'000), static_cast<std::uint8_t>(draws_.next()));
    snapshots_[place.index].push_back(snapshot);
    return snapshot;
}

void StorageTrial::install() {
    Persist persist;
    core::raft::HardState hard = latest().hard;
    hard.term += 1;
    const LogIndex index = std::max(hard.commit, compacted()) + 1 + draws_.below(10);
    hard.commit = index;
    const Snapshot snapshot = snapshotAt({index, hard.term});
    persist.hard = hard;
    persist.snapshot = snapshot.meta;
    if (draws_.chance(1, 2)) {
        persist.entries.push_back(entryAt(index + 1, hard.term));
    }
    seen_.installed += 1;
    submit(std::move(persist), snapshot.data);
}

void StorageTrial::save() {
    const State& state = latest();
    if (storage_->takesSnapshot() || state.hard.commit <= compacted()) {
        return;
    }
    const LogIndex index = compacted() + 1 + draws_.below(state.hard.commit - compacted());
    const Term term = state.entries[index - state.base.index - 1]->term;
    saving_ = index;
    const Snapshot snapshot = snapshotAt({index, term});
    storage_->saveSnapshot(snapshot.meta, snapshot.data, [this, index](bool kept) {
        (kept ? seen_.kept : seen_.overtaken) += 1;
        kept_ = kept ? std::max(kept_, index) : kept_;
    });
}

void StorageTrial::submit(Persist persist, Bytes data) {
    persist.sequence = next_++;
    State state = latest();
    state.apply(persist);
    states_.push_back(std::move(state));
    seen_.persists += 1;
    const std::uint64_t before = storage_->batches();
    const std::uint64_t durable = durable_;
    storage_->append(std::move(persist), std::move(data));
    seen_.batches += storage_->batches() - before;
    if (durable_ != durable) {
        complain("called back during the call");
    }
}

void StorageTrial::complain(const std::string& what) {
    if (wrong_.empty()) {
        wrong_ = what;
    }
}

} // namespace tests::raft_storage
