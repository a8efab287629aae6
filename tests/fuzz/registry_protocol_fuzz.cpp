// SPDX-License-Identifier: Apache-2.0
// Goal: whatever octets a client or a server sends, the registry's decoders end with a value or an
// error; what they accept means the same when written and read again. The first octet chooses the
// decoder.
#include "core/base/assert.h"
#include "core/discovery/registry/protocol.h"

#include <cstddef>
#include <cstdint>

namespace {

using namespace core::discovery::registry;

void registration(std::string_view json) {
    const auto read = decodeRegistration("web", json);
    if (!read) {
        return;
    }
    const std::string written = encodeRegistration(*read);
    const auto again = decodeRegistration("web", written);
    ORRERY_ASSERT(again.has_value());
    ORRERY_ASSERT(encodeRegistration(*again) == written);
}

void appList(std::string_view json) {
    const auto read = decodeAppList(json);
    if (!read) {
        return;
    }
    const std::string written = encodeAppList(*read);
    const auto again = decodeAppList(written);
    ORRERY_ASSERT(again.has_value());
    ORRERY_ASSERT(encodeAppList(*again) == written);
}

void target(std::string_view text) {
    const auto parts = parseTarget(text);
    if (parts) {
        ORRERY_ASSERT(parts->app.empty() || isName(parts->app));
        ORRERY_ASSERT(parts->id.empty() || isName(parts->id));
        (void)parts->parameter("since");
    }
}

void versionTag(std::string_view text) {
    const auto tag = parseVersionTag(text);
    if (tag) {
        ORRERY_ASSERT(parseVersionTag(toString(*tag)) == tag);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view rest(reinterpret_cast<const char*>(data + 1), size - 1);
    switch (data[0] % 4) {
    case 0:
        registration(rest);
        break;
    case 1:
        appList(rest);
        break;
    case 2:
        target(rest);
        break;
    default:
        versionTag(rest);
        break;
    }
    return 0;
}
