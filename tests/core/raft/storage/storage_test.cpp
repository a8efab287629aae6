// SPDX-License-Identifier: Apache-2.0
#include "core/raft/storage/storage.h"
#include "tests/env/faults.h"
#include "tests/env/harness.h"

#include <gtest/gtest.h>

#include <functional>

/// The storage on the simulator's disk, one behaviour a test; storage_model_test.cpp does the rest.
namespace core::raft::storage {
namespace {

using namespace core::literals;
using runtime::DiskError;
using runtime::Env;
using tests::env::Time;

Persist persistOf(std::uint64_t sequence, LogIndex index, std::size_t size = 10) {
    Persist persist;
    persist.sequence = sequence;
    persist.hard = HardState{1, 1, index};
    persist.entries.push_back({1, index, EntryType::Command, Bytes(size, 'x')});
    return persist;
}

class RaftStorage : public testing::Test {
protected:
    using Body = std::function<void(Env&)>;
    using FromDisk = Result<Recovered, StorageFailure>;

    RaftStorage() {
        tests::env::World world;
        world.hosts.emplace_back();
        world.hosts.back().name = "a";
        world.hosts.back().diskCapacity = 1'000'000;
        harness->build(world);
    }
    /// Recovers in every incarnation; the n-th body then runs in the n-th incarnation.
    void start(std::vector<Body> bodies) {
        harness->start("p", "a", [this, bodies = std::move(bodies)](Env& env) {
            const std::size_t number = env.self().incarnation - 1;
            storage = std::make_unique<Storage>(env.disk(), options, events());
            storage->recover([this, &env, bodies, number](FromDisk found) {
                recovered = std::move(found);
                if (number < bodies.size()) {
                    bodies[number](env);
                }
            });
        });
    }
    StorageEvents events() {
        StorageEvents calls;
        calls.durable = [this](std::uint64_t sequence) {
            durable.push_back(sequence);
            if (onDurable) {
                onDurable(sequence);
            }
        };
        calls.failed = [this](DiskError error) { failures.push_back(error); };
        return calls;
    }
    void restartAt(Duration when) {
        harness->inject(Time{} + when, tests::env::powerOff("a"));
        harness->inject(Time{} + when + 1_ms, tests::env::powerOn("a"));
    }
    void run() { harness->runUntil(Time{} + 10_s); }

