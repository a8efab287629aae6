// SPDX-License-Identifier: Apache-2.0
#include "core/base/bytes.h"

#include "core/base/assert.h"

namespace core {
namespace {

std::optional<std::uint8_t> digitOf(char c) {
    if (c >= '0' && c <= '9') {
        return static_cast<std::uint8_t>(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return static_cast<std::uint8_t>(c - 'a' + 10);
    }
    if (c >= 'A' && c <= 'F') {
        return static_cast<std::uint8_t>(c - 'A' + 10);
    }
    return std::nullopt;
}

template <class T>
std::optional<T> readBigEndian(ByteReader& reader) {
    const auto octets = reader.take(sizeof(T));
    if (!octets) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    for (const std::uint8_t octet : *octets) {
        value = (value << 8) | octet;
    }
    return static_cast<T>(value);
}

} // namespace

std::string toHex(ByteView bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t octet : bytes) {
        text.push_back(kDigits[octet >> 4]);
        text.push_back(kDigits[octet & 15]);
    }
    return text;
}

std::optional<Bytes> fromHex(std::string_view hex) {
    if (hex.size() % 2 != 0) {
        return std::nullopt;
    }
    Bytes bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const auto high = digitOf(hex[i]);
        const auto low = digitOf(hex[i + 1]);
        if (!high || !low) {
            return std::nullopt;
        }
        bytes.push_back(static_cast<std::uint8_t>(*high << 4 | *low));
    }
    return bytes;
}

std::optional<std::uint8_t> ByteReader::u8() {
    return readBigEndian<std::uint8_t>(*this);
}
std::optional<std::uint16_t> ByteReader::u16() {
    return readBigEndian<std::uint16_t>(*this);
}
std::optional<std::uint32_t> ByteReader::u32() {
    return readBigEndian<std::uint32_t>(*this);
}
std::optional<std::uint64_t> ByteReader::u64() {
    return readBigEndian<std::uint64_t>(*this);
}

std::optional<ByteView> ByteReader::take(std::size_t count) {
    if (count > remaining()) {
        return std::nullopt;
    }
    const ByteView slice = bytes_.subspan(position_, count);
    position_ += count;
    return slice;
}

void ByteReader::seek(std::size_t position) {
    ORRERY_ASSERT(position <= bytes_.size());
    position_ = position;
}

void ByteWriter::u8(std::uint8_t value) {
    bytes_.push_back(value);
}
void ByteWriter::u16(std::uint16_t value) {
    u8(static_cast<std::uint8_t>(value >> 8));
    u8(static_cast<std::uint8_t>(value));
}
void ByteWriter::u32(std::uint32_t value) {
    u16(static_cast<std::uint16_t>(value >> 16));
    u16(static_cast<std::uint16_t>(value));
}
void ByteWriter::u64(std::uint64_t value) {
    u32(static_cast<std::uint32_t>(value >> 32));
    u32(static_cast<std::uint32_t>(value));
}
void ByteWriter::append(ByteView bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}
void ByteWriter::patchU16(std::size_t position, std::uint16_t value) {
    ORRERY_ASSERT(position + 2 <= bytes_.size());
    bytes_[position] = static_cast<std::uint8_t>(value >> 8);
    bytes_[position + 1] = static_cast<std::uint8_t>(value);
}
void ByteWriter::patchU32(std::size_t position, std::uint32_t value) {
    patchU16(position, static_cast<std::uint16_t>(value >> 16));
    patchU16(position + 2, static_cast<std::uint16_t>(value));
}

} // namespace core
