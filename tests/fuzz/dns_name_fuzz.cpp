// SPDX-License-Identifier: Apache-2.0
#include "core/base/assert.h"
#include "core/discovery/dns/text_form.h"

#include <cstddef>
#include <cstdint>

/// The input is read as a wire name at each of its first offsets, as text of a name, and as a
/// record line. Whatever is a name must survive text, wire and compression.
namespace {

using namespace core;
using namespace core::discovery::dns;

void expectRoundTrips(const Name& name) {
    const auto fromText = Name::parse(name.toText());
    ORRERY_ASSERT(fromText && toHex(fromText->wire()) == toHex(name.wire()));
    ByteWriter out;
    NameCompressor names;
    names.write(out, name, true);
    names.write(out, name, true);
    const Bytes wire = out.take();
    ByteReader reader(wire);
    for (int i = 0; i < 2; ++i) {
        const auto decoded = Name::decode(reader);
        ORRERY_ASSERT(decoded && *decoded == name);
    }
    ORRERY_ASSERT(reader.remaining() == 0);
    ORRERY_ASSERT(name.isWithin(Name()) && (name <=> name.canonical()) == 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    for (std::size_t offset = 0; offset < std::min<std::size_t>(size, 8); ++offset) {
        ByteReader reader(input);
        reader.seek(offset);
        if (const auto name = Name::decode(reader)) {
            expectRoundTrips(*name);
        }
    }
    if (const auto name = Name::parse(textOf(input))) {
        expectRoundTrips(*name);
    }
    (void)parseRecordLine(textOf(input), TextContext{});
    return 0;
}
