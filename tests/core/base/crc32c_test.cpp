// SPDX-License-Identifier: Apache-2.0
#include "core/base/crc32c.h"

#include <gtest/gtest.h>

namespace core {
namespace {

TEST(Crc32c, PiecesGiveTheSameAsTheWhole) {
    Bytes bytes;
    for (int i = 0; i < 100; ++i) {
        bytes.push_back(static_cast<std::uint8_t>(i * 37));
    }
    const ByteView whole(bytes);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        EXPECT_EQ(crc32c(whole.subspan(cut), crc32c(whole.first(cut))), crc32c(whole)) << cut;
    }
}

TEST(Crc32c, SeesEveryFlippedBit) {
    Bytes bytes(64, 0x5a);
    const std::uint32_t before = crc32c(bytes);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
        EXPECT_NE(crc32c(bytes), before) << bit;
        bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
    }
}

} // namespace
} // namespace core
