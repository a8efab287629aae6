// SPDX-License-Identifier: Apache-2.0
#include "core/wire/http.h"

#include <algorithm>
#include <cstdlib>

namespace {

using core::wire::HttpRequestParser;

/// What a reading of the input gave: a hash of every message.
struct Reading {
    std::uint64_t hash = 0;

    /// When an error in a bad chunk line or trailer shows, and whether its length or its form is
    /// blamed, may depend on the chunking; which messages come before it may not.
    bool agreesWith(const Reading& other) const { return hash == other.hash; }
};

Reading read(core::ByteView bytes, std::size_t chunk) {
    core::wire::HttpLimits limits;
    limits.header = 512;
    limits.body = 4096;
    HttpRequestParser parser(limits);
    Reading reading;
    for (std::size_t at = 0; at < bytes.size(); at += chunk) {
        parser.feed(bytes.subspan(at, std::min(chunk, bytes.size() - at)));
        for (;;) {
            auto next = parser.next();
            if (!next) {
                return reading;
            }
            if (!*next) {
                break;
            }
            reading.hash = reading.hash * 31 + parser.consumed() + (*next)->bodyLength;
        }
    }
    return reading;
}

} // namespace

/// Never crashes, and reads the same whatever the chunking.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const core::ByteView bytes(data, size);
    if (size > 0 && !read(bytes, size).agreesWith(read(bytes, 1))) {
        std::abort();
    }
    return 0;
}
