// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/wire/samples.h"

#include <gtest/gtest.h>

namespace core::raft::wire {
namespace {

TEST(RaftFrameReader, FindsTheSameFramesInAnyChunking) {
    RandomStream draws(5);
    for (int round = 0; round < 300; ++round) {
        std::vector<Bytes> frames;
        Bytes stream;
        for (int i = 0; i < 10; ++i) {
            frames.push_back(encode(1, anyFrameBody(draws)));
            stream.insert(stream.end(), frames.back().begin(), frames.back().end());
        }
        FrameReader reader;
        std::vector<Bytes> found;
        const std::uint64_t most = 1 + draws.below(60);
        for (std::size_t at = 0; at < stream.size();) {
            const std::size_t size = std::min(stream.size() - at, 1 + draws.below(most));
            reader.feed(ByteView(stream).subspan(at, size));
            at += size;
            for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
                found.emplace_back((*frame)->begin(), (*frame)->end());
            }
        }
        ASSERT_EQ(found, frames);
        ASSERT_EQ(reader.waiting(), 0u);
    }
}

TEST(RaftFrameReader, RefusesALengthOverTheLimitAtOnce) {
    FrameReader reader(1000);
    reader.feed(*fromHex("000003e5")); // 997 and its own four
    EXPECT_EQ(reader.next().error(), WireError::TooLarge);
    FrameReader fits(1000);
    fits.feed(*fromHex("000003e4"));
    EXPECT_TRUE(fits.next());
}

TEST(RaftFrameReader, RefusesALengthThatNoFrameHas) {
    FrameReader reader;
    reader.feed(*fromHex("00000007"));
    EXPECT_EQ(reader.next().error(), WireError::TooSmall);
}

TEST(RaftFrameReader, TakesAnotherProtocolForWhatItIs) {
    FrameReader reader;
    reader.feed(viewOf("GET / HTTP/1.1\r\n"));
    EXPECT_EQ(reader.next().error(), WireError::TooLarge);
}

TEST(RaftFrameReader, RefusesAnotherVersionBeforeTheFrameIsWhole) {
    FrameReader reader;
    reader.feed(*fromHex("0000002002"));
    EXPECT_EQ(reader.next().error(), WireError::UnknownVersion);
}

TEST(RaftFrameReader, StaysBrokenAfterAnError) {
    FrameReader reader;
    reader.feed(*fromHex("00000001"));
    EXPECT_FALSE(reader.next());
    reader.feed(encode(1, messageOf(TimeoutNow{})));
    EXPECT_EQ(reader.next().error(), WireError::TooSmall);
}

} // namespace
} // namespace core::raft::wire
