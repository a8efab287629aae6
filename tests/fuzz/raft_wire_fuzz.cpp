// SPDX-License-Identifier: Apache-2.0
// Reads Raft's frames from any octets, in chunks whose sizes the first octet decides. What is
// accepted must be written back to the same octets; dissector and reader must find the same frames.
#include "core/base/assert.h"
#include "core/raft/wire/frame.h"
#include "core/raft/wire/raft_dissector.h"

#include <algorithm>

namespace {

using core::ByteView;
namespace wire = core::raft::wire;

/// Reads everything in chunks of `size`; returns how many frames there were.
std::size_t readFrames(ByteView octets, std::size_t size) {
    wire::FrameReader reader;
    std::size_t count = 0;
    while (!octets.empty()) {
        const std::size_t taken = std::min(size, octets.size());
        reader.feed(octets.first(taken));
        octets = octets.subspan(taken);
        for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
            count += 1;
            const auto decoded = wire::decode(**frame);
            if (decoded) {
                ORRERY_ASSERT(
                    std::ranges::equal(wire::encode(decoded->group, decoded->body), **frame));
                ORRERY_ASSERT(!wire::summary(decoded->body).empty());
            }
        }
    }
    return count;
}

std::size_t dissect(ByteView octets) {
    const auto dissector = wire::dissectors().stream();
    std::vector<core::wire::FoundMessage> found;
    dissector->consume(core::wire::Direction::FromServer, octets, found);
    std::uint64_t end = 0;
    for (const core::wire::FoundMessage& message : found) {
        ORRERY_ASSERT(message.begin == end && message.end > end && message.summary.size() <= 120);
        end = message.end;
    }
    ORRERY_ASSERT(end <= octets.size());
    return found.size();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const ByteView octets(data + 1, size - 1);
    const std::size_t whole = readFrames(octets, octets.size());
    ORRERY_ASSERT(readFrames(octets, 1 + data[0]) == whole);
    const std::size_t found = dissect(octets);
    ORRERY_ASSERT(found == whole || found == whole + 1); // and one that broke the stream
    return 0;
}
