// SPDX-License-Identifier: Apache-2.0
#include "core/base/assert.h"
#include "core/discovery/dns/dissector.h"
#include "core/discovery/dns/message.h"
#include "core/discovery/dns/text_form.h"

#include <cstddef>
#include <cstdint>

/// Any octets end with a message or an error; a message that can be encoded decodes to itself; what
/// is printed of names reads back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace core;
    using namespace core::discovery::dns;
    const ByteView input(data, size);
    (void)dissectDatagram(input);
    const auto message = decodeMessage(input);
    if (!message) {
        return 0;
    }
    for (const Record& record : message->answers) {
        (void)recordText(record);
    }
    if (message->questions.size() <= 1) {
        ORRERY_ASSERT(encodeWithin(*message, kPlainUdpOctets).size() <= kPlainUdpOctets);
    }
    const auto encoded = encodeMessage(*message);
    if (!encoded) {
        return 0; // names that may not be compressed again made it too large
    }
    const auto again = decodeMessage(*encoded);
    ORRERY_ASSERT(again && *again == *message);
    return 0;
}
