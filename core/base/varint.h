// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Integers of variable length: seven bits an octet, lowest group first, the high bit says that
/// more follow (LEB128). Source: Protocol Buffers, "Encoding" (base 128 varints, ZigZag); Apache
/// Kafka 3.x, record format 2 and flexible versions (KIP-482), which use the same octets.
/// Overlong encodings (padding with empty groups) are accepted as both do, up to the longest
/// length of the type; bits beyond the type are refused, where Protocol Buffers drops them.
namespace core {

inline constexpr std::size_t kMaxVarint32 = 5;
inline constexpr std::size_t kMaxVarint64 = 10;

enum class VarintError {
    Truncated, ///< the input ends within the integer: with more octets it may yet be one
    TooLong,   ///< more octets or more bits than the type has
    Padded,    ///< readShortestVarint64 only: a shorter encoding of the same value exists
};
std::string_view toString(VarintError error);

/// Maps 0, -1, 1, -2, ... to 0, 1, 2, 3, ..., so that small magnitudes are short.
constexpr std::uint32_t zigzag32(std::int32_t value) {
    return (static_cast<std::uint32_t>(value) << 1) ^ (value < 0 ? 0xffffffffU : 0U);
}
constexpr std::int32_t unzigzag32(std::uint32_t code) {
    return static_cast<std::int32_t>((code >> 1) ^ (0U - (code & 1U)));
}
constexpr std::uint64_t zigzag64(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1) ^ (value < 0 ? ~0ULL : 0ULL);
}
constexpr std::int64_t unzigzag64(std::uint64_t code) {
    return static_cast<std::int64_t>((code >> 1) ^ (0ULL - (code & 1ULL)));
}

/// Appends the shortest encoding. A uint32_t gives the same octets as the uint64_t of its value.
void writeVarint(ByteWriter& writer, std::uint64_t value);
/// Octets that writeVarint() appends: 1 to 10.
std::size_t varintSize(std::uint64_t value);

/// Read one integer from the front. On an error nothing is consumed.
Result<std::uint32_t, VarintError> readVarint32(ByteReader& reader);
Result<std::uint64_t, VarintError> readVarint64(ByteReader& reader);
/// For canonical formats, where a value has one encoding only: refuses padding too.
Result<std::uint64_t, VarintError> readShortestVarint64(ByteReader& reader);

/// The same with signed values in zigzag: Protocol Buffers' sint32 and sint64, Kafka's varint and
/// varlong.
inline void writeSignedVarint(ByteWriter& writer, std::int64_t value) {
    writeVarint(writer, zigzag64(value));
}
Result<std::int32_t, VarintError> readSignedVarint32(ByteReader& reader);
Result<std::int64_t, VarintError> readSignedVarint64(ByteReader& reader);

} // namespace core
