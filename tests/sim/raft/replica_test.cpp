// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/raft/room.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>

namespace tests::raft {
namespace {

using namespace core::literals;
using namespace core::raft;

TEST(Replica, AGroupElectsALeaderAndReplicates) {
    RaftRoom room;
    const std::size_t leader = room.awaitLeader();
    ASSERT_NE(leader, 0U);
    EXPECT_EQ(room.propose(leader, "x"), "3") << "1: the first snapshot, 2: the term's empty entry";
    room.run(1_s);
    for (std::size_t member = 1; member <= 3; ++member) {
        EXPECT_EQ(room.commands(member), std::vector<std::string>{"x"});
    }
}

TEST(Replica, OtherMembersSayWhoLeads) {
    RaftRoom room;
    const std::size_t leader = room.awaitLeader();
    room.run(200_ms);
    const std::size_t other = leader % 3 + 1;
    EXPECT_EQ(room.replica(other)->leader(), leader);
    EXPECT_EQ(room.propose(other, "x"), "error: not the leader");
    EXPECT_EQ(room.read(other), "fresh") << "a follower asks the leader";
}

TEST(Replica, APowerLossOfTheLeaderLosesNothingAcknowledged) {
    RaftRoom room;
    const std::size_t first = room.awaitLeader();
    for (int i = 0; i < 20; ++i) {
        ASSERT_NE(room.propose(first, std::to_string(i)).substr(0, 5), "error");
    }
    ASSERT_TRUE(room.world().powerOff(room.host(first)));
    room.run(1_ms);
    const std::size_t second = room.awaitLeader();
    ASSERT_NE(second, 0U);
    EXPECT_NE(second, first);
    EXPECT_EQ(room.commands(second).size(), 20U);
    ASSERT_TRUE(room.world().powerOn(room.host(first)));
    room.run(2_s);
    EXPECT_EQ(room.commands(first).size(), 20U);
}

TEST(Replica, AllMembersLoseThePowerAtOnceAndRemember) {
    RaftRoom room;
    const std::size_t first = room.awaitLeader();
    room.propose(first, "x");
    for (std::size_t member = 1; member <= 3; ++member) {
        ASSERT_TRUE(room.world().powerOff(room.host(member)));
    }
    room.run(1_s);
    for (std::size_t member = 1; member <= 3; ++member) {
        ASSERT_TRUE(room.world().powerOn(room.host(member)));
    }
    const std::size_t second = room.awaitLeader();
    ASSERT_NE(second, 0U);
    EXPECT_EQ(room.commands(second), std::vector<std::string>{"x"});
}

TEST(Replica, AfterAPartitionTheCutOffLeaderFollows) {
    RaftRoom room;
    const std::size_t first = room.awaitLeader();
    room.cut(first);
    room.run(3_s);
    EXPECT_FALSE(room.replica(first)->leads());
    const std::size_t second = room.awaitLeader();
    ASSERT_NE(second, 0U);
    EXPECT_EQ(room.propose(second, "x").substr(0, 5).find("error"), std::string::npos);
    room.cut(first, false);
    room.run(1500_ms);
    EXPECT_EQ(room.commands(first), std::vector<std::string>{"x"});
    EXPECT_EQ(room.replica(first)->leader(), second);
}

TEST(Replica, AMemberFarBehindGetsASnapshot) {
    RoomOptions options;
    options.snapshotEvery = 10;
    RaftRoom room(options);
    const std::size_t leader = room.awaitLeader();
    const std::size_t other = leader % 3 + 1;
    room.cut(other);
    const std::string large(20'000, 'x');
    for (int i = 0; i < 30; ++i) {
        room.propose(leader, large);
    }
    EXPECT_GT(room.replica(leader)->raft()->log().firstIndex(), 10U);
    room.cut(other, false);
    room.run(3_s);
    EXPECT_EQ(room.commands(other).size(), 30U);
}

TEST(Replica, ASnapshotSurvivesAPowerLoss) {
    RoomOptions options;
    options.snapshotEvery = 10;
    options.keepEntries = 3;
    RaftRoom room(options);
    const std::size_t leader = room.awaitLeader();
    for (int i = 0; i < 35; ++i) {
        room.propose(leader, std::to_string(i));
    }
    for (std::size_t member = 1; member <= 3; ++member) {
        ASSERT_TRUE(room.world().powerOff(room.host(member)));
        ASSERT_TRUE(room.world().powerOn(room.host(member)));
    }
    const std::size_t next = room.awaitLeader();
    ASSERT_NE(next, 0U);
    EXPECT_EQ(room.commands(next).size(), 35U);
}

TEST(Replica, AServerJoinsAndAnotherLeaves) {
    RoomOptions options;
    options.spares = 1;
    RaftRoom room(options);
    const std::size_t leader = room.awaitLeader();
    room.propose(leader, "x");
    const std::size_t leaving = leader % 3 + 1;
    const ConfigurationChange change{Transition::Auto,
                                     {{ChangeType::AddVoter, 4}, {ChangeType::Remove, leaving}},
                                     encodeMembers({{4, room.memberOf(4)}})};
    EXPECT_EQ(room.change(leader, change), "done");
    room.run(2_s);
    EXPECT_EQ(room.commands(4), std::vector<std::string>{"x"});
    const auto& members = room.replica(4)->raft()->configuration();
    EXPECT_TRUE(members.isVoter(4));
    EXPECT_FALSE(members.contains(leaving));
    EXPECT_FALSE(members.isJoint());
}

TEST(Replica, LeadershipIsHandedOver) {
    RaftRoom room;
    const std::size_t leader = room.awaitLeader();
    const std::size_t next = leader % 3 + 1;
    ASSERT_TRUE(room.replica(leader)->transferLeadership(next));
    room.run(100_ms);
    EXPECT_EQ(room.leader(), next);
}

TEST(Replica, AFailedSyncEndsTheProcessWhichRecovers) {
    RaftRoom room;
    const std::size_t leader = room.awaitLeader();
    room.propose(leader, "x");
    room.world().disk(room.host(leader)).failSyncs(1);
    room.propose(leader, "y");
    room.run(3_s);
    const std::size_t next = room.awaitLeader();
    ASSERT_NE(next, 0U);
    EXPECT_EQ(room.commands(leader), room.commands(next));
    EXPECT_EQ(room.commands(next).front(), "x");
}

TEST(Replica, CommandsOfOneInstantShareWrites) {
    RaftRoom room;
    const std::size_t leader = room.awaitLeader();
    int answered = 0;
    for (int i = 0; i < 1000; ++i) {
        room.replica(leader)->propose(core::bytesOf("x"),
                                      [&](auto result) { answered += result ? 1 : 0; });
    }
    room.run(50_ms);
    EXPECT_EQ(answered, 1000);
}

TEST(Replica, ASnapshotTakenInAnAnswerHoldsWhatItsIndexSays) {
    RaftRoom room;
    const std::size_t leader = room.awaitLeader();
    for (const char* command : {"a", "b", "c"}) {
        room.replica(leader)->propose(core::bytesOf(command), [&room, leader](auto) {
            (void)room.replica(leader)->takeSnapshot();
        });
    }
    room.run(1_s);
    EXPECT_GT(room.replica(leader)->raft()->snapshot().index, 1U);
    ASSERT_TRUE(room.world().powerOff(room.host(leader)));
    ASSERT_TRUE(room.world().powerOn(room.host(leader)));
    room.run(3_s);
    EXPECT_EQ(room.commands(leader), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(Replica, AReadWhoseLeaderVanishesIsRefused) {
    RaftRoom room;
    const std::size_t leader = room.awaitLeader();
    room.run(200_ms);
    room.cut(leader);
    EXPECT_EQ(room.read(leader % 3 + 1), "error: not the leader");
}

TEST(Replica, AServerThatCannotReadTheSnapshotKeepsNothingOfIt) {
    RoomOptions options;
    options.spares = 1;
    options.illiterate = 4;
    RaftRoom room(options);
    const std::size_t leader = room.awaitLeader();
    room.propose(leader, "x");
    const ConfigurationChange change{
        Transition::Auto, {{ChangeType::AddLearner, 4}}, encodeMembers({{4, room.memberOf(4)}})};
    EXPECT_EQ(room.change(leader, change), "done");
    room.run(2_s);
    for (int i = 0; i < 100; ++i) {
        room.run(10_ms);
        const Raft* raft = room.replica(4) == nullptr ? nullptr : room.replica(4)->raft();
        EXPECT_EQ(raft == nullptr ? 0 : raft->snapshot().index, 0U);
    }
    EXPECT_EQ(room.propose(leader, "y"), "5") << "the others go on";
}

TEST(Replica, RecoveringFromASnapshotReplacesTheState) {
    RoomOptions options;
    options.snapshotEvery = 5;
    RaftRoom room(options);
    const std::size_t leader = room.awaitLeader();
    for (int i = 0; i < 10; ++i) {
        room.propose(leader, std::to_string(i));
    }
    EXPECT_EQ(room.restores(leader), 0);
    ASSERT_TRUE(room.world().powerOff(room.host(leader)));
    ASSERT_TRUE(room.world().powerOn(room.host(leader)));
    room.run(3_s);
    EXPECT_EQ(room.restores(leader), 1);
}

TEST(Replica, AChangeIsInForceWhenItsProposerIsAnswered) {
    RoomOptions options;
    options.spares = 1;
    RaftRoom room(options);
    const std::size_t leader = room.awaitLeader();
    std::optional<bool> inForce;
    room.replica(leader)->propose(
        ConfigurationChange{Transition::Auto,
                            {{ChangeType::AddLearner, 4}},
                            encodeMembers({{4, room.memberOf(4)}})},
        [&](auto) { inForce = room.replica(leader)->raft()->configuration().isLearner(4); });
    room.run(1_s);
    EXPECT_EQ(inForce, true);
}

TEST(Replica, ACommandThatNoMessageCanCarryIsRefused) {
    RaftRoom room;
    const std::size_t leader = room.awaitLeader();
    EXPECT_EQ(room.propose(leader, std::string(kMostCommand + 1, 'x')).substr(0, 6), "error:");
    EXPECT_EQ(room.propose(leader, std::string(kMostCommand, 'x')), "3");
    EXPECT_EQ(room.propose(leader, "y"), "4");
}

} // namespace
} // namespace tests::raft
