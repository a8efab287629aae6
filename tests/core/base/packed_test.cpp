// SPDX-License-Identifier: Apache-2.0
#include "core/base/packed.h"
#include "core/base/varint.h"

#include <gtest/gtest.h>

namespace core {
namespace {

TEST(Packed, ReadsBackWhatWasPacked) {
    ByteWriter writer;
    writer.u8(7);
    writer.u8(1);
    writeVarint(writer, 300);
    packText(writer, "raft");
    packBytes(writer, {});
    writer.append(viewOf("tail"));
    PackedReader reader(writer.view());
    EXPECT_EQ(reader.u8(), 7);
    EXPECT_TRUE(reader.boolean());
    EXPECT_EQ(reader.varint(), 300u);
    EXPECT_EQ(reader.text(), "raft");
    EXPECT_TRUE(reader.bytes().empty());
    EXPECT_FALSE(reader.finished());
    EXPECT_EQ(textOf(reader.rest()), "tail");
    EXPECT_TRUE(reader.finished());
}

TEST(Packed, RefusesOverlongVarints) {
    const Bytes overlong{0x80, 0x00};
    PackedReader reader(overlong);
    EXPECT_EQ(reader.varint(), 0u);
    EXPECT_FALSE(reader.ok());
}

TEST(Packed, AStringLongerThanTheRestIsSpoilt) {
    const Bytes bytes{5, 'a', 'b'};
    PackedReader reader(bytes);
    EXPECT_TRUE(reader.bytes().empty());
    EXPECT_FALSE(reader.ok());
}

TEST(Packed, ACountThatCannotFollowIsSpoilt) {
    const Bytes bytes{3, 0, 0, 0, 0, 0};
    PackedReader enough(bytes);
    EXPECT_EQ(enough.count(1), 3u);
    PackedReader few(bytes);
    EXPECT_EQ(few.count(2), 0u);
    EXPECT_FALSE(few.ok());
}

TEST(Packed, NothingIsReadAfterTheFirstSpoiltField) {
    const Bytes bytes{2, 1};
    PackedReader reader(bytes);
    EXPECT_FALSE(reader.boolean());
    EXPECT_EQ(reader.u8(), 0);
    EXPECT_TRUE(reader.rest().empty());
    EXPECT_FALSE(reader.finished());
}

} // namespace
} // namespace core
