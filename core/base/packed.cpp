// SPDX-License-Identifier: Apache-2.0
#include "core/base/packed.h"

#include "core/base/varint.h"

namespace core {

void packBytes(ByteWriter& writer, ByteView bytes) {
    writeVarint(writer, bytes.size());
    writer.append(bytes);
}

std::uint8_t PackedReader::u8() {
    const auto value = ok_ ? reader_.u8() : std::nullopt;
    ok_ = value.has_value();
    return value.value_or(0);
}

bool PackedReader::boolean() {
    const std::uint8_t value = u8();
    ok_ = ok_ && value <= 1;
    return ok_ && value == 1;
}

std::uint64_t PackedReader::varint() {
    if (!ok_) {
        return 0;
    }
    const auto value = readShortestVarint64(reader_);
    ok_ = value.has_value();
    return ok_ ? *value : 0;
}

ByteView PackedReader::bytes() {
    const std::uint64_t size = varint();
    ok_ = ok_ && size <= reader_.remaining();
    return ok_ ? *reader_.take(static_cast<std::size_t>(size)) : ByteView();
}

std::size_t PackedReader::count(std::size_t leastSize) {
    const std::uint64_t items = varint();
    ok_ = ok_ && items <= reader_.remaining() / leastSize;
    return ok_ ? static_cast<std::size_t>(items) : 0;
}

ByteView PackedReader::rest() {
    return ok_ ? *reader_.take(reader_.remaining()) : ByteView();
}

} // namespace core
