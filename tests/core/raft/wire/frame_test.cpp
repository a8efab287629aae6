// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/wire/samples.h"

#include <gtest/gtest.h>

#include <set>

/// Octets as docs/reference/raft-wire.md describes them.
namespace core::raft::wire {
namespace {

constexpr GroupId kGroup = 0x0a0b0c0d;

std::string hexOf(const FrameBody& body) {
    return toHex(encode(kGroup, body));
}

TEST(RaftFrame, AVoteRequestIsTheseOctets) {
    EXPECT_EQ(hexOf(messageOf(VoteRequest{true, true, 300, 2})), "0000000d"
                                                                 "01"
                                                                 "10"
                                                                 "0a0b0c0d"
                                                                 "01"
                                                                 "02"
                                                                 "03"
                                                                 "03"
                                                                 "ac02"
                                                                 "02");
}

TEST(RaftFrame, AnAppendRequestIsTheseOctets) {
    AppendRequest body{11, 2, 10, {}};
    body.entries.push_back({2, 12, EntryType::Command, bytesOf("ab")});
    body.entries.push_back({3, 13, EntryType::Configuration, {}});
    EXPECT_EQ(hexOf(messageOf(body)), "00000015"
                                      "01"
                                      "12"
                                      "0a0b0c0d"
                                      "01"
                                      "02"
                                      "03"
                                      "0b"
                                      "02"
                                      "0a"
                                      "02"
                                      "0002026162"
                                      "010300");
}

TEST(RaftFrame, AHelloIsTheseOctets) {
    EXPECT_EQ(hexOf(Hello{1, 200, Channel::Snapshots}), "0000000a"
                                                        "01"
                                                        "01"
                                                        "0a0b0c0d"
                                                        "01"
                                                        "c801"
                                                        "01");
}

TEST(RaftFrame, ASnapshotChunkIsTheseOctets) {
    const SnapshotChunk chunk = chunkOf("abc", 0, 3);
    const std::string configuration = toHex(raft::encode(chunk.meta.configuration));
    EXPECT_EQ(configuration.size(), 14u);
    // 364b3fb7 is the CRC-32C of "abc".
    EXPECT_EQ(hexOf(chunk), "00000020"
                            "01"
                            "02"
                            "0a0b0c0d"
                            "01"
                            "02"
                            "05"
                            "09"
                            "04"
                            "07" +
                                configuration +
                                "03"
                                "01020304"
                                "00"
                                "364b3fb7"
                                "616263");
}

TEST(RaftFrame, SnapshotProgressIsTheseOctets) {
    EXPECT_EQ(hexOf(SnapshotProgress{2, 1, 9, 4, 300, 0x01020304, 128}), "00000012"
                                                                         "01"
                                                                         "03"
                                                                         "0a0b0c0d"
                                                                         "02"
                                                                         "01"
                                                                         "09"
                                                                         "04"
                                                                         "ac02"
                                                                         "01020304"
                                                                         "8001");
}

TEST(RaftFrame, ComesBackAsItWasWritten) {
    RandomStream draws(1);
    std::set<std::size_t> kinds;
    for (int i = 0; i < 20'000; ++i) {
        const FrameBody body = anyFrameBody(draws);
        const Bytes octets = encode(kGroup, body);
        const auto frame = decode(octets);
        ASSERT_TRUE(frame) << toString(frame.error()) << " " << toHex(octets);
        ASSERT_EQ(frame->group, kGroup);
        ASSERT_EQ(frame->body, body) << toHex(octets);
        const auto* message = std::get_if<Message>(&body);
        kinds.insert(message == nullptr ? body.index() : 100 + message->body.index());
    }
    EXPECT_EQ(kinds.size(), 3 + std::variant_size_v<MessageBody>);
}

/// The format is canonical: whatever is accepted after some octets were changed is encoded to just
/// these octets.
TEST(RaftFrame, WhatIsReadIsWrittenBackToTheSameOctets) {
    RandomStream draws(2);
    int accepted = 0;
    for (int i = 0; i < 50'000; ++i) {
        Bytes octets = encode(kGroup, anyFrameBody(draws));
        for (std::uint64_t changes = 1 + draws.below(3); changes > 0; --changes) {
            const std::size_t at = draws.below(octets.size());
            octets[at] = static_cast<std::uint8_t>(draws.next());
        }
        if (const auto frame = decode(octets)) {
            accepted += 1;
            ASSERT_EQ(encode(frame->group, frame->body), octets) << toHex(octets);
        }
    }
    EXPECT_GT(accepted, 1000);
}

TEST(RaftFrame, EveryFrameNamesItsGroup) {
    EXPECT_EQ(groupIdOf("jobs"), groupIdOf("jobs"));
    EXPECT_NE(groupIdOf("jobs"), groupIdOf("registry"));
    const auto frame = decode(encode(groupIdOf("jobs"), messageOf(TimeoutNow{})));
    ASSERT_TRUE(frame);
    EXPECT_TRUE(checkReceiver(*frame, groupIdOf("jobs"), 2));
    EXPECT_EQ(checkReceiver(*frame, groupIdOf("registry"), 2).error(), WireError::WrongGroup);
    EXPECT_EQ(checkReceiver(*frame, groupIdOf("jobs"), 3).error(), WireError::WrongReceiver);
}

} // namespace
} // namespace core::raft::wire
