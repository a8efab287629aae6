// SPDX-License-Identifier: Apache-2.0
#include "core/base/varint.h"

#include <gtest/gtest.h>

#include <limits>

namespace core {
namespace {

TEST(Varint, ReadsBackEveryPowerOfTwoAndItsNeighbours) {
    for (int bit = 0; bit < 64; ++bit) {
        for (const std::uint64_t value : {(1ULL << bit) - 1, 1ULL << bit, (1ULL << bit) + 1}) {
            ByteWriter writer;
            writeVarint(writer, value);
            EXPECT_EQ(writer.size(), varintSize(value)) << value;
            ByteReader reader(writer.view());
            EXPECT_EQ(readVarint64(reader).value(), value);
            const auto number = static_cast<std::int64_t>(value);
            EXPECT_EQ(unzigzag64(zigzag64(number)), number);
            EXPECT_EQ(unzigzag64(zigzag64(~number)), ~number);
        }
    }
}

TEST(Varint, ZigzagKeepsSmallMagnitudesSmall) {
    EXPECT_EQ(zigzag64(0), 0u);
    EXPECT_EQ(zigzag64(-1), 1u);
    EXPECT_EQ(zigzag64(1), 2u);
    EXPECT_EQ(zigzag32(-2), 3u);
    EXPECT_EQ(zigzag32(std::numeric_limits<std::int32_t>::min()), 0xffffffffu);
    EXPECT_EQ(zigzag32(std::numeric_limits<std::int32_t>::max()), 0xfffffffeu);
    EXPECT_EQ(zigzag64(std::numeric_limits<std::int64_t>::min()), ~0ULL);
}

TEST(Varint, AnIntegerCutShortIsTruncatedAndConsumesNothing) {
    const Bytes input = *fromHex("00ffffff");
    ByteReader reader(input);
    ASSERT_EQ(readVarint64(reader).value(), 0u);
    EXPECT_EQ(readVarint64(reader).error(), VarintError::Truncated);
    EXPECT_EQ(readVarint32(reader).error(), VarintError::Truncated);
    EXPECT_EQ(reader.position(), 1u);
}

TEST(Varint, AcceptsPaddingUpToTheLongestLength) {
    const Bytes padded = *fromHex("8180808000");
    ByteReader reader(padded);
    EXPECT_EQ(readVarint32(reader).value(), 1u);
}

TEST(Varint, CanonicalFormatsRefusePadding) {
    const Bytes input = *fromHex("8000810101");
    ByteReader reader(input);
    EXPECT_EQ(readShortestVarint64(reader).error(), VarintError::Padded);
    EXPECT_EQ(reader.position(), 0u);
    reader.seek(2);
    EXPECT_EQ(readShortestVarint64(reader).value(), 129u);
    EXPECT_EQ(readShortestVarint64(reader).value(), 1u);
}

TEST(Varint, RefusesBitsBeyondTheType) {
    const Bytes five = *fromHex("ffffffff1f"); // 33 bits
    ByteReader reader(five);
    EXPECT_EQ(readVarint32(reader).error(), VarintError::TooLong);
    EXPECT_EQ(readVarint64(reader).value(), 0x1ffffffffULL);
    const Bytes ten = *fromHex("ffffffffffffffffff02"); // 65 bits
    ByteReader longer(ten);
    EXPECT_EQ(readVarint64(longer).error(), VarintError::TooLong);
}

} // namespace
} // namespace core
