// SPDX-License-Identifier: Apache-2.0
#include "core/base/planted.h"
#include "tests/core/raft/storage/storage_trial.h"

#include <gtest/gtest.h>

#include <iostream>

/// The model notices known mistakes of the storage.
namespace tests::raft_storage {
namespace {

constexpr std::uint64_t kSeeds = 300;

class PlantedInRaftStorage : public testing::TestWithParam<const char*> {
protected:
    ~PlantedInRaftStorage() override { core::plant(""); }
};

TEST_P(PlantedInRaftStorage, IsNoticed) {
    core::plant(GetParam());
    Sightings seen;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const std::string wrong = StorageTrial(seed, seen).run();
        if (!wrong.empty()) {
            std::cout << GetParam() << ": seed " << seed << ", after " << seen.persists
                      << " persists: " << wrong.substr(0, wrong.find('\n')) << "\n";
            return;
        }
    }
    FAIL() << "nobody noticed in " << kSeeds << " schedules";
}

INSTANTIATE_TEST_SUITE_P(All, PlantedInRaftStorage,
                         testing::Values("durable-before-sync", "forget-vote",
                                         "keep-truncated-tail", "skip-directory-sync",
                                         "snapshot-before-data", "split-persist",
                                         "trust-page-cache", "trust-torn-record"));

/// Whether a log with a flipped bit where a later record proves that it was durable is accepted.
bool forgetsDamage() {
    using namespace core::raft::storage;
    Segment segment{1, {}};
    core::ByteWriter out;
    writeGroup(out, 1, 0, 0, {SegmentStart{}});
    for (core::raft::LogIndex index = 1; index <= 3; ++index) {
        const std::size_t at = out.size();
        writeGroup(out, 1, at, at, {core::raft::Entry{1, index, {}, core::bytesOf("data")}});
    }
    segment.octets = out.take();
    segment.octets[60] ^= 1;
    return replay({segment}).has_value();
}

TEST(PlantedInRaftReplay, DropDamagedTailIsNoticed) {
    EXPECT_FALSE(forgetsDamage());
    core::plant("drop-damaged-tail");
    EXPECT_TRUE(forgetsDamage());
    core::plant("");
}

TEST(RaftStorageWithoutPlants, NothingIsWrongWithoutThem) {
    Sightings seen;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        EXPECT_EQ(StorageTrial(seed, seen).run(), "") << seed;
    }
}

} // namespace
} // namespace tests::raft_storage
