// SPDX-License-Identifier: Apache-2.0
// Reads integers of variable length from any octets; what was read must be written back to octets
// that mean the same, in no more octets than were read.
#include "core/base/assert.h"
#include "core/base/varint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    core::ByteReader reader(core::ByteView(data, size));
    while (reader.remaining() > 0) {
        const std::size_t start = reader.position();
        const auto value = core::readVarint64(reader);
        if (!value) {
            ORRERY_ASSERT(reader.position() == start);
            reader.seek(start + 1);
            continue;
        }
        core::ByteWriter writer;
        core::writeVarint(writer, *value);
        ORRERY_ASSERT(writer.size() <= reader.position() - start);
        core::ByteReader again(writer.view());
        ORRERY_ASSERT(core::readVarint64(again) == value);
        ORRERY_ASSERT(core::zigzag64(core::unzigzag64(*value)) == *value);
    }
    return 0;
}
