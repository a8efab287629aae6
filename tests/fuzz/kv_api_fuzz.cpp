// SPDX-License-Identifier: Apache-2.0
// Goal: whatever a client or a server of the key-value service sends, targets and bodies are read
// or refused. The first octet chooses the decoder.
#include "core/base/assert.h"
#include "core/kv/server/api.h"

#include <cstddef>
#include <cstdint>

namespace {

using namespace core::kv;

void target(std::string_view text) {
    const auto parsed = parseTarget(text);
    if (parsed && parsed->resource == Resource::Keys) {
        const auto again = parseTarget("/kv/" + escape(parsed->item));
        ORRERY_ASSERT(again.has_value() && again->item == parsed->item);
    }
}

void put(std::string_view json, bool swap) {
    const auto parsed = parsePut("key", json, swap);
    if (parsed) {
        ORRERY_ASSERT(decodeCommand(encode(*parsed)) == Command(*parsed));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view rest(reinterpret_cast<const char*>(data + 1), size - 1);
    switch (data[0] % 6) {
    case 0:
        target(rest);
        break;
    case 1:
        put(rest, false);
        break;
    case 2:
        put(rest, true);
        break;
    case 3:
        (void)parseTtl(rest);
        (void)parseMember(rest);
        break;
    case 4:
        (void)parseKeyAnswer(rest);
        (void)parseNumberMember(rest, "session");
        break;
    default: {
        core::wire::HttpRequest request;
        request.headers = {{std::string(kSessionHeader), std::string(rest)},
                           {std::string(kSequenceHeader), std::string(rest)},
                           {std::string(kLowestHeader), "1"}};
        (void)parseSession(request);
    }
    }
    return 0;
}
