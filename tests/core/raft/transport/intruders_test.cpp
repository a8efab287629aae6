// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/transport/fixture.h"

namespace core::raft::transport {
namespace {

/// Somebody on host "x" connects to member 2 and sends octets.
class RaftIntruder : public TransportTest {
protected:
    void intrude(const Bytes& octets) {
        build();
        harness->start("intruder", "x", [this, octets](Env& env) {
            env.after(100_ms, [this, octets, &env] { connect(env, octets); });
        });
        run(5_s);
    }
    void connect(Env& env, const Bytes& octets) {
        runtime::StreamCallbacks calls;
        calls.connected = [this, octets, &env] {
            EXPECT_EQ(env.network().send(stream, octets), octets.size());
        };
        calls.data = [this](ByteView bytes) { answered += bytes.size(); };
        calls.closed = [this](runtime::StreamEnd how) { end = how; };
        const auto opened = env.network().connect(endpointOf(2), 1_s, {}, std::move(calls));
        ASSERT_TRUE(opened);
        stream = *opened;
    }
    const TransportCounters& counters() { return members[2].transport->counters(); }

    static Bytes joined(std::initializer_list<wire::FrameBody> bodies,
                        wire::GroupId group = kGroup) {
        Bytes all;
        for (const wire::FrameBody& body : bodies) {
            const Bytes frame = wire::encode(group, body);
            all.insert(all.end(), frame.begin(), frame.end());
        }
        return all;
    }
    static wire::Hello hello(wire::Channel channel = wire::Channel::Messages) {
        return {1, 2, channel};
    }

    runtime::StreamId stream;
    std::optional<runtime::StreamEnd> end;
    std::size_t answered = 0;
};

TEST_F(RaftIntruder, OctetsThatAreNoFramesEndTheConnection) {
    intrude(bytesOf("GET / HTTP/1.1\r\n\r\n"));
    EXPECT_EQ(end, runtime::StreamEnd::Reset);
    EXPECT_EQ(counters().malformed, 1u);
}

TEST_F(RaftIntruder, AMessageBeforeTheHelloEndsTheConnection) {
    intrude(joined({heartbeat(1, 2, 1)}));
    EXPECT_EQ(end, runtime::StreamEnd::Reset);
    EXPECT_EQ(counters().malformed, 1u);
    EXPECT_TRUE(members[2].messages.empty());
}

TEST_F(RaftIntruder, AnotherGroupIsRefused) {
    intrude(joined({hello(), heartbeat(1, 2, 1)}, kGroup + 1));
    EXPECT_EQ(counters().wrongGroup, 1u);
    EXPECT_TRUE(members[2].messages.empty());
}

TEST_F(RaftIntruder, AMessageForAnotherMemberIsRefused) {
    intrude(joined({hello(), heartbeat(1, 2, 1), heartbeat(1, 3, 2), heartbeat(1, 2, 3)}));
    EXPECT_EQ(counters().wrongReceiver, 1u);
    EXPECT_EQ(members[2].messages, std::vector<Message>{heartbeat(1, 2, 1)});
}

TEST_F(RaftIntruder, NobodySpeaksForAnother) {
    intrude(joined({hello(), heartbeat(3, 2, 1)}));
    EXPECT_EQ(counters().malformed, 1u);
    EXPECT_TRUE(members[2].messages.empty());
}

TEST_F(RaftIntruder, ASecondHelloOnAConnectionIsMalformed) {
    intrude(joined({hello(), hello()}));
    EXPECT_EQ(counters().malformed, 1u);
}

TEST_F(RaftIntruder, EachChannelHasItsFrames) {
    intrude(joined({hello(wire::Channel::Snapshots), heartbeat(1, 2, 1)}));
    EXPECT_EQ(counters().malformed, 1u);
    EXPECT_TRUE(members[2].messages.empty());
}

TEST_F(RaftIntruder, WhoBringsASnapshotIsToldWhatIsThere) {
    intrude(joined({hello(wire::Channel::Snapshots)}));
    EXPECT_EQ(answered, wire::encode(kGroup, wire::SnapshotProgress{2, 1, 0, 0, 0, 0, 0}).size());
}

TEST_F(RaftIntruder, AnInstallSnapshotWithoutDataIsMalformed) {
    intrude(joined({hello(), installOf(1, 2)}));
    EXPECT_EQ(counters().malformed, 1u);
}

TEST_F(RaftIntruder, WhoSaysNothingIsSentAway) {
    intrude({});
    EXPECT_EQ(counters().silent, 1u);
    EXPECT_EQ(end, runtime::StreamEnd::Reset);
}

TEST_F(RaftIntruder, WhoSpeaksMayBeSilentForLong) {
    intrude(joined({hello()}));
    EXPECT_EQ(counters().silent, 0u);
    EXPECT_FALSE(end);
}

wire::SnapshotChunk chunkOf(std::string_view text, std::uint64_t offset, std::uint64_t total) {
    wire::SnapshotChunk chunk;
    chunk.from = 1;
    chunk.to = 2;
    chunk.meta.index = 9;
    chunk.meta.configuration.voters = {1};
    chunk.total = total;
    chunk.offset = offset;
    chunk.data = bytesOf(text);
    return chunk;
}

TEST_F(RaftIntruder, ChunksMustFollowOneAnother) {
    intrude(joined({hello(wire::Channel::Snapshots), chunkOf("abc", 0, 10), chunkOf("d", 4, 10)}));
    EXPECT_EQ(counters().malformed, 1u);
    EXPECT_TRUE(members[2].snapshots.empty());
}

TEST_F(RaftIntruder, AWholeThatIsNotWhatItShouldBeIsNotTaken) {
    intrude(joined({hello(wire::Channel::Snapshots), chunkOf("abc", 0, 6), chunkOf("def", 3, 6)}));
    EXPECT_EQ(counters().malformed, 1u) << "the checksum of the whole is 0";
    EXPECT_TRUE(members[2].snapshots.empty());
}

TEST_F(RaftIntruder, ASnapshotOverTheLimitIsRefusedAtItsFirstChunk) {
    options.snapshotLimit = 9;
    intrude(joined({hello(wire::Channel::Snapshots), chunkOf("abc", 0, 10)}));
    EXPECT_EQ(counters().malformed, 1u);
}

TEST_F(RaftIntruder, AnyOctetsLeaveTheMemberWell) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        members.clear();
        harness = tests::env::makeSimHarness();
        RandomStream draws(seed);
        Bytes octets = joined({hello()});
        for (int i = 0; i < 2'000; ++i) {
            octets.push_back(static_cast<std::uint8_t>(draws.chance(1, 4) ? draws.next() : 0));
        }
        intrude(octets);
        EXPECT_EQ(counters().malformed, 1u);
        at(6_s, 1, [](Transport& transport) { transport.send(heartbeat(1, 2, 1)); });
        run(7_s);
        EXPECT_EQ(members[2].messages, std::vector<Message>{heartbeat(1, 2, 1)});
    }
}

} // namespace
} // namespace core::raft::transport
