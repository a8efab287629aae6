// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Compact encodings of records: octets, varints (varint.h) and octet strings with their length
/// before them, one after the other. The form is canonical: PackedReader refuses overlong varints,
/// so that a record has one encoding only and can be compared by its octets.
namespace core {

/// Appends the number of octets as a varint and then the octets.
void packBytes(ByteWriter& writer, ByteView bytes);
inline void packText(ByteWriter& writer, std::string_view text) {
    packBytes(writer, viewOf(text));
}

/// Reads what was packed. After the first octet that does not fit every read gives 0 or nothing
/// and ok() is false, so that a record is read whole and judged once.
class PackedReader {
public:
    explicit PackedReader(ByteView bytes) : reader_(bytes) {}

    std::uint8_t u8();
    /// 0 or 1; anything else is spoilt.
    bool boolean();
    std::uint64_t varint();
    /// Borrowed from the input.
    ByteView bytes();
    std::string text() { return std::string(textOf(bytes())); }
    /// A number of items to come, each of at least `leastSize` octets: more than can follow are
    /// spoilt, so that garbage makes nobody allocate. REQUIRES: leastSize > 0.
    std::size_t count(std::size_t leastSize);
    /// All that is left, borrowed.
    ByteView rest();

    /// Declares the record spoilt: a value that reads well and cannot be.
    void spoil() { ok_ = false; }
    bool ok() const { return ok_; }
    /// ok() and nothing left.
    bool finished() const { return ok_ && reader_.remaining() == 0; }

private:
    ByteReader reader_;
    bool ok_ = true;
};

} // namespace core
