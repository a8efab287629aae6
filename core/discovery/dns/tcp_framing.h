// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <optional>

/// Messages over TCP: each is preceded by its length in two octets (RFC 1035 section 4.2.2,
/// RFC 7766 section 8).
namespace core::discovery::dns {

/// The length prefix and the message. REQUIRES: at most 65,535 octets.
Bytes frame(ByteView message);

/// Collects the bytes of one direction of a stream, in chunks of any size.
class FrameReader {
public:
    void append(ByteView bytes);
    /// The next complete message, or nullopt until more bytes come.
    std::optional<Bytes> next();
    /// Octets that wait for the rest of their message.
    std::size_t buffered() const { return buffer_.size() - position_; }

private:
    Bytes buffer_;
    std::size_t position_ = 0; ///< octets of buffer_ already handed out
};

} // namespace core::discovery::dns
