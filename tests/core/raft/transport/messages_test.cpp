// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/transport/fixture.h"

#include <algorithm>

namespace core::raft::transport {
namespace {

class RaftTransport : public TransportTest {};

TEST_F(RaftTransport, MessagesArriveInOrderAndUnchanged) {
    build();
    std::vector<Message> sent;
    for (LogIndex index = 1; index <= 50; ++index) {
        AppendRequest body{index - 1, 1, 0, {}};
        body.entries.push_back({1, index, EntryType::Command, *dataOf(index * 40)});
        sent.push_back({1, 2, 1, body});
    }
    at(10_ms, 1, [&sent](Transport& transport) {
        for (const Message& message : sent) {
            transport.send(message);
        }
    });
    run(1_s);
    EXPECT_EQ(members[2].messages, sent);
    EXPECT_TRUE(members[3].messages.empty());
    EXPECT_EQ(members[1].transport->counters().dropped, 0u);
}

TEST_F(RaftTransport, BothDirectionsHaveConnectionsOfTheirOwn) {
    build();
    at(10_ms, 1, [](Transport& transport) { transport.send(heartbeat(1, 2, 1)); });
    at(10_ms, 2, [](Transport& transport) { transport.send(heartbeat(2, 1, 2)); });
    run(1_s);
    EXPECT_EQ(members[1].messages, std::vector<Message>{heartbeat(2, 1, 2)});
    EXPECT_EQ(members[2].messages, std::vector<Message>{heartbeat(1, 2, 1)});
}

TEST_F(RaftTransport, AnUnreachableMemberIsReportedOnce) {
    build();
    fault(1_s, tests::env::partition({{"1"}, {"2", "3", "x"}}));
    beat(1, 2, 10_ms, 10_s);
    run(10_s);
    ASSERT_EQ(members[1].unreachable.size(), 1u);
    EXPECT_EQ(members[1].unreachable[0].first, 2u);
    EXPECT_LT(members[1].unreachable[0].second, Time{} + 2'200_ms) << "an election timeout later";
    EXPECT_GT(members[1].transport->counters().dropped, 100u);
}

TEST_F(RaftTransport, AHealedPartitionIsCrossedWithinAnElectionTimeout) {
    for (const Duration heal : {2_s, 5_s, 9_s, 14_s}) {
        members.clear();
        harness = tests::env::makeSimHarness();
        build();
        fault(1_s, tests::env::partition({{"1"}, {"2", "3", "x"}}));
        fault(heal, tests::env::heal());
        beat(1, 2, 10_ms, 20_s);
        run(20_s);
        const auto& arrivals = members[2].arrivals;
        const auto first =
            std::ranges::find_if(arrivals, [heal](Time when) { return when > Time{} + heal; });
        ASSERT_NE(first, arrivals.end());
        EXPECT_LT(*first, Time{} + heal + 1_s);
        EXPECT_GT(std::get<HeartbeatRequest>(members[2].messages.back().body).round, 395u);
    }
}

TEST_F(RaftTransport, AMemberThatLostItsPowerIsFoundAgain) {
    build();
    fault(1_s, tests::env::powerOff("2"));
    fault(3_s, tests::env::powerOn("2"));
    beat(1, 2, 10_ms, 6_s);
    beat(2, 1, 10_ms, 900_ms);
    for (std::uint64_t i = 0; i < 40; ++i) {
        at(4_s + 50_ms * static_cast<std::int64_t>(i), 2,
           [i](Transport& transport) { transport.send(heartbeat(2, 1, 1000 + i)); });
    }
    run(7_s);
    // Both ways: 1 had a connection of 2 that nobody would ever have closed.
    EXPECT_GT(members[2].arrivals.back(), Time{} + 5'900_ms);
    EXPECT_EQ(members[1].messages.back(), heartbeat(2, 1, 1039));
    EXPECT_EQ(members[2].transport->counters().malformed, 0u);
}

TEST_F(RaftTransport, AFullQueueIsDroppedAndReportedOnce) {
    options.queueLimit = 100'000;
    build();
    fault(1_s, tests::env::pause("m2"));
    fault(5_s, tests::env::resume("m2"));
    for (LogIndex index = 1; index <= 100; ++index) {
        at(2_s + 1_ms * static_cast<std::int64_t>(index), 1, [index](Transport& transport) {
            AppendRequest body{index, 1, 0, {}};
            body.entries.push_back({1, index + 1, EntryType::Command, *dataOf(10'000)});
            transport.send({1, 2, 1, body});
        });
    }
    at(8_s, 1, [](Transport& transport) { transport.send(heartbeat(1, 2, 1)); });
    run(10_s);
    EXPECT_EQ(members[1].unreachable.size(), 1u);
    const std::uint64_t dropped = members[1].transport->counters().dropped;
    EXPECT_GT(dropped, 30u);
    // What was dropped was whole frames: the stream goes on.
    EXPECT_EQ(members[2].messages.size(), 101u - dropped);
    EXPECT_EQ(members[2].messages.back(), heartbeat(1, 2, 1));
    EXPECT_EQ(members[2].transport->counters().malformed, 0u);
}

TEST_F(RaftTransport, AMemberThatMovedIsFoundAtItsNewPlace) {
    build();
    at(10_ms, 1, [](Transport& transport) { transport.send(heartbeat(1, 2, 1)); });
    at(1_s, 1, [this](Transport& transport) {
        transport.setMembers({{3, endpointOf(3)}}); // 2 has left
        transport.send(heartbeat(1, 2, 2));
        transport.send(heartbeat(1, 3, 3));
    });
    at(2_s, 1, [this](Transport& transport) {
        transport.setMembers({{2, endpointOf(2)}, {3, endpointOf(3)}});
        transport.send(heartbeat(1, 2, 4));
    });
    run(3_s);
    EXPECT_EQ(members[2].messages, (std::vector<Message>{heartbeat(1, 2, 1), heartbeat(1, 2, 4)}));
    EXPECT_EQ(members[3].messages, (std::vector<Message>{heartbeat(1, 3, 3)}));
    EXPECT_EQ(members[1].transport->counters().dropped, 1u);
}

TEST_F(RaftTransport, NobodyListeningIsUnreachable) {
    build();
    fault(10_ms, tests::env::crash("m2"));
    at(1_s, 1, [](Transport& transport) { transport.send(heartbeat(1, 2, 1)); });
    run(2_s);
    ASSERT_EQ(members[1].unreachable.size(), 1u);
    EXPECT_LT(members[1].unreachable[0].second, Time{} + 1'010_ms);
}

} // namespace
} // namespace core::raft::transport
