// SPDX-License-Identifier: Apache-2.0
#include "core/base/varint.h"

#include <bit>
#include <optional>

namespace core {
namespace {

constexpr std::uint8_t kMore = 0x80;

/// REQUIRES: `longest` octets of seven bits hold `bits` bits, and one octet less does not.
Result<std::uint64_t, VarintError> readGroups(ByteReader& reader, std::size_t longest, int bits) {
    const std::size_t start = reader.position();
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < longest; ++i) {
        const std::optional<std::uint8_t> octet = reader.u8();
        if (!octet) {
            reader.seek(start);
            return Failure{VarintError::Truncated};
        }
        const std::uint64_t group = *octet & 0x7f;
        const int shift = static_cast<int>(i) * 7;
        if (bits - shift < 7 && group >> (bits - shift) != 0) {
            break;
        }
        value |= group << shift;
        if ((*octet & kMore) == 0) {
            return value;
        }
    }
    reader.seek(start);
    return Failure{VarintError::TooLong};
}

} // namespace

std::string_view toString(VarintError error) {
    switch (error) {
    case VarintError::Truncated:
        return "truncated integer";
    case VarintError::TooLong:
        return "integer too long";
    case VarintError::Padded:
        return "integer with padding";
    }
    return "unknown varint error";
}

void writeVarint(ByteWriter& writer, std::uint64_t value) {
    for (; value >= kMore; value >>= 7) {
        writer.u8(static_cast<std::uint8_t>(value | kMore));
    }
    writer.u8(static_cast<std::uint8_t>(value));
}

std::size_t varintSize(std::uint64_t value) {
    return static_cast<std::size_t>((std::bit_width(value | 1) + 6) / 7);
}

Result<std::uint32_t, VarintError> readVarint32(ByteReader& reader) {
    const auto value = readGroups(reader, kMaxVarint32, 32);
    if (!value) {
        return Failure{value.error()};
    }
    return static_cast<std::uint32_t>(*value);
}

Result<std::uint64_t, VarintError> readVarint64(ByteReader& reader) {
    return readGroups(reader, kMaxVarint64, 64);
}

Result<std::uint64_t, VarintError> readShortestVarint64(ByteReader& reader) {
    const std::size_t start = reader.position();
    const auto value = readVarint64(reader);
    if (value && reader.position() - start != varintSize(*value)) {
        reader.seek(start);
        return Failure{VarintError::Padded};
    }
    return value;
}

Result<std::int32_t, VarintError> readSignedVarint32(ByteReader& reader) {
    const auto code = readVarint32(reader);
    if (!code) {
        return Failure{code.error()};
    }
    return unzigzag32(*code);
}

Result<std::int64_t, VarintError> readSignedVarint64(ByteReader& reader) {
    const auto code = readVarint64(reader);
    if (!code) {
        return Failure{code.error()};
    }
    return unzigzag64(*code);
}

} // namespace core
