// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/wire/samples.h"

#include <gtest/gtest.h>

#include <functional>

/// What decode() must not accept.
namespace core::raft::wire {
namespace {

/// A frame of these fields behind version 1, type, group 7, from 1 to 2.
Bytes frameOf(std::string_view type, std::string_view fields, std::string_view nodes = "0102") {
    const std::string rest =
        "01" + std::string(type) + "00000007" + std::string(nodes) + std::string(fields);
    ByteWriter out;
    out.u32(static_cast<std::uint32_t>(rest.size() / 2));
    out.append(*fromHex(rest));
    return out.take();
}

std::string errorOf(const Bytes& octets) {
    const auto frame = decode(octets);
    return frame ? "accepted" : std::string(toString(frame.error()));
}

TEST(RaftFrameRefusals, ABaseThatIsAccepted) {
    EXPECT_EQ(errorOf(frameOf("17", "05")), "accepted");                 // TimeoutNow
    EXPECT_EQ(errorOf(frameOf("12", "0500000001000501aa")), "accepted"); // append
}

TEST(RaftFrameRefusals, EveryBeginningOfAFrameIsTruncated) {
    RandomStream draws(3);
    for (int i = 0; i < 200; ++i) {
        const Bytes whole = encode(7, anyFrameBody(draws));
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
            ASSERT_EQ(errorOf(part), "truncated") << toHex(whole) << " cut to " << size;
        }
    }
}

TEST(RaftFrameRefusals, OctetsBehindTheLastFieldAreRefused) {
    EXPECT_EQ(errorOf(frameOf("17", "0500")), "trailing");
    Bytes two = frameOf("17", "05");
    two.push_back(0);
    EXPECT_EQ(errorOf(two), "trailing");
}

TEST(RaftFrameRefusals, AnIntegerWithPaddingIsRefused) {
    EXPECT_EQ(errorOf(frameOf("17", "8500")), "bad-varint");
    EXPECT_EQ(errorOf(frameOf("17", "05", "810002")), "bad-varint");
}

TEST(RaftFrameRefusals, AnIntegerOverSixtyFourBitsIsRefused) {
    EXPECT_EQ(errorOf(frameOf("17", "ffffffffffffffffff02")), "bad-varint");
}

TEST(RaftFrameRefusals, AnotherVersionIsRefused) {
    Bytes octets = frameOf("17", "05");
    octets[4] = 2;
    EXPECT_EQ(errorOf(octets), "unknown-version");
}

TEST(RaftFrameRefusals, UnknownTypesAreRefused) {
    for (const char* type : {"00", "04", "0f", "1a", "ff"}) {
        EXPECT_EQ(errorOf(frameOf(type, "05")), "unknown-type") << type;
    }
}

TEST(RaftFrameRefusals, FlagsWithoutMeaningAreRefused) {
    EXPECT_EQ(errorOf(frameOf("10", "05040101")), "bad-flags");
    EXPECT_EQ(errorOf(frameOf("11", "0504")), "bad-flags");
    EXPECT_EQ(errorOf(frameOf("13", "0502010101")), "bad-flags");
    EXPECT_EQ(errorOf(frameOf("01", "02")), "bad-flags");
    EXPECT_EQ(errorOf(frameOf("12", "0500000001020501aa")), "bad-flags"); // entry type 2
}

TEST(RaftFrameRefusals, NodesMustBeNamedAndDifferent) {
    EXPECT_EQ(errorOf(frameOf("17", "05", "0002")), "bad-node");
    EXPECT_EQ(errorOf(frameOf("17", "05", "0100")), "bad-node");
    EXPECT_EQ(errorOf(frameOf("17", "05", "0303")), "bad-node");
}

TEST(RaftFrameRefusals, ACountBeyondTheFrameIsRefusedBeforeAnythingIsReserved) {
    EXPECT_EQ(errorOf(frameOf("12", "05000000ffffffffffffffff7f000501aa")), "bad-count");
    EXPECT_EQ(errorOf(frameOf("12", "0500000002000501aa")), "bad-count");
}

TEST(RaftFrameRefusals, ALengthBeyondTheFrameIsRefused) {
    EXPECT_EQ(errorOf(frameOf("12", "05000000010005ffffffff7faa")), "truncated");
}

TEST(RaftFrameRefusals, TermsOfEntriesNeverFallNorPassTheSenders) {
    EXPECT_EQ(errorOf(frameOf("12", "05000600010005"
                                    "00")),
              "bad-log"); // previous 6, entry 5
    EXPECT_EQ(errorOf(frameOf("12", "05000000010006"
                                    "00")),
              "bad-log"); // sender 5, entry 6
    EXPECT_EQ(errorOf(frameOf("12", "05000000020005"
                                    "00000400")),
              "bad-log");
}

TEST(RaftFrameRefusals, AnIndexPastTheEndIsRefused) {
    EXPECT_EQ(errorOf(frameOf("12", "05ffffffffffffffffff01000001000500")), "bad-log");
}

/// A chunk of "abc" out of `total` at `offset`.
std::string chunkError(std::uint64_t total, std::uint64_t offset,
                       const std::function<void(Bytes&)>& spoil = nullptr) {
    Bytes octets = encode(7, chunkOf("abc", offset, total));
    if (spoil) {
        spoil(octets);
    }
    return errorOf(octets);
}

TEST(RaftFrameRefusals, AChunkLiesWithinItsSnapshot) {
    EXPECT_EQ(chunkError(10, 7), "accepted");
    EXPECT_EQ(chunkError(10, 8), "bad-chunk");
    EXPECT_EQ(chunkError(10, 11), "bad-chunk");
    EXPECT_EQ(chunkError(2, 0), "bad-chunk");
    EXPECT_EQ(errorOf(encode(7, chunkOf("", 0, 10))), "bad-chunk");
}

TEST(RaftFrameRefusals, ASpoiltChunkIsNoticed) {
    EXPECT_EQ(chunkError(10, 0, [](Bytes& octets) { octets.back() ^= 1; }), "bad-chunk");
}

TEST(RaftFrameRefusals, MoreCannotHaveArrivedThanThereIs) {
    EXPECT_EQ(errorOf(encode(7, SnapshotProgress{1, 2, 3, 4, 10, 0, 11})), "bad-chunk");
}

TEST(RaftFrameRefusals, AConfigurationThatNobodyCanHaveIsRefused) {
    // A snapshot at 9/4 whose configuration has a later version.
    EXPECT_EQ(errorOf(frameOf("16", "050904"
                                    "020900")),
              "bad-configuration");
}

} // namespace
} // namespace core::raft::wire
