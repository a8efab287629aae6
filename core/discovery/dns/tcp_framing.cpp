// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/tcp_framing.h"

#include "core/base/assert.h"

namespace core::discovery::dns {

Bytes frame(ByteView message) {
    ORRERY_ASSERT(message.size() <= 0xffff);
    ByteWriter out;
    out.u16(static_cast<std::uint16_t>(message.size()));
    out.append(message);
    return out.take();
}

void FrameReader::append(ByteView bytes) {
    // Drop what was handed out only when it is at least half, so that the cost stays linear.
    if (position_ > 0 && position_ * 2 >= buffer_.size()) {
        buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(position_));
        position_ = 0;
    }
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<Bytes> FrameReader::next() {
    ByteReader reader(ByteView(buffer_).subspan(position_));
    const auto length = reader.u16();
    const auto message = length ? reader.take(*length) : std::nullopt;
    if (!message) {
        return std::nullopt;
    }
    position_ += 2u + *length;
    return Bytes(message->begin(), message->end());
}

} // namespace core::discovery::dns
