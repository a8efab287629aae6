// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Octet strings and bounds-checked big-endian (network order) reading and writing.
namespace core {

using Bytes = std::vector<std::uint8_t>;
/// Borrowed octets; valid only as long as their owner, for callbacks: during the call.
using ByteView = std::span<const std::uint8_t>;

inline ByteView viewOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view textOf(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes bytesOf(std::string_view text) {
    const ByteView view = viewOf(text);
    return {view.begin(), view.end()};
}

/// Lower-case hexadecimal, two digits an octet.
std::string toHex(ByteView bytes);
/// The octets of `hex`, either case; nullopt for an odd length or another character.
std::optional<Bytes> fromHex(std::string_view hex);

/// Reads integers and slices from the front of borrowed octets. A read past the end returns
/// nullopt and consumes nothing.
class ByteReader {
public:
    explicit ByteReader(ByteView bytes) : bytes_(bytes) {}

    std::optional<std::uint8_t> u8();
    std::optional<std::uint16_t> u16();
    std::optional<std::uint32_t> u32();
    std::optional<std::uint64_t> u64();
    /// The next `count` octets, borrowed.
    std::optional<ByteView> take(std::size_t count);

    std::size_t position() const { return position_; }
    std::size_t remaining() const { return bytes_.size() - position_; }
    /// Moves to an absolute position. REQUIRES: position <= size of the input.
    void seek(std::size_t position);
    ByteView whole() const { return bytes_; }

private:
    ByteView bytes_;
    std::size_t position_ = 0;
};

/// Appends integers and octets to a buffer that it owns until take().
class ByteWriter {
public:
    void u8(std::uint8_t value);
    void u16(std::uint16_t value);
    void u32(std::uint32_t value);
    void u64(std::uint64_t value);
    /// REQUIRES: `bytes` is not part of this writer's own buffer.
    void append(ByteView bytes);
    /// Overwrite octets written earlier. REQUIRES: they lie within size().
    void patchU16(std::size_t position, std::uint16_t value);
    void patchU32(std::size_t position, std::uint32_t value);

    std::size_t size() const { return bytes_.size(); }
    ByteView view() const { return bytes_; }
    Bytes take() { return std::move(bytes_); }

private:
    Bytes bytes_;
};

} // namespace core
