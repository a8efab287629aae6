// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/transport/fixture.h"

#include <algorithm>

namespace core::raft::transport {
namespace {

class RaftSnapshotTransfer : public TransportTest {
protected:
    void sendAt(Duration when, std::size_t size, LogIndex index = 9) {
        at(when, 1, [size, index](Transport& transport) {
            transport.sendSnapshot(installOf(1, 2, index), dataOf(size));
        });
    }
};

TEST_F(RaftSnapshotTransfer, ArrivesWholeWithItsMessage) {
    for (const std::size_t size : {0u, 1u, 65'536u, 3'000'000u}) {
        members.clear();
        harness = tests::env::makeSimHarness();
        build();
        sendAt(10_ms, size);
        run(5_s);
        ASSERT_EQ(members[2].snapshots.size(), 1u) << size;
        EXPECT_EQ(members[2].snapshots[0].first, installOf(1, 2));
        EXPECT_EQ(members[2].snapshots[0].second, *dataOf(size));
        EXPECT_EQ(members[1].sent, (std::vector<std::pair<NodeId, bool>>{{2, true}}));
    }
}

TEST_F(RaftSnapshotTransfer, HeartbeatsDoNotWaitForIt) {
    build(20); // 2.5 MB/s: the snapshot takes 4 s
    sendAt(100_ms, 10'000'000);
    beat(1, 2, 200_ms, 3_s);
    run(10_s);
    ASSERT_EQ(members[2].snapshots.size(), 1u);
    EXPECT_GT(members[2].snapshotArrivals[0], Time{} + 4_s);
    ASSERT_EQ(members[2].arrivals.size(), 56u);
    for (std::size_t i = 0; i < members[2].arrivals.size(); ++i) {
        // A window's worth of the snapshot may be on the wire in front of it.
        EXPECT_LT(members[2].arrivals[i],
                  Time{} + 200_ms + 50_ms * static_cast<std::int64_t>(i) + 150_ms);
    }
}

TEST_F(RaftSnapshotTransfer, GoesOnWhereItWasInterrupted) {
    build(20);
    sendAt(100_ms, 10'000'000);
    fault(3_s, tests::env::partition({{"1"}, {"2", "3", "x"}}));
    fault(5_s, tests::env::heal());
    run(20_s);
    ASSERT_EQ(members[2].snapshots.size(), 1u);
    EXPECT_EQ(members[2].snapshots[0].second, *dataOf(10'000'000));
    EXPECT_EQ(members[1].sent, (std::vector<std::pair<NodeId, bool>>{{2, true}}));
    // From the start it would take until 9 s.
    EXPECT_LT(members[2].snapshotArrivals[0], Time{} + 7'500_ms);
}

TEST_F(RaftSnapshotTransfer, BeginsAnewWhenTheReceiverForgot) {
    build(20);
    sendAt(100_ms, 10'000'000);
    fault(2_s, tests::env::crash("m2"));
    fault(2'010_ms, tests::env::restart("m2"));
    run(20_s);
    ASSERT_EQ(members[2].snapshots.size(), 1u);
    EXPECT_EQ(members[2].snapshots[0].second, *dataOf(10'000'000));
    EXPECT_GT(members[2].snapshotArrivals[0], Time{} + 6_s);
    EXPECT_EQ(members[2].transport->counters().malformed, 0u);
}

TEST_F(RaftSnapshotTransfer, IsGivenUpWhenTheReceiverStaysAway) {
    build();
    fault(50_ms, tests::env::powerOff("2"));
    sendAt(100_ms, 1'000);
    run(10_s);
    EXPECT_EQ(members[1].sent, (std::vector<std::pair<NodeId, bool>>{{2, false}}));
}

TEST_F(RaftSnapshotTransfer, ToAStrangerIsGivenUpAtOnce) {
    build();
    at(100_ms, 1, [this](Transport& transport) {
        transport.sendSnapshot(installOf(1, 8), dataOf(10));
        EXPECT_TRUE(members[1].sent.empty()) << "called back during the call";
    });
    run(200_ms);
    EXPECT_EQ(members[1].sent, (std::vector<std::pair<NodeId, bool>>{{8, false}}));
}

TEST_F(RaftSnapshotTransfer, ANewerOneReplacesTheOneUnderWay) {
    build(20);
    sendAt(100_ms, 10'000'000, 9);
    sendAt(1_s, 1'000'000, 12);
    run(20_s);
    ASSERT_EQ(members[2].snapshots.size(), 1u);
    EXPECT_EQ(members[2].snapshots[0].first, installOf(1, 2, 12));
    EXPECT_EQ(members[2].snapshots[0].second, *dataOf(1'000'000));
    EXPECT_EQ(members[1].sent, (std::vector<std::pair<NodeId, bool>>{{2, true}}));
}

TEST_F(RaftSnapshotTransfer, APausedReceiverIsWaitedFor) {
    build(20);
    sendAt(100_ms, 5'000'000);
    fault(1_s, tests::env::pause("m2"));
    fault(9_s, tests::env::resume("m2"));
    run(20_s);
    EXPECT_EQ(members[2].snapshots.size(), 1u);
    EXPECT_EQ(members[1].sent, (std::vector<std::pair<NodeId, bool>>{{2, true}}));
}

} // namespace
} // namespace core::raft::transport