    std::unique_ptr<tests::env::EnvHarness> harness = tests::env::makeSimHarness();
    StorageOptions options;
    std::unique_ptr<Storage> storage;
    FromDisk recovered = Failure{StorageFailure{}};
    std::vector<std::uint64_t> durable;
    std::vector<DiskError> failures;
    std::function<void(std::uint64_t)> onDurable;
};

TEST_F(RaftStorage, WhatComesDuringASyncSharesTheNext) {
    start({[this](Env&) {
        for (std::uint64_t i = 1; i <= 5; ++i) {
            storage->append(persistOf(i, i));
            EXPECT_TRUE(durable.empty()) << "called back during the call";
        }
    }});
    run();
    EXPECT_EQ(durable, (std::vector<std::uint64_t>{1, 5}));
    EXPECT_EQ(storage->batches(), 2u);
}

TEST_F(RaftStorage, GivesBackWhatWasDurable) {
    start({[this](Env&) { storage->append(persistOf(1, 1)); }});
    restartAt(5_s);
    run();
    ASSERT_TRUE(recovered);
    EXPECT_EQ(recovered->state.hard, (HardState{1, 1, 1}));
    EXPECT_EQ(recovered->state.entries, persistOf(1, 1).entries);
    EXPECT_EQ(recovered->state.snapshot, SnapshotMeta());
}

TEST_F(RaftStorage, MayBeAppendedToFromItsCallbacks) {
    onDurable = [this](std::uint64_t sequence) {
        if (sequence < 10) {
            storage->append(persistOf(sequence + 1, sequence + 1));
        }
    };
    start({[this](Env&) { storage->append(persistOf(1, 1)); }});
    run();
    EXPECT_EQ(durable.size(), 10u);
}

TEST_F(RaftStorage, ASnapshotFreesTheSegmentsBeforeIt) {
    options.segmentSize = 1'000;
    onDurable = [this](std::uint64_t sequence) {
        if (sequence < 20) {
            storage->append(persistOf(sequence + 1, sequence + 1, 500));
        }
    };
    std::size_t before = 0;
    start({[this, &before](Env& env) {
        storage->append(persistOf(1, 1, 500));
        env.after(1_s, [this, &before] {
            before = storage->segments();
            SnapshotMeta meta{18, 1, {}};
            meta.configuration.voters = {1};
            storage->saveSnapshot(meta, bytesOf("state"), [](bool kept) { EXPECT_TRUE(kept); });
        });
    }});
    restartAt(5_s);
    run();
    EXPECT_GT(before, 8u);
    EXPECT_LE(storage->segments(), 2u);
    ASSERT_TRUE(recovered);
    EXPECT_EQ(textOf(recovered->snapshot), "state");
    EXPECT_EQ(recovered->state.snapshot.configuration.voters, (std::set<NodeId>{1}));
    EXPECT_EQ(recovered->state.entries.size(), 2u);
}

TEST_F(RaftStorage, AFullDiskIsReportedOnceAndNothingFollows) {
    start({[this](Env&) {
        storage->append(persistOf(1, 1, 2'000'000));
        EXPECT_TRUE(failures.empty()) << "called back during the call";
        storage->append(persistOf(2, 2));
    }});
    run();
    EXPECT_EQ(failures, (std::vector<DiskError>{DiskError::NoSpace}));
    EXPECT_TRUE(durable.empty());
}

TEST_F(RaftStorage, AFailedSyncIsReportedAndNotTriedAgain) {
    harness->inject(Time{}, tests::env::failSync("a"));
    start({[this](Env&) {
        storage->append(persistOf(1, 1));
        storage->append(persistOf(2, 2));
    }});
    run();
    EXPECT_FALSE(recovered.has_value()) << "the sync of the recovery failed";
    EXPECT_EQ(recovered.error().error, StorageError::DiskFailed);
}

TEST_F(RaftStorage, ASyncThatFailsLaterIsReportedAndNotTriedAgain) {
    harness->inject(Time{} + 1_s, tests::env::failSync("a"));
    start({[this](Env& env) {
        env.after(2_s, [this] {
            storage->append(persistOf(1, 1));
            storage->append(persistOf(2, 2));
        });
    }});
    run();
    EXPECT_EQ(failures, (std::vector<DiskError>{DiskError::SyncFailed}));
    EXPECT_TRUE(durable.empty());
    EXPECT_EQ(storage->batches(), 1u);
}

TEST_F(RaftStorage, DamageToWhatWasDurableIsNotForgotten) {
    const auto spoil = [](Env& env) {
        const auto file = env.disk().open("raft/" + segmentName(1), runtime::OpenMode::Existing);
        ASSERT_TRUE(file);
        ASSERT_TRUE(env.disk().write(*file, 70, bytesOf("#")));
        env.disk().sync(*file, [](auto done) { EXPECT_TRUE(done); });
    };
    onDurable = [this](std::uint64_t sequence) {
        if (sequence == 1) {
            storage->append(persistOf(2, 2));
        }
    };
    start({[this, spoil](Env& env) {
        storage->append(persistOf(1, 1));
        env.after(1_s, [spoil, &env] { spoil(env); });
    }});
    restartAt(5_s);
    run();
    ASSERT_FALSE(recovered.has_value());
    EXPECT_EQ(toString(recovered.error()).substr(0, 34), "damaged: log-00000000000000000001 ");
}

TEST_F(RaftStorage, ASnapshotThatIsGoneIsNotForgotten) {
    start({[this](Env& env) {
        storage->append(persistOf(1, 1));
        const SnapshotMeta meta{1, 1, {{1}, {}, {}, {}, false}};
        storage->saveSnapshot(meta, bytesOf("state"), [&env](bool) {
            EXPECT_TRUE(env.disk().remove("raft/" + snapshotName({1, 1})));
            env.disk().syncDir([](auto done) { EXPECT_TRUE(done); });
        });
    }});
    restartAt(5_s);
    run();
    ASSERT_FALSE(recovered.has_value());
    EXPECT_EQ(recovered.error().error, StorageError::SnapshotMissing);
}

TEST_F(RaftStorage, LeftoversAreRemoved) {
    start({[this](Env& env) {
               storage->append(persistOf(1, 1));
               for (const char* name :
                    {"raft/snapshot-00000000000000000009-00000000000000000001",
                     "raft/snapshot-00000000000000000009-00000000000000000001.taken"}) {
                   EXPECT_TRUE(env.disk().open(name, runtime::OpenMode::CreateNew));
               }
               env.disk().syncDir([](auto done) { EXPECT_TRUE(done); });
           },
           [](Env& env) {
               EXPECT_EQ(env.disk().list("raft/"),
                         (std::vector<std::string>{"raft/" + segmentName(1)}));
           }});
    restartAt(5_s);
    run();
    EXPECT_TRUE(recovered);
}

} // namespace
} // namespace core::raft::storage
