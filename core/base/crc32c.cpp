// SPDX-License-Identifier: Apache-2.0
#include "core/base/crc32c.h"

#include <array>
#include <cstddef>

namespace core {
namespace {

constexpr std::uint32_t kReflectedPolynomial = 0x82f63b78;
constexpr std::size_t kSlices = 8;

using Table = std::array<std::uint32_t, 256>;

/// kTables[k][b] is the checksum's change by octet b with k zero octets behind it.
constexpr std::array<Table, kSlices> makeTables() {
    std::array<Table, kSlices> tables{};
    for (std::uint32_t octet = 0; octet < 256; ++octet) {
        std::uint32_t value = octet;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1) ^ ((value & 1) != 0 ? kReflectedPolynomial : 0);
        }
        tables[0][octet] = value;
    }
    for (std::size_t slice = 1; slice < kSlices; ++slice) {
        for (std::size_t octet = 0; octet < 256; ++octet) {
            const std::uint32_t value = tables[slice - 1][octet];
            tables[slice][octet] = (value >> 8) ^ tables[0][value & 0xff];
        }
    }
    return tables;
}

constexpr std::array<Table, kSlices> kTables = makeTables();

} // namespace

std::uint32_t crc32c(ByteView bytes, std::uint32_t soFar) {
    std::uint32_t state = ~soFar;
    while (bytes.size() >= kSlices) {
        std::uint32_t next = 0;
        for (std::size_t i = 0; i < kSlices; ++i) {
            // The first four octets meet the state, lowest octet first.
            const std::uint32_t mask = i < 4 ? state >> (8 * i) : 0;
            next ^= kTables[kSlices - 1 - i][(bytes[i] ^ mask) & 0xff];
        }
        state = next;
        bytes = bytes.subspan(kSlices);
    }
    for (const std::uint8_t octet : bytes) {
        state = (state >> 8) ^ kTables[0][(state ^ octet) & 0xff];
    }
    return ~state;
}

} // namespace core
