// SPDX-License-Identifier: Apache-2.0
#include "core/base/bytes.h"

#include <gtest/gtest.h>

namespace core {
namespace {

TEST(Hex, WritesTwoLowerCaseDigitsAnOctet) {
    EXPECT_EQ(toHex(Bytes{0x00, 0x0f, 0xa5, 0xff}), "000fa5ff");
    EXPECT_EQ(toHex({}), "");
}

TEST(Hex, ReadsBothCases) {
    EXPECT_EQ(fromHex("000FA5ff"), (Bytes{0x00, 0x0f, 0xa5, 0xff}));
    EXPECT_EQ(fromHex(""), Bytes{});
}

TEST(Hex, RefusesOddLengthsAndOtherCharacters) {
    for (const char* text : {"0", "000", "0g", "g0", " 00", "0x00", "0/", "0:", "@0", "`0"}) {
        EXPECT_EQ(fromHex(text), std::nullopt) << text;
    }
}

TEST(Bytes, TextAndOctetsAreTheSameMemory) {
    const std::string text("a\0\xff", 3);
    EXPECT_EQ(bytesOf(text), (Bytes{'a', 0, 0xff}));
    EXPECT_EQ(textOf(viewOf(text)), text);
}

TEST(ByteReader, ReadsIntegersInNetworkOrder) {
    const Bytes input = *fromHex("0102030405060708090a0b0c0d0e0f");
    ByteReader reader(input);
    EXPECT_EQ(reader.u8(), 0x01);
    EXPECT_EQ(reader.u16(), 0x0203);
    EXPECT_EQ(reader.u32(), 0x04050607u);
    EXPECT_EQ(reader.u64(), 0x08090a0b0c0d0e0fULL);
    EXPECT_EQ(reader.remaining(), 0u);
}

TEST(ByteReader, AReadPastTheEndConsumesNothing) {
    const Bytes input{1, 2, 3};
    ByteReader reader(input);
    ASSERT_EQ(reader.u8(), 1);
    EXPECT_EQ(reader.u32(), std::nullopt);
    EXPECT_EQ(reader.u64(), std::nullopt);
    EXPECT_FALSE(reader.take(3));
    EXPECT_FALSE(reader.take(~std::size_t{0}));
    EXPECT_EQ(reader.position(), 1u);
    EXPECT_EQ(reader.u16(), 0x0203);
    EXPECT_EQ(reader.u8(), std::nullopt);
}

TEST(ByteReader, ASliceIsBorrowedFromTheInput) {
    const Bytes input{1, 2, 3, 4};
    ByteReader reader(input);
    reader.seek(1);
    const auto slice = reader.take(2);
    ASSERT_TRUE(slice);
    EXPECT_EQ(slice->data(), input.data() + 1);
    EXPECT_EQ(slice->size(), 2u);
    EXPECT_EQ(reader.position(), 3u);
    EXPECT_EQ(reader.whole().size(), 4u);
}

TEST(ByteReader, TakesAnEmptySliceAtTheEnd) {
    ByteReader reader{ByteView{}};
    EXPECT_TRUE(reader.take(0));
    EXPECT_EQ(reader.u8(), std::nullopt);
}

TEST(ByteReader, MayReturnToAnyPlaceOfTheInputAndItsEnd) {
    const Bytes input{1, 2};
    ByteReader reader(input);
    reader.seek(2);
    EXPECT_EQ(reader.u8(), std::nullopt);
    reader.seek(0);
    EXPECT_EQ(reader.u8(), 1);
    EXPECT_DEATH(reader.seek(3), "internal error");
}

TEST(ByteWriter, WritesWhatTheReaderReads) {
    ByteWriter writer;
    writer.u8(0x01);
    writer.u16(0x0203);
    writer.u32(0x04050607);
    writer.u64(0x08090a0b0c0d0e0fULL);
    writer.append(viewOf("xy"));
    EXPECT_EQ(toHex(writer.view()), "0102030405060708090a0b0c0d0e0f7879");
}

TEST(ByteWriter, OverwritesALengthWrittenEarlier) {
    ByteWriter writer;
    writer.u16(0);
    writer.u8(9);
    writer.patchU16(0, 0xabcd);
    EXPECT_EQ(toHex(writer.view()), "abcd09");
    writer.u8(8);
    writer.patchU32(0, 0x12345678);
    EXPECT_EQ(toHex(writer.view()), "12345678");
    EXPECT_DEATH(writer.patchU16(3, 0), "internal error");
    EXPECT_DEATH(writer.patchU32(1, 0), "internal error");
}

TEST(ByteWriter, IsEmptyAfterItsBufferWasTaken) {
    ByteWriter writer;
    writer.u8(1);
    EXPECT_EQ(writer.take(), Bytes{1});
    EXPECT_EQ(writer.size(), 0u);
    writer.u8(2);
    EXPECT_EQ(writer.take(), Bytes{2});
}

} // namespace
} // namespace core
